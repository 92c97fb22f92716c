import { Big } from 'big.js'
import type { Block, Chart, Table } from '../cards/card.ts'
import { unitName } from '../cards/format.ts'
import type { Answer, Series, Trend } from './answer.ts'
import { bareFigure, bucketLabel, capital, figure, rowLabel } from './words.ts'

/** A chart per currency, what it shows in words, and every figure in a table. */
export function trendBlocks(answer: Answer, trend: Trend): Block[] {
  return answer.totals.flatMap(({ currency }) => {
    const series = trend.series.filter((line) => line.currency === currency)
    return series.length === 0 ? [] : [chart(answer, trend, series, currency), table(answer, trend, series, currency)]
  })
}

const TITLES = { day: 'day', week: 'week from', month: 'month', quarter: 'quarter' } as const

const title = ({ unit }: Answer, { grain }: Trend, currency: string | null) =>
  `Per ${grain}, ${currency ?? unitName(unit ?? '')}`

const nameOf = (answer: Answer, line: Series) =>
  answer.groupBy.length === 0 ? 'Total' : rowLabel(line, answer.groupBy)

function chart(answer: Answer, trend: Trend, series: readonly Series[], currency: string | null): Chart {
  return {
    kind: 'chart',
    shape: trend.buckets.length < 4 ? 'bar' : 'line',
    title: title(answer, trend, currency),
    unit: currency ?? unitName(answer.unit ?? ''),
    categories: trend.buckets.map((bucket) => bucketLabel(trend.grain, bucket)),
    days: trend.buckets,
    series: series.map((line) => ({
      name: nameOf(answer, line),
      values: line.values.map((value) => (value === null ? null : Number(value))),
    })),
    words: words(answer, trend, series, currency),
  }
}

function table(answer: Answer, trend: Trend, series: readonly Series[], currency: string | null): Table {
  return {
    kind: 'table',
    caption: title(answer, trend, currency),
    columns: [
      { title: capital(TITLES[trend.grain]), align: 'left' },
      ...series.map((line) => ({ title: nameOf(answer, line), align: 'right' as const })),
    ],
    rows: trend.buckets.map((bucket, i) => [
      { text: bucketLabel(trend.grain, bucket) },
      ...series.map((line) => {
        const value = line.values[i] ?? null
        const text = bareFigure(answer, value, currency)
        return value === null ? { text } : { text, value: Number(value) }
      }),
    ]),
  }
}

/** The highest and the lowest, and what of the ends is only a part. */
function words(answer: Answer, trend: Trend, series: readonly Series[], currency: string | null): string {
  const sums = trend.buckets.flatMap((bucket, i) => {
    const values = series.flatMap((line) => line.values[i] ?? [])
    return values.length === 0 ? [] : [{ bucket, sum: values.reduce((sum, value) => sum.plus(value), new Big(0)) }]
  })
  const sorted = sums.toSorted((a, b) => b.sum.cmp(a.sum))
  const [highest] = sorted
  const lowest = sorted.at(-1)
  if (highest === undefined || lowest === undefined) return 'Nothing was recorded.'
  const say = ({ bucket, sum }: { bucket: string; sum: Big }) =>
    `${bucketLabel(trend.grain, bucket)} (${figure(answer, sum.toFixed(), currency)})`
  const gaps = trend.buckets.length - sums.length
  const { start, end } = answer.question.period
  const partial =
    trend.grain !== 'day' && (trend.buckets[0] ?? start) < start
      ? [`The first ${trend.grain} is cut by the period.`]
      : []
  const running = trend.grain !== 'day' && end > answer.today ? [`The last ${trend.grain} is still running.`] : []
  return [
    sums.length === 1 ? `Only ${say(highest)} has data.` : `Highest: ${say(highest)}. Lowest: ${say(lowest)}.`,
    ...(gaps === 0 || sums.length === 1 ? [] : [`${gaps} of ${trend.buckets.length} have no data.`]),
    ...partial,
    ...running,
  ].join(' ')
}
