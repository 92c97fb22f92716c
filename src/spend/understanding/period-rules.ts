import {
  addDays,
  addUnits,
  type CivilDate,
  type CivilUnit,
  civilDate,
  type Days,
  isoWeek,
  monthOf,
  startOf,
  weekdayOf,
  yearOf,
} from './civil-date.ts'
import { NUMBER_WORDS, numberOf } from './phrase.ts'

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

export interface Rule {
  /** Sticky; tried at the beginning of each word. */
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, almanac: Almanac) => Found | Either | undefined
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const WEEKDAY =
  '(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
const DAY = '(0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?'
const OF_YEAR =
  "(?:,? ?(?:of |in )?(?:the year |year )?((?:19|20)\\d\\d|'\\d\\d|(?:last|previous|this|the previous|the current|the last) year))?"
const COUNT = `(\\d{1,3}|an?|couple(?: of)?|few|${Object.keys(NUMBER_WORDS).join('|')})`
const UNIT =
  '(days?|d|weeks?|wks?|w|months?|mos?|mths?|m|quarters?|qtrs?|q|half[ -]?years?|halves|years?|yrs?|y|fortnights?|weekends?)'
const LONG_UNIT = '(day|week|month|quarter|half[ -]?year|half|year|fortnight|weekend|wk|qtr|yr|mth)'
const LAST = '(?:last|past|previous|prior|trailing|rolling|preceding)'
const THIS = '(?:this|current|the current|the present)'
const FULL = '(?:(?:full|complete|completed|whole|calendar|entire) )?'
const ORDINAL = '(first|second|third|fourth|1st|2nd|3rd|4th)'
const TO_DATE = '(?: so far| to date| until now| till now| up to now)?'
const DATED = `(?:(\\d{4})-(\\d\\d)-(\\d\\d)|${MONTH} (?:the )?${DAY}${OF_YEAR}|${DAY} (?:of )?${MONTH}${OF_YEAR}|the ${DAY}|${WEEKDAY})`

const monthNumber = (word: string): number => MONTHS.indexOf(word.slice(0, 3)) + 1
const weekdayNumber = (word: string): number => WEEKDAYS.indexOf(word.slice(0, 3))
const ordinal = (word: string): number =>
  ['first', '1st', 'second', '2nd', 'third', '3rd', 'fourth', '4th'].indexOf(word)
const ordinalNumber = (word: string): number => Math.floor(ordinal(word) / 2) + 1

function yearNumber(word: string, almanac: Almanac): number {
  if (word.startsWith("'")) return 2000 + Number(word.slice(1))
  if (word.endsWith('year')) return yearOf(almanac.today) - (/last|previous/.test(word) ? 1 : 0)
  return Number(word)
}

const counted = (word: string): number =>
  word.startsWith('couple') ? 2 : word === 'few' ? 3 : word === 'a' || word === 'an' ? 1 : numberOf(word)

function unitOf(word: string): CivilUnit | 'fortnight' | 'weekend' {
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
function run(
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

const one = (unit: CivilUnit, day: CivilDate | undefined, almanac: Almanac, relative = false): Found | undefined =>
  day === undefined ? undefined : run(unit, day, 0, 1, relative, almanac)

/** What has started most recently, or, looking ahead, what ends next. */
function nearest(
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
function latestComplete(
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

function named(
  unit: CivilUnit,
  inYear: (year: number) => CivilDate | undefined,
  year: string | undefined,
  almanac: Almanac,
): Found | undefined {
  return year === undefined ? nearest(unit, inYear, almanac) : one(unit, inYear(yearNumber(year, almanac)), almanac)
}

const monthIn = (month: number) => (year: number) => civilDate(year, month, 1)
const dayIn = (month: number, day: number) => (year: number) => civilDate(year, month, day)

/** Fiscal years are named after the calendar year in which they end. */
const fiscalStart = (year: number, almanac: Almanac): CivilDate | undefined =>
  civilDate(almanac.fiscalStartMonth === 1 ? year : year - 1, almanac.fiscalStartMonth, 1)

function fiscalYear(year: number, almanac: Almanac): Found | undefined {
  const start = fiscalStart(year, almanac)
  if (start === undefined) return undefined
  return {
    days: { start, end: addUnits('month', start, 12) },
    unit: almanac.fiscalStartMonth === 1 ? 'year' : 'days',
    relative: false,
  }
}

const currentFiscalYear = ({ today, fiscalStartMonth }: Almanac): number =>
  yearOf(today) + (fiscalStartMonth > 1 && monthOf(today) >= fiscalStartMonth ? 1 : 0)

function fiscalQuarter(quarter: number, year: string | undefined, almanac: Almanac): Found | undefined {
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

const shortYear = (text: string): number => (text.length === 4 ? Number(text) : 2000 + Number(text.replace("'", '')))

function numeric(year: string | undefined, a: number, b: number, almanac: Almanac): Found | Either | undefined {
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

function between(start: Found | undefined, end: Found | undefined): Found | undefined {
  if (start === undefined || end === undefined || end.days.end <= start.days.start) return undefined
  return { days: { start: start.days.start, end: end.days.end }, unit: 'days', relative: false }
}

/** "nov 1–15", "1–15 nov": days of one month. */
function daysOfMonth(
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
function dayOfThisMonth(day: number, almanac: Almanac): Found | undefined {
  const { today, ahead } = almanac
  for (let back = 0; back < 3; back++) {
    const month = addUnits('month', startOf('month', today), ahead ? back : -back)
    const found = one('day', civilDate(yearOf(month), monthOf(month), day), almanac)
    if (found !== undefined && (ahead ? found.days.end > today : found.days.start <= today)) return found
  }
  return undefined
}

function weekday(word: string, almanac: Almanac): Found {
  const { today, ahead } = almanac
  const back = (weekdayOf(today) - weekdayNumber(word) + 7) % 7 || 7
  return { ...run('day', addDays(today, ahead ? (7 - back) % 7 || 7 : -back), 0, 1, false, almanac), again: 'week' }
}

function weekend(almanac: Almanac, offset: number): Found {
  const saturday = addDays(startOf('week', almanac.today), weekdayOf(almanac.today) >= 5 ? 5 : -2)
  const start = addDays(saturday, 7 * offset)
  return { days: { start, end: addDays(start, 2) }, unit: 'weekend', relative: true }
}

/** Groups of DATED, from group `at` on. */
function dated(match: RegExpExecArray, at: number, almanac: Almanac): Found | undefined {
  const [y, m, d, month1, day1, year1, day2, month2, year2, day3, week] = match.slice(at)
  if (y !== undefined) return one('day', civilDate(Number(y), Number(m), Number(d)), almanac)
  if (month1 !== undefined) return named('day', dayIn(monthNumber(month1), Number(day1)), year1, almanac)
  if (month2 !== undefined) return named('day', dayIn(monthNumber(month2), Number(day2)), year2, almanac)
  if (day3 !== undefined) return dayOfThisMonth(Number(day3), almanac)
  return week === undefined ? undefined : weekday(week, almanac)
}

function lastUnits(count: number, word: string, almanac: Almanac): Found | undefined {
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

function nextUnits(count: number, word: string, almanac: Almanac): Found | undefined {
  const unit = unitOf(word)
  if (count < 1) return undefined
  if (unit === 'fortnight') return run('day', almanac.today, 1, 14 * count, true, almanac)
  if (unit === 'weekend') return count === 1 ? weekend(almanac, 1) : undefined
  return run(unit, almanac.today, 1, count, true, almanac)
}

/** "previous" and its like may be meant from another period than today. */
function anchored(found: Found | undefined, words: string, count: number, unit: string): Found | undefined {
  const civil = unitOf(unit)
  if (found === undefined || civil === 'weekend' || !/\b(?:previous|prior|preceding)\b/.test(words)) return found
  return { ...found, anchor: civil === 'fortnight' ? { unit: 'day', count: 14 * count } : { unit: civil, count } }
}

const thisUnit = (word: string, almanac: Almanac): Found => {
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

const END: Readonly<Record<string, CivilUnit>> = { m: 'month', q: 'quarter', y: 'year' }

const rule = (source: string, read: Rule['read']): Rule => ({
  // A period ends where its words end: not in the middle of a word, a number or a version.
  pattern: new RegExp(`${source}(?![a-z0-9%$€£\\ue000-\\ue2ff])(?![.,:/-]\\d)(?!/[a-z])`, 'y'),
  read,
})

/** Where several match, the one that reads the most text is right. */
export const RULES: readonly Rule[] = [
  // Days
  rule('(?:the )?day before yesterday', (_, a) => run('day', a.today, -2, 1, true, a)),
  rule('(?:so far )?today(?: so far)?', (_, a) => run('day', a.today, 0, 1, true, a)),
  rule('(?:yesterday|yday|ystd|ytd day)', (_, a) => run('day', a.today, -1, 1, true, a)),
  rule('tomorrow', (_, a) => run('day', a.today, 1, 1, true, a)),
  rule('(\\d{4})-(\\d\\d?)-(\\d\\d?)', ([, y, m, d], a) => one('day', civilDate(Number(y), Number(m), Number(d)), a)),
  rule('((?:19|20)\\d\\d)[/.](\\d\\d?)[/.](\\d\\d?)', ([, y, m, d], a) =>
    one('day', civilDate(Number(y), Number(m), Number(d)), a),
  ),
  rule('(\\d\\d?)[/.-](\\d\\d?)[/.-]((?:19|20)?\\d\\d)', ([, x, y, year], a) => numeric(year, Number(x), Number(y), a)),
  rule('(\\d\\d?)/(\\d\\d?)', ([, x, y], a) => numeric(undefined, Number(x), Number(y), a)),
  rule(`${MONTH} (?:the )?${DAY}${OF_YEAR}`, ([, month = '', day, year], a) =>
    named('day', dayIn(monthNumber(month), Number(day)), year, a),
  ),
  rule(`(?:the )?${DAY} (?:of )?${MONTH}${OF_YEAR}`, ([, day, month = '', year], a) =>
    named('day', dayIn(monthNumber(month), Number(day)), year, a),
  ),
  rule('the (0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)(?: of (?:the|this) month)?', ([, day], a) =>
    dayOfThisMonth(Number(day), a),
  ),
  rule('the (0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th) (?:of )?last month', ([, day], a) => {
    const month = run('month', a.today, -1, 1, true, a).days.start
    return one('day', civilDate(yearOf(month), monthOf(month), Number(day)), a)
  }),
  rule(`(?:(?:last|past|previous) )?${WEEKDAY}`, ([, day = ''], a) => weekday(day, { ...a, ahead: false })),
  rule(`next ${WEEKDAY}`, ([, day = ''], a) => weekday(day, { ...a, ahead: true })),
  rule(`this ${WEEKDAY}`, ([, day = ''], a) => {
    const start = addDays(startOf('week', a.today), weekdayNumber(day))
    return start <= a.today ? one('day', start, a, true) : undefined
  }),
  rule(`${WEEKDAY} (?:of )?(last|this|the previous) week`, ([, day = '', which], a) =>
    one('day', addDays(startOf('week', a.today), weekdayNumber(day) - (which === 'this' ? 0 : 7)), a, true),
  ),
  rule(`(last|this) week'?s? ${WEEKDAY}`, ([, which, day = ''], a) =>
    one('day', addDays(startOf('week', a.today), weekdayNumber(day) - (which === 'this' ? 0 : 7)), a, true),
  ),
  // Days of a month
  rule(
    `${MONTH} (?:the )?${DAY} ?(?:-|\\.\\.\\.?|to|through|thru|until|till) ?(?:the )?${DAY}${OF_YEAR}`,
    ([, month = '', from = '', to = '', year], a) => daysOfMonth(month, from, to, year, a),
  ),
  rule(
    `(?:from )?(?:the )?${DAY} ?(?:-|\\.\\.\\.?|to|through|thru|until|till) ?(?:the )?${DAY} (?:of )?${MONTH}${OF_YEAR}`,
    ([, from = '', to = '', month = '', year], a) => daysOfMonth(month, from, to, year, a),
  ),
  rule(
    `between (?:the )?${DAY} and (?:the )?${DAY} (?:of )?${MONTH}${OF_YEAR}`,
    ([, from = '', to = '', month = '', year], a) => daysOfMonth(month, from, to, year, a),
  ),
  rule(
    `between ${MONTH} (?:the )?${DAY} and (?:the )?${DAY}${OF_YEAR}`,
    ([, month = '', from = '', to = '', year], a) => daysOfMonth(month, from, to, year, a),
  ),
  rule(
    `(?:the )?first ${COUNT} days of (?:the month of )?${MONTH}${OF_YEAR}`,
    ([, count = '', month = '', year], a) => {
      const first = named('month', monthIn(monthNumber(month)), year, a)
      return (
        first && {
          days: { start: first.days.start, end: addDays(first.days.start, counted(count)) },
          unit: 'days',
          relative: false,
        }
      )
    },
  ),
  rule(`(?:the )?last ${COUNT} days of (?:the month of )?${MONTH}${OF_YEAR}`, ([, count = '', month = '', year], a) => {
    const last = named('month', monthIn(monthNumber(month)), year, a)
    return (
      last && {
        days: { start: addDays(last.days.end, -counted(count)), end: last.days.end },
        unit: 'days',
        relative: false,
      }
    )
  }),
  rule(`(?:the )?first day of (?:${THIS}|the) month`, (_, a) => one('day', startOf('month', a.today), a, true)),
  // Weeks
  rule('(\\d{4})[ -]?w(?:k|eek)? ?-?(\\d\\d?)', ([, year, week], a) =>
    one('week', isoWeek(Number(year), Number(week)), { ...a, weekStart: 'monday' }),
  ),
  rule(
    `(?:(?:calendar |iso )?(?:week|wk)|cw|kw|w)(?: ?(?:number|no\\.?|nr\\.?|#))? ?(\\d\\d?)(?:,? ?(?:of |in )?(?:the year )?((?:19|20)\\d\\d|(?:last|previous|this) year))?`,
    ([, week, year], a) => named('week', (each) => isoWeek(each, Number(week)), year, { ...a, weekStart: 'monday' }),
  ),
  rule(
    '(?:calendar )?(?:weeks|wks?|week) (\\d\\d?) ?(?:-|to|through|until) ?(?:week )?(\\d\\d?)(?: (?:of )?((?:19|20)\\d\\d))?',
    ([, from, to, year], a) => {
      const iso = { ...a, weekStart: 'monday' } as const
      const last = named('week', (each) => isoWeek(each, Number(to)), year, iso)
      if (last === undefined) return undefined
      const lastYear = yearOf(addDays(last.days.start, 3))
      return between(
        one('week', isoWeek(Number(from) <= Number(to) ? lastYear : lastYear - 1, Number(from)), iso),
        last,
      )
    },
  ),
  rule(`(?:the )?(?:week (?:of|commencing|beginning|starting|containing)|w/c|wc|week)(?: on)? ${DATED}`, (match, a) =>
    one('week', dated(match, 1, a)?.days.start, a),
  ),
  rule(`(?:the )?(?:week (?:ending|ended)|w/e|week to)(?: on)? ${DATED}`, (match, a) => {
    const day = dated(match, 1, a)
    return day && { days: { start: addDays(day.days.start, -6), end: day.days.end }, unit: 'days', relative: false }
  }),
  rule(
    `(?:the )?${ORDINAL} week (?:of|in) (?:the month of )?${MONTH}${OF_YEAR}`,
    ([, nth = '', month = '', year], a) => {
      const first = named('month', monthIn(monthNumber(month)), year, a)
      const start = first && addDays(first.days.start, 7 * (ordinalNumber(nth) - 1))
      return start === undefined
        ? undefined
        : { days: { start, end: addDays(start, 7) }, unit: 'days', relative: false }
    },
  ),
  rule(
    `(?:the )?${ORDINAL} week (?:of|in) (this|the|last|the last|the current) month`,
    ([, nth = '', which = ''], a) => {
      const month = run('month', a.today, which.includes('last') ? -1 : 0, 1, true, a).days.start
      const start = addDays(month, 7 * (ordinalNumber(nth) - 1))
      return { days: { start, end: addDays(start, 7) }, unit: 'days', relative: false }
    },
  ),
  rule('(?:the |this |the current )?weekend', (_, a) => weekend(a, 0)),
  rule('(?:the )?weekend before last', (_, a) => weekend(a, weekdayOf(a.today) >= 5 ? -2 : -1)),
  // Months
  rule('((?:19|20)\\d\\d)-(\\d\\d)', ([, year, month], a) =>
    one('month', civilDate(Number(year), Number(month), 1), a),
  ),
  rule('((?:19|20)\\d\\d)/(\\d\\d?)', ([, year, month], a) =>
    one('month', civilDate(Number(year), Number(month), 1), a),
  ),
  rule('(\\d\\d?)/((?:19|20)\\d\\d)', ([, month, year], a) =>
    one('month', civilDate(Number(year), Number(month), 1), a),
  ),
  rule(`(?:the month of )?${MONTH}${OF_YEAR}`, ([, month = '', year], a) =>
    named('month', monthIn(monthNumber(month)), year, a),
  ),
  rule(`((?:19|20)\\d\\d) ${MONTH}`, ([, year, month = ''], a) => named('month', monthIn(monthNumber(month)), year, a)),
  rule(`((?:last|previous|this) year)'?s? ${MONTH}`, ([, year, month = ''], a) =>
    named('month', monthIn(monthNumber(month)), year, a),
  ),
  rule(`(?:last|past|previous) ${MONTH}`, ([, month = ''], a) =>
    latestComplete('month', monthIn(monthNumber(month)), a),
  ),
  rule(`this ${MONTH}`, ([, month = ''], a) => nearest('month', monthIn(monthNumber(month)), a)),
  rule(`(?:next|coming|upcoming) ${MONTH}`, ([, month = ''], a) => {
    const found = nearest('month', monthIn(monthNumber(month)), { ...a, ahead: true })
    return found !== undefined && found.days.start <= a.today
      ? one('month', civilDate(yearOf(found.days.start) + 1, monthNumber(month), 1), a)
      : found
  }),
  // Quarters, halves, years
  rule(`q([1-4])${OF_YEAR}`, ([, quarter, year], a) =>
    named('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), year, a),
  ),
  rule("(?:q([1-4]) ?['/-]? ?|([1-4])q ?'?)(\\d\\d|(?:19|20)\\d\\d)", ([, q, r, year = ''], a) =>
    one('quarter', civilDate(shortYear(year), 3 * Number(q ?? r) - 2, 1), a),
  ),
  rule('([1-4])q', ([, quarter], a) => nearest('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), a)),
  rule('((?:19|20)\\d\\d) ?[-/]? ?q([1-4])', ([, year, quarter], a) =>
    one('quarter', civilDate(Number(year), 3 * Number(quarter) - 2, 1), a),
  ),
  rule(`((?:last|previous|this) year)'?s? q([1-4])`, ([, year, quarter], a) =>
    named('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), year, a),
  ),
  rule('(?:last|previous) q([1-4])', ([, quarter], a) =>
    latestComplete('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), a),
  ),
  rule('this q([1-4])', ([, quarter], a) =>
    nearest('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), a),
  ),
  rule('next q([1-4])', ([, quarter], a) =>
    nearest('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), { ...a, ahead: true }),
  ),
  rule(`(?:the )?${ORDINAL} quarter(?: of the year)?${OF_YEAR}`, ([, nth = '', year], a) =>
    named('quarter', (each) => civilDate(each, 3 * ordinalNumber(nth) - 2, 1), year, a),
  ),
  rule(`fiscal q([1-4])(?: (?:of )?(?:fy ?)?'?(\\d\\d|(?:19|20)\\d\\d))?`, ([, quarter, year], a) =>
    fiscalQuarter(Number(quarter), year, a),
  ),
  rule(
    `(?:fy ?'?(\\d\\d|(?:19|20)\\d\\d) q([1-4])|q([1-4]) (?:of )?fy ?'?(\\d\\d|(?:19|20)\\d\\d))`,
    ([, y1, q1, q2, y2], a) => fiscalQuarter(Number(q1 ?? q2), y1 ?? y2, a),
  ),
  rule(`h([12])${OF_YEAR}`, ([, half, year], a) =>
    named('half', (each) => civilDate(each, 6 * Number(half) - 5, 1), year, a),
  ),
  rule("(?:h([12]) ?['/-]? ?|([12])h ?'?)(\\d\\d|(?:19|20)\\d\\d)", ([, h, i, year = ''], a) =>
    one('half', civilDate(shortYear(year), 6 * Number(h ?? i) - 5, 1), a),
  ),
  rule('([12])h', ([, half], a) => nearest('half', (each) => civilDate(each, 6 * Number(half) - 5, 1), a)),
  rule('((?:19|20)\\d\\d) ?[-/]? ?h([12])', ([, year, half], a) =>
    one('half', civilDate(Number(year), 6 * Number(half) - 5, 1), a),
  ),
  rule(`(?:the )?(first|second|1st|2nd|last) half(?: of the year)?${OF_YEAR}`, ([, nth = '', year], a) =>
    named('half', (each) => civilDate(each, nth === 'last' || ordinalNumber(nth) === 2 ? 7 : 1, 1), year, a),
  ),
  rule(
    `(?:the )?first ${COUNT} months of (?:the year )?((?:19|20)\\d\\d|(?:last|this|the) year)`,
    ([, count = '', year = ''], a) => {
      const start = civilDate(yearNumber(year, a), 1, 1)
      return start === undefined
        ? undefined
        : { days: { start, end: addUnits('month', start, counted(count)) }, unit: 'days', relative: false }
    },
  ),
  rule('(?:the )?(?:calendar |year |cy ?)?((?:19|20)\\d\\d)', ([, year], a) =>
    one('year', civilDate(Number(year), 1, 1), a),
  ),
  rule(`(?:fy|fiscal(?: year)?|financial year) ?-?'?(\\d\\d|(?:19|20)\\d\\d)`, ([, year = ''], a) =>
    fiscalYear(shortYear(year), a),
  ),
  rule('(?:this|the current) (?:fiscal|financial) year(?: to date| so far)?', (_, a) =>
    fiscalYear(currentFiscalYear(a), a),
  ),
  rule('(?:the )?last (?:fiscal|financial) year', (_, a) => fiscalYear(currentFiscalYear(a) - 1, a)),
  // Units around today
  rule(`(?:so far )?${THIS} ${FULL}${LONG_UNIT}${TO_DATE}`, ([, unit = ''], a) => thisUnit(unit, a)),
  rule(`(?:the |so far the )?${LONG_UNIT} (?:to date|so far|until now)`, ([, unit = ''], a) => thisUnit(unit, a)),
  rule('(w|m|q|y)td', ([, unit = ''], a) => thisUnit(unit, a)),
  rule(`(?:the )?(?:very )?${LAST} ${FULL}${LONG_UNIT}`, ([words, unit = ''], a) =>
    anchored(lastUnits(1, unit, a), words, 1, unit),
  ),
  rule(`(?:the )?${LAST} (?:a )?${COUNT} ?${FULL}${UNIT}`, ([words, count = '', unit = ''], a) =>
    anchored(lastUnits(counted(count), unit, a), words, counted(count), unit),
  ),
  rule('l(\\d{1,3})(d|w|m)', ([, count = '', unit = ''], a) => lastUnits(Number(count), unit, a)),
  rule(`(?:a )?${COUNT} ${UNIT} ago`, ([, count = '', unit = ''], a) => {
    const civil = unitOf(unit)
    if (civil === 'fortnight') return run('day', a.today, -14 * counted(count), 1, true, a)
    return civil === 'weekend' ? undefined : run(civil, a.today, -counted(count), 1, true, a)
  }),
  rule(`(?:the )?${LONG_UNIT} before (?:the )?last`, ([, unit = ''], a) => {
    const civil = unitOf(unit)
    return civil === 'weekend' || civil === 'fortnight' ? undefined : run(civil, a.today, -2, 1, true, a)
  }),
  rule(`(?:the )?(?:next|coming|upcoming) ${FULL}${LONG_UNIT}`, ([, unit = ''], a) => nextUnits(1, unit, a)),
  rule(`(?:the )?(?:next|coming|upcoming) (?:a )?${COUNT} ${FULL}${UNIT}`, ([, count = '', unit = ''], a) =>
    nextUnits(counted(count), unit, a),
  ),
  // Ends
  rule(
    `(?:(?:by|at|until|till|through) )?(?:the )?(?:eo(m|q|y)|(month|quarter|year)[ -]end|end of (?:the |this )?(?:current )?(month|quarter|year))`,
    ([, short = '', before = '', after = ''], a) => {
      const unit = END[(short || before || after).charAt(0)]
      return unit === undefined ? undefined : { ...run(unit, a.today, 0, 1, true, a), untilEnd: true }
    },
  ),
  rule(`(?:by|until|till) (?:the )?end of ${MONTH}${OF_YEAR}`, ([, month = '', year], a) => {
    const found = named('month', monthIn(monthNumber(month)), year, { ...a, ahead: true })
    return found && { ...found, untilEnd: true }
  }),
  rule(`(?:by|until|till) (?:the )?end of q([1-4])${OF_YEAR}`, ([, quarter, year], a) => {
    const found = named('quarter', (each) => civilDate(each, 3 * Number(quarter) - 2, 1), year, { ...a, ahead: true })
    return found && { ...found, untilEnd: true }
  }),
]

/** Words that are a month or a weekday only in company: after a preposition, or beside a number, a year or another period. */
export const SHY = /^(?:may|mar|sat|sun|mon|wed)$/
