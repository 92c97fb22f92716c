import { Big } from 'big.js'
import { plain, strong, type Text } from '../cards/card.ts'
import { change, shortDay } from '../cards/format.ts'
import { capital } from '../spend/words.ts'
import type { Say } from './amounts.ts'
import type { Digest, DigestTotal, Missing } from './digest.ts'
import { name } from './lines.ts'
import { weekdayName } from './title.ts'

const MOST_CURRENCIES = 3
const MOST_SOURCES = 3

/** What is missing comes first, then what moved and against what, a currency after the other. */
export function changeLines(digest: Digest, say: Say): readonly Text[] {
  const { missing } = digest.asked
  const { totals } = digest
  const compared = totals.filter((total) => earlier(digest, total).length > 0)
  const credited = totals.filter(({ amount }) => amount !== null && new Big(amount).lt(0))
  return [
    ...(missing.length === 0 ? [] : [partial(missing, compared.length > 0)]),
    ...(totals.length === 0 ? [[plain('Nothing was recorded for these days. That is not zero.')]] : []),
    ...credited.map(({ currency }) => [plain(`Credits are larger than charges${inCurrency(totals, currency)}.`)]),
    ...(totals.length > 0 && compared.length === 0 ? [[plain('Nothing to compare with yet.')]] : []),
    ...compared.slice(0, MOST_CURRENCIES).flatMap((total) => totalLines(digest, total, say)),
  ]
}

const inCurrency = (totals: readonly DigestTotal[], currency: string | null) =>
  totals.length === 1 || currency === null ? '' : ` in ${currency}`

/** "Partial: still waiting for aws-focus (from Nov 21); changes leave it out." */
function partial(missing: readonly Missing[], compared: boolean): Text {
  const told = missing.slice(0, MOST_SOURCES)
  const rest = missing.length - told.length
  return [
    strong('Partial: '),
    plain('still waiting for '),
    ...told.flatMap(({ source, since }, i) => [
      plain(i === 0 ? '' : i === missing.length - 1 ? ' and ' : ', '),
      strong(name(source, 40)),
      plain(` (from ${shortDay(since)})`),
    ]),
    plain(rest === 0 ? '' : ` and ${rest} more ${rest === 1 ? 'source' : 'sources'}`),
    plain(compared ? `; changes leave ${missing.length === 1 ? 'it' : 'them'} out.` : '.'),
  ]
}

interface Earlier {
  readonly words: string
  readonly amount: string
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
      : [{ words: averageWords(rhythm, averageOf, weekdayName(asked.period.start)), amount: average }]),
  ]
}

type Rhythm = Digest['asked']['subscription']['schedule']['rhythm']

// Never "last week": whoever reads on Monday would take it for the week that the digest is about.
const BEFORE: Readonly<Record<Rhythm, string>> = {
  daily: 'the day before',
  weekdays: 'the day before',
  weekly: 'the week before',
  monthly: 'the month before',
}

function averageWords(rhythm: Rhythm, of: number, weekday: string): string {
  switch (rhythm) {
    case 'daily':
    case 'weekdays':
      return `a usual ${weekday}, the average of ${of}`
    case 'weekly':
      return `the average of ${of} weeks`
    case 'monthly':
      return `the average of ${of} months`
  }
}

function totalLines(digest: Digest, total: DigestTotal, say: Say): readonly Text[] {
  const { currency, comparable } = total
  if (comparable === null) return []
  const several = digest.totals.length > 1 && currency !== null
  // Where a source is missing, the headline is not what is compared.
  const base =
    digest.asked.missing.length > 0 && comparable !== total.amount
      ? [plain(`${say(comparable, currency)} without ${digest.asked.missing.length === 1 ? 'it' : 'them'}: `)]
      : []
  return earlier(digest, total).map(({ words, amount }, i) => {
    const changed = change(comparable, amount, (decimal) => say(decimal, currency)).words
    const lead = [...(several ? [plain(`${currency}: `)] : []), ...(i === 0 ? base : [])]
    return [
      ...lead,
      strong(lead.length === 0 ? capital(changed) : changed),
      plain(` against ${words} (${say(amount, currency)})`),
    ]
  })
}
