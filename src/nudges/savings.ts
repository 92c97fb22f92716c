import { Big } from 'big.js'

/** What one resource cost before it was settled, and what was paid for it and in its place afterwards; exact decimal text of one currency. */
export interface Spent {
  /** Per day, of the last seven complete days while it was idle. */
  readonly baselinePerDay: string
  readonly days: number
  /** Of the same resource in these days. */
  readonly actual: string
  /** Of what came in its place: the same workload's resources that began when it ended. */
  readonly replacement: string
}

export interface Saving {
  readonly baseline: string
  readonly actual: string
  readonly saved: string
}

/** Never more than what it cost, never less than nothing: what only moved saved nothing. */
export function savingOf({ baselinePerDay, days, actual, replacement }: Spent): Saving {
  const baseline = new Big(baselinePerDay).times(days)
  const spent = new Big(actual).plus(replacement)
  const saved = baseline.minus(spent)
  const most = baseline.gt(0) ? baseline : new Big(0)
  return {
    baseline: baseline.toFixed(),
    actual: spent.toFixed(),
    saved: (saved.lt(0) ? new Big(0) : saved.gt(most) ? most : saved).toFixed(),
  }
}

/** After how many days it is looked at what was saved. */
export const SAVING_DAYS = [7, 30] as const
