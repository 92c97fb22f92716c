import { days } from '../../cards/format.ts'
import { addDays } from '../../civil-date.ts'
import {
  type Dimension,
  type Focus,
  type FocusName,
  type Measure,
  NONE,
  type Period,
  type Question,
  type Unit,
} from '../question.ts'

const DIMENSION: Readonly<Record<Dimension, string>> = {
  team: 'team',
  project: 'project',
  environment: 'environment',
  model_name: 'model',
  workload_type: 'workload type',
  business_unit: 'business unit',
  owner: 'owner',
  cost_center: 'cost center',
  product: 'product',
  customer: 'customer',
  service: 'service',
  cost_area: 'cost area',
  provider: 'provider',
  region: 'region',
  resource: 'resource',
}

const UNIT: Readonly<Record<Unit, readonly [string, string]>> = {
  token: ['token', 'tokens'],
  request: ['request', 'requests'],
  gpu_hour: ['gpuhour', 'gpuhours'],
  user: ['user', 'users'],
  inference: ['inference', 'inferences'],
  training_run: ['training run', 'training runs'],
  image: ['image', 'images'],
  document: ['document', 'documents'],
  prediction: ['prediction', 'predictions'],
  customer: ['customer', 'customers'],
}

/** What is narrower than the intent, in words that nothing else reads. */
const FOCUS: Readonly<Record<FocusName, string>> = {
  training_runs: 'list of single training runs',
  failed_runs: 'failed training runs',
  token_direction: 'cost by token direction',
  tokens_per_request: 'input tokens per request',
  cache: 'cache hit rate',
  cache_what_if: 'cache hit rate',
  short_prompts: 'short prompts on premium models',
  forecast_accuracy: 'forecast accuracy',
  restatements: 'restatements',
  telemetry_gaps: 'telemetry gaps',
  utilisation: 'utilisation rate',
  off_hours: 'idle off hours',
  gateway: 'gateway against bill',
  savings_rate: 'effective savings rate',
  share: 'percentage of the',
  new_names: 'new',
  ownership: 'who owns',
  cost_above_value: 'cost above stated value',
  nudge_savings: 'savings from nudges',
}

/** The focus with the measure or the percentage that belongs to it. */
function focused(q: Question, focus: Focus): string {
  const name = FOCUS[focus.on]
  switch (focus.on) {
    case 'cache_what_if':
      return `savings at a ${focus.percent ?? ''} % ${name}`
    case 'share':
      return `${name} ${noun(q)}`
    case 'new_names':
      return `${name} ${q.groupBy.map((dimension) => DIMENSION[dimension]).join(', ')} names in the ${noun(q)}`
    default:
      return OWN_FOCUS_MEASURE.has(q.measure) ? `${name}, in ${noun(q)}` : name
  }
}

const OWN_FOCUS_MEASURE: ReadonlySet<Measure> = new Set(['billed_cost', 'list_cost'])

const COST: Readonly<Partial<Record<Measure, string>>> = {
  effective_cost: 'effective cost',
  billed_cost: 'billed cost',
  list_cost: 'list cost',
}

/** What is measured, in words: "billed cost", "number of tokens". */
function noun({ measure, unit }: Question): string {
  if (measure === 'quantity') return unit === null ? 'usage' : `number of ${UNIT[unit][1]}`
  if (measure === 'cost_per_unit') return unit === null ? 'every unit cost' : `unit cost per ${UNIT[unit][0]}`
  if (measure === 'waste') return 'idle waste'
  if (measure === 'coverage') return 'tag coverage'
  return COST[measure] ?? 'effective cost'
}

function head(q: Question): string {
  if (q.focus !== undefined) return focused(q, q.focus)
  switch (q.intent) {
    case 'spend':
    case 'top':
    case 'trend':
    case 'compare':
      return noun(q)
    case 'explain':
      return `explain the ${noun(q)}`
    case 'anomaly':
      return `anomalies in the ${noun(q)}`
    case 'idle':
      return 'idle waste'
    case 'coverage':
      return 'tag coverage'
    case 'budget':
      return 'budget status'
    case 'forecast':
      return 'forecast'
    case 'value':
      return 'business value'
    case 'model_fit':
      return 'model fit'
    case 'unit_cost':
      return q.unit === null ? 'every unit cost' : `unit cost per ${UNIT[q.unit][0]}`
  }
}

/** The question in one English sentence that reads back as the same question, whatever day it is read on. */
export function explain(question: Question, _setting?: object): string {
  const q = question
  const words = [
    head(q),
    ...each(q.filters).map(
      ([dimension, values]) =>
        `${q.focus?.on === 'ownership' ? '' : ' for'} ${list(dimension, values, compares(q, dimension) ? 'versus' : 'and')}`,
    ),
    ...each(q.exclude).map(([dimension, values]) => `, excluding ${list(dimension, values, 'and')}`),
    q.withoutSources === undefined ? '' : `, without what ${q.withoutSources.join(' and ')} delivers`,
    q.groupBy.length === 0 ? '' : `, by ${q.groupBy.map((dimension) => DIMENSION[dimension]).join(' and ')}`,
    q.grain === null ? '' : `, per ${q.grain}`,
    q.limit === null ? '' : `, ${q.sort === 'asc' ? 'bottom' : 'top'} ${q.limit}`,
    q.having === null ? '' : `, ${AMOUNT[q.having.op]} ${q.having.value}`,
    q.chart ? ', as a chart' : '',
    q.periodDefaulted ? ', by default' : '',
    `, ${range(q.period)}`,
    q.compare === null ? '' : `, set beside ${range(q.compare)}`,
  ]
  const sentence = words.join('')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

const AMOUNT = { '>': 'over', '<': 'under', '>=': 'at least', '<=': 'at most' } as const

const each = (scope: Question['filters']): [Dimension, readonly string[]][] =>
  Object.entries(scope).map(([dimension, values]) => [dimension as Dimension, values])

const list = (dimension: Dimension, values: readonly string[], join: string): string =>
  values.map((value) => `${DIMENSION[dimension]} ${value}`).join(` ${join} `)

/** Values of this dimension stand against each other. */
const compares = (q: Question, dimension: Dimension): boolean =>
  q.intent === 'compare' &&
  q.compare === null &&
  q.groupBy.includes(dimension) &&
  (q.filters[dimension]?.length ?? 0) > 1

function range({ start, end }: Period): string {
  const last = addDays(end, -1)
  return start === last ? `on ${start}` : `from ${start} to ${last}`
}

/** The reading, one chip a slot, with explicit dates. */
export function chips(question: Question): string[] {
  const q = question
  const measure = q.focus !== undefined ? head(q) : q.measure === 'quantity' || q.measure in COST ? noun(q) : head(q)
  const asked = q.intent === 'explain' || q.intent === 'anomaly' ? head(q) : measure
  return [
    // One word in a sentence that must read back, two for people.
    asked.replace('gpuhour', 'GPU hour'),
    ...each(q.filters).map(([dimension, values]) => `${DIMENSION[dimension]}: ${values.map(shown).join(', ')}`),
    ...each(q.exclude).map(([dimension, values]) => `not ${DIMENSION[dimension]}: ${values.map(shown).join(', ')}`),
    ...(q.withoutSources ?? []).map((source) => `without ${source}`),
    ...(q.groupBy.length === 0 ? [] : [`by ${q.groupBy.map((dimension) => DIMENSION[dimension]).join(', ')}`]),
    ...(q.grain === null ? [] : [`per ${q.grain}`]),
    ...(q.limit === null ? [] : [`${q.sort === 'asc' ? 'lowest' : 'top'} ${q.limit}`]),
    ...(q.having === null ? [] : [`${AMOUNT[q.having.op]} ${q.having.value}`]),
    `${days(q.period)}${q.periodDefaulted ? ' (no period named)' : ''}`,
    ...(q.compare === null ? [] : [`vs ${days(q.compare)}`]),
    ...(q.chart ? ['chart'] : []),
  ]
}

const shown = (value: string): string => (value === NONE ? 'none' : value)
