import { addDays, addUnits, type CivilDate, type CivilUnit, daysBetween, earlier, startOf } from '../civil-date.ts'
import type { Period } from './question.ts'

/** Two spans of the same length in their units: what a change is measured over. */
export interface Comparison {
  readonly now: Period
  readonly before: Period
  /** The question named it; else it is ours, and shown as such. */
  readonly asked: boolean
  /** Both sides as far as the newer one is complete, where it is not and the sides are the same number of days. */
  readonly even?: { readonly now: Period; readonly before: Period }
}

const UNITS: readonly CivilUnit[] = ['week', 'month', 'quarter', 'half', 'year']

/**
 * What a question compares. Sides of one length that end today are cut alike at the last complete day, besides what was asked;
 * whoever names two spans, such as October and November, gets these.
 */
export function askedComparison(
  now: Period,
  before: Period,
  today: CivilDate,
  completeThrough: CivilDate | null,
): Comparison {
  const plain: Comparison = { now, before, asked: true }
  const running = now.end > today && daysBetween(now.start, now.end) === daysBetween(before.start, before.end)
  if (!running || completeThrough === null) return plain
  const end = earlier(now.end, addDays(completeThrough, 1))
  if (end <= now.start || end === now.end) return plain
  const beforeEnd = addDays(before.start, daysBetween(now.start, end))
  return { ...plain, even: { now: { start: now.start, end }, before: { start: before.start, end: beforeEnd } } }
}

/**
 * The preceding span, like for like: whole units against the unit before, what is still running against the same number of
 * days of the unit before, anything else against as many days. `completeThrough` cuts both sides, for a day whose bill has
 * not arrived would read as a saving. Undefined where nothing comparable is left.
 */
export function preceding(period: Period, today: CivilDate, completeThrough: CivilDate | null): Comparison | undefined {
  const tomorrow = addDays(today, 1)
  const running = period.end === tomorrow
  const unit = UNITS.find(
    (unit) =>
      startOf(unit, period.start) === period.start &&
      (running ? addUnits(unit, period.start, 1) >= period.end : addUnits(unit, period.start, 1) === period.end),
  )
  const length = daysBetween(period.start, period.end)
  const start = unit === undefined ? addDays(period.start, -length) : addUnits(unit, period.start, -1)
  const full = unit === undefined ? period.start : addUnits(unit, start, 1)

  const end = completeThrough === null ? period.end : earlier(period.end, addDays(completeThrough, 1))
  if (end <= period.start) return undefined
  const whole = end === period.end && !running
  const before = whole ? full : earlier(addDays(start, daysBetween(period.start, end)), full)
  return { now: { start: period.start, end }, before: { start, end: before }, asked: false }
}
