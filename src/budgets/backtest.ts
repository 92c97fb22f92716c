import { addDays } from '../civil-date.ts'
import { type Daily, type Forecast, runRate, weekdayTrend } from './forecast.ts'
import { mean, quantile } from './robust.ts'

/** How near forecasts came that are made now for days that are over, from what was known then. */
export interface BackTest {
  readonly origins: number
  /** Mean of |forecast − actual| ÷ actual. */
  readonly error: number
  /** The same of a run rate. */
  readonly runRateError: number
  /** What it came to in shares of the forecast: four of five lay between. */
  readonly usual: { readonly low: number; readonly high: number }
}

export interface Ahead {
  /** Days between the last known one and the first that counts. */
  readonly lead: number
  readonly days: number
  /** What the run rate is the mean of. */
  readonly runRateDays: number
}

/** A forecast needs so many days before it. */
export const LEAST_KNOWN = 28
const EVERY_DAYS = 3
/** Fewer say nothing about how far off it is. */
const LEAST_ORIGINS = 6
// Neighbouring origins share most of their days, so they vary less than the future does: measured, see why.md.
const WIDER = 1.15
const LEAST_WIDTH = 0.01

/** Asked every few days of the past for as many days as are asked for now; undefined where the past is too short for it. */
export function backTest(known: Daily, ahead: Ahead, forecast: Forecast = weekdayTrend): BackTest | undefined {
  const naive = runRate(ahead.runRateDays)
  const count = ahead.lead + ahead.days
  const tests: { readonly error: number; readonly naive: number; readonly ratio: number }[] = []
  for (let origin = known.costs.length - count; origin >= LEAST_KNOWN; origin -= EVERY_DAYS) {
    const then: Daily = { first: known.first, costs: known.costs.slice(0, origin) }
    const sum = (costs: readonly number[]) => costs.slice(ahead.lead).reduce((total, cost) => total + cost, 0)
    const actual = sum(known.costs.slice(origin, origin + count))
    const said = sum(forecast(then, count))
    if (actual <= 0 || said <= 0) continue
    tests.push({
      error: Math.abs(said - actual) / actual,
      naive: Math.abs(sum(naive(then, count)) - actual) / actual,
      ratio: actual / said,
    })
  }
  if (tests.length < LEAST_ORIGINS) return undefined
  const ratios = tests.map(({ ratio }) => ratio)
  const away = (share: number) => (quantile(ratios, share) - 1) * WIDER
  return {
    origins: tests.length,
    error: mean(tests.map(({ error }) => error)),
    runRateError: mean(tests.map(({ naive }) => naive)),
    usual: { low: Math.max(0, 1 + Math.min(away(0.1), -LEAST_WIDTH)), high: 1 + Math.max(away(0.9), LEAST_WIDTH) },
  }
}

/** The known days without those before the first cost: what did not exist yet is not cheap. */
export function sinceFirstCost(known: Daily): Daily {
  const start = known.costs.findIndex((cost) => cost !== 0)
  return start <= 0
    ? { first: known.first, costs: start === 0 ? known.costs : [] }
    : { first: addDays(known.first, start), costs: known.costs.slice(start) }
}
