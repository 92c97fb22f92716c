import {
  addDays,
  addUnits,
  type CivilDate,
  type CivilUnit,
  civilDate,
  dayOf,
  daysBetween,
  earlier,
  monthOf,
  startOf,
  yearOf,
} from '../../civil-date.ts'
import type { Period } from '../question.ts'
import type { Found } from './almanac.ts'
import { type Sheet, stands, take } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import { CLASS, periodAt } from './symbols.ts'

/** The earlier side of a comparison, as the words put it. */
export type Against =
  | { readonly kind: 'period'; readonly found: Found }
  /** The same days one or more units earlier: "same month last year", "a week earlier", yoy. */
  | { readonly kind: 'shifted'; readonly unit: CivilUnit; readonly count: number; readonly base?: CivilUnit }
  /** What came just before: "the week before", "the previous period". */
  | { readonly kind: 'preceding' }

export interface Sides {
  readonly periods: readonly Found[]
  readonly against?: Against
  /** "vs" and the like stand somewhere. */
  readonly versus: boolean
  /** wow, mom, yoy: without a period the last complete unit is meant. */
  readonly rhythm?: CivilUnit
  /** The words compare, but not with something that can be settled. */
  readonly unclear: boolean
}

const MARK = '⇄'
const SAME: Readonly<Record<string, CivilUnit>> = {
  day: 'day',
  weekday: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  half: 'half',
}
const { period: P } = CLASS

/** Takes the comparison and then all periods off the sheet. `base` is the period of the question before, if any. */
export function readSides(s: Sheet, found: readonly Found[], today: CivilDate): Sides {
  const over = take(s, PATTERNS.overOver)
  const rhythm =
    over === undefined
      ? undefined
      : over[1]
        ? 'week'
        : over[2]
          ? 'month'
          : over[3]
            ? 'quarter'
            : over[5]
              ? 'day'
              : 'year'
  let against: Against | undefined = rhythm === undefined ? undefined : { kind: 'shifted', unit: rhythm, count: 1 }
  let unclear = false
  const beside = take(s, PATTERNS.beside)
  const other = beside === undefined ? undefined : found[periodAt(beside[1] ?? '')]
  if (other !== undefined) against = { kind: 'period', found: other }
  PATTERNS.upOn.lastIndex = 0
  const upOn = found[periodAt(PATTERNS.upOn.exec(s.text)?.[1] ?? '')]
  if (
    against === undefined &&
    upOn !== undefined &&
    upOn.pair !== true &&
    upOn.unit !== 'days' &&
    (upOn.relative || found.length === 2)
  ) {
    take(s, PATTERNS.upOn)
    against = { kind: 'period', found: upOn }
  }
  s.text = s.text.replace(PATTERNS.versus, ` ${MARK}`)
  const same = take(s, PATTERNS.same)
  if (same !== undefined) {
    const other = same[2] === undefined ? undefined : found[periodAt(same[2])]
    against = same[3] === undefined ? shift(other, today) : { kind: 'shifted', unit: same[3] as CivilUnit, count: 1 }
    if (against === undefined) unclear = true
    const base = SAME[same[1] ?? '']
    // The same week of another year: of the same number, or around the same date? Nobody can say.
    if (base === 'week' && against?.kind === 'shifted' && against.unit !== 'week') unclear = true
    if (against?.kind === 'shifted' && base !== undefined) against = { ...against, base }
  }
  const before = take(s, PATTERNS.before)
  if (before !== undefined) against = { kind: 'preceding' }
  const run = /(\d+) (day|week|month)s/.exec(before?.[0] ?? '')
  const year = take(s, PATTERNS.yearEarlier)
  if (year !== undefined) against ??= { kind: 'shifted', unit: year[1] as CivilUnit, count: 1 }
  if (
    stands(s, new RegExp(` ${MARK}(?= )`, 'g')) &&
    take(s, / (?:previous|prior|preceding|before)(?= )/g) !== undefined
  )
    against ??= { kind: 'preceding' }
  const symbols = s.text.match(new RegExp(P, 'g')) ?? []
  const marked = new RegExp(`${MARK}(?: [a-z]+){0,2}? (${P})`).exec(s.text)?.[1]
  const versus = s.text.includes(MARK)
  s.text = s.text.replace(new RegExp(` (?:${P}|${MARK})(?= )`, 'g'), ' ¦')
  const periods = symbols.map((symbol) => found[periodAt(symbol)]).filter((each) => each !== undefined)
  // "the last 30 days against the 60 before" are of two lengths.
  const [only] = periods
  if (run !== null && only !== undefined)
    unclear ||= addUnits(run[2] as CivilUnit, only.days.start, Number(run[1])) !== only.days.end
  if (versus && against === undefined && periods.length === 1 && marked !== undefined) {
    const other = periods[0]
    if (other !== undefined) return { periods: [], against: { kind: 'period', found: other }, versus, unclear }
  }
  return {
    periods,
    versus,
    unclear,
    ...(against === undefined ? {} : { against }),
    ...(rhythm === undefined ? {} : { rhythm }),
  }
}

/** "same … last year": how far back the other period lies. */
function shift(other: Found | undefined, today: CivilDate): Against | undefined {
  if (other === undefined) return undefined
  const unit = other.unit
  if (unit === 'days' || unit === 'weekend') return undefined
  for (let count = 1; count <= 24; count++) {
    if (addUnits(unit, startOf(unit, today), -count) === other.days.start) return { kind: 'shifted', unit, count }
  }
  return undefined
}

/** The period as it is asked about: to date where it has not ended. */
export function toDate(days: Period, today: CivilDate): Period {
  return days.start <= today ? { start: days.start, end: earlier(days.end, addDays(today, 1)) } : days
}

/** Both sides, the more recent one first. */
export function compareWith(
  first: Found,
  against: Against,
  today: CivilDate,
): { period: Period; compare: Period } | undefined {
  switch (against.kind) {
    case 'preceding':
      return { period: toDate(first.days, today), compare: likeForLike(first, preceding(first), today) }
    case 'shifted':
      return {
        period: toDate(first.days, today),
        compare: likeForLike(first, shifted(first.days, against.unit, -against.count), today),
      }
    case 'period':
      return twoPeriods(first, against.found, today)
  }
}

function twoPeriods(a: Found, b: Found, today: CivilDate): { period: Period; compare: Period } | undefined {
  // "September vs the previous month" and "last 7 days vs the previous 7 days": counted from the first side.
  for (const [base, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (other.anchor === undefined || (base.anchor !== undefined && base !== a)) continue
    const start = addUnits(other.anchor.unit, base.days.start, -other.anchor.count)
    const compare =
      other.anchor.count === 1 && other.anchor.unit === base.unit
        ? likeForLike(base, { start, end: base.days.start }, today)
        : { start, end: base.days.start }
    return { period: toDate(base.days, today), compare }
  }
  const [newer, older] = a.days.start >= b.days.start ? [a, b] : [b, a]
  if (newer.days.start === older.days.start) return undefined
  // "October vs last year": the same month of that year.
  if (older.relative && older.unit === 'year' && newer.unit !== 'year' && newer.unit !== 'days') {
    return {
      period: toDate(newer.days, today),
      compare: likeForLike(
        newer,
        shifted(newer.days, 'year', yearOf(older.days.start) - yearOf(startOf('year', today))),
        today,
      ),
    }
  }
  const alike = older.relative && older.unit === newer.unit && older.unit !== 'days'
  return {
    period: toDate(newer.days, today),
    compare: alike ? likeForLike(newer, older.days, today) : toDate(older.days, today),
  }
}

/** The unit before; for several units and free ranges, as many days before. */
export function preceding(found: Found): Period {
  const { start, end } = found.days
  if (found.unit === 'days') return { start: addDays(start, -daysBetween(start, end)), end: start }
  if (found.unit === 'weekend') return { start: addDays(start, -7), end: addDays(end, -7) }
  return { start: addUnits(found.unit, start, -1), end: start }
}

/** Against a period that has not ended: as many days of the earlier one, cut at its end. */
function likeForLike(found: Found, other: Period, today: CivilDate): Period {
  const { start, end } = toDate(found.days, today)
  if (end === found.days.end) return other
  return { start: other.start, end: earlier(addDays(other.start, daysBetween(start, end)), other.end) }
}

function shifted(days: Period, unit: CivilUnit, count: number): Period {
  if (unit === 'day' || unit === 'week') {
    const back = count * (unit === 'week' ? 7 : 1)
    return { start: addDays(days.start, back), end: addDays(days.end, back) }
  }
  return { start: sameDay(days.start, unit, count), end: sameDay(days.end, unit, count) }
}

/** The same day of another month; the last one where that month is shorter. */
function sameDay(day: CivilDate, unit: 'month' | 'quarter' | 'half' | 'year', count: number): CivilDate {
  const months = { month: 1, quarter: 3, half: 6, year: 12 }[unit] * count
  const month = addUnits('month', startOf('month', day), months)
  return civilDate(yearOf(month), monthOf(month), dayOf(day)) ?? addDays(addUnits('month', month, 1), -1)
}
