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
      words: asked.missing.length > 0 ? partialWords(shown, days(asked.period)) : words(shown, known),
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
function words(series: DigestSeries, known: readonly Point[], when = ''): string {
  const gaps = series.buckets.length - known.length
  return [
    extremes(series, known, when),
    ...(gaps === 0 ? [] : [`${gaps} of ${series.buckets.length} ${gaps === 1 ? 'has' : 'have'} no data.`]),
  ].join(' ')
}

/** What is not complete, the last one, may become another: it is neither the highest nor the lowest yet. */
function partialWords(series: DigestSeries, partial: string): string {
  const before: DigestSeries = { ...series, buckets: series.buckets.slice(0, -1), values: series.values.slice(0, -1) }
  const [last] = pointsOf({ ...series, buckets: series.buckets.slice(-1), values: series.values.slice(-1) })
  const known = pointsOf(before)
  const soFar = last === undefined ? 'no data yet' : `${glance(last.amount.toFixed(), series.currency)} so far`
  return [`Partial: ${partial}, ${soFar}.`, ...(known.length < 2 ? [] : [words(before, known, ' before')])].join(' ')
}

function extremes({ grain, currency }: DigestSeries, known: readonly Point[], when: string): string {
  const sorted = known.toSorted((a, b) => b.amount.cmp(a.amount))
  const [highest] = sorted
  const lowest = sorted.at(-1)
  if (highest === undefined || lowest === undefined) return 'Nothing was recorded.'
  const say = ({ label, amount }: Point) => `${label} (${glance(amount.toFixed(), currency)})`
  return highest.amount.eq(lowest.amount)
    ? `The same every ${grain}${when}: ${glance(highest.amount.toFixed(), currency)}.`
    : `Highest${when}: ${say(highest)}. Lowest${when}: ${say(lowest)}.`
}
