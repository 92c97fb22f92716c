import { Big } from 'big.js'
import type { Chart } from '../../cards/card.ts'
import { days, shortDay, shortMonth } from '../../cards/format.ts'
import type { Digest, DigestSeries } from '../digest.ts'
import { glance } from './amounts.ts'

/** As many bars as a phone can show apart. */
const MOST_BARS = 14

/** How it went so far, a bar a day, week or month; none where there is nothing to see a course in. */
export function seriesChart({ series, asked }: Digest): Chart[] {
  if (series === null) return []
  const first = Math.max(0, series.buckets.length - MOST_BARS)
  const shown: DigestSeries = { ...series, buckets: series.buckets.slice(first), values: series.values.slice(first) }
  const known = pointsOf(shown)
  if (known.length < 2) return []
  const unit = series.currency ?? ''
  return [
    {
      kind: 'chart',
      shape: 'bar',
      title: `Per ${series.grain}${series.grain === 'week' ? ' from Monday' : ''}, ${unit}`,
      unit,
      categories: shown.buckets.map((bucket) => label(series, bucket)),
      series: [{ name: 'Total', values: shown.buckets.map((_, i) => numberAt(shown, i)) }],
      words: words(shown, known, asked.missing.length > 0 ? days(asked.period) : undefined),
    },
  ]
}

const label = ({ grain }: DigestSeries, bucket: string) => (grain === 'month' ? shortMonth(bucket) : shortDay(bucket))

interface Point {
  readonly label: string
  readonly amount: Big
}

const pointsOf = (series: DigestSeries): Point[] =>
  series.buckets.flatMap((bucket, i) => {
    const value = series.values[i] ?? null
    return value === null ? [] : [{ label: label(series, bucket), amount: new Big(value) }]
  })

const numberAt = ({ values }: DigestSeries, i: number): number | null => {
  const value = values[i] ?? null
  return value === null ? null : Number(value)
}

/** "Highest: Nov 18 ($7,002). Lowest: Nov 15 ($5,001). 1 of 14 has no data." */
function words(series: DigestSeries, known: readonly Point[], partial: string | undefined): string {
  const sorted = known.toSorted((a, b) => b.amount.cmp(a.amount))
  const [highest] = sorted
  const lowest = sorted.at(-1)
  if (highest === undefined || lowest === undefined) return 'Nothing was recorded.'
  const say = ({ label, amount }: Point) => `${label} (${glance(amount.toFixed(), series.currency)})`
  const gaps = series.buckets.length - known.length
  return [
    highest.amount.eq(lowest.amount)
      ? `The same every ${series.grain}: ${glance(highest.amount.toFixed(), series.currency)}.`
      : `Highest: ${say(highest)}. Lowest: ${say(lowest)}.`,
    ...(gaps === 0 ? [] : [`${gaps} of ${series.buckets.length} ${gaps === 1 ? 'has' : 'have'} no data.`]),
    ...(partial === undefined ? [] : [`Partial: ${partial}.`]),
  ].join(' ')
}
