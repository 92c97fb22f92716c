import { Big } from 'big.js'
import { type Anomaly, anomalies } from '../../../budgets/anomaly.ts'
import { addDays, type CivilDate, daysBetween } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'
import type { Finding } from './found.ts'
import type { Series } from './series.ts'

/** Weeks that are drawn before what is unusual. */
const DRAWN_BEFORE_DAYS = 28

/** What began so long before the period may still go on in it. */
const REMEMBERED_DAYS = 28

/** What is unusual in one series within a period, its money exact and only that of the period. */
export function judge(series: Series, period: Period, startedSources: readonly CivilDate[]): readonly Finding[] {
  const { values } = series
  const begin = daysBetween(series.first, period.start)
  return anomalies({ first: series.first, values }, { from: begin - REMEMBERED_DAYS }).flatMap((anomaly) => {
    const days = anomaly.days.filter(({ day }) => day >= begin)
    const since = addDays(series.first, anomaly.from)
    if (days.length === 0 || (anomaly.kind === 'new' && startedSources.includes(since))) return []
    const actual = days.reduce(
      (sum, { day }) => series.exact(day).reduce((total, amount) => total.plus(amount), sum),
      new Big(0),
    )
    const sum = (of: (day: (typeof days)[number]) => number) =>
      new Big(days.reduce((sum, day) => sum + of(day), 0).toFixed(2))
    const expected = sum(({ expected }) => expected)
    const over = actual.minus(expected)
    const isRise = anomaly.kind !== 'drop' && anomaly.kind !== 'credit'
    if (isRise !== over.gt(0)) return []
    return [
      {
        of: series.of,
        kind: anomaly.kind,
        told: !isRise ? 'below' : anomaly.from < begin ? 'earlier' : 'above',
        groupBy: series.groupBy,
        keys: series.keys,
        currency: series.currency,
        since,
        last: addDays(series.first, days.at(-1)?.day ?? anomaly.from),
        goesOn: anomaly.goesOn,
        actual: actual.toFixed(),
        expected: expected.toFixed(),
        low: sum(({ low }) => Math.max(0, low)).toFixed(),
        high: sum(({ high }) => high).toFixed(),
        over: over.toFixed(),
        alsoModels: [],
        drivers: [],
        plan: null,
        days: drawn(series, anomaly),
      } as const,
    ]
  })
}

function drawn(series: Series, { from, usual }: Anomaly): Finding['days'] {
  const first = Math.max(0, from - DRAWN_BEFORE_DAYS)
  return series.values.slice(first).flatMap((value, i) => {
    const at = first + i
    return value === null ? [] : [{ day: addDays(series.first, at), value, expected: cents(usual(at).expected) }]
  })
}

const cents = (value: number) => Math.round(value * 100) / 100
