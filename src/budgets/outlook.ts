import { addDays, type CivilDate, daysBetween, later } from '../civil-date.ts'
import { type BackTest, backTest, sinceFirstCost } from './backtest.ts'
import { between, type Daily, runRate, weekdayTrend } from './forecast.ts'

/** What the days that are not known yet will cost: an estimate, in cents, with how far off such estimates were. */
export interface Outlook {
  readonly method: 'weekday-trend' | 'run-rate'
  /** Known days that it stands on. */
  readonly knownDays: number
  readonly days: readonly { readonly day: CivilDate; readonly cost: string }[]
  readonly rest: string
  /** Four of five back-tests lay between; null where the past is too short to tell. */
  readonly low: string | null
  readonly high: string | null
  readonly past: BackTest | null
}

/** Two of each weekday: fewer have no shape. */
export const LEAST_DAYS = 14
/** What a run rate is the mean of where its span has no days yet. */
export const USUAL_RUN_RATE_DAYS = 28

export interface Span {
  readonly start: CivilDate
  readonly end: CivilDate
}

/**
 * The unknown days of a span. A run rate, called so, where less than two weeks are known; undefined where nothing is.
 * With nothing in days to come the rest is 0.
 */
export function outlook(all: Daily, span: Span, test: 'tested' | 'untested' = 'tested'): Outlook | undefined {
  const known = sinceFirstCost(all)
  const { from, costs, enough } = ahead(known, span)
  if (known.costs.length === 0) return undefined
  const unknown = addDays(known.first, known.costs.length)
  const monthDays = daysBetween(span.start, unknown)
  const past =
    enough && costs.length > 0 && test === 'tested'
      ? backTest(known, {
          lead: daysBetween(unknown, from),
          days: costs.length,
          runRateDays: monthDays > 0 ? monthDays : USUAL_RUN_RATE_DAYS,
        })
      : undefined
  // Cents, and finer where a day costs less than one currency unit.
  const digits = costs.some((cost) => Math.abs(cost) >= 1) ? 2 : 6
  const whole = costs.map((cost) => Math.round(cost * 10 ** digits))
  const sum = whole.reduce((total, cost) => total + cost, 0)
  const text = (cost: number) => (cost / 10 ** digits).toFixed(digits)
  const scaled = (share: number | undefined) => (share === undefined || sum < 0 ? null : text(Math.round(sum * share)))
  return {
    method: enough ? 'weekday-trend' : 'run-rate',
    knownDays: known.costs.length,
    days: whole.map((cost, i) => ({ day: addDays(from, i), cost: text(cost) })),
    rest: text(sum),
    low: scaled(past?.usual.low),
    high: scaled(past?.usual.high),
    past: past ?? null,
  }
}

/** The same as one figure, untested: for the parts of a whole. */
export const aheadSum = (all: Daily, span: Span): number =>
  ahead(sinceFirstCost(all), span).costs.reduce((sum, cost) => sum + cost, 0)

function ahead(known: Daily, span: Span) {
  const from = later(addDays(known.first, known.costs.length), span.start)
  const enough = known.costs.length >= LEAST_DAYS
  const forecast = enough ? weekdayTrend : runRate(known.costs.length)
  return { from, enough, costs: known.costs.length === 0 ? [] : between(forecast, known, from, span.end) }
}
