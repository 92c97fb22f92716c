import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../src/db/schema.ts'
import type { ResourceHour } from '../../../src/nudges/idle.ts'

const HOUR = 3_600_000

export const QUIET: Omit<ResourceHour, 'hourAt'> = {
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

/** The hours before `asOf`, newest first; `say` changes some by how many hours ago they began, undefined leaves one out. */
export const hoursBefore = (
  asOf: Date,
  count: number,
  say: (hoursAgo: number) => Partial<ResourceHour> | undefined = () => ({}),
): readonly ResourceHour[] =>
  Array.from({ length: count }, (_, i) => i + 1).flatMap((hoursAgo) => {
    const change = say(hoursAgo)
    return change === undefined ? [] : [{ ...QUIET, hourAt: new Date(asOf.getTime() - hoursAgo * HOUR), ...change }]
  })

/** Replaces all telemetry. */
export async function loadHours(
  db: Kysely<Database>,
  resources: Readonly<Record<string, readonly ResourceHour[]>>,
): Promise<void> {
  await sql`delete from ledger.resource_hour`.execute(db)
  for (const [resource, hours] of Object.entries(resources)) {
    const rows = hours.map((hour) => ({
      hour: hour.hourAt.toISOString(),
      gpu_util_avg: hour.gpuUtilAvg,
      gpu_util_max: hour.gpuUtilMax,
      gpu_dram_active_max: hour.gpuDramActiveMax,
      gpu_power_pct_max: hour.gpuPowerPctMax,
      cpu_util_max: hour.cpuUtilMax,
      requests: hour.requests,
      active_sessions: hour.activeSessions,
      last_activity_at: hour.lastActivityAt?.toISOString() ?? null,
      samples: hour.samples,
      samples_expected: hour.samplesExpected,
    }))
    await sql`insert into ledger.resource_hour (team, resource_id, hour, gpu_util_avg, gpu_util_max, cpu_util_max, requests,
        active_sessions, last_activity_at, samples, samples_expected, gpu_dram_active_max, gpu_power_pct_max)
      select 'any', ${resource}, hour, gpu_util_avg, gpu_util_max, cpu_util_max, requests, active_sessions, last_activity_at,
        samples, samples_expected, gpu_dram_active_max, gpu_power_pct_max
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (hour timestamptz, gpu_util_avg numeric, gpu_util_max numeric,
        cpu_util_max numeric, requests numeric, active_sessions numeric, last_activity_at timestamptz, samples int,
        samples_expected int, gpu_dram_active_max numeric, gpu_power_pct_max numeric)`.execute(db)
  }
}
