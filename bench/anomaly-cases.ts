import type { DailySeries } from '../src/budgets/anomaly.ts'
import { addDays, dayOf, weekdayOf } from '../src/civil-date.ts'

/** What is planted in a series; null in those that are clean. */
export const PLANTED = ['spike', 'step', 'ramp', 'new', 'holiday dip', 'credit', 'late data', 'clean'] as const
export type Planted = (typeof PLANTED)[number]
/** These must be told as spend above the expected; the others must not. */
export const ALARMS: readonly Planted[] = ['spike', 'step', 'ramp', 'new']

export interface Case {
  readonly planted: Planted
  /** Up to the newest delivered day. */
  readonly series: DailySeries
  /** How many of its days are complete: later ones are still moving. */
  readonly complete: number
  /** The first judged day. */
  readonly from: number
  /** First and last day of what was planted. */
  readonly at: readonly [number, number] | null
}

const DAYS = 100
const JUDGED_DAYS = 30
const FIRST = '2026-08-15'

const WEEKS = {
  office: [1.08, 1.14, 1.15, 1.12, 1.01, 0.42, 0.38],
  shop: [0.95, 0.94, 0.96, 0.99, 1.05, 1.1, 1.03],
  steady: [1, 1, 1, 1, 1, 1, 1],
  weekdays: [1, 1, 1, 1, 1, 0, 0],
} as const

/** One company a seed: ten series for each thing that is planted, and forty that are clean. */
export function casesOf(seed: number): readonly Case[] {
  const next = chance(seed)
  return PLANTED.flatMap((planted) =>
    Array.from({ length: planted === 'clean' ? 40 : 10 }, (_, i) => oneCase(planted, i, next)),
  )
}

function oneCase(planted: Planted, number: number, next: () => number): Case {
  const values = ordinary(number, next)
  const from = DAYS - JUDGED_DAYS
  const within = (least: number, most: number) => from + least + Math.floor(next() * (most - least + 1))
  const made = { planted, from, complete: DAYS }
  const done = (at: Case['at'], changed: readonly number[], complete = DAYS): Case => ({
    ...made,
    complete,
    at,
    series: { first: addDays(FIRST, number % 7), values: changed.map((value) => Math.round(value * 100) / 100) },
  })
  const times = (first: number, last: number, factor: (day: number) => number) =>
    values.map((value, day) => (day >= first && day <= last ? value * factor(day - first) : value))
  // Large enough that a person would want to know: twice and more of a day that is worth something.
  const size = 1.6 + 2.4 * next()
  switch (planted) {
    case 'spike': {
      const length = 1 + Math.floor(next() * 3)
      const first = busyDay(values, within(0, JUDGED_DAYS - 4))
      return done(
        [first, first + length - 1],
        times(first, first + length - 1, () => size),
      )
    }
    case 'step': {
      const first = within(0, JUDGED_DAYS - 8)
      const factor = 1.25 + 0.75 * next()
      return done(
        [first, DAYS - 1],
        times(first, DAYS - 1, () => factor),
      )
    }
    case 'ramp': {
      const first = within(0, 6)
      const daily = 0.025 + 0.03 * next()
      return done(
        [first, DAYS - 1],
        times(first, DAYS - 1, (since) => 1 + daily * since),
      )
    }
    case 'new': {
      const first = within(0, JUDGED_DAYS - 8)
      const climb = next() < 0.5 ? 7 : 1
      return done(
        [first, DAYS - 1],
        values.map((value, day) => (day < first ? 0 : value * Math.min(1, (day - first + 1) / climb))),
      )
    }
    case 'holiday dip': {
      const length = [1, 2, 4, 11][Math.floor(next() * 4)] ?? 1
      const first = within(0, JUDGED_DAYS - 14)
      return done(
        [first, first + length - 1],
        times(first, first + length - 1, () => 0.25 + 0.3 * next()),
      )
    }
    case 'credit': {
      const first = within(0, JUDGED_DAYS - 2)
      const gift = (1 + 8 * next()) * mean(values)
      return done(
        [first, first],
        values.map((value, day) => (day === first ? value - gift : value)),
      )
    }
    case 'late data': {
      const late = 1 + Math.floor(next() * 3)
      // What has arrived of the newest days; some sources deliver a day twice while it is open.
      const arrived = next() < 0.3 ? 1.9 : 0.55 * next()
      return done(
        [DAYS - late, DAYS - 1],
        times(DAYS - late, DAYS - 1, () => arrived),
        DAYS - late,
      )
    }
    case 'clean':
      return done(null, values)
  }
}

/** Fifteen weeks of a workload: level, growth, week, noise, and what comes by the calendar. */
function ordinary(number: number, next: () => number): readonly number[] {
  const week = WEEKS[(['office', 'office', 'shop', 'steady', 'weekdays'] as const)[Math.floor(next() * 5)] ?? 'steady']
  const level = 60 * 10 ** (2.2 * next())
  // A month: from a slow decline to a third more.
  const growth = (-0.05 + 0.38 * next()) / 30
  const noise = [0.02, 0.05, 0.08, 0.12][Math.floor(next() * 4)] ?? 0.05
  const fee = number % 5 === 4 ? 0.8 + next() : 0
  const jobs = number % 4 === 3 ? 0.12 + 0.15 * next() : 0
  let drift = 0
  return Array.from({ length: DAYS }, (_, day) => {
    const date = addDays(FIRST, (number % 7) + day)
    // Days are alike their neighbours, and some few lie far out.
    drift = 0.5 * drift + noise * bell(next) * (next() < 0.03 ? 2 : 1)
    const usual = level * Math.exp(growth * day) * (week[weekdayOf(date)] ?? 1) * Math.max(0, 1 + drift)
    const job = next() < jobs ? level * (0.6 + 1.2 * next()) : 0
    return usual + (dayOf(date) === 1 ? fee * level : 0) + job
  })
}

/** A spike multiplies a day on which there is something to multiply. */
function busyDay(values: readonly number[], wanted: number): number {
  const bar = 0.5 * mean(values)
  for (let day = wanted; day < values.length - 3; day++) if ((values[day] ?? 0) >= bar) return day
  return wanted
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Around 0, nearly normal, variance 1: twelve draws. */
const bell = (next: () => number) => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6)

/** The same numbers for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
