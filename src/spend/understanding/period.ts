import { addDays, type Days } from '../../civil-date.ts'
import type { Almanac, Either, Found } from './almanac.ts'
import { RULES, SHY } from './period-rules.ts'
import { MOST_SYMBOLS, periodSymbol } from './symbols.ts'

/** The periods of a text, in its order; the text with a symbol in place of each. */
export interface Periods {
  readonly text: string
  readonly periods: readonly Found[]
  /** A date that has two readings; asked back before all else. */
  readonly unclear?: { readonly about: string; readonly either: Either }
}

// Beside these a number is an amount or a count, not a year or a date.
const AMOUNT_BEFORE =
  /(?:\b(?:over|above|under|below|than|least|exceeding|exceeds|exceed|exceeded|top|bottom|first)|[<>=≥≤$€£]) ?$/
const AMOUNT_AFTER = /^ ?(?:k\b|usd|eur|dollars?|euros?|bucks|tokens?|requests?|%|or more|\+)/
const COMPANY_BEFORE =
  /(?:^|[ ,(])(?:in|on|last|since|for|of|from|to|until|till|through|vs\.?|versus|than|against|during|next|this|before|after|with|between|past|previous|every|and|or|by|-|\.\.) ?$/
const COMPANY_AFTER = /^ ?(?:vs\b|versus\b|against\b|compared\b|to \w|through\b|-|\d|'\d)/

/** Hyphens inside words are spaces, except between two dates, where they mean "to". */
function open(text: string): string {
  return text
    .replace(
      /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)([a-z]*) ?- ?(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)([a-z]*)\b/g,
      '$1$2 to $3$4',
    )
    .replace(/\b(q[1-4]) ?- ?(q[1-4])\b/g, '$1 to $2')
    .replace(/\b(mon|tue|wed|thu|fri|sat|sun)([a-z]*)-(mon|tue|wed|thu|fri|sat|sun)([a-z]*)\b/g, '$1$2 to $3$4')
    .replace(/(?<=[a-z])-(?=[a-z0-9])|(?<=\d)-(?=[a-vx-z])/g, ' ')
}

export function findPeriods(text: string, almanac: Almanac, comparing: boolean): Periods {
  const open_ = open(text)
  const periods: Found[] = []
  let out = ''
  for (let at = 0; at < open_.length; ) {
    const before = open_[at - 1]
    const starts =
      before === undefined ||
      !/[a-z0-9.'\ue000-\ue2ff]/.test(before) ||
      /\.\.$/.test(open_.slice(Math.max(0, at - 2), at))
    const hit = starts && /[a-z0-9]/.test(open_[at] ?? '') ? longest(open_, at, almanac) : undefined
    if (hit === undefined || periods.length >= MOST_SYMBOLS) {
      out += open_[at++]
      continue
    }
    const about = open_.slice(at, at + hit.length)
    if ('either' in hit.found) return { text, periods: [], unclear: { about, either: hit.found } }
    // Possessives and what only repeats the period belong to it.
    const tail = /^(?:'s?(?= )|'s\b)/.exec(open_.slice(at + hit.length))?.[0].length ?? 0
    periods.push({ ...hit.found, words: about })
    out += ` ${periodSymbol(periods.length - 1)} `
    at += hit.length + tail
  }
  return connect(out, periods, almanac, comparing)
}

function longest(text: string, at: number, almanac: Almanac): { found: Found | Either; length: number } | undefined {
  const amount = /\d/.test(text[at] ?? '') && AMOUNT_BEFORE.test(text.slice(Math.max(0, at - 12), at))
  let best: { found: Found | Either; length: number } | undefined
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null || match[0].length <= (best?.length ?? 0)) continue
    const words = match[0]
    if (
      SHY.test(words) &&
      !COMPANY_BEFORE.test(text.slice(Math.max(0, at - 12), at)) &&
      !COMPANY_AFTER.test(text.slice(at + words.length))
    )
      continue
    if (/^\d+(?:\/\d+)?$/.test(words) && (amount || AMOUNT_AFTER.test(text.slice(at + words.length)))) continue
    const found = read(match, almanac)
    if (found !== undefined) best = { found, length: words.length }
  }
  return best
}

const P = '([\\ue100-\\ue1ff])'
const FROM_TO = new RegExp(
  `(?:(from|between|since) +)?(?:the +)?${P} *(to|through|thru|until|till|up to|up until|and|-|\\.\\.\\.?)(?: +(?:the +)?(now|date))?(?: +the)? *${P}?`,
  'g',
)
const SINCE = new RegExp(
  `(?:since|starting(?: from| on| in)?|from)(?: the)?(?: (?:start|beginning) of(?: the)?)? +${P}(?: +(?:on|onwards?|forward|till now|until now|to now|to date|and later|so far))?`,
  'g',
)
const START_OF =
  /(?:since|from|starting(?: from| at)?)(?: the)? (?:start|beginning) of(?: the)? (month|quarter|year|week)/g

/** Joins "from A to B" and "since A"; "compare A to B" stays two periods. */
function connect(text: string, found: readonly Found[], almanac: Almanac, comparing: boolean): Periods {
  const periods = [...found]
  const make = (period: Found): string => {
    periods.push(period)
    return ` ${periodSymbol(periods.length - 1)} `
  }
  const at = (symbol: string | undefined): Found | undefined =>
    symbol === undefined ? undefined : periods[symbol.charCodeAt(0) - 0xe100]
  const tomorrow = addDays(almanac.today, 1)
  const joined = text
    .replace(START_OF, (whole, unit: string) => {
      const start = at(undefined) ?? unitToDate(unit, almanac)
      return start === undefined ? whole : make(start)
    })
    .replace(
      FROM_TO,
      (whole, lead: string | undefined, a: string, word: string, now: string | undefined, b: string | undefined) => {
        const [first, last] = [
          at(a),
          now === undefined
            ? at(b)
            : ({ days: { start: almanac.today, end: tomorrow }, unit: 'day', relative: true } as const),
        ]
        if (first === undefined || last === undefined || (now !== undefined && b !== undefined)) return whole
        if (word === 'and' && lead !== 'between') return whole
        if (
          comparing &&
          (lead === undefined || lead === 'between') &&
          (word === 'to' || word === 'and' || word === '-')
        )
          return whole
        const days = span(first, last)
        if (days === undefined) return whole
        const pair =
          lead === 'from' && first.unit === last.unit && first.unit !== 'day' && first.days.end === last.days.start
        return make({ days, unit: 'days', relative: false, ...(pair ? { pair } : {}) })
      },
    )
    .replace(SINCE, (whole, a: string) => {
      const first = at(a)
      // A future start, or "from A" beside another end, is not understood here.
      if (first === undefined || first.days.start >= tomorrow) return whole
      if (
        whole.startsWith('from') &&
        !/ (?:on|onwards?|forward|till now|until now|to now|to date|and later|so far)$/.test(whole) &&
        !/(?:start|beginning) of/.test(whole) &&
        // "from october" begins there; "the costs from last week" are those of that week.
        (first.relative || first.unit === 'days' || comparing || found.length > 1 || /\bbudget/.test(text))
      )
        return whole
      const unit = sinceUnit(first, almanac)
      const days = unit === 'days' ? { start: first.days.start, end: tomorrow } : first.days
      return make({ days, unit, relative: first.relative })
    })
  return { text: joined, periods }
}

/** "since november" in november is november to date. */
const sinceUnit = (first: Found, { today }: Almanac): Found['unit'] =>
  first.days.start <= today && today < first.days.end && first.unit !== 'day' ? first.unit : 'days'

function unitToDate(word: string, almanac: Almanac): Found | undefined {
  const found = RULES.map(({ pattern, read }) => {
    pattern.lastIndex = 0
    const match = pattern.exec(`this ${word}`)
    return match === null ? undefined : read(match, almanac)
  }).find((each) => each !== undefined)
  return found !== undefined && 'days' in found ? found : undefined
}

/** From the first day of one to the last day of the other; what has no year of its own follows the side that is settled. */
function span(first: Found, last: Found): Days | undefined {
  const { start } = first.days
  if (start <= last.days.start && start < last.days.end) return { start, end: last.days.end }
  // "dec 1 to jan 15", "nov to dec": the run that has started most recently.
  if (last.again === 'year' && !first.relative) return { start, end: yearAfter(last.days.end) }
  if (first.again === undefined) return undefined
  const back = first.again === 'week' ? addDays(start, -7) : yearBefore(start)
  return back < last.days.end ? { start: back, end: last.days.end } : undefined
}

const yearAfter = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
