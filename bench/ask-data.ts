import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { connect } from '../src/db/connect.ts'
import { type Embedded, startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

const CACHE = fileURLToPath(new URL('.cache/', import.meta.url))
export const DAYS = 394
export const LAST_DAY = '2026-11-26'
const TEAMS = 200

export interface AskData {
  readonly server: Embedded
  readonly parquet: string
  /** Where all of it is kept. */
  readonly folder: string
  readonly rows: number
}

/** A year and a month of a company whose resources all bill every day, in all sizes and as Parquet; made once and kept. */
export async function askData(wanted: number): Promise<AskData> {
  const resources = Math.max(TEAMS, Math.round(wanted / DAYS))
  const folder = join(CACHE, `ask-${wanted}`)
  const parquet = join(folder, 'charges.parquet')
  const done = join(folder, 'done')
  if (!existsSync(done)) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await startEmbedded({ folder })
  try {
    const connection = connect(server.url, { max: 1 })
    await migrate(connection.db as never)
    await connection.close()
    if (!existsSync(done)) {
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await generate(client, resources)
      await toParquet(client, folder, parquet)
      await client.end()
      writeFileSync(done, '')
    }
    return { server, parquet, folder, rows: resources * DAYS }
  } catch (error) {
    await server.stop()
    throw error
  }
}

// What a company for AI runs: kind of resource × where it is billed. The weights repeat a kind.
const KINDS = `(values
  (0, 'Compute', 'Amazon EC2', 'aws', 'gpu', 'p5.48xlarge', 'training', null, 'GPU-Hours', 'GPU-Hours'),
  (1, 'Compute', 'Amazon EC2', 'aws', 'gpu', 'g5.12xlarge', 'inference', null, 'GPU-Hours', 'GPU-Hours'),
  (2, 'Compute', 'Compute Engine', 'gcp', 'cpu', 'n2-standard-8', 'data-prep', null, null, 'Hours'),
  (3, 'Managed AI Services', 'Amazon SageMaker', 'aws', 'endpoint', 'ml.g5.2xlarge', 'inference', null, null, 'Hours'),
  (4, 'Managed AI Services', 'Vertex AI', 'gcp', 'notebook', 'n1-standard-4', 'notebook', null, null, 'Hours'),
  (5, 'Model Usage', 'OpenAI', 'openai', null, null, 'inference', 'gpt-4o', 'Input', 'Tokens'),
  (6, 'Model Usage', 'OpenAI', 'openai', null, null, 'inference', 'gpt-4o-mini', 'Output', 'Tokens'),
  (7, 'Model Usage', 'Anthropic', 'anthropic', null, null, 'inference', 'claude-sonnet-4-5', 'Input', 'Tokens'),
  (8, 'Model Usage', 'Amazon Bedrock', 'aws', null, null, 'batch-inference', 'claude-haiku-4-5', 'Output', 'Tokens'),
  (9, 'Storage', 'Amazon S3', 'aws', 'bucket', null, null, null, null, 'GB-Months'),
  (10, 'Vector Databases', 'Pinecone', 'pinecone', 'vector-index', null, 'embedding', 'text-embedding-3-small', null, 'Hours'),
  (11, 'Networking', 'Amazon VPC', 'aws', 'nat-gateway', null, null, null, null, 'GB'),
  (12, 'Monitoring', 'Datadog', 'datadog', null, null, null, null, null, 'Hosts'),
  (13, 'Data Pipelines', 'AWS Glue', 'aws', null, null, 'data-prep', null, null, 'Hours')
) kind (n, cost_area, service_name, provider, resource_class, instance_type, workload_type, model_name, meter, unit)`

const COLUMNS = `day, source_name, team, project, environment, workload_type, owner, model_name, service_provider_name, service_name,
  cost_area, region_id, resource_id, resource_class, instance_type, meter, unit, charge_category, billing_currency, billed_cost,
  effective_cost, list_cost, quantity`

async function generate(client: pg.Client, resources: number): Promise<void> {
  const run = (text: string) => client.query(text)
  await run(`set timezone = 'UTC'`)
  await run(`set synchronous_commit = off`)
  await run(
    `insert into ledger.source (source_name, source_kind) values ('aws-focus', 'ledger'), ('gcp-focus', 'ledger'), ('saas-focus', 'ledger')`,
  )
  await run(`create schema bench`)
  // Large teams and small ones: the square pulls resources toward the first. A few resources belong to nobody.
  await run(`create table bench.resource as
    select r, case when r % 25 = 24 then '__unallocated__' else 'team-' || lpad((1 + floor(${TEAMS} * power((hashint4(r) & 65535) / 65536.0, 1.7)))::int::text, 3, '0') end as team,
      'project-' || ((hashint4(r + 1) & 65535) % 900) as project,
      (array['production', 'production', 'staging', 'development'])[1 + r % 4] as environment,
      'owner-' || ((hashint4(r + 2) & 65535) % 700) || '@example.com' as owner,
      (array['us-east-1', 'eu-west-1', 'westeurope'])[1 + r % 3] as region_id,
      'res-' || r as resource_id, 1 + (hashint4(r + 3) & 65535) / 1000.0 as rate, kind.*
    from generate_series(0, ${resources - 1}) r join ${KINDS} on kind.n = (hashint4(r + 4) & 65535) % 14`)
  const { rows: months } = await run(`
    select to_char(m, '"charge_day_"YYYY_MM') as name, m::date::text as first, (m + interval '1 month')::date::text as next
    from generate_series(date_trunc('month', date '${LAST_DAY}' - ${DAYS - 1}), date '${LAST_DAY}', interval '1 month') m`)
  for (const { name, first, next } of months as { name: string; first: string; next: string }[]) {
    await run(`create table ledger.${name} (like ledger.charge_day including all)`)
    await run(
      `alter table ledger.charge_day attach partition ledger.${name} for values from ('${first}') to ('${next}')`,
    )
    await run(`insert into ledger.charge_day (${COLUMNS})
      select d::date, case provider when 'aws' then 'aws-focus' when 'gcp' then 'gcp-focus' else 'saas-focus' end, team, project,
        environment, workload_type, owner, model_name, provider, service_name, cost_area, region_id, resource_id, resource_class,
        instance_type, meter, unit, 'Usage', 'USD', money, money, round(money * 1.2, 9), round(money * 7, 3)
      from generate_series(greatest(date '${first}', date '${LAST_DAY}' - ${DAYS - 1}), least(date '${next}' - 1, date '${LAST_DAY}'), interval '1 day') d
      cross join bench.resource
      cross join lateral (select round((rate * (0.8 + (hashint4(r + d::date - date '2025-01-01') & 1023) / 2048.0))::numeric, 9) as money) m
      order by d, r`)
    // The same statements as the ledger's own, a month as one delivery.
    const facts = `ledger.${name}`
    const model =
      'team, environment, model_name, workload_type, cost_area, resource_class, meter, unit, billing_currency'
    const costs = 'billed_cost, effective_cost, list_cost, contracted_cost'
    const sums = 'sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost)'
    await run(`insert into ledger.charge_day_model (day, source_name, ${model}, ${costs}, quantity)
      select day, source_name, ${model}, ${sums}, sum(quantity) from ${facts} group by day, source_name, ${model} order by team, day`)
    await run(`insert into ledger.charge_day_area (day, source_name, team, cost_area, billing_currency, ${costs}, charge_rows)
      select day, source_name, team, cost_area, billing_currency, ${sums}, count(*) from ${facts} group by 1, 2, 3, 4, 5 order by team, day`)
    console.error(`bench: made ${name}`)
  }
  for (const [dimension, column] of [
    ['team', 'team'],
    ['project', 'project'],
    ['environment', 'environment'],
    ['model_name', 'model_name'],
    ['workload_type', 'workload_type'],
    ['owner', 'owner'],
    ['service', 'service_name'],
    ['cost_area', 'cost_area'],
    ['provider', 'provider'],
    ['region', 'region_id'],
    ['resource', 'resource_class'],
    ['resource', 'instance_type'],
    ['resource', 'resource_id'],
  ])
    await run(`insert into ledger.name select distinct team, '${dimension}', ${column}, date '${LAST_DAY}' from bench.resource
      where ${column} is not null and ${column} <> '__unallocated__'`)
  await run(`insert into ledger.time_sector (source_name, day, status, charge_rows)
    select source_name, day, case when day > date '${LAST_DAY}' - 2 then 'provisional' else 'complete' end, sum(charge_rows)
    from ledger.charge_day_area group by 1, 2`)
  // The yardstick: the plain fact table, with the index anybody would make.
  await run(`create table bench.plain as select ${COLUMNS} from ledger.charge_day`)
  await run(`create index plain_by_team on bench.plain (team, day)`)
  await run(`create index plain_by_day on bench.plain (day)`)
  await run(`vacuum analyze`)
}

async function toParquet(client: pg.Client, folder: string, parquet: string): Promise<void> {
  const csv = join(folder, 'charges.csv')
  await pipeline(
    client.query(copyTo(`copy (select ${COLUMNS} from bench.plain) to stdout (format csv, header)`)),
    createWriteStream(csv),
  )
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  const types = `{'day': 'DATE', 'billed_cost': 'DECIMAL(28,9)', 'effective_cost': 'DECIMAL(28,9)', 'list_cost': 'DECIMAL(28,9)', 'quantity': 'DECIMAL(28,9)'}`
  await duck.run(
    `copy (select * from read_csv('${csv}', header = true, nullstr = '', types = ${types})) to '${parquet}.part' (format parquet, compression zstd)`,
  )
  duck.closeSync()
  renameSync(`${parquet}.part`, parquet)
  rmSync(csv)
}
