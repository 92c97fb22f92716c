import { type CivilDate, daysBetween, weekdayOf } from '../civil-date.ts'
import { clipped, mean, median, slope } from './robust.ts'

/** What complete days cost, one after the other; a day without charges is 0. For statistics, so plain numbers. */
export interface Daily {
  readonly first: CivilDate
  readonly costs: readonly number[]
}

/** What the `count` days after the known ones will cost. */
export type Forecast = (known: Daily, count: number) => readonly number[]

/** The shape is looked for in as many weeks. */
const WEEKS = 8
const LEVEL_DAYS = 28
/** Further from the usual than this many robust standard deviations, a day says nothing about the level. */
const ODD = 3
/** So many of the oddest days may be one incident, which nobody expects again. */
const INCIDENT_DAYS = 2
/** How much of the trend of eight weeks is believed, what of it is left a day later, and the most it may be a day. */
const TREND = { believed: 0.6, keeps: 0.97, most: 0.005 }
/** Below this share of an ordinary day a weekday is one on which nothing runs: nothing to divide by. */
const IDLE_SHARE = 0.05

export const METHOD_WORDS = 'the usual weekday pattern at the level of the last 28 days, with a fading trend'

/** How the method of this page is called where forecasts are kept. A change of it is a new name. */
export const METHOD = 'weekday-trend-1'
export const RUN_RATE = 'run-rate'

/** Weekday shape × level with a damped trend; why just so, with figures: why.md. */
export const weekdayTrend: Forecast = (known, count) => {
  const { costs } = known
  const recent = costs.slice(-7 * WEEKS)
  const weekday = weekdayOf(known.first) + costs.length - recent.length
  const shape = weekdayShape(recent, weekday)
  const shareOf = (day: number) => shape[(weekday + day) % 7] ?? 1
  // Each day as an ordinary one, were its weekday like the others.
  const plain = recent.flatMap((cost, day) => {
    const share = shareOf(day)
    return share < IDLE_SHARE ? [] : [{ value: cost / share, share, day }]
  })
  const values = plain.map(({ value }) => value)
  const late = plain.filter(({ day }) => day >= recent.length - LEVEL_DAYS)
  const usual = clipped(values, ODD)
  const level =
    weighted(
      clipped(
        late.map(({ value }) => value),
        ODD,
      ),
      late,
    ) + bursts(values, usual, plain)
  const most = Math.abs(level) * TREND.most
  const trend = Math.max(-most, Math.min(most, (slope(weeklyMedians(plain, recent.length)) / 7) * TREND.believed))
  return Array.from({ length: count }, (_, ahead) => {
    // The level is that of the middle of its days.
    const reach = Math.min(LEVEL_DAYS, recent.length) / 2 + faded(ahead + 1)
    const raised = level + trend * reach
    return (level >= 0 ? Math.max(0, raised) : raised) * shareOf(recent.length + ahead)
  })
}

/** The mean of the last days: what a naive forecast goes on with. */
export const runRate =
  (days: number): Forecast =>
  ({ costs }, count) => {
    const pace = mean(costs.slice(-Math.max(1, days)))
    return Array.from({ length: count }, () => pace)
  }

/** What the days from `start` up to `end` will cost, which begin at the first unknown day or later. */
export const between = (forecast: Forecast, known: Daily, start: CivilDate, end: CivilDate): readonly number[] => {
  const lead = daysBetween(known.first, start) - known.costs.length
  return forecast(known, lead + Math.max(0, daysBetween(start, end))).slice(lead)
}

/** Each weekday in shares of an ordinary day, around 1: the median over the weeks of its share in the week around it. */
function weekdayShape(costs: readonly number[], weekday: number): readonly number[] {
  if (costs.length < 14) return Array.from({ length: 7 }, () => 1)
  const shares: number[][] = Array.from({ length: 7 }, () => [])
  for (const [day, cost] of costs.entries()) {
    const from = Math.max(0, Math.min(day - 3, costs.length - 7))
    const week = mean(costs.slice(from, from + 7))
    if (week > 0) shares[(weekday + day) % 7]?.push(cost / week)
  }
  const shape = shares.map((found) => (found.length === 0 ? 1 : Math.max(0, median(found))))
  const whole = mean(shape)
  return whole > 0 ? shape.map((share) => share / whole) : shape.map(() => 1)
}

interface Weight {
  readonly share: number
}

/** A weekend on which hardly anything runs says little about the level. */
function weighted(values: readonly number[], weights: readonly Weight[]): number {
  const whole = weights.reduce((sum, { share }) => sum + share, 0)
  return whole === 0 ? 0 : values.reduce((sum, value, i) => sum + value * (weights[i]?.share ?? 0), 0) / whole
}

/** Training comes in bursts: what stands out again and again belongs to the mean, one incident does not. */
function bursts(values: readonly number[], usual: readonly number[], weights: readonly Weight[]): number {
  const above = values.map((value, i) => value - (usual[i] ?? value))
  const incident = new Set(
    [...above.keys()].sort((a, b) => Math.abs(above[b] ?? 0) - Math.abs(above[a] ?? 0)).slice(0, INCIDENT_DAYS),
  )
  return weighted(
    above.map((value, i) => (incident.has(i) ? 0 : value)),
    weights,
  )
}

function weeklyMedians(plain: readonly { readonly value: number; readonly day: number }[], length: number): number[] {
  const weeks: number[] = []
  for (let end = length; end >= 7; end -= 7) {
    const week = plain.filter(({ day }) => day >= end - 7 && day < end)
    if (week.length > 0) weeks.unshift(median(week.map(({ value }) => value)))
  }
  return weeks
}

const faded = (days: number) => (TREND.keeps * (1 - TREND.keeps ** days)) / (1 - TREND.keeps)
