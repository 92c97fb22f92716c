import type { CivilDate } from '../../../civil-date.ts'

export interface Restatements {
  /** One per currency, never added; the largest first. Empty: nothing was restated. */
  readonly totals: readonly {
    readonly currency: string
    readonly change: string
    readonly days: number
    readonly sources: number
  }[]
  /** The largest change first; what is not named is one `other` a currency. */
  readonly rows: readonly RestatedDay[]
}

export interface RestatedDay {
  readonly kind: 'day' | 'other'
  readonly currency: string
  readonly source: string | null
  readonly day: CivilDate | null
  readonly was: string
  readonly is: string
  readonly change: string
  /** ISO instant of the newest. */
  readonly recordedAt: string
  /** How many days of a source the row stands for. */
  readonly count: number
}
