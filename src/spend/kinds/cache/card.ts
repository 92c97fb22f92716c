import { Big } from 'big.js'
import { type Block, type Cell, plain, strong, type Table } from '../../../cards/card.ts'
import { count, days, money, percent, quantity } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, rowLabel } from '../../words.ts'
import { sum } from '../folded.ts'
import type { Said } from '../kind.ts'
import { type CacheUse, type Caching, worth } from './read.ts'

/** What the cache serves and saves, or what a better hit rate would save. */
export function cacheCard(_: Answer, found: Caching): Said {
  const unpriced = sum(found.totals.map((total) => total.unpriced))
  return {
    headline: headline(found),
    blocks: found.totals.flatMap((total) => [sentence(found, total), table(found, total.currency)]),
    notes: [
      'At list price: tokens × (list price of input − list price of a cache read), as the bill of these days has them.',
      ...(found.percent === null
        ? ['The share is cache reads ÷ (input + cache reads + cache writes), in tokens.']
        : [
            'Input that would be read from the cache beyond what is today, in each use apart; what it costs to fill the cache is not taken off.',
          ]),
      ...(unpriced === null || new Big(unpriced).eq(0)
        ? []
        : [
            `${quantity(unpriced, 'token')} are of models for which the bill has no list price of ${found.percent === null ? 'input and cache reads' : 'cache reads'}: no saving is told for them.`,
          ]),
    ],
  }
}

/** Undefined where nothing went in. */
const share = ({ input, cached, written }: CacheUse): string | undefined =>
  percent(cached ?? '0', sum([input, cached, written]) ?? '0')

/** The same rate for thirty days. */
const monthly = (amount: string, days: number) => new Big(amount).times(30).div(days).toFixed()

function headline({ totals, percent: wanted, days }: Caching): string {
  const told = totals.flatMap((total) => {
    const amount = worth(total, wanted)
    return amount === null ? [] : [money(amount, total.currency)]
  })
  if (wanted !== null)
    return told.length === 0
      ? 'No list price of cache reads known'
      : `${told.join(' and ')} more saved in ${days} days, at list price`
  // Tokens are tokens in any currency.
  const all = (of: (total: CacheUse) => string | null) => sum(totals.map(of))
  const input = all((total) => total.input)
  const cached = all((total) => total.cached)
  const served = percent(cached ?? '0', sum([input, cached, all((total) => total.written)]) ?? '0')
  return `${served ?? 'No input'} from cache, ${told.length === 0 ? 'no list price known' : `${told.join(' and ')} saved, at list price`}`
}

function sentence(found: Caching, total: CacheUse): Block {
  const { currency, cached, input, written } = total
  const all = sum([input, cached, written]) ?? '0'
  if (found.percent === null)
    return {
      kind: 'text',
      text: [
        strong(count(cached ?? '0')),
        plain(` of ${quantity(all, 'input token')} were read from the cache in ${days(found.period)}.`),
        ...(total.writeExtra === null
          ? []
          : [
              plain(
                ` Filling the cache cost ${money(total.writeExtra, currency)} more than plain input, at list price.`,
              ),
            ]),
      ],
    }
  return {
    kind: 'text',
    text: [
      plain(`With ${found.percent}% of the input from the cache, against ${share(total) ?? 'none'} now: `),
      ...(total.whatIf === null
        ? [plain(`no saving is known, for the bill in ${currency} has no list price of cache reads.`)]
        : [
            strong(`${money(total.whatIf, currency)} less`),
            plain(
              ` over ${days(found.period)}, complete days only${found.days === 30 ? '.' : `; at that rate ${money(monthly(total.whatIf, found.days), currency)} in 30 days.`}`,
            ),
          ]),
    ],
  }
}

function table(found: Caching, currency: string): Table {
  const rows = found.rows.filter((row) => row.currency === currency)
  return {
    kind: 'table',
    caption: `${found.percent === null ? 'Served from cache' : `At a hit rate of ${found.percent}%`} by ${found.groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
    columns: [
      { title: found.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
      { title: 'Input', align: 'right' },
      { title: 'From cache', align: 'right' },
      { title: found.percent === null ? 'Saved at list price' : 'More saved at list price', align: 'right' },
    ],
    rows: rows.map((row) => [
      { text: rowLabel(row, found.groupBy) },
      tokens(sum([row.input, row.cached, row.written])),
      { text: share(row) ?? '–' },
      amount(worth(row, found.percent), row),
    ]),
  }
}

const tokens = (count: string | null): Cell =>
  count === null ? { text: '–' } : { text: quantity(count, 'token'), value: Number(count) }

const amount = (decimal: string | null, { currency, cached }: CacheUse): Cell =>
  decimal !== null
    ? { text: money(decimal, currency), value: Number(decimal) }
    : { text: cached === null ? '–' : 'no list price known' }
