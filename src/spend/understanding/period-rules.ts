import {
  addDays,
  addUnits,
  type CivilUnit,
  civilDate,
  isoWeek,
  monthOf,
  startOf,
  weekdayOf,
  yearOf,
} from '../../civil-date.ts'
import {
  type Almanac,
  anchored,
  between,
  counted,
  currentFiscalYear,
  dayIn,
  dayOfThisMonth,
  daysOfMonth,
  type Either,
  type Found,
  fiscalQuarter,
  fiscalYear,
  lastUnits,
  latestComplete,
  monthIn,
  monthNumber,
  named,
  nearest,
  nextUnits,
  numeric,
  one,
  ordinalNumber,
  run,
  shortYear,
  thisUnit,
  unitOf,
  weekday,
  weekdayNumber,
  weekend,
  yearNumber,
} from './almanac.ts'
import { NUMBER_WORDS } from './phrase.ts'

// One table, long because every way to name a period stands in it: split, two rules that catch the same words would not meet.

export interface Rule {
  /** Sticky; tried at the beginning of each word. */
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, almanac: Almanac) => Found | Either | undefined
}

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

/** Groups of DATED, from group `at` on. */
function dated(match: RegExpExecArray, at: number, almanac: Almanac): Found | undefined {
  const [y, m, d, month1, day1, year1, day2, month2, year2, day3, week] = match.slice(at)
  if (y !== undefined) return one('day', civilDate(Number(y), Number(m), Number(d)), almanac)
  if (month1 !== undefined) return named('day', dayIn(monthNumber(month1), Number(day1)), year1, almanac)
  if (month2 !== undefined) return named('day', dayIn(monthNumber(month2), Number(day2)), year2, almanac)
  if (day3 !== undefined) return dayOfThisMonth(Number(day3), almanac)
  return week === undefined ? undefined : weekday(week, almanac)
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
  // "24/7" is all day long, never a day of July.
  rule('(?!24/7)(\\d\\d?)/(\\d\\d?)', ([, x, y], a) => numeric(undefined, Number(x), Number(y), a)),
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
  // "The weekend before" is counted from another one.
  rule('(?:the |this |the current )?weekend(?! (?:before|prior|earlier)(?! last))', (_, a) => weekend(a, 0)),
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
  // "for the year": the current one, unless more is said about it.
  rule(
    `(?<=\\b(?:for|in|during) )the (week|month|quarter|year)(?= ?(?:$|[?.!,;:]|by |per |split |broken |please\\b|vs |versus |compared ))`,
    ([, unit = ''], a) => thisUnit(unit, a),
  ),
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
