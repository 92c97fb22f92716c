import { METHOD } from '../../../budgets/forecast.ts'
import { mean } from '../../../budgets/robust.ts'
import type { Snapshot } from '../../../budgets/snapshots.ts'
import { addDays, type CivilDate } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'
import type { Kept } from './found.ts'

/** Fewer say more about those few days than about the method. */
const LEAST_KEPT = 10

/** How near the kept forecasts of months came whose days are all known. */
export function keptOf(
  snapshots: readonly Snapshot[],
  exact: ReadonlyMap<CivilDate, string>,
  known: Period,
  currency: string,
): Kept | null {
  const ofMonth = (start: CivilDate, end: CivilDate) => {
    let sum = 0
    for (let day = start; day < end; day = addDays(day, 1)) sum += Number(exact.get(day) ?? 0)
    return sum
  }
  const errors = snapshots
    .filter(({ method, billingCurrency }) => method === METHOD && billingCurrency === currency)
    .filter(({ periodStart, periodEnd }) => periodStart >= known.start && periodEnd <= known.end)
    .flatMap(({ periodStart, periodEnd, forecast }) => {
      const actual = ofMonth(periodStart, periodEnd)
      return actual > 0 ? [Math.abs(Number(forecast) - actual) / actual] : []
    })
  return errors.length < LEAST_KEPT ? null : { error: mean(errors), forecasts: errors.length }
}
