import { median } from './robust.ts'
import { HISTORY_DAYS, type JudgedDay, judged, LEAST_DAYS, type Sensitivity, type Usual, type Values } from './usual.ts'

// Rises that no single day shows: a new level within the noise, and one that creeps up.

export interface Drift {
  readonly from: number
  /** What was usual before it began. */
  readonly by: Usual
}

/** The sums of the last seven days, to see cheaply where it is not worth to look closer. */
export function weekSums(values: Values): (day: number) => number {
  const upTo = [0]
  for (const value of values) upTo.push((upTo.at(-1) ?? 0) + (value ?? 0))
  return (day) => (upTo[day + 1] ?? 0) - (upTo[Math.max(0, day - 6)] ?? 0)
}

interface Seen {
  readonly values: Values
  readonly week: (day: number) => number
  readonly odd: ReadonlySet<number>
  readonly usualFrom: (end: number) => Usual | undefined
  readonly sensitivity: Sensitivity
}

/** A rise too small to be seen on one day and plain over a week. */
export function risen({ values, week, odd, usualFrom, sensitivity }: Seen, day: number): Drift | undefined {
  const from = day - 6
  if (from < LEAST_DAYS || odd.has(from) || week(day) <= 1.08 * Math.max(week(day - 7), week(day - 14)))
    return undefined
  const by = usualFrom(from)
  if (by === undefined) return undefined
  const days = judged(values, from, day, by)
  if (days.length < 6) return undefined
  const above = days.filter(({ value, expected, noise }) => value - expected > noise).length
  const typical = median(days.map(({ value, expected, noise }) => (value - expected) / (noise || 1)))
  const enough = Math.max(0.12 * expectedOf(days), 3 * sensitivity.minimum)
  return above >= 6 && typical >= 2.5 && overOf(days) >= enough ? { from, by } : undefined
}

/** A drift that outgrows what was expected three weeks ago. */
export function outgrown({ values, week, odd, usualFrom, sensitivity }: Seen, day: number): Drift | undefined {
  const start = day - 20
  if (start < HISTORY_DAYS || odd.has(day - 1) || week(day) <= 1.2 * week(day - 21)) return undefined
  const by = usualFrom(start)
  if (by === undefined) return undefined
  const days = judged(values, start, day, by)
  if (days.length < 18) return undefined
  const last = days.slice(-7)
  if (!last.every(({ value, expected, noise }) => value - expected > 1.5 * noise)) return undefined
  if (overOf(last) < Math.max(0.25 * expectedOf(last), 7 * sensitivity.minimum)) return undefined
  const usual = days.findLast(({ value, expected, noise }) => value - expected <= noise)
  return { from: usual === undefined ? start : usual.day + 1, by }
}

export const overOf = (days: readonly JudgedDay[]) =>
  days.reduce((sum, { value, expected }) => sum + value - expected, 0)
const expectedOf = (days: readonly JudgedDay[]) => days.reduce((sum, { expected }) => sum + expected, 0)
