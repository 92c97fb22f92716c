import { days } from '../cards/format.ts'
import { addDays, addUnits, type CivilDate, type CivilUnit, daysBetween, startOf } from '../civil-date.ts'
import type { Period } from './question.ts'

/** To date, or over. */
export const PAST = [
  'today',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'last_30_days',
  'this_quarter',
  'last_3_months',
] as const
/** Whole, for what looks ahead. */
export const WHOLE = ['whole_month', 'next_month', 'whole_quarter', 'whole_year'] as const
export type PeriodName = (typeof PAST)[number] | (typeof WHOLE)[number]

const UNITS: readonly CivilUnit[] = ['day', 'week', 'month', 'quarter', 'half', 'year']

/** The whole unit before one that is whole or still running; before any other days as many. */
export function unitBefore(
  { start, end }: Period,
  today: CivilDate,
): { readonly period: Period; readonly label: string } {
  const unit = UNITS.find((each) => {
    const over = addUnits(each, start, 1)
    return startOf(each, start) === start && (end === over || (end > today && end < over))
  })
  const first = unit === undefined ? addDays(start, -daysBetween(start, end)) : addUnits(unit, start, -1)
  const period = { start: first, end: start }
  const last = unit !== undefined && unit !== 'day' && startOf(unit, today) === start
  return { period, label: last ? `Last ${unit === 'half' ? 'half-year' : unit}` : days(period) }
}

const toDate =
  (unit: CivilUnit) =>
  (today: CivilDate): Period => ({ start: startOf(unit, today), end: addDays(today, 1) })
const whole =
  (unit: CivilUnit, from: number, count = 1) =>
  (today: CivilDate): Period => {
    const start = addUnits(unit, startOf(unit, today), from)
    return { start, end: addUnits(unit, start, count) }
  }

/** What a select calls them, and the days that they are on a day: as a question in these words is read. */
export const PERIODS: Readonly<
  Record<PeriodName, { readonly label: string; readonly of: (today: CivilDate) => Period }>
> = {
  today: { label: 'Today', of: toDate('day') },
  this_week: { label: 'This week', of: toDate('week') },
  last_week: { label: 'Last week', of: whole('week', -1) },
  this_month: { label: 'This month', of: toDate('month') },
  last_month: { label: 'Last month', of: whole('month', -1) },
  last_30_days: { label: 'Last 30 days', of: whole('day', -30, 30) },
  this_quarter: { label: 'This quarter', of: toDate('quarter') },
  last_3_months: { label: 'Last 3 months', of: whole('month', -3, 3) },
  whole_month: { label: 'This month', of: whole('month', 0) },
  next_month: { label: 'Next month', of: whole('month', 1) },
  whole_quarter: { label: 'This quarter', of: whole('quarter', 0) },
  whole_year: { label: 'This year', of: whole('year', 0) },
}
