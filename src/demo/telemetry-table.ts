import { civilDate, rhythm } from './calendar.ts'
import type { Scene } from './charge.ts'
import { PROJECTS, rhythmOf } from './company.ts'
import { csv } from './csv.ts'
import type { Machine } from './machines.ts'
import { PLANTED_BLIND, PLANTED_IDLE } from './planted.ts'
import { random } from './random.ts'

export const TELEMETRY_DAYS = 35

const HEADER = [
  'team',
  'resource_id',
  'hour',
  'gpu_util_avg',
  'gpu_util_max',
  'gpu_mem_used_pct_max',
  'cpu_util_max',
  'requests',
  'active_sessions',
  'last_activity_at',
  'samples',
  'samples_expected',
] as const

const SAMPLES = 60

/** What the agents on the machines saw, hour by hour, for the last weeks. */
export function telemetryTable(scene: Scene, machines: readonly Machine[], hoursToday: number): string {
  const rows: (string | number | undefined)[][] = []
  const end = scene.asOf * 24 + Math.max(1, hoursToday)
  const earliest = Math.max(scene.asOf - TELEMETRY_DAYS, scene.firstDay)
  for (const machine of machines) {
    const first = Math.max(earliest, scene.asOf - machine.since)
    const sees = watch(scene, machine)
    for (let hour = first * 24; hour < end; hour++) {
      rows.push([machine.line.allocation?.team, machine.resource.id, instant(hour), ...sees(hour)])
    }
  }
  return csv(HEADER, rows)
}

const instant = (hour: number) => `${civilDate(Math.floor(hour / 24))}T${String(hour % 24).padStart(2, '0')}:00:00Z`

type Seen = readonly (string | number | undefined)[]

function watch(scene: Scene, { resource, plan, line }: Machine): (hour: number) => Seen {
  const next = random(scene.seed, `${resource.name}/telemetry`)
  const idle = PLANTED_IDLE.find(({ name }) => name === resource.name)
  const idleSince = idle === undefined ? Number.POSITIVE_INFINITY : (scene.asOf - idle.since) * 24
  const team = PROJECTS[plan.project ?? '']?.team
  // A TPU's or an Inferentia's duty stands in the same columns.
  const accelerated = line.unit === 'Hours'
  let last: number | undefined
  return (hour) => {
    const day = Math.floor(hour / 24)
    const blind = resource.name === PLANTED_BLIND && next() < 0.45
    const samples = blind ? 0 : next() < 0.03 ? SAMPLES - 1 - Math.floor(next() * 6) : SAMPLES
    if (samples === 0) return ['', '', '', '', '', '', '', 0, SAMPLES]
    // What is seen of the blind one looks idle, too: without the rest nobody can say.
    const load =
      hour >= idleSince || resource.name === PLANTED_BLIND
        ? 0
        : work(plan.use, hour % 24, rhythm(rhythmOf(team), day), next)
    if (load > 0) last = hour
    // A machine that does nothing still shows a percent now and then.
    const peak =
      load === 0
        ? Math.floor(next() * 2)
        : Math.min(100, Math.round(35 * Math.sqrt(load) + 45 * next() * Math.min(1, load) + 8))
    const average = load === 0 ? 0 : Math.min(peak, Math.round(peak * (0.12 + 0.35 * Math.min(1, load))))
    const serves = plan.use === 'serving' || plan.use === 'index'
    const hourly = (plan.requests ?? 180_000) / 24 / plan.count
    return [
      accelerated ? average : '',
      accelerated ? peak : '',
      accelerated ? (load === 0 ? 3 : Math.min(98, 40 + Math.round(50 * Math.min(1, load)))) : '',
      load === 0 ? 2 : Math.min(99, Math.round(peak * 0.7) + 6),
      serves ? Math.round(hourly * load) : 0,
      plan.use === 'notebook' ? (load > 0 ? 1 : 0) : '',
      last === undefined ? '' : instant(last),
      samples,
      SAMPLES,
    ]
  }
}

/** How hard it works in an hour, with 1 for an ordinary one and 0 for not at all. */
function work(use: Machine['plan']['use'], hour: number, day: number, next: () => number): number {
  switch (use) {
    case 'serving':
    case 'index':
      // Low in the American night, never nothing.
      return day * (0.35 + 0.65 * Math.sin((Math.PI * ((hour + 17) % 24)) / 24) ** 2) * (0.85 + 0.3 * next()) * 1.3
    case 'training':
      return next() < 0.06 ? 0 : 2.2 + 0.6 * next()
    case 'spare':
      // Bursts: quiet by the mean, busy by the peak. Naive rules call it idle.
      return hour >= 9 && hour < 19 && next() < 0.5 * day ? 0.2 + 1.1 * next() : 0
    case 'notebook':
      return hour >= 8 && hour < 18 && next() < 0.7 * day ? 0.1 + 0.8 * next() : 0
  }
}
