import type { ResourceHour } from '../src/nudges/idle.ts'

/** What one resource did, hour by hour, up to the instant at which it is judged. */
export interface History {
  readonly population: Population
  /** Of `idle-rules.ts`. */
  readonly kind: Kind
  /** `open`: nobody could say, by what there is; neither verdict is counted, but for a verdict on a gap. */
  readonly truth: 'idle' | 'used' | 'open'
  readonly hours: readonly ResourceHour[]
  /** The highest use in the last thirty minutes, which naive rules look at. */
  readonly lastPeak: number
}

type Kind = 'gpu' | 'endpoint' | 'notebook' | 'vector-index'
export type Population = keyof typeof POPULATIONS

const HOUR_MS = 3_600_000
const DAY = 24
const SAMPLES = 60
/** How long each kind must rest; dead for less than that nobody is told of it yet. */
const WINDOW: Readonly<Record<Kind, number>> = { gpu: 168, endpoint: 168, notebook: 72, 'vector-index': 336 }

// How many of each for one seed. Most are used, some are dead, and each trap is there often enough to be counted.
const POPULATIONS = {
  busy: 60,
  /** At rest for two thirds of the time and 7 % busy on the mean, as production pods are; rests of hours occur. */
  bursty: 60,
  nightly: 30,
  /** One run a week, up to eighteen hours early or late; one week in thirty is left out. */
  weekly: 40,
  /** The last day of each month. */
  monthly: 4,
  /** People at work: no nights, no weekends, some long weekends. */
  office: 30,
  /** Kept warm on purpose by a request now and then: whoever does that wants it to be there. */
  warm: 20,
  /** A standby that answers health probes and nothing else: no signal tells it from a dead one, its owner can. Held to be idle. */
  standby: 8,
  idle: 70,
  /** Dead, with a driver's probe once in nine days or so. */
  probed: 12,
  /** Dead for less than the window. */
  lately: 15,
  /** Used, but seen so badly that what is left looks dead. */
  blind: 25,
  /** Dead, as far as the few samples tell. */
  unseen: 15,
  /** The exporter writes its word for "no value" whenever the GPU is at work, or always. */
  sentinel: 25,
  /** Dead, with some hours of "no value". */
  'sentinel-idle': 10,
  /** Hours told twice and others not at all; last activity later than the hour it is told in. */
  skewed: 15,
  'skewed-idle': 10,
  /** Started anew some days ago, and used. */
  restarted: 12,
  /** Started anew once while dead. */
  'restarted-idle': 12,
  young: 15,
  /** Never used since it was made. */
  'young-idle': 15,
} as const

export function histories(seed: number, endsAt: Date): readonly History[] {
  return Object.entries(POPULATIONS).flatMap(([name, count], p) =>
    Array.from({ length: count }, (_, i) =>
      history(name as Population, randomly(seed * 1_000_003 + p * 1_009 + i), endsAt),
    ),
  )
}

type Next = () => number
const from = (next: Next, low: number, high: number) => low + (high - low) * next()
const pick = <T>(next: Next, values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0]

function history(population: Population, next: Next, endsAt: Date): History {
  const kind = kindOf(population, next)
  const young = population.startsWith('young')
  const length = Math.round(young ? from(next, 2, 25) * DAY : from(next, 35, 92) * DAY)
  const dead = isDead(population)
  const restFor = Math.round(
    dead ? (population === 'lately' ? from(next, 6, WINDOW[kind] - 1) : deadFor(next, kind, length, young)) : 0,
  )
  const life = dead ? pick<Life>(next, ['busy', 'nightly', 'weekly', 'office', 'busy']) : lifeOf(population, next)
  const works = young && dead ? () => false : workOf(life, next)
  const restartAgo = Math.round(from(next, 20, 400))
  const probeEvery = Math.round(from(next, 200, 260))
  const ticks = serving(next)
  const hours: ResourceHour[] = []
  let lastActivityAt: Date | null = null
  let lastPeak = 0
  for (let ago = length; ago >= 1; ago--) {
    const hourAt = new Date(endsAt.getTime() - ago * HOUR_MS)
    const atWork = ago > restFor && works(hourAt, ago)
    const minutes =
      life === 'bursty' && ago > restFor
        ? Array.from({ length: SAMPLES }, () => Number(ticks.next().value))
        : Array.from({ length: 4 }, () => (atWork ? from(next, 15, 95) : Math.floor(next() * 2)))
    const work = minutes.some((value) => value >= 5)
    if (work && kind === 'notebook') lastActivityAt = new Date(hourAt.getTime() + next() * HOUR_MS)
    lastPeak = Math.max(...minutes.slice(minutes.length / 2))
    const hour = told(population, kind, next, { hourAt, minutes, work, warm: population === 'warm', lastActivityAt })
    const seen = seenThrough(population, next, hour, { ago, work, restartAgo, probeEvery })
    if (seen !== undefined) hours.push(seen)
  }
  const truth = truthOf(population, kind, Math.min(restFor, length))
  return { population, kind, truth, hours, lastPeak: population === 'warm' ? 0 : lastPeak }
}

const isDead = (population: Population) =>
  population.endsWith('idle') || ['probed', 'lately', 'unseen', 'standby'].includes(population)

/** Dead for longer than any rule asks of it; a resource with a rhythm must be dead for half as long again as it ever rested. */
const deadFor = (next: Next, kind: Kind, length: number, young: boolean) =>
  young ? length : Math.min(length - DAY, from(next, WINDOW[kind] + 2, WINDOW[kind] + 30 * DAY))

function truthOf(population: Population, kind: Kind, restFor: number): History['truth'] {
  if (!isDead(population)) return 'used'
  return population === 'unseen' || restFor < WINDOW[kind] ? 'open' : 'idle'
}

function kindOf(population: Population, next: Next): Kind {
  if (population === 'office') return 'notebook'
  if (population === 'warm' || population === 'standby') return 'endpoint'
  if (/bursty|blind|sentinel|probed/.test(population)) return 'gpu'
  return pick<Kind>(next, ['gpu', 'gpu', 'gpu', 'endpoint', 'endpoint', 'notebook', 'vector-index'])
}

type Life = 'busy' | 'bursty' | 'nightly' | 'weekly' | 'monthly' | 'office' | 'never' | 'sparse'

function lifeOf(population: Population, next: Next): Life {
  switch (population) {
    case 'nightly':
    case 'weekly':
    case 'monthly':
    case 'office':
    case 'bursty':
      return population
    case 'warm':
      return 'never'
    case 'young':
      return 'sparse'
    default:
      return pick<Life>(next, ['busy', 'busy', 'nightly', 'bursty'])
  }
}

function workOf(life: Life, next: Next): (at: Date, ago: number) => boolean {
  const hour = Math.floor(next() * DAY)
  const phase = next() * 168
  const late = new Map<number, number>()
  const off = new Set(Array.from({ length: 14 }, (_, week) => week).filter(() => next() < 0.1))
  switch (life) {
    case 'busy':
      return () => next() < 0.9
    case 'bursty':
    case 'never':
      return () => false
    case 'sparse':
      return (_, ago) => (ago + hour) % 50 < 2
    case 'nightly':
      return (at) => at.getUTCHours() === hour && (at.getUTCDate() + hour) % 20 !== 0
    case 'weekly':
      return (_, ago) => {
        const week = Math.floor((ago + phase) / 168)
        const shift = late.get(week) ?? (next() < 1 / 30 ? 1_000 : from(next, -18, 18))
        late.set(week, shift)
        const into = ((ago + phase) % 168) - 84 - shift
        return into >= 0 && into < 3
      }
    case 'monthly':
      return (at) => new Date(at.getTime() + DAY * HOUR_MS).getUTCDate() === 1 && at.getUTCHours() < 6
    case 'office':
      return (at, ago) => {
        const [day, hours] = [at.getUTCDay(), at.getUTCHours()]
        const free = day % 6 === 0 || (day === 1 && off.has(Math.floor(ago / 168)))
        return !free && hours >= 8 && hours < 18 && next() < 0.7
      }
  }
}

interface Lived {
  readonly hourAt: Date
  readonly minutes: readonly number[]
  readonly work: boolean
  readonly warm: boolean
  readonly lastActivityAt: Date | null
}

/** What its agent reports of the hour, if it reports well. */
function told(
  population: Population,
  kind: Kind,
  next: Next,
  { hourAt, minutes, work, warm, lastActivityAt }: Lived,
): ResourceHour {
  const gpu = kind === 'gpu' || kind === 'endpoint'
  const peak = Math.max(...minutes)
  const counts = kind === 'endpoint' || kind === 'vector-index' || population === 'busy'
  return {
    hourAt,
    gpuUtilAvg: gpu ? minutes.reduce((sum, value) => sum + value, 0) / minutes.length : null,
    gpuUtilMax: gpu ? peak : null,
    gpuDramActiveMax: kind === 'gpu' ? (work ? Math.round(peak / 2) : 0) : null,
    gpuPowerPctMax: kind === 'gpu' ? (work ? 30 + Math.round(peak / 2) : 14) : null,
    cpuUtilMax: work ? Math.max(10, Math.round(peak * 0.7)) : 2,
    requests: warm ? Math.floor(next() * 6) + 1 : counts ? (work ? 1 + Math.floor(next() * 500) : 0) : null,
    activeSessions: kind === 'notebook' ? Number(work) : null,
    lastActivityAt,
    samples: next() < 0.03 ? SAMPLES - 1 - Math.floor(next() * 5) : SAMPLES,
    samplesExpected: SAMPLES,
  }
}

interface Trouble {
  readonly ago: number
  readonly work: boolean
  readonly restartAgo: number
  readonly probeEvery: number
}

/** The same with what goes wrong on the way; undefined where nothing arrives. */
function seenThrough(
  population: Population,
  next: Next,
  hour: ResourceHour,
  trouble: Trouble,
): ResourceHour | undefined {
  const { ago, work, restartAgo, probeEvery } = trouble
  const quiet = { gpuUtilAvg: 0, gpuUtilMax: 1, gpuDramActiveMax: 0, gpuPowerPctMax: 14, cpuUtilMax: 3, requests: null }
  const blank = 2 ** 63
  switch (population) {
    case 'blind':
      // A busy machine's agent is the first to be starved; some collectors stop altogether.
      if (probeEvery % 3 === 0) return ago < 200 ? undefined : hour
      return work ? (next() < 0.6 ? undefined : { ...hour, ...quiet, samples: 20 }) : next() < 0.3 ? undefined : hour
    case 'unseen':
      return next() < 0.35 ? undefined : { ...hour, samples: next() < 0.3 ? 0 : hour.samples }
    case 'sentinel':
      return work || probeEvery % 2 === 0
        ? {
            ...hour,
            ...{
              gpuUtilAvg: blank,
              gpuUtilMax: blank,
              gpuDramActiveMax: 2 ** 47,
              gpuPowerPctMax: null,
              requests: null,
            },
            // Another agent tells of the CPU, but not everywhere.
            cpuUtilMax: probeEvery % 4 < 2 && restartAgo % 2 === 0 ? null : hour.cpuUtilMax,
          }
        : hour
    case 'sentinel-idle':
      return next() < 0.04 ? { ...hour, gpuUtilAvg: blank, gpuUtilMax: blank, gpuPowerPctMax: blank } : hour
    case 'skewed':
    case 'skewed-idle': {
      if (ago % 37 === 0) return undefined
      const lastActivityAt = hour.lastActivityAt && new Date(hour.lastActivityAt.getTime() + 3 * HOUR_MS)
      return { ...hour, lastActivityAt, samples: ago % 37 === 1 ? 2 * SAMPLES : hour.samples }
    }
    case 'restarted':
    case 'restarted-idle':
      if (ago !== restartAgo) return hour
      return {
        ...hour,
        gpuUtilMax: hour.gpuUtilMax === null ? null : 35,
        gpuUtilAvg: hour.gpuUtilAvg === null ? null : 1,
        cpuUtilMax: 60,
        samples: 48,
      }
    case 'probed':
      return ago % probeEvery === 7 ? { ...hour, gpuUtilMax: 80, gpuUtilAvg: 0.5 } : hour
    default:
      return hour
  }
}

/** Minute by minute: quiet and busy runs in turn. Most rests last minutes, some hours, which is what naive windows fall for. */
function* serving(next: Next): Generator<number> {
  for (;;) {
    const rest = Math.min(300, Math.max(1, Math.round(8 * Math.exp(1.3 * bell(next)))))
    for (let minute = 0; minute < rest; minute++) yield 0
    const burst = Math.max(1, Math.round(6 * Math.exp(0.7 * bell(next))))
    const level = next() < 0.05 ? 60 + 40 * next() : 6 + 25 * next()
    for (let minute = 0; minute < burst; minute++) yield Math.min(100, level * (0.7 + 0.6 * next()))
  }
}

const bell = (next: Next) => (next() + next() + next() + next() - 2) * Math.sqrt(3)

/** mulberry32: the same histories every time. */
function randomly(seed: number): Next {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
