import { addDays, type CivilDate, dayOf, daysBetween, startOf } from '../civil-date.ts'
import { median } from './robust.ts'
import type { Values } from './usual.ts'

/** Part of the excess that an earlier day must have had as well. */
const ALIKE = 0.6
/** Days of the same weekday, two weeks apart from each other. */
const NEIGHBOURS = [-21, -7, 7, 21]
/** Fees and credits of the first days of a month move with its weekends. */
const MONTH_START_DAYS = 3

/**
 * Whether the same has come before by the calendar: on this day of the month before, in its first days for one of the first
 * days. What comes every month is not unpredicted. `excess` is negative for what lies below.
 */
export function repeats(values: Values, first: CivilDate, day: number, excess: number): boolean {
  const alike = (earlier: number): boolean => {
    const own = values[earlier]
    if (own === null || own === undefined) return false
    const beside = NEIGHBOURS.map((away) => earlier + away).filter((known) => known < day)
    const usual = median(beside.flatMap((known) => values[known] ?? []))
    return (own - usual) / excess >= ALIKE
  }
  const date = addDays(first, day)
  const monthBefore = startOf('month', addDays(startOf('month', date), -1))
  const dates =
    dayOf(date) <= MONTH_START_DAYS
      ? Array.from({ length: MONTH_START_DAYS }, (_, i) => addDays(monthBefore, i))
      : [addDays(monthBefore, dayOf(date) - 1)]
  return dates.some((twin) => alike(daysBetween(first, twin)))
}
