import type { ResourceHour } from '../src/nudges/idle.ts'

/** A machine with a GPU, and whether it is worth telling somebody about: nobody will use it again. */
export interface Trace {
  readonly population: Population
  readonly dead: boolean
  readonly hours: readonly ResourceHour[]
}

export type Population = keyof typeof POPULATIONS

const HOUR_MS = 3_600_000
const MINUTES = 60
const DAY = 24

// How many of each. Round figures: most serve, a few are dead, and each trap is there often enough to be counted.
const POPULATIONS = {
  /** Answers in bursts: at rest for two thirds of the time and 7 % busy on the mean, as production pods are. */
  serving: { count: 140, dead: false },
  /** Used for two hours every three days. */
  batch: { count: 20, dead: false },
  /** Used by people on workdays only; asleep through weekends. */
  office: { count: 20, dead: false },
  /** Used for two hours every ten days: what no window of a week can know. */
  rare: { count: 5, dead: false },
  dead: { count: 20, dead: true },
  /** Dead for nine days at the end, so that a window of a week finds it on the last days only: the price of waiting. */
  lately: { count: 10, dead: true },
  /** Dead, with a driver's probe in one minute of a week. */
  probed: { count: 10, dead: true },
  /** Serves, but most samples of its busy minutes get lost: what is left looks dead. */
  blind: { count: 15, dead: false },
  /** Serves; its collector stopped a day ago and leaves empty hours. */
  cut: { count: 10, dead: false },
} as const

/** Hourly rows, from a minute-by-minute simulation. */
export function traces(endsAt: Date, days: number): readonly Trace[] {
  return Object.entries(POPULATIONS).flatMap(([name, { count, dead }], p) =>
    Array.from({ length: count }, (_, i): Trace => {
      const population = name as Population
      const next = randomly(1 + p * 1000 + i)
      return { population, dead, hours: hoursOf(population, next, endsAt, days, i) }
    }),
  )
}

/** Quiet and busy runs in turn. Most rests last minutes; some last hours, which is what naive windows fall for. */
function* serving(next: () => number): Generator<number> {
  for (;;) {
    const rest = Math.min(5 * MINUTES, Math.max(1, Math.round(8 * Math.exp(1.3 * bell(next)))))
    for (let minute = 0; minute < rest; minute++) yield 0
    const burst = Math.max(1, Math.round(6 * Math.exp(0.7 * bell(next))))
    const level = next() < 0.05 ? 60 + 40 * next() : 6 + 25 * next()
    for (let minute = 0; minute < burst; minute++) yield Math.min(100, level * (0.7 + 0.6 * next()))
  }
}

function hoursOf(population: Population, next: () => number, endsAt: Date, days: number, i: number): ResourceHour[] {
  const load = serving(next)
  const probeAt = Math.floor(next() * 7 * DAY)
  const hours: ResourceHour[] = []
  for (let hour = 0; hour < days * DAY; hour++) {
    const hourAt = new Date(endsAt.getTime() - (days * DAY - hour) * HOUR_MS)
    const works = (population !== 'lately' || hour < (days - 9) * DAY) && isAtWork(population, hourAt, hour + i * 5)
    const minutes = Array.from({ length: MINUTES }, () => Number(load.next().value))
    const seen = minutes
      .map((value) => (works ? value : Math.floor(next() * 2)))
      .map((value, minute) => (population === 'probed' && hour % (7 * DAY) === probeAt && minute === 7 ? 80 : value))
      // A busy machine's agent is the first to be starved.
      .filter((value) => population !== 'blind' || (value < 5 && next() < 0.8))
    if (population === 'cut' && hour >= (days - 1) * DAY) continue
    const busy = seen.some((value) => value >= 5)
    hours.push({
      hourAt,
      gpuUtilAvg: seen.length === 0 ? null : seen.reduce((sum, value) => sum + value, 0) / seen.length,
      gpuUtilMax: seen.length === 0 ? null : Math.max(...seen),
      cpuUtilMax: busy ? 40 : 3,
      // Only what serves counts requests at all; the others' gateways report none.
      requests: population === 'serving' || population === 'cut' ? (busy ? 20 : 0) : null,
      activeSessions: null,
      lastActivityAt: null,
      samples: seen.length,
      samplesExpected: MINUTES,
    })
  }
  return hours
}

function isAtWork(population: Population, hourAt: Date, hour: number): boolean {
  switch (population) {
    case 'serving':
    case 'blind':
    case 'cut':
    case 'lately':
      return true
    case 'rare':
      return hour % (10 * DAY) < 2
    case 'batch':
      return hour % (3 * DAY) < 2
    case 'office':
      return hourAt.getUTCDay() % 6 !== 0 && hourAt.getUTCHours() >= 8 && hourAt.getUTCHours() < 18
    case 'dead':
    case 'probed':
      return false
  }
}

const bell = (next: () => number) => (next() + next() + next() + next() - 2) * Math.sqrt(3)

/** mulberry32: the same traces every time. */
function randomly(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
