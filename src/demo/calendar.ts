import type { CivilDate } from '../civil-date.ts'

/** Days since 1970-01-01: what the generator counts in, for a day is then one addition away from the next. */
export type DayNumber = number

const DAY_MS = 86_400_000

export const dayNumber = (day: CivilDate): DayNumber => Date.parse(`${day}T00:00:00Z`) / DAY_MS

export function civilDate(day: DayNumber): CivilDate {
  const known = written.get(day)
  if (known !== undefined) return known
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
  written.set(day, text)
  return text
}

// A day is asked for several hundred times, once for each charge on it.
const written = new Map<DayNumber, CivilDate>()

/** 1 is Monday, 7 is Sunday. */
export const weekday = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1

export interface Month {
  /** `YYYY-MM`. */
  readonly name: string
  readonly firstDay: DayNumber
  /** The first day of the next month. */
  readonly end: DayNumber
}

export function monthOf(day: DayNumber): Month {
  const date = new Date(day * DAY_MS)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS
  return {
    name: civilDate(first).slice(0, 7),
    firstDay: first,
    end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS,
  }
}

/** The month of `day` and those before it, oldest first. */
export function monthsUntil(day: DayNumber, count: number): readonly Month[] {
  const months: Month[] = []
  for (let month = monthOf(day); months.length < count; month = monthOf(month.firstDay - 1)) months.unshift(month)
  return months
}

/** How a week looks: people at desks, shoppers in the evening, machines that do not care, jobs put off to the weekend. */
export type Rhythm = 'office' | 'shop' | 'steady' | 'weekend'

const WEEK: Record<Rhythm, readonly number[]> = {
  office: [1.08, 1.14, 1.15, 1.12, 1.01, 0.42, 0.38],
  shop: [0.95, 0.94, 0.96, 0.99, 1.05, 1.1, 1.03],
  steady: [1, 1, 1, 1, 1, 1, 1],
  weekend: [0.5, 0.5, 0.5, 0.5, 0.6, 2.2, 2.2],
}

export function rhythm(kind: Rhythm, day: DayNumber): number {
  const ordinary = WEEK[kind][weekday(day) - 1] ?? 1
  if (kind === 'office') return ordinary * quiet(day)
  if (kind === 'shop') return ordinary * rush(day)
  return ordinary
}

// Christmas and New Year empty the desks; so do Labour Day's relatives, one day each.
function quiet(day: DayNumber): number {
  const date = civilDate(day).slice(5)
  if (date >= '12-24' && date <= '12-26') return 0.35
  if (date === '01-01' || date === '05-01' || date === '07-04') return 0.45
  if (date >= '12-27') return 0.6
  return thanksgiving(day) === 0 ? 0.5 : 1
}

function rush(day: DayNumber): number {
  const date = civilDate(day).slice(5)
  const sinceThanksgiving = thanksgiving(day)
  if (sinceThanksgiving === 1) return 1.45
  if (sinceThanksgiving === 4) return 1.35
  if (sinceThanksgiving >= 0 && sinceThanksgiving < 7) return 1.2
  if (date >= '12-05' && date <= '12-22') return 1.12
  if (date === '12-25' || date === '01-01') return 0.8
  return 1
}

/** Days since the fourth Thursday of November of the same year. */
function thanksgiving(day: DayNumber): number {
  const first = Date.UTC(new Date(day * DAY_MS).getUTCFullYear(), 10, 1) / DAY_MS
  return day - (first + ((4 - weekday(first) + 7) % 7) + 21)
}
