import type { BackTest } from '../../../budgets/backtest.ts'
import type { Outlook } from '../../../budgets/outlook.ts'
import type { CivilDate } from '../../../civil-date.ts'

/** Where spend will land, per currency. Known money is exact; what is ahead is an estimate in cents. */
export interface Forecasts {
  /** The last day that is known; `assumed` where nothing tells of completeness and yesterday is taken for it. */
  readonly completeThrough: CivilDate
  readonly assumed: boolean
  /** Nothing of the period is ahead any more. */
  readonly over: boolean
  readonly landings: readonly Landing[]
}

export interface Landing {
  /** Whose, where the question tells each value of a dimension apart; else null. */
  readonly of: string | null
  readonly currency: string
  /** Of the known days of the period; null where there are none, or nothing was recorded on them. */
  readonly actual: string | null
  /** Day by day, exact. */
  readonly knownDays: readonly { readonly day: CivilDate; readonly cost: string }[]
  /** Null where nothing is ahead. */
  readonly outlook: Outlook | null
  /** Known and ahead together. */
  readonly expected: string
  readonly low: string | null
  readonly high: string | null
  /** Of the period to compare with. */
  readonly before: string | null
  readonly groups: readonly LandingGroup[]
  readonly budget: string | null
  readonly kept: Kept | null
}

export interface LandingGroup {
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly groups: number
  readonly actual: string | null
  /** Cut to the whole, so that the groups add up to it. */
  readonly ahead: string
  readonly expected: string
  readonly before: string | null
}

/** How near forecasts of months came that were kept when they were made. */
export interface Kept extends Pick<BackTest, 'error'> {
  readonly forecasts: number
}
