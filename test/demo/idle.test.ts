import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { dayNumber } from '../../src/demo/calendar.ts'
import type { Scene } from '../../src/demo/charge.ts'
import { type Machine, machines } from '../../src/demo/machines.ts'
import { PLANTED_BLIND, PLANTED_IDLE } from '../../src/demo/planted.ts'
import { telemetryTable } from '../../src/demo/telemetry-table.ts'
import { judge, type ResourceHour, summarise } from '../../src/nudges/idle.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'

const asOf = dayNumber('2026-11-23')
const NOON = new Date('2026-11-23T12:00:00Z')

const KINDS: Partial<Record<Machine['plan']['type'], string>> = {
  Endpoint: 'endpoint',
  Notebook: 'notebook',
  Index: 'vector-index',
  Collection: 'vector-index',
}

it.each([1, 20_261_123, 77])('of the demo company the planted machines are idle, and no other (seed %i)', (seed) => {
  const scene: Scene = { seed, asOf, firstDay: asOf - 60 }
  const hardware = machines(scene)
  const hours = new Map<string, ResourceHour[]>()
  const number = (text = '') => (text === '' ? null : Number(text))
  const { data } = Papa.parse<Record<string, string>>(telemetryTable(scene, hardware, 12), {
    header: true,
    skipEmptyLines: true,
  })
  for (const row of data) {
    const hour: ResourceHour = {
      hourAt: new Date(row.hour ?? ''),
      gpuUtilAvg: number(row.gpu_util_avg),
      gpuUtilMax: number(row.gpu_util_max),
      gpuDramActiveMax: null,
      gpuPowerPctMax: null,
      cpuUtilMax: number(row.cpu_util_max),
      requests: number(row.requests),
      activeSessions: number(row.active_sessions),
      lastActivityAt: row.last_activity_at ? new Date(row.last_activity_at) : null,
      samples: Number(row.samples),
      samplesExpected: Number(row.samples_expected),
    }
    const known = hours.get(row.resource_id ?? '')
    if (known === undefined) hours.set(row.resource_id ?? '', [hour])
    else known.push(hour)
  }
  const verdicts = hardware.map(({ plan, resource }) => {
    const rule = IDLE_RULES.rules.find(({ kind }) => kind === (KINDS[plan.type] ?? 'gpu'))
    if (rule === undefined) throw new Error(plan.type)
    const seen = hours.get(resource.id) ?? []
    return { name: resource.name, verdict: judge(rule, summarise(rule, seen, NOON), NOON) }
  })
  const named = (kind: string) => verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ name }) => name)
  expect(named('idle').toSorted()).toEqual(PLANTED_IDLE.map(({ name }) => name).toSorted())
  expect(named('unknown')).toEqual([PLANTED_BLIND])
})
