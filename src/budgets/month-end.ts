import { Big } from 'big.js'
import { addUnits, type CivilDate, daysBetween, later, startOf } from '../civil-date.ts'
import { between, type Daily, METHOD, RUN_RATE, runRate } from './forecast.ts'
import { outlook, type Span, USUAL_RUN_RATE_DAYS } from './outlook.ts'

/** Where a span was said to end, by one method. */
export interface Said {
  readonly method: string
  readonly forecast: string
  readonly low: string | null
  readonly high: string | null
}

/** The forecast of a span whose known days cost `actual`, and what a run rate would say; nothing where nothing is known. */
export function saidOf(known: Daily, actual: string, span: Span): readonly Said[] {
  const out = outlook(known, span)
  if (out === undefined) return []
  const plus = (part: string | null) => (part === null ? null : new Big(actual).plus(part).toFixed())
  const naive: Said = { method: RUN_RATE, forecast: plus(naiveRest(known, span)) ?? actual, low: null, high: null }
  if (out.method === 'run-rate') return [naive]
  return [{ method: METHOD, forecast: plus(out.rest) ?? actual, low: plus(out.low), high: plus(out.high) }, naive]
}

/** The mean of the days of the span so far, carried on. */
function naiveRest(known: Daily, { start, end }: Span): string {
  const soFar = known.costs.length - Math.max(0, daysBetween(known.first, start))
  const unknown = addDaysTo(known)
  const costs = between(runRate(soFar > 0 ? soFar : USUAL_RUN_RATE_DAYS), known, later(unknown, start), end)
  return costs.reduce((sum, cost) => sum + cost, 0).toFixed(2)
}

const addDaysTo = ({ first, costs }: Daily): CivilDate => addUnits('day', first, costs.length)

export const monthOf = (day: CivilDate): Span => {
  const start = startOf('month', day)
  return { start, end: addUnits('month', start, 1) }
}
