import {
  addDays,
  addUnits,
  type CivilDate,
  type CivilUnit,
  civilDate,
  type Days,
  monthOf,
  startOf,
  weekdayOf,
  yearOf,
} from '../../civil-date.ts'
import { numberOf } from './phrase.ts'

/** What the words of a period depend on. */
export interface Almanac {
  readonly today: CivilDate
  readonly weekStart: 'monday' | 'sunday'
  /** 1–12. */
  readonly fiscalStartMonth: number
  /** Names without a year mean the next one: somebody asks for a forecast. */
  readonly ahead: boolean
}

/** Days that words name. `days` is never cut at today: that depends on what is asked about them. */
export interface Found {
  readonly days: Days
  /** The calendar unit that `days` is one of; 'days' for any other run of days. */
  readonly unit: CivilUnit | 'weekend' | 'days'
  /** Named by its distance from today ("last month", "mtd") rather than by its own name ("October"). */
  readonly relative: boolean
  /** As it was written. */
  readonly words?: string
  /** Named without its year or week, so that it may also mean an earlier one. */
  readonly again?: 'year' | 'week'
  /** "from October to November": two neighbouring units. */
  readonly pair?: true
  /** "the previous 7 days": beside another period it is counted from that one. */
  readonly anchor?: { readonly unit: CivilUnit; readonly count: number }
  /** "by month end", "eoq": what will have been spent by then. */
  readonly untilEnd?: true
}

/** The same words could be either day. */
export interface Either {
  readonly either: readonly CivilDate[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export const monthNumber = (word: string): number => MONTHS.indexOf(word.slice(0, 3)) + 1
export const weekdayNumber = (word: string): number => WEEKDAYS.indexOf(word.slice(0, 3))
const ordinal = (word: string): number =>
  ['first', '1st', 'second', '2nd', 'third', '3rd', 'fourth', '4th'].indexOf(word)
export const ordinalNumber = (word: string): number => Math.floor(ordinal(word) / 2) + 1

export function yearNumber(word: string, almanac: Almanac): number {
  if (word.startsWith("'")) return 2000 + Number(word.slice(1))
  if (word.endsWith('year')) return yearOf(almanac.today) - (/last|previous/.test(word) ? 1 : 0)
  return Number(word)
}

export const counted = (word: string): number =>
  word.startsWith('couple') ? 2 : word === 'few' ? 3 : word === 'a' || word === 'an' ? 1 : numberOf(word)

export function unitOf(word: string): CivilUnit | 'fortnight' | 'weekend' {
  if (word.startsWith('weekend')) return 'weekend'
  if (word.startsWith('fortnight')) return 'fortnight'
  if (word.startsWith('half') || word === 'halves') return 'half'
  switch (word[0]) {
    case 'd':
      return 'day'
    case 'w':
      return 'week'
    case 'q':
      return 'quarter'
    case 'y':
      return 'year'
    default:
      return 'month'
  }
}

/** `count` units from the start of the unit that contains `day`, moved by `offset` units. */
export function run(
  unit: CivilUnit,
  day: CivilDate,
  offset: number,
  count: number,
  relative: boolean,
  almanac: Almanac,
): Found {
  const start = addUnits(unit, startOf(unit, day, almanac.weekStart), offset)
  return { days: { start, end: addUnits(unit, start, count) }, unit: count === 1 ? unit : 'days', relative }
}

export const one = (
  unit: CivilUnit,
  day: CivilDate | undefined,
  almanac: Almanac,
  relative = false,
): Found | undefined => (day === undefined ? undefined : run(unit, day, 0, 1, relative, almanac))

/** What has started most recently, or, looking ahead, what ends next. */
export function nearest(
  unit: CivilUnit,
  inYear: (year: number) => CivilDate | undefined,
  almanac: Almanac,
): Found | undefined {
  const year = yearOf(almanac.today)
  const years = Array.from({ length: 12 }, (_, at) => year + (almanac.ahead ? at - 1 : 1 - at))
  for (const each of years) {
    const found = one(unit, inYear(each), almanac)
    if (found === undefined) continue
    if (almanac.ahead ? found.days.end > almanac.today : found.days.start <= almanac.today)
      return { ...found, again: 'year' }
  }
  return undefined
}

/** The most recent one that is complete and not the current. */
export function latestComplete(
  unit: CivilUnit,
  inYear: (year: number) => CivilDate | undefined,
  almanac: Almanac,
): Found | undefined {
  const year = yearOf(almanac.today)
  for (let each = year; each > year - 12; each--) {
    const found = one(unit, inYear(each), almanac)
    if (found !== undefined && found.days.end <= almanac.today) return found
  }
  return undefined
}

export function named(
  unit: CivilUnit,
  inYear: (year: number) => CivilDate | undefined,
  year: string | undefined,
  almanac: Almanac,
): Found | undefined {
  return year === undefined ? nearest(unit, inYear, almanac) : one(unit, inYear(yearNumber(year, almanac)), almanac)
}

export const monthIn = (month: number) => (year: number) => civilDate(year, month, 1)
export const dayIn = (month: number, day: number) => (year: number) => civilDate(year, month, day)

/** Fiscal years are named after the calendar year in which they end. */
const fiscalStart = (year: number, almanac: Almanac): CivilDate | undefined =>
  civilDate(almanac.fiscalStartMonth === 1 ? year : year - 1, almanac.fiscalStartMonth, 1)

export function fiscalYear(year: number, almanac: Almanac): Found | undefined {
  const start = fiscalStart(year, almanac)
  if (start === undefined) return undefined
  return {
    days: { start, end: addUnits('month', start, 12) },
    unit: almanac.fiscalStartMonth === 1 ? 'year' : 'days',
    relative: false,
  }
}

export const currentFiscalYear = ({ today, fiscalStartMonth }: Almanac): number =>
  yearOf(today) + (fiscalStartMonth > 1 && monthOf(today) >= fiscalStartMonth ? 1 : 0)

export function fiscalQuarter(quarter: number, year: string | undefined, almanac: Almanac): Found | undefined {
  const inYear = (each: number): CivilDate | undefined => {
    const start = fiscalStart(each, almanac)
    return start === undefined ? undefined : addUnits('month', start, 3 * (quarter - 1))
  }
  if (year !== undefined) return one('quarter', inYear(shortYear(year)), almanac)
  const now = currentFiscalYear(almanac)
  const start = [now, now - 1].map(inYear).find((day) => day !== undefined && day <= almanac.today)
  return start === undefined
    ? undefined
    : { days: { start, end: addUnits('month', start, 3) }, unit: 'quarter', relative: false }
}

export const shortYear = (text: string): number =>
  text.length === 4 ? Number(text) : 2000 + Number(text.replace("'", ''))

export function numeric(year: string | undefined, a: number, b: number, almanac: Almanac): Found | Either | undefined {
  const read = (month: number, day: number): Found | undefined =>
    year === undefined
      ? nearest('day', dayIn(month, day), almanac)
      : one('day', civilDate(shortYear(year), month, day), almanac)
  if (a > 12 && b <= 12) return read(b, a)
  if (b > 12 && a <= 12) return read(a, b)
  if (a > 12 || b > 12) return undefined
  const [first, second] = [read(a, b), read(b, a)]
  if (first === undefined || second === undefined || a === b) return first
  return { either: [first.days.start, second.days.start] }
}

export function between(start: Found | undefined, end: Found | undefined): Found | undefined {
  if (start === undefined || end === undefined || end.days.end <= start.days.start) return undefined
  return { days: { start: start.days.start, end: end.days.end }, unit: 'days', relative: false }
}

/** "nov 1–15", "1–15 nov": days of one month. */
export function daysOfMonth(
  month: string,
  from: string,
  to: string,
  year: string | undefined,
  almanac: Almanac,
): Found | undefined {
  const number = monthNumber(month)
  const start = named('day', dayIn(number, Number(from)), year, almanac)
  if (start === undefined) return undefined
  return between(start, one('day', civilDate(yearOf(start.days.start), number, Number(to)), almanac))
}

/** The 18th: of this month, or of the last one that has had its 18th. */
export function dayOfThisMonth(day: number, almanac: Almanac): Found | undefined {
  const { today, ahead } = almanac
  for (let back = 0; back < 3; back++) {
    const month = addUnits('month', startOf('month', today), ahead ? back : -back)
    const found = one('day', civilDate(yearOf(month), monthOf(month), day), almanac)
    if (found !== undefined && (ahead ? found.days.end > today : found.days.start <= today)) return found
  }
  return undefined
}

export function weekday(word: string, almanac: Almanac): Found {
  const { today, ahead } = almanac
  const back = (weekdayOf(today) - weekdayNumber(word) + 7) % 7 || 7
  return { ...run('day', addDays(today, ahead ? (7 - back) % 7 || 7 : -back), 0, 1, false, almanac), again: 'week' }
}

export function weekend(almanac: Almanac, offset: number): Found {
  const saturday = addDays(startOf('week', almanac.today), weekdayOf(almanac.today) >= 5 ? 5 : -2)
  const start = addDays(saturday, 7 * offset)
  return { days: { start, end: addDays(start, 2) }, unit: 'weekend', relative: true }
}

export function lastUnits(count: number, word: string, almanac: Almanac): Found | undefined {
  const { today } = almanac
  const unit = unitOf(word)
  if (count < 1) return undefined
  if (unit === 'fortnight') {
    return { days: { start: addDays(today, -14 * count), end: today }, unit: 'days', relative: true }
  }
  if (unit === 'weekend') {
    // On a weekend the current one is not complete.
    return count === 1 ? weekend(almanac, weekdayOf(today) >= 5 ? -1 : 0) : undefined
  }
  return run(unit, today, -count, count, true, almanac)
}

export function nextUnits(count: number, word: string, almanac: Almanac): Found | undefined {
  const unit = unitOf(word)
  if (count < 1) return undefined
  if (unit === 'fortnight') return run('day', almanac.today, 1, 14 * count, true, almanac)
  if (unit === 'weekend') return count === 1 ? weekend(almanac, 1) : undefined
  return run(unit, almanac.today, 1, count, true, almanac)
}

/** "previous" and its like may be meant from another period than today. */
export function anchored(found: Found | undefined, words: string, count: number, unit: string): Found | undefined {
  const civil = unitOf(unit)
  if (found === undefined || civil === 'weekend' || !/\b(?:previous|prior|preceding)\b/.test(words)) return found
  return { ...found, anchor: civil === 'fortnight' ? { unit: 'day', count: 14 * count } : { unit: civil, count } }
}

export const thisUnit = (word: string, almanac: Almanac): Found => {
  const unit = unitOf(word)
  if (unit === 'weekend') return weekend(almanac, 0)
  if (unit === 'fortnight')
    return {
      days: { start: addDays(almanac.today, -13), end: addDays(almanac.today, 1) },
      unit: 'days',
      relative: true,
    }
  return run(unit, almanac.today, 0, 1, true, almanac)
}
