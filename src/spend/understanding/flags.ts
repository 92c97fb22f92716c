import type { Measure } from '../question.ts'

/** What the words of a question speak of, before one intent is chosen among them. */
export type Flag =
  | 'value'
  | 'model_fit'
  | 'unit_cost'
  /** What one of everything costs that is counted. */
  | 'every_unit'
  | 'coverage'
  | 'idle'
  | 'anomaly'
  | 'budget'
  | 'forecast'
  | 'explain'
  | 'change'
  | 'compare'
  | 'trend'
  | 'top'
  | 'chart'
  | 'cost'
  | 'breakdown'
  | 'default'

/** The measure of an intent, where the intent has one of its own. */
export const OWN_MEASURE: Readonly<Record<string, Measure>> = {
  coverage: 'coverage',
  idle: 'waste',
  budget: 'budget',
  forecast: 'forecast',
  unit_cost: 'cost_per_unit',
}
