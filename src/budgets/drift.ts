import { median } from './robust.ts'
import { HISTORY_DAYS, type JudgedDay, judged, LEAST_DAYS, type Sensitivity, type Usual, type Values } from './usual.ts'

// Rises that no single day shows: a new level within the noise, and one that creeps up.

/** Of a week: an office's. */
const LEAST_WORKING_DAYS = 5
const LEAST_SHIFT = 0.18
/** Of the way to what would be unusual on a single day, which knows of bursts too. */
const TYPICAL = 0.6
const LEAST_OUTGROWN = 0.4

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
  const days = working(judged(values, from, day, by), odd)
  if (days.length < LEAST_WORKING_DAYS) return undefined
  const above = days.filter(({ value, expected, noise }) => value - expected > noise).length
  const typical = median(days.map(({ value, expected, high }) => (value - expected) / (high - expected)))
  const enough = Math.max(LEAST_SHIFT * expectedOf(days), 3 * sensitivity.minimum)
  if (above < days.length - 1 || typical < TYPICAL || overOf(days) < enough) return undefined
  const begun = days.find(({ value, expected, high }) => value - expected > 0.5 * typical * (high - expected))
  return { from: begun?.day ?? from, by }
}

/** A drift that outgrows what was expected three weeks ago. */
export function outgrown({ values, week, odd, usualFrom, sensitivity }: Seen, day: number): Drift | undefined {
  const start = day - 20
  if (start < HISTORY_DAYS || odd.has(day - 1) || week(day) <= 1.2 * week(day - 21)) return undefined
  const by = usualFrom(start)
  if (by === undefined) return undefined
  const days = working(judged(values, start, day, by), odd)
  const last = days.filter((known) => known.day > day - 7)
  if (last.length < LEAST_WORKING_DAYS) return undefined
  if (!last.every(({ value, expected, noise }) => value - expected > 2 * noise)) return undefined
  if (overOf(last) < Math.max(LEAST_OUTGROWN * expectedOf(last), 7 * sensitivity.minimum)) return undefined
  const usual = days.findLast(({ value, expected, noise }) => value - expected <= noise)
  return { from: usual === undefined ? start : usual.day + 1, by }
}

/** Without what is told already, and without the weekdays on which next to nothing is expected. */
const working = (days: readonly JudgedDay[], odd: ReadonlySet<number>): readonly JudgedDay[] => {
  const mean = expectedOf(days) / days.length
  return days.filter(({ day, expected }) => !odd.has(day) && expected > 0.2 * mean)
}

export const overOf = (days: readonly JudgedDay[]) =>
  days.reduce((sum, { value, expected }) => sum + value - expected, 0)
const expectedOf = (days: readonly JudgedDay[]) => days.reduce((sum, { expected }) => sum + expected, 0)
