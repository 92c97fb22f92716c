import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../../src/db/schema.ts'

/** How many of something on one day. */
export interface Count {
  readonly day: string
  readonly unit: string
  readonly quantity: string
  readonly team?: string
  readonly project?: string
  readonly environment?: string
  readonly workload?: string | null
  readonly model?: string
}

export async function loadCounts(db: Kysely<Database>, counts: readonly Count[]): Promise<void> {
  await sql`delete from ledger.unit_day`.execute(db)
  for (const { day, unit, quantity, team, project, environment, workload, model } of counts)
    await sql`insert into ledger.unit_day (day, source_name, team, project, environment, workload_type, model_name, unit_name, quantity)
      values (${day}, 'counts', ${team ?? '__unallocated__'}, ${project ?? null}, ${environment ?? null},
        ${workload === undefined ? 'inference' : workload}, ${model ?? null}, ${unit}, ${quantity}::numeric)`.execute(
      db,
    )
}

export interface Ran {
  readonly id: string
  readonly started: string
  readonly cost: string
  readonly status?: 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly team?: string
  readonly project?: string
  readonly model?: string
  readonly hours?: string | null
  readonly currency?: string
}

export async function loadRuns(db: Kysely<Database>, runs: readonly Ran[]): Promise<void> {
  await sql`delete from ledger.training_run`.execute(db)
  for (const { id, started, cost, status, team, project, model, hours, currency } of runs)
    await sql`insert into ledger.training_run
      (team, run_id, project, model_name, status, started_at, gpu_hours, effective_cost, billing_currency)
      values (${team ?? '__unallocated__'}, ${id}, ${project ?? null}, ${model ?? null}, ${status ?? 'succeeded'},
        ${started}::timestamptz, ${hours ?? null}::numeric, ${cost}::numeric, ${currency ?? 'USD'})`.execute(db)
}
