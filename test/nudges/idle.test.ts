import { describe, expect, it } from 'vitest'
import { isLoud, judge, type ResourceHour, summarise, type Verdict } from '../../src/nudges/idle.ts'
import { IDLE_RULES, type IdleRule } from '../../src/nudges/idle-rules.ts'

const MONDAY = new Date('2026-11-23T00:00:00Z')
const HOUR = 3_600_000
const ago = (hours: number) => new Date(MONDAY.getTime() - hours * HOUR)

const rule = (kind: string): IdleRule => {
  const found = IDLE_RULES.rules.find((each) => each.kind === kind)
  if (found === undefined) throw new Error(`no rule ${kind}`)
  return found
}
const QUIET: ResourceHour = {
  hourAt: MONDAY,
  gpuUtilAvg: 0,
  gpuUtilMax: 1,
  gpuDramActiveMax: null,
  gpuPowerPctMax: null,
  cpuUtilMax: 2,
  requests: 0,
  activeSessions: 0,
  lastActivityAt: null,
  samples: 60,
  samplesExpected: 60,
}
/** An hour each, the last one ending now; `say` changes some by how many hours ago they began. */
const hours = (count: number, say: (hoursAgo: number) => Partial<ResourceHour> | undefined = () => ({})) =>
  Array.from({ length: count }, (_, i) => i + 1).flatMap((hoursAgo): ResourceHour[] => {
    const change = say(hoursAgo)
    return change === undefined ? [] : [{ ...QUIET, hourAt: ago(hoursAgo), ...change }]
  })
const verdict = (kind: string, seen: readonly ResourceHour[]): Verdict =>
  judge(rule(kind), summarise(rule(kind), seen, MONDAY), MONDAY)
const of = (kind: string, seen: readonly ResourceHour[]) => {
  const found = verdict(kind, seen)
  return found.kind === 'unknown' ? found.reason : found.kind
}
const WEEK = 168

describe('a verdict', () => {
  it.each<[string, string, readonly ResourceHour[], string]>([
    ['a GPU that did nothing for a week', 'gpu', hours(WEEK), 'idle'],
    [
      'one quiet day after work',
      'gpu',
      hours(WEEK, (h) => (h > 30 ? { gpuUtilAvg: 30, gpuUtilMax: 90 } : {})),
      'watch',
    ],
    ['work an hour ago', 'gpu', hours(WEEK, (h) => (h === 1 ? { gpuUtilAvg: 30, gpuUtilMax: 90 } : {})), 'busy'],
    ['5 % is work, 4.9 % is not', 'gpu', hours(WEEK, () => ({ gpuUtilMax: 4.9, gpuUtilAvg: 4.9 })), 'idle'],
    [
      'low on the mean, bursts in the peak',
      'gpu',
      hours(WEEK, (h) => ({ gpuUtilAvg: 2, gpuUtilMax: h % 5 === 0 ? 60 : 0 })),
      'busy',
    ],
    [
      'one short peak in a week',
      'gpu',
      hours(WEEK, (h) => (h === 40 ? { gpuUtilAvg: 0.4, gpuUtilMax: 60 } : {})),
      'idle',
    ],
    [
      'one hour of work in a week',
      'gpu',
      hours(WEEK, (h) => (h === 40 ? { gpuUtilAvg: 50, gpuUtilMax: 60 } : {})),
      'watch',
    ],
    [
      'two short peaks are one too many',
      'gpu',
      hours(WEEK, (h) => (h % 80 === 0 ? { gpuUtilAvg: 0.4, gpuUtilMax: 60 } : {})),
      'watch',
    ],
    [
      'a peak whose mean nobody knows',
      'gpu',
      hours(WEEK, (h) => (h === 40 ? { gpuUtilAvg: null, gpuUtilMax: 60 } : {})),
      'watch',
    ],
    ['one request in a week', 'gpu', hours(WEEK, (h) => (h === 40 ? { requests: 1 } : {})), 'watch'],
    ['a busy CPU beside an idle GPU', 'gpu', hours(WEEK, () => ({ cpuUtilMax: 80 })), 'idle'],
    [
      'an idle CPU beside a busy GPU',
      'gpu',
      hours(WEEK, () => ({ cpuUtilMax: 0, gpuUtilMax: 70, gpuUtilAvg: 60 })),
      'busy',
    ],
    ['a person was there two days ago', 'gpu', hours(WEEK, () => ({ lastActivityAt: ago(48) })), 'watch'],
    ['a person was there this hour', 'gpu', hours(WEEK, () => ({ lastActivityAt: ago(0.5) })), 'busy'],
    ['a person was there before the window', 'gpu', hours(WEEK, () => ({ lastActivityAt: ago(200) })), 'idle'],
    ['no telemetry at all', 'gpu', [], 'no_telemetry'],
    ['rows without a sample', 'gpu', hours(WEEK, () => ({ samples: 0 })), 'no_telemetry'],
    ['every fifth sample lost', 'gpu', hours(WEEK, () => ({ samples: 48 })), 'too_little'],
    ['every fifth hour lost', 'gpu', hours(WEEK, (h) => (h % 5 === 0 ? undefined : {})), 'too_little'],
    ['nine of ten are enough', 'gpu', hours(WEEK, () => ({ samples: 54 })), 'idle'],
    ['a GPU without a GPU reading', 'gpu', hours(WEEK, () => ({ gpuUtilMax: null })), 'no_signal'],
    [
      'a GPU whose reading is half missing',
      'gpu',
      hours(WEEK, (h) => (h % 2 === 0 ? { gpuUtilMax: null } : {})),
      'no_signal',
    ],
    ['two days old, all seen', 'gpu', hours(48), 'watch'],
    ['six hours old, all seen', 'gpu', hours(6), 'too_little'],
    ['heard of again this morning', 'gpu', hours(WEEK, (h) => (h > 10 && h < 100 ? undefined : {})), 'too_little'],
    [
      'no request, no utilisation',
      'endpoint',
      hours(WEEK, () => ({ requests: null, gpuUtilMax: null, cpuUtilMax: null })),
      'no_signal',
    ],
    ['requests not reported, utilisation quiet', 'endpoint', hours(WEEK, () => ({ requests: null })), 'idle'],
    [
      'requests not reported, utilisation busy',
      'endpoint',
      hours(WEEK, () => ({ requests: null, gpuUtilMax: 9, gpuUtilAvg: 9 })),
      'busy',
    ],
    ['an endpoint without a GPU', 'endpoint', hours(WEEK, () => ({ gpuUtilMax: null, cpuUtilMax: 20 })), 'busy'],
    ['a notebook after three days', 'notebook', hours(72), 'idle'],
    ['a notebook with its browser open', 'notebook', hours(72, () => ({ activeSessions: 1 })), 'busy'],
    ['a notebook on a busy CPU', 'notebook', hours(72, () => ({ gpuUtilMax: null, cpuUtilMax: 40 })), 'busy'],
    ['an index that nobody asks for two weeks', 'vector-index', hours(2 * WEEK), 'idle'],
    ['an index that nobody asks for one week', 'vector-index', hours(WEEK), 'watch'],
    [
      'rested for nine days before and came back',
      'gpu',
      hours(600, (h) => (h > 200 && h % 220 < 3 ? { gpuUtilAvg: 30, gpuUtilMax: 90 } : {})),
      'watch',
    ],
    [
      'rested for two days before, and for a week now',
      'gpu',
      hours(600, (h) => (h > 180 && h % 50 < 3 ? { gpuUtilAvg: 30, gpuUtilMax: 90 } : {})),
      'idle',
    ],
    ['memory that moves beside an idle engine', 'gpu', hours(WEEK, () => ({ gpuDramActiveMax: 12 })), 'busy'],
    ['power above rest beside an idle engine', 'gpu', hours(WEEK, () => ({ gpuPowerPctMax: 60 })), 'busy'],
    ['power at rest', 'gpu', hours(WEEK, () => ({ gpuPowerPctMax: 20, gpuDramActiveMax: 0 })), 'idle'],
    ['"no value" in every hour', 'gpu', hours(WEEK, () => ({ gpuUtilMax: 2 ** 63, gpuUtilAvg: 2 ** 63 })), 'no_signal'],
    [
      '"no value" where the host works',
      'gpu',
      hours(WEEK, (h) => (h % 24 === 5 ? { gpuUtilMax: 2 ** 63, cpuUtilMax: 70 } : {})),
      'busy',
    ],
    [
      'hours told twice make up for none that are missing',
      'gpu',
      hours(WEEK, (h) => (h % 5 === 0 ? undefined : { samples: 120 })),
      'too_little',
    ],
    ['storage nobody read for a month', 'storage', hours(720), 'idle'],
    ['storage read once in a month', 'storage', hours(720, (h) => (h === 600 ? { requests: 1 } : {})), 'watch'],
    ['a commitment nobody uses for two weeks', 'api-commitment', hours(2 * WEEK), 'idle'],
    ['an index whose requests nobody counts', 'vector-index', hours(2 * WEEK, () => ({ requests: null })), 'no_signal'],
  ])('%s (%s)', (_, kind, seen, expected) => {
    expect(of(kind, seen)).toBe(expected)
  })

  it('says since when: the hour after the last work, as far back as is known', () => {
    const worked = hours(400, (h) => (h > 300 ? { gpuUtilAvg: 50, gpuUtilMax: 60 } : {}))
    expect(verdict('gpu', worked)).toMatchObject({ kind: 'idle', sinceAt: ago(300), sinceAtLeast: false })
    expect(verdict('gpu', hours(400))).toMatchObject({ sinceAt: ago(400), sinceAtLeast: true })
    const active = hours(400, () => ({ lastActivityAt: ago(350.5) }))
    expect(verdict('gpu', active)).toMatchObject({ sinceAt: ago(350), sinceAtLeast: false })
  })

  it('does not count what lies behind a gap of more than a day', () => {
    const gap = (from: number, to: number) => hours(400, (h) => (h > from && h <= to ? undefined : {}))
    expect(verdict('gpu', gap(200, 225))).toMatchObject({ kind: 'idle', sinceAt: ago(200), sinceAtLeast: true })
    expect(verdict('gpu', gap(200, 220))).toMatchObject({ sinceAt: ago(400) })
    expect(verdict('gpu', gap(160, 190))).toMatchObject({ kind: 'idle', sinceAt: ago(160) })
  })

  it('carries what it stands on', () => {
    const seen = hours(WEEK, (h) => (h === 40 ? { gpuUtilAvg: 0.4, gpuUtilMax: 60 } : { samples: 57 }))
    expect(verdict('gpu', seen).evidence).toMatchObject({
      windowHours: 168,
      coverage: expect.closeTo(0.95, 2),
      peaks: { gpuUtilMax: 60, requests: 0 },
      blipHours: 1,
    })
  })
})

it('every rule can be loud, judges a class and has a window longer than its watch', () => {
  expect(new Set(IDLE_RULES.rules.map(({ kind }) => kind)).size).toBe(IDLE_RULES.rules.length)
  for (const rule of IDLE_RULES.rules) {
    const loud = { ...QUIET, gpuUtilMax: 100, requests: 1 }
    expect(isLoud(rule, loud), rule.kind).toBe(true)
    expect(rule.windowHours, rule.kind).toBeGreaterThan(rule.watchHours)
  }
})
