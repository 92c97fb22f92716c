import { backTest } from '../src/budgets/backtest.ts'
import { between, type Daily, type Forecast, runRate, weekdayTrend } from '../src/budgets/forecast.ts'
import { mean } from '../src/budgets/robust.ts'
import { addDays, addUnits, type CivilDate, daysBetween, startOf } from '../src/civil-date.ts'
import { type BenchOptions, type Measured, measured } from './measured.ts'
import { demoYear } from './series/demo-year.ts'
import { madeUp } from './series/made-up.ts'

const LAST_DAY = '2026-11-20'
const EVERY_DAYS = 4
const EARLY_DAYS = 10
const LEAST_BEFORE = 60
/** Less than this a month, and nobody forecasts it. */
const LEAST_MONTH = 100
const YARDSTICK = 'run rate of the month so far'

/**
 * Where months were said to end, every few days of each of them, in |forecast − actual| ÷ actual, beside a naive run rate; and how
 * many of the months ended within the range that was said, which should be four of five.
 */
export async function* forecastBench(_options: BenchOptions): AsyncGenerator<Measured> {
  for (const seed of [2026, 7, 99]) {
    const demo = demoYear(seed, LAST_DAY)
    for (const [of, series] of Object.entries(demo)) yield* lines(`demo company ${seed}, ${of}`, series)
  }
  const seeds = [1, 2, 3, 4, 5, 6]
  for (const kind of Object.keys(madeUp(0, LAST_DAY)))
    yield* lines(
      `made up, ${kind}`,
      seeds.flatMap((seed) => madeUp(seed, LAST_DAY)[kind] ?? []),
    )
}

function* lines(name: string, series: readonly Daily[]): Generator<Measured> {
  const tried = series.flatMap((each) => [...landings(each)])
  const percent = (errors: readonly number[]) => Number((100 * mean(errors)).toFixed(2))
  const line = (of: string, some: readonly Landing[]) =>
    measured(`forecast error: ${name}${of}`, percent(some.map(({ ours }) => ours)), '%', {
      name: YARDSTICK,
      value: percent(some.map(({ naive }) => naive)),
    })
  yield line('', tried)
  yield line(
    ', first ten days of a month',
    tried.filter(({ day }) => day <= EARLY_DAYS),
  )
  const ranged = tried.flatMap(({ within }) => within ?? [])
  yield measured(`forecast range: ${name}, held`, percent(ranged.map(Number)), '%', { name: 'as promised', value: 80 })
}

interface Landing {
  readonly day: number
  readonly ours: number
  readonly naive: number
  /** Undefined where the past was too short for a range. */
  readonly within: boolean | undefined
}

function* landings({ first, costs }: Daily): Generator<Landing> {
  const sum = (some: readonly number[]) => some.reduce((total, cost) => total + cost, 0)
  const span = (from: CivilDate, to: CivilDate) => costs.slice(daysBetween(first, from), daysBetween(first, to))
  for (let month = startOf('month', addDays(first, LEAST_BEFORE + 31)); ; month = addUnits('month', month, 1)) {
    const end = addUnits('month', month, 1)
    if (daysBetween(first, end) > costs.length) return
    const actual = sum(span(month, end))
    if (actual < LEAST_MONTH) continue
    for (let from = addDays(month, 2); from < addDays(end, -2); from = addDays(from, EVERY_DAYS)) {
      const known: Daily = { first, costs: span(first, from) }
      const day = daysBetween(month, from)
      const rest = (forecast: Forecast) => sum(between(forecast, known, from, end))
      const off = (said: number) => Math.abs(sum(span(month, from)) + said - actual) / actual
      const said = rest(weekdayTrend)
      const lately: Daily = { first: addDays(from, -182), costs: known.costs.slice(-182) }
      const past = backTest(known.costs.length > 182 ? lately : known, {
        lead: 0,
        days: daysBetween(from, end),
        runRateDays: day,
      })
      const came = sum(span(from, end))
      const within = past && came >= said * past.usual.low && came <= said * past.usual.high
      yield { day, ours: off(said), naive: off(rest(runRate(day))), within }
    }
  }
}
