import { type Kysely, sql } from 'kysely'

/**
 * Who is idle is asked of the newest hours, and what that costs of a few resources: without these each would read everything. Hours
 * arrive in order of time and are read by resource, a page for each hour, so that index carries all that the rules look at. Charges are
 * found by the resource alone, for a partition holds one month of it, and equal keys are stored once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index resource_hour_by_hour on ledger.resource_hour (hour)`.execute(db)
  await sql`create index resource_hour_by_resource on ledger.resource_hour (resource_id, hour) include (gpu_util_avg, gpu_util_max,
    cpu_util_max, requests, active_sessions, last_activity_at, samples, samples_expected)`.execute(db)
  await sql`create index charge_day_by_resource on ledger.charge_day (resource_id) where resource_id is not null`.execute(
    db,
  )
}
