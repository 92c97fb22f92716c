import type { Period } from './question.ts'
import {
  addDays,
  addUnits,
  type CivilDate,
  type CivilUnit,
  daysBetween,
  earlier,
  startOf,
} from './understanding/civil-date.ts'

/** Two spans of the same length in their units: what a change is measured over. */
export interface Comparison {
  readonly now: Period
  readonly before: Period
  /** The question named it; else it is ours, and shown as such. */
  readonly asked: boolean
}

const UNITS: readonly CivilUnit[] = ['week', 'month', 'quarter', 'half', 'year']

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
