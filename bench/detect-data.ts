import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { connect } from '../src/db/connect.ts'
import { type Embedded, startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

const CACHE = fileURLToPath(new URL('.cache/', import.meta.url))
export const RESOURCES = 50_000
export const DAYS = 30
/** A Monday before work: what rests through weekends has been quiet for as long as it ever is, so that most must be looked at. */
export const NOW = new Date('2026-11-23T06:00:00Z')
const FIRST_DAY = '2026-10-24'

/** A company whose every resource sent telemetry and was paid for through 30 days; made once and kept. */
export async function detectData(): Promise<Embedded> {
  const folder = join(CACHE, `detect-${RESOURCES}`)
  const done = join(folder, 'done')
  if (!existsSync(done)) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await startEmbedded({ folder, settings: { maintenance_work_mem: '1GB', max_wal_size: '4GB' } })
  try {
    const connection = connect(server.url, { max: 1 })
    await migrate(connection.db as never)
    await connection.close()
    if (!existsSync(done)) {
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await generate((text) => client.query(text))
      await client.end()
      writeFileSync(done, '')
    }
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

// Of a hundred resources: how many live how. `works` is asked of hour `h` and resource `r`, by the hour `hod` of its day and the day `dow` of its week.
const LIVES = [
  { of: 66, works: 'random() < 0.9' },
  { of: 13, works: 'dow between 1 and 5 and hod between 7 and 18 and random() < 0.8' },
  { of: 5, works: 'hod = r % 24' },
  { of: 3, works: 'dow = r % 7 and hod < 3' },
  { of: 7, works: 'false' },
  { of: 3, works: `h < timestamptz '2026-11-05'` },
  // Nothing is seen of it in four hours of ten.
  { of: 3, works: 'random() < 0.02' },
] as const

async function generate(run: (text: string) => Promise<unknown>): Promise<void> {
  await run(`set timezone = 'UTC'`)
  await run(`set synchronous_commit = off`)
  await run(`insert into ledger.source (source_name, source_kind) values ('aws-focus', 'ledger')`)
  const upTo = (i: number) => LIVES.slice(0, i + 1).reduce((sum, { of }) => sum + of, 0)
  const life = LIVES.map((_, i) => `when life < ${upTo(i)} then ${i}`).join(' ')
  await run(`create schema bench`)
  await run(`create table bench.resource as
    select r, 'arn:aws:ai:us-east-1:123456789012:resource/' || lpad(r::text, 6, '0') as resource_id, 'team-' || lpad((r % 200)::text, 3, '0') as team,
      'project-' || r % 900 as project, 'owner-' || r % 700 || '@example.com' as owner,
      (array['gpu', 'gpu', 'gpu', 'gpu', 'gpu', 'endpoint', 'endpoint', 'notebook', 'notebook', 'vector-index'])[1 + r % 10] as class,
      (array['training', 'inference', 'notebook'])[1 + r % 3] as workload, case ${life} end as life, 5 + r % 90 as rate
    from (select r, (hashint4(r) & 65535) % 100 as life from generate_series(0, ${RESOURCES - 1}) r) as numbered`)
  await run(`alter table ledger.resource_hour drop constraint resource_hour_pkey`)
  await run(`drop index ledger.resource_hour_by_hour, ledger.resource_hour_by_resource`)
  for (let day = 0; day < DAYS; day++) {
    await run(`insert into ledger.resource_hour (team, resource_id, hour, gpu_util_avg, gpu_util_max, gpu_mem_used_pct_max, cpu_util_max,
        requests, active_sessions, last_activity_at, samples, samples_expected, gpu_dram_active_max, gpu_power_pct_max)
      select team, resource_id, h, case when class = 'gpu' then case when works then 20 + r % 50 else 0 end end,
        case when class = 'gpu' then case when works then 60 + r % 40 else r % 3 end end, case when class = 'gpu' then 60 end,
        case when works then 50 else 2 end, case when class <> 'gpu' then case when works then 100 + r % 50 else 0 end end,
        case when class = 'notebook' then works::int end, case when class = 'notebook' and works then h + interval '20 minutes' end,
        case when life = 6 and random() < 0.4 then 0 else 60 end, 60,
        case when class = 'gpu' then case when works then 30 else 0 end end, case when class = 'gpu' then case when works then 70 else 12 end end
      from (
        select *, case life ${LIVES.map(({ works }, i) => `when ${i} then ${works}`).join(' ')} end as works
        from (
          select h, extract(hour from h)::int as hod, extract(isodow from h)::int as dow
          from generate_series(timestamptz '${FIRST_DAY} 06:00' + ${day} * interval '1 day',
            timestamptz '${FIRST_DAY} 06:00' + ${day} * interval '1 day' + interval '23 hours', interval '1 hour') h
        ) as hours cross join bench.resource
      ) as lived`)
    console.error(`bench: made day ${day + 1} of ${DAYS}`)
  }
  await run(`alter table ledger.resource_hour add primary key (team, resource_id, hour)`)
  await run(`create index resource_hour_by_hour on ledger.resource_hour (hour)`)
  await run(`create index resource_hour_by_resource on ledger.resource_hour (resource_id, hour) include (gpu_util_avg, gpu_util_max,
    gpu_dram_active_max, gpu_power_pct_max, cpu_util_max, requests, active_sessions, last_activity_at, samples, samples_expected)`)
  console.error('bench: made the indexes')
  await run(`create table ledger.charge_day_bench partition of ledger.charge_day default`)
  await run(`insert into ledger.charge_day (day, source_name, team, project, environment, workload_type, owner, service_provider_name,
      service_name, cost_area, region_id, resource_id, resource_name, resource_class, charge_category, billing_currency, billed_cost, effective_cost)
    select d::date, 'aws-focus', team, project, 'production', workload, owner, 'aws', 'Amazon EC2', 'Compute', 'us-east-1', resource_id, 'res-' || r,
      class, 'Usage', 'USD', rate, rate
    from generate_series(date '${FIRST_DAY}', date '2026-11-22', interval '1 day') d cross join bench.resource`)
  await run(`insert into ledger.time_sector (source_name, day, status, charge_rows)
    select source_name, day, 'complete', count(*) from ledger.charge_day group by 1, 2`)
  await run(`vacuum analyze`)
}
