import { Big } from 'big.js'
import { plain, strong, type Text } from '../../cards/card.ts'
import { change, shortDay } from '../../cards/format.ts'
import { capital } from '../../spend/words.ts'
import type { Digest, DigestTotal } from '../digest.ts'
import type { Rhythm } from '../subscription.ts'
import { glance, toTheCent } from './amounts.ts'
import { name } from './lines.ts'
import { weekdayName } from './title.ts'

/** For a glance, or to the cent with what was held against it. */
type Depth = 'brief' | 'whole'

const MOST_CURRENCIES = 3
/** Named where a digest is partial. */
export const MOST_SOURCES = 3

/** What is missing comes first, then what moved and against what, a currency after the other. */
export function changeLines(digest: Digest, depth: Depth): readonly Text[] {
  const most = depth === 'brief' ? MOST_CURRENCIES : Number.POSITIVE_INFINITY
  const { missing } = digest.asked
  const { totals } = digest
  const compared = totals.filter((total) => earlier(digest, total).length > 0)
  const credited = totals.filter(({ amount }) => amount !== null && new Big(amount).lt(0))
  return [
    ...(missing.length === 0 ? [] : [partial(digest, compared.length > 0)]),
    ...(totals.length === 0 ? [[plain('Nothing was recorded for these days. That is not zero.')]] : []),
    ...credited.map(({ currency }) => [plain(`Credits are larger than charges${inCurrency(totals, currency)}.`)]),
    ...(totals.length > 0 && compared.length === 0 ? [[plain('Nothing to compare with yet.')]] : []),
    ...(compared.length === 0 ? [] : totals.slice(0, most).flatMap((total) => totalLines(digest, total, depth))),
    ...(compared.length === 0 || totals.length <= most
      ? []
      : [[plain(`… and ${counted(totals.length - most, 'more currency', 'more currencies')}`)]]),
  ]
}

const inCurrency = (totals: readonly DigestTotal[], currency: string | null) =>
  totals.length === 1 || currency === null ? '' : ` in ${currency}`

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** "Partial: still waiting for aws-focus (from Nov 21); changes leave it out." */
function partial({ asked: { missing }, totals }: Digest, compared: boolean): Text {
  const told = missing.slice(0, MOST_SOURCES)
  const rest = missing.length - told.length
  return [
    ...(totals.length === 0 ? [plain('Still')] : [strong('Partial: '), plain('still')]),
    plain(' waiting for '),
    ...told.flatMap(({ source, since }, i) => [
      plain(i === 0 ? '' : i === missing.length - 1 ? ' and ' : ', '),
      strong(name(source, 40)),
      plain(` (from ${shortDay(since)})`),
    ]),
    plain(rest === 0 ? '' : ` and ${counted(rest, 'more source', 'more sources')}`),
    plain(compared ? `; changes leave ${missing.length === 1 ? 'it' : 'them'} out.` : '.'),
  ]
}

interface Earlier {
  /** "the week before" */
  readonly words: string
  readonly amount: string
  /** What else the amount is: "average of 4". */
  readonly how?: string
}

/** What a total is held against: like with like, and only what was recorded. */
export function earlier({ against, asked }: Digest, total: DigestTotal): readonly Earlier[] {
  if (total.comparable === null) return []
  const { before, average, averageOf } = total
  const { rhythm } = asked.subscription.schedule
  return [
    ...(before === null || against === null ? [] : [{ words: BEFORE[rhythm], amount: before }]),
    ...(average === null
      ? []
      : [{ ...averageWords(rhythm, averageOf, weekdayName(asked.period.start)), amount: average }]),
  ]
}

// Never "last week": whoever reads on Monday would take it for the week that the digest is about.
const BEFORE: Readonly<Record<Rhythm, string>> = {
  daily: 'the day before',
  weekdays: 'the day before',
  weekly: 'the week before',
  monthly: 'the month before',
}

function averageWords(rhythm: Rhythm, of: number, weekday: string): Pick<Earlier, 'words' | 'how'> {
  switch (rhythm) {
    case 'daily':
    case 'weekdays':
      return { words: `a usual ${weekday}`, how: `average of ${of}` }
    case 'weekly':
      return { words: `the ${of}-week average` }
    case 'monthly':
      return { words: `the ${of}-month average` }
  }
}

function totalLines(digest: Digest, total: DigestTotal, depth: Depth): readonly Text[] {
  const { currency, comparable } = total
  const say = depth === 'brief' ? glance : toTheCent
  const lead = digest.totals.length > 1 && currency !== null ? [plain(`${currency}: `)] : []
  // Of several currencies a phone has room for one comparison each.
  const most = depth === 'brief' && digest.totals.length > 1 ? 1 : Number.POSITIVE_INFINITY
  const told = earlier(digest, total).slice(0, most)
  if (comparable === null || told.length === 0) return [[...lead, plain('nothing to compare with yet')]]
  const { missing } = digest.asked
  // Where a source is missing, the headline is not what is compared.
  const base =
    missing.length > 0 && comparable !== total.amount
      ? [plain(`${say(comparable, currency)} without ${missing.length === 1 ? 'it' : 'them'}: `)]
      : []
  return told.map(({ words, amount, how }, i) => {
    const before = [...lead, ...(i === 0 ? base : [])]
    const changed = changeWords(comparable, amount, (decimal) => say(decimal, currency))
    const held =
      depth === 'whole' ? ` (${[say(amount, currency), ...(how === undefined ? [] : [how])].join(', ')})` : ''
    return [...before, strong(before.length === 0 ? capital(changed) : changed), plain(` against ${words}${held}`)]
  })
}

/** What went below zero fell by no share of what it was. */
function changeWords(now: string, before: string, say: (decimal: string) => string): string {
  const moved = new Big(now).minus(before)
  if (new Big(now).gte(0) || moved.eq(0)) return change(now, before, say).words
  return `${moved.gt(0) ? 'up' : 'down'} ${say(moved.abs().toFixed())}`
}
