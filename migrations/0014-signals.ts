import { type Kysely, sql } from 'kysely'

/**
 * Two more signals of work, where they are measured: a GPU that moves memory or draws power is no idle GPU, whatever its engine says.
 * The index by resource carries all that the rules look at, so it is made anew with them; until it is, looking for what is idle is
 * slow and nothing else.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`alter table ledger.resource_hour
    add column gpu_dram_active_max numeric check (gpu_dram_active_max between 0 and 100),
    add column gpu_power_pct_max numeric check (gpu_power_pct_max between 0 and 100)`)
  await run(`create or replace view spend.resource_hour as
    select nullif(team, '__unallocated__') as team, resource_id, hour, gpu_util_avg, gpu_util_max, gpu_mem_used_pct_max, cpu_util_max,
      requests, active_sessions, last_activity_at, samples, samples_expected, gpu_dram_active_max, gpu_power_pct_max
    from ledger.resource_hour`)
  await run(`drop index ledger.resource_hour_by_resource`)
  await run(`create index resource_hour_by_resource on ledger.resource_hour (resource_id, hour) include (gpu_util_avg, gpu_util_max,
    gpu_dram_active_max, gpu_power_pct_max, cpu_util_max, requests, active_sessions, last_activity_at, samples, samples_expected)`)
}
