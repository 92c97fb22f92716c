/** A day on a calendar, `YYYY-MM-DD`, in no zone. Comparable and sortable as text. */
export type CivilDate = string

export type CivilUnit = 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year'

/** Half-open run of days. */
export interface Days {
  readonly start: CivilDate
  readonly end: CivilDate
}

// Arithmetic is done on day numbers (days since 1970-01-01); Date.UTC knows the calendar and no zone.
const DAY_MS = 86_400_000
const toNumber = (day: CivilDate): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const fromNumber = (day: number): CivilDate => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** Undefined for a day that no calendar has, such as February 30. */
export function civilDate(year: number, month: number, day: number): CivilDate | undefined {
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCDate() === day ? made.toISOString().slice(0, 10) : undefined
}

export const yearOf = (day: CivilDate): number => Number(day.slice(0, 4))
/** 1–12. */
export const monthOf = (day: CivilDate): number => Number(day.slice(5, 7))
export const dayOf = (day: CivilDate): number => Number(day.slice(8, 10))
/** 0 = Monday … 6 = Sunday. */
export const weekdayOf = (day: CivilDate): number => (((toNumber(day) + 3) % 7) + 7) % 7

export const addDays = (day: CivilDate, days: number): CivilDate => fromNumber(toNumber(day) + days)
export const daysBetween = (from: CivilDate, to: CivilDate): number => toNumber(to) - toNumber(from)

/** The first day of the month that lies `months` after that of `day`. */
const monthStart = (day: CivilDate, months: number): CivilDate => {
  const count = yearOf(day) * 12 + monthOf(day) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
}

const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 } as const

/** The first day of the unit that contains `day`. Weeks begin on Monday unless `weekStart` says Sunday. */
export function startOf(unit: CivilUnit, day: CivilDate, weekStart: 'monday' | 'sunday' = 'monday'): CivilDate {
  switch (unit) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((weekdayOf(day) + (weekStart === 'sunday' ? 1 : 0)) % 7))
    case 'month':
    case 'quarter':
    case 'half':
    case 'year':
      return monthStart(day, -((monthOf(day) - 1) % MONTHS[unit]))
  }
}

/** Moves the start of a unit by whole units. */
export function addUnits(unit: CivilUnit, start: CivilDate, count: number): CivilDate {
  switch (unit) {
    case 'day':
      return addDays(start, count)
    case 'week':
      return addDays(start, 7 * count)
    case 'month':
    case 'quarter':
    case 'half':
    case 'year':
      return monthStart(start, MONTHS[unit] * count)
  }
}

/** Monday of an ISO week; undefined where the year has no such week. */
export function isoWeek(year: number, week: number): CivilDate | undefined {
  const fourth = civilDate(year, 1, 4)
  if (fourth === undefined || week < 1 || week > 53) return undefined
  const monday = addDays(startOf('week', fourth), 7 * (week - 1))
  // A week belongs to the year of its Thursday.
  return yearOf(addDays(monday, 3)) === year ? monday : undefined
}

export const earlier = (a: CivilDate, b: CivilDate): CivilDate => (a < b ? a : b)
export const later = (a: CivilDate, b: CivilDate): CivilDate => (a > b ? a : b)
