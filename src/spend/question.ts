import type { CivilDate } from '../civil-date.ts'

/** A question about spend is plain data: a digest is saved questions, a button that changes a slot is a new question. */
export interface Question {
  readonly intent: Intent
  readonly measure: Measure
  /** Values of one dimension are alternatives; dimensions narrow each other. `(none)` asks for a missing tag. */
  readonly filters: Scope
  readonly exclude: Scope
  readonly groupBy: readonly Dimension[]
  /** Civil days in UTC billing days; the more recent side of a comparison. */
  readonly period: Period
  /** The text named no period. */
  readonly periodDefaulted: boolean
  readonly compare: Period | null
  readonly limit: number | null
  readonly grain: Grain | null
  /** Largest first unless the text asks for the cheapest. */
  readonly sort: 'desc' | 'asc'
  readonly having: Having | null
  /** What is counted, for `quantity` and `cost_per_unit`. */
  readonly unit: Unit | null
  readonly chart: boolean
  /** A narrower question than the slots can say; absent from most. */
  readonly focus?: Focus
  /** What is asked without these sources, for they are late: never read from a text. */
  readonly withoutSources?: readonly string[]
  /** The same for each value of the one filter of this dimension, told together: never read from a text. */
  readonly each?: Dimension
}

/** A question that sets nothing else: written by code, never by a text, which always says why its slots are empty. */
export const plainQuestion = ({
  intent,
  period,
  ...slots
}: Pick<Question, 'intent' | 'period'> & Partial<Question>): Question => ({
  intent,
  measure: 'effective_cost',
  filters: {},
  exclude: {},
  groupBy: [],
  period,
  periodDefaulted: false,
  compare: null,
  limit: null,
  grain: null,
  sort: 'desc',
  having: null,
  unit: null,
  chart: false,
  ...slots,
})

export const INTENTS = [
  'spend',
  'compare',
  'top',
  'trend',
  'coverage',
  'explain',
  'anomaly',
  'idle',
  'budget',
  'forecast',
  'value',
  'model_fit',
  'unit_cost',
] as const
export type Intent = (typeof INTENTS)[number]

export const MEASURES = [
  'effective_cost',
  'billed_cost',
  'list_cost',
  'quantity',
  'cost_per_unit',
  'waste',
  'coverage',
  'budget',
  'forecast',
] as const
export type Measure = (typeof MEASURES)[number]

export const DIMENSIONS = [
  'team',
  'project',
  'environment',
  'model_name',
  'workload_type',
  'business_unit',
  'owner',
  'cost_center',
  'product',
  'customer',
  'service',
  'cost_area',
  'provider',
  'region',
  'resource',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** The value that asks for a missing tag. */
export const NONE = '(none)'

export type Scope = Partial<Readonly<Record<Dimension, readonly string[]>>>

/** Half-open: `start` is inside, `end` is not. */
export interface Period {
  readonly start: CivilDate
  readonly end: CivilDate
}

export type Grain = 'day' | 'week' | 'month' | 'quarter'

export interface Having {
  readonly op: '>' | '<' | '>=' | '<='
  /** In the answer's currency, as written: a decimal without separators. */
  readonly value: string
}

/** What the eight things people ask need beyond intent, measure and slots. */
export const FOCUSES = [
  /** Single training runs, dearest first. */
  'training_runs',
  /** Runs that failed or were cancelled, and their money. */
  'failed_runs',
  /** What tokens cost by direction: input, cache, output. */
  'token_direction',
  /** Input tokens per request: are prompts getting longer? */
  'tokens_per_request',
  /** How much input is served from cache, and what that saved at list price. */
  'cache',
  /** What a cache hit rate of `percent` would save at list price. */
  'cache_what_if',
  /** Short prompts on premium models. */
  'short_prompts',
  /** How near earlier forecasts came. */
  'forecast_accuracy',
  /** Days that were reported and then moved. */
  'restatements',
  /** Resources whose idleness nobody can judge, for want of telemetry. */
  'telemetry_gaps',
  /** The share of paid hours that did work. */
  'utilisation',
  /** Idle hours at nights and weekends. */
  'off_hours',
  /** What a gateway estimated against what was billed. */
  'gateway',
  /** How much less than list price was paid. */
  'savings_rate',
  /** The share of the filtered spend in all spend. */
  'share',
  /** Names of the grouped dimension that the period before did not have. */
  'new_names',
  /** Who owns something: team, owner, business unit, cost center. */
  'ownership',
  /** What costs more than the value that is stated for it. */
  'cost_above_value',
  /** What settled nudges saved. */
  'nudge_savings',
] as const
export type FocusName = (typeof FOCUSES)[number]

export interface Focus {
  readonly on: FocusName
  /** Of `cache_what_if`: 0–100, as written. */
  readonly percent?: string
}

export const UNITS = [
  'token',
  'request',
  'gpu_hour',
  'user',
  'inference',
  'training_run',
  'image',
  'document',
  'prediction',
  'customer',
] as const
export type Unit = (typeof UNITS)[number]
