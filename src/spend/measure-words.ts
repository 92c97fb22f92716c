import { findingCost, type KindName, kindOf } from './kinds/kinds.ts'
import { type CostColumn, costColumn } from './query.ts'
import type { Question } from './question.ts'
import { COST_WORDS, capital } from './words.ts'

/** What a kind measures beside money, or instead of it. */
const OF_KIND: Readonly<Partial<Record<KindName, string>>> = {
  unit_cost: 'divided by what it was spent for, over the same scope and days',
  training: 'of training runs, as their runs report it',
  tokens: 'of tokens by direction, with their prices',
  budget: 'so far against the budget that is stated for the same scope',
  forecast: 'of complete days, continued by weekday and recent trend',
  forecast_accuracy: 'as forecast on each day, against what it became',
  anomaly: 'of complete days, against the range that such a day usually has',
  explanation: 'of both spans, and the parts of the difference',
  restatements: 'as it was reported first and as it stands now',
  idle: 'of resources in hours in which they did nothing, by their telemetry',
  telemetry_gaps: 'of resources for which too little telemetry was delivered to judge them',
  nudge_savings: 'that was saved once nudges were settled, against what their resources cost before',
  utilisation: 'of resources, by the hours in which they did work',
  model_fit: 'by model, beside its price per token and its quality scores',
  cache: 'of input tokens at list price, with and without cache',
  short_prompts: 'of requests to premium models with short prompts',
  value: 'against the value that somebody stated for the same scope and month',
  gateway: 'as billed, beside what the gateway estimated',
  savings_rate: 'against list cost',
  share: 'as a share of all spend',
  new_names: 'of names that the days before did not have',
  ownership: 'by who owns it',
}

/** "Effective cost (showback: …) against the range that such a day usually has." */
export function measureWords(question: Question): string {
  const kind = kindOf(question)
  if (kind === undefined)
    return question.measure === 'quantity' ? quantityWords(question) : ofCost(costColumn(question))
  const cost = findingCost(kind)
  const base = cost === null ? 'Several costs' : ofCost(cost ?? costColumn(question))
  const what = OF_KIND[kind]
  return what === undefined ? base : `${base}, ${what}`
}

const ofCost = (cost: CostColumn) => capital(COST_WORDS[cost])
const quantityWords = ({ unit }: Question) => `Quantity of ${unit === null ? 'one unit' : `${unit.replace('_', ' ')}s`}`
