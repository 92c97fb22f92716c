import { Big } from 'big.js'
import { METHOD, RUN_RATE } from '../../../budgets/forecast.ts'
import { saidOf } from '../../../budgets/month-end.ts'
import type { Snapshot } from '../../../budgets/snapshots.ts'
import { addDays, type CivilDate, daysBetween } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'
import { type KnownSeries, readSeries } from '../forecast/series.ts'
import type { Checked, MonthAccuracy } from './found.ts'

/** Days of a month on which its forecasts are looked at. */
const LOOKED_AT = [5, 10, 15, 20, 25]

/** A month of one currency: what was kept then, else the method asked with what was known then. */
export function accuracyOf(
  month: Period,
  currency: string,
  series: { readonly days: string | null; readonly known: Period },
  snapshots: readonly Snapshot[],
): MonthAccuracy | undefined {
  const read = readSeries(series.days, series.known)
  const actual = exactly(read, month.start, month.end)
  if (actual === null) return undefined
  const kept = keptOn(
    snapshots.filter((each) => each.billingCurrency === currency && each.periodStart === month.start),
    month,
  )
  const source = kept.length > 0 ? 'kept' : 'back_test'
  const forecasts = kept.length > 0 ? kept : testedOn(read, series.known, month)
  const off = (said: string | null) =>
    said === null || new Big(actual).lte(0) ? null : new Big(said).minus(actual).abs().div(actual).toNumber()
  return {
    month,
    currency,
    actual,
    source,
    forecasts: forecasts.map((each) => ({ ...each, error: off(each.forecast), runRateError: off(each.runRate) })),
  }
}

/** Null where nothing was recorded. */
function exactly({ exact }: KnownSeries, start: CivilDate, end: CivilDate): string | null {
  const costs = [...exact].flatMap(([day, cost]) => (day >= start && day < end ? [cost] : []))
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum.plus(cost), new Big(0)).toFixed()
}

type Made = Pick<Checked, 'madeOn' | 'forecast' | 'runRate'>

/** Of each span between two days that are looked at, the last forecast. */
function keptOn(snapshots: readonly Snapshot[], { start }: Period): readonly Made[] {
  const ours = snapshots.filter(({ method }) => method === METHOD)
  return LOOKED_AT.flatMap((dayOfMonth, i) => {
    const [after, until] = [addDays(start, (LOOKED_AT[i - 1] ?? 0) - 1), addDays(start, dayOfMonth - 1)]
    const last = ours.findLast(({ madeOn }) => madeOn > after && madeOn <= until)
    if (last === undefined) return []
    const naive = snapshots.find(({ method, madeOn }) => method === RUN_RATE && madeOn === last.madeOn)
    return [{ madeOn: last.madeOn, forecast: last.forecast, runRate: naive?.forecast ?? null }]
  })
}

function testedOn(read: KnownSeries, known: Period, month: Period): readonly Made[] {
  return LOOKED_AT.flatMap((dayOfMonth) => {
    const madeOn = addDays(month.start, dayOfMonth - 1)
    const then = { first: known.start, costs: read.daily.costs.slice(0, daysBetween(known.start, madeOn)) }
    const said = saidOf(then, exactly(read, month.start, madeOn) ?? '0', month)
    const ours = said.find(({ method }) => method === METHOD)
    const naive = said.find(({ method }) => method === RUN_RATE)
    return ours === undefined ? [] : [{ madeOn, forecast: ours.forecast, runRate: naive?.forecast ?? null }]
  })
}
