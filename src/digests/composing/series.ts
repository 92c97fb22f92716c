import { Big } from 'big.js'
import { sum } from '../../spend/kinds/folded.ts'
import type { DigestSeries, DigestTotal } from '../digest.ts'
import type { Line } from './cut.ts'
import type { Span } from './questions.ts'

/** Where an average would have more digits than anybody reads: as many as the ledger has. */
const DIGITS = 12

/** What one recorded alone says nothing of what is usual. */
const LEAST_AVERAGED = 2

/** The lines of several values as those of one scope, exact; that of most charges first. */
export function together(lines: readonly Line[]): readonly Line[] {
  const byCurrency = new Map<string | null, Line[]>()
  for (const line of lines) byCurrency.set(line.currency, [...(byCurrency.get(line.currency) ?? []), line])
  return [...byCurrency]
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([currency, mine]) => {
      const amounts = new Map<string, string>()
      for (const line of mine)
        for (const [day, amount] of line.amounts) amounts.set(day, sum([amounts.get(day) ?? null, amount]) ?? amount)
      return { currency, amounts, charges: mine.reduce((count, { charges }) => count + charges, 0) }
    })
    .toSorted((a, b) => b.charges - a.charges)
}

/**
 * What was spent, and what that is beside the time before. `comparable` are the lines without the sources that are late, which are
 * in no change and no average; empty where nothing of it was recorded, which is not zero.
 */
export function totalsOf(span: Span, lines: readonly Line[], comparable: readonly Line[]): readonly DigestTotal[] {
  const totals = lines.flatMap((line): DigestTotal[] => {
    const other = comparable.find(({ currency }) => currency === line.currency)
    const at = (of: Line | undefined, day: string) => of?.amounts.get(day) ?? null
    const amount = at(line, span.period.start)
    const before = span.grain === 'day' ? null : at(other, span.before.start)
    const known = span.averaged.flatMap((day) => at(other, day) ?? [])
    if (amount === null && before === null) return []
    return [
      {
        currency: line.currency,
        amount,
        comparable: at(other, span.period.start),
        before,
        average: known.length < LEAST_AVERAGED ? null : mean(known),
        averageOf: known.length,
      },
    ]
  })
  return totals.every(({ amount }) => amount === null) ? [] : totals
}

const mean = (amounts: readonly string[]): string =>
  new Big(sum(amounts) ?? '0').div(amounts.length).round(DIGITS).toFixed()

/** Of the currency that is told first. */
export function seriesOf(span: Span, lines: readonly Line[], totals: readonly DigestTotal[]): DigestSeries | null {
  const [first] = totals
  const line = first && lines.find(({ currency }) => currency === first.currency)
  if (line === undefined) return null
  return {
    grain: span.grain,
    currency: line.currency,
    buckets: span.drawn,
    values: span.drawn.map((day) => line.amounts.get(day) ?? null),
  }
}
