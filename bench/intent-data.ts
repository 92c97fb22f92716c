import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type AskData, askData, DAYS, LAST_DAY } from './ask-data.ts'

/** The company of `askData` with what the other questions need: units, telemetry, runs, quality, stated value, budgets. */
export async function intentData(wanted: number): Promise<AskData> {
  const data = await askData(wanted)
  const done = join(data.folder, 'intents-done')
  if (existsSync(done)) return data
  const client = new pg.Client({ connectionString: data.server.url })
  await client.connect()
  try {
    await fill(client).finally(() => client.end())
    writeFileSync(done, '')
    return data
  } catch (error) {
    await data.server.stop()
    throw error
  }
}

const FIRST_DAY = `date '${LAST_DAY}' - ${DAYS - 1}`
const chance = (seed: string) => `((hashint4(${seed}) & 65535) / 65536.0)`

async function fill(client: pg.Client): Promise<void> {
  const run = (text: string) => client.query(text)
  await run(`set timezone = 'UTC'`)
  await run(`set synchronous_commit = off`)
  await run(
    `truncate ledger.unit_day, ledger.resource_hour, ledger.training_run, ledger.quality_day, ledger.business_value, ledger.budget`,
  )
  // Requests of everything that serves, in the order in which days come.
  await run(`insert into ledger.unit_day (day, source_name, team, project, environment, workload_type, owner, model_name, unit_name, quantity)
    select d::date, 'units', team, project, environment, workload_type, owner, model_name, 'request',
      sum(1 + (rate * 900 * (0.8 + (hashint4(r + d::date - date '2025-01-01') & 1023) / 2048.0))::int)
    from generate_series(${FIRST_DAY}, date '${LAST_DAY}', interval '1 day') d cross join bench.resource
    where workload_type = 'inference' group by 1, 3, 4, 5, 6, 7, 8 order by 1, 3`)
  // Two weeks of telemetry of all that can idle; one in thirty does, one in forty cannot be judged.
  await run(`insert into ledger.resource_hour (team, resource_id, hour, gpu_util_avg, gpu_util_max, gpu_mem_used_pct_max, cpu_util_max, requests,
      active_sessions, last_activity_at, samples, samples_expected)
    select team, resource_id, h, case when r % 30 = 0 then 0 else round((${chance('r + extract(epoch from h)::int')} * 20)::numeric, 1) end,
      case when r % 30 = 0 then 1 else round((${chance('r + extract(epoch from h)::int')} * 100)::numeric, 1) end, 10, 20,
      case when r % 30 = 0 then 0 else floor(${chance('r * 7 + extract(epoch from h)::int')} * 500) end,
      case when r % 30 = 0 then 0 else 1 end, null, case when r % 40 = 1 then 20 else 60 end, 60
    from bench.resource cross join generate_series(timestamptz '${LAST_DAY} 00:00Z' - interval '13 days', timestamptz '${LAST_DAY} 11:00Z', interval '1 hour') h
    where resource_class in ('gpu', 'endpoint', 'notebook', 'vector-index') order by h, r`)
  await run(`insert into ledger.training_run (team, run_id, project, model_name, status, started_at, ended_at, gpu_hours, effective_cost, billing_currency)
    select team, 'run-' || i, project, 'model-' || i % 40, (array['succeeded', 'succeeded', 'succeeded', 'failed', 'cancelled'])[1 + i % 5],
      timestamptz '${LAST_DAY} 00:00Z' - i * interval '25 minutes', timestamptz '${LAST_DAY} 00:00Z' - i * interval '25 minutes' + interval '3 hours',
      8 + i % 90, (8 + i % 90) * 4.5, 'USD'
    from generate_series(1, 20000) run (i) join bench.resource on r = i % (select count(*) from bench.resource)`)
  await run(`insert into ledger.quality_day (team, project, model_name, metric, day, score_sum, n)
    select distinct on (team, project, model_name, d) team, project, model_name, 'accept_rate', d::date, 80 + r % 15, 100
    from bench.resource cross join generate_series(date '${LAST_DAY}' - 59, date '${LAST_DAY}', interval '1 day') d
    where model_name is not null`)
  await run(`insert into ledger.business_value (team, month, project, value_amount, billing_currency, stated_by, stated_at)
    select distinct on (team, project, m) team, m::date, project, 1000 + r % 5000, 'USD', owner, m::date
    from bench.resource cross join generate_series(date_trunc('month', ${FIRST_DAY}), date '${LAST_DAY}', interval '1 month') m
    where team <> '__unallocated__'`)
  await run(`insert into ledger.budget (scope_dimension, scope_value, month, budget_amount, billing_currency)
    select 'team', team, m::date, count(*) * 1000, 'USD'
    from bench.resource cross join generate_series(date_trunc('month', ${FIRST_DAY}), date '${LAST_DAY}', interval '1 month') m
    where team <> '__unallocated__' group by 2, 3
    union all select 'total', 'total', m::date, 20000000, 'USD'
    from generate_series(date_trunc('month', ${FIRST_DAY}), date '${LAST_DAY}', interval '1 month') m`)
  await run(`vacuum analyze`)
}
