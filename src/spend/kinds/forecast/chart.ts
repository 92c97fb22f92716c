import { Big } from 'big.js'
import type { Chart } from '../../../cards/card.ts'
import { shortDay } from '../../../cards/format.ts'
import { type CivilDate, daysBetween, startOf } from '../../../civil-date.ts'
import type { Grain, Question } from '../../question.ts'
import { bucketLabel } from '../../words.ts'
import type { Landing } from './found.ts'

/** The days that are known and those that are expected, one after the other; longer spans by week or month. */
export function landingChart({ period, grain }: Question, landing: Landing): Chart[] {
  const { outlook, currency } = landing
  if (outlook === null || outlook.days.length === 0) return []
  const by = grain ?? grainFor(daysBetween(period.start, period.end))
  const sums = new Map<CivilDate, Big>()
  for (const { day, cost } of [...landing.knownDays, ...outlook.days]) {
    const bucket = startOf(by, day)
    sums.set(bucket, (sums.get(bucket) ?? new Big(0)).plus(cost))
  }
  const from = outlook.days[0]?.day ?? period.start
  const buckets = [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
  if (buckets.length < 2) return []
  return [
    {
      kind: 'chart',
      shape: buckets.length < 4 ? 'bar' : 'line',
      title: `Per ${by}, ${currency}, expected from ${shortDay(from)}`,
      unit: currency,
      categories: buckets.map(([bucket]) => bucketLabel(by, bucket)),
      days: buckets.map(([bucket]) => bucket),
      series: [{ name: 'Known, then expected', values: buckets.map(([, sum]) => Number(sum.toFixed(2))) }],
      words:
        from <= period.start
          ? 'All of it is expected, none known.'
          : `Up to ${shortDay(landing.knownDays.at(-1)?.day ?? from)} it is known, from ${shortDay(from)} expected.`,
    },
  ]
}

const grainFor = (days: number): Grain => (days <= 31 ? 'day' : days <= 124 ? 'week' : 'month')
