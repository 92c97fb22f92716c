import type { CivilDate } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'

/** What forecasts of months that are over said, beside what came. */
export interface Accuracies {
  readonly months: readonly MonthAccuracy[]
  /** Months of the question that are not over, or not complete yet. */
  readonly open: readonly Period[]
}

export interface MonthAccuracy {
  readonly month: Period
  readonly currency: string
  /** Exact. */
  readonly actual: string
  /** `back_test`: none was kept, so the method is asked now with what was known then. */
  readonly source: 'kept' | 'back_test'
  readonly forecasts: readonly Checked[]
}

export interface Checked {
  readonly madeOn: CivilDate
  readonly forecast: string
  /** |forecast − actual| ÷ actual; null where the actual is not above zero. */
  readonly error: number | null
  readonly runRate: string | null
  readonly runRateError: number | null
}
