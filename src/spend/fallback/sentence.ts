import type { Dimension, Unit } from '../question.ts'
import { dimensionWord } from '../words.ts'
import type { Labels } from './labels.ts'

const INTENT: Readonly<Record<Labels['intent'], string>> = {
  spend: '',
  top: 'top',
  compare: 'compare',
  trend: 'trend of',
  coverage: 'tag coverage',
  explain: 'why did it change:',
  anomaly: 'anomalies in',
  idle: 'idle resources',
  budget: 'budget status',
  forecast: 'forecast',
  value: 'business value against',
  model_fit: 'right model for',
  unit_cost: '',
}

const COST = { effective_cost: 'cost', billed_cost: 'billed cost', list_cost: 'list cost' } as const

/** Labels as a sentence of our own grammar, so that names and periods go through the same matcher as everybody's words. */
export function sentence(labels: Labels): string {
  const { intent, measure, unit, groupBy, grain, names, period, compare } = labels
  const parts = [
    INTENT[intent],
    what(labels.intent, measure, unit),
    names.length === 0 ? '' : `for ${names.join(' and ')}`,
    groupBy.length === 0 ? '' : `by ${groupBy.map((dimension: Dimension) => dimensionWord(dimension)).join(' and ')}`,
    grain === null ? '' : `per ${grain}`,
    period ?? '',
    compare === null ? '' : `vs ${compare}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function what(intent: Labels['intent'], measure: Labels['measure'], unit: Unit | null): string {
  const counted = unit?.replace('_', ' ')
  if (intent === 'unit_cost') return counted === undefined ? 'unit cost' : `cost per ${counted}`
  if (measure === 'quantity') return counted === undefined ? 'usage' : `number of ${counted}s`
  if (intent === 'idle' || intent === 'budget' || intent === 'forecast' || intent === 'coverage') return ''
  return COST[measure ?? 'effective_cost']
}
