import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadDemo } from '../../src/demo/load.ts'
import { NEWCOMER } from '../../src/demo/people-table.ts'
import { PLANTED_BLIND, PLANTED_IDLE } from '../../src/demo/planted.ts'
import { Fault } from '../../src/errors.ts'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import { testDatabase } from '../database.ts'

const connection = await testDatabase()
const { db, pool } = connection

const MONDAY = '2026-11-16'
const NOON = new Date(`${MONDAY}T12:00:00Z`)

const load = (more: Partial<Parameters<typeof loadDemo>[0]> = {}) =>
  loadDemo({ connection, asOf: MONDAY, now: NOON, months: 1, ...more })

describe('the demo company in a database', () => {
  beforeAll(async () => {
    const summary = await load()
    expect(summary).toMatchObject({ rowsRejected: 0, restatements: 3 })
  }, 120_000)

  it('keeps three sizes of one truth', async () => {
    expect(await rollupDifferences(db)).toEqual([])
  })

  it('says which days moved', async () => {
    const moved = await db
      .selectFrom('ledger.restatement')
      .select(['source_name', 'day', 'old_effective_cost', 'new_effective_cost'])
      .orderBy('day')
      .execute()
    expect(moved.map(({ source_name, day }) => [source_name, day])).toEqual([
      ['aws-focus', '2026-11-07'],
      ['aws-focus', '2026-11-08'],
      ['aws-focus', '2026-11-09'],
    ])
    for (const day of moved) expect(Number(day.new_effective_cost)).toBeGreaterThan(Number(day.old_effective_cost) + 50)
  })

  it('waits for AWS alone about yesterday', async () => {
    const yesterday = await db.selectFrom('spend.day_status').selectAll().where('day', '=', '2026-11-15').execute()
    expect(yesterday.filter(({ status }) => status === 'provisional').map(({ waiting_for }) => waiting_for)).toEqual([
      'aws-focus',
    ])
    expect(yesterday.length).toBe(6)
  })

  it('has an answer about the GPUs of search on a Monday at noon', async () => {
    const { rows } = await sql<{ cost: string; sources: string }>`
      select sum(effective_cost) as cost, string_agg(distinct source_name, ',') as sources from spend.daily
      where team = 'search' and resource_class = 'gpu' and day = ${MONDAY}`.execute(db)
    expect(Number(rows[0]?.cost)).toBeGreaterThan(100)
    expect(rows[0]?.sources).toBe('gcp-focus')
  })

  it('knows meters, classes and areas of all it buys', async () => {
    const distinct = async (column: string) => {
      const { rows } = await sql<{ value: string }>`
        select distinct ${sql.ref(column)} as value from spend.daily where ${sql.ref(column)} is not null`.execute(db)
      return rows.map(({ value }) => value)
    }
    expect(await distinct('meter')).toEqual(
      expect.arrayContaining(['Input', 'Output', 'CacheRead', 'CacheWrite', 'GPU-Hours']),
    )
    expect(await distinct('resource_class')).toEqual(
      expect.arrayContaining([
        'gpu',
        'tpu',
        'endpoint',
        'notebook',
        'vector-index',
        'bucket',
        'nat-gateway',
        'load-balancer',
      ]),
    )
    expect((await distinct('cost_area')).length).toBe(9)
    expect((await distinct('environment')).sort()).toEqual(['development', 'production', 'sandbox', 'staging'])
    expect((await distinct('team')).length).toBe(25)
    expect((await distinct('billing_currency')).sort()).toEqual(['EUR', 'USD'])
  })

  it('bills in euros for one project only', async () => {
    const projects = await db
      .selectFrom('spend.daily')
      .select('project')
      .distinct()
      .where('billing_currency', '=', 'EUR')
      .execute()
    expect(projects).toEqual([{ project: 'translation/eu' }])
  })

  it('shows what is idle and what cannot be judged', async () => {
    const { rows } = await sql<{ name: string; coverage: string }>`
      with seen as (
        select resource_id, sum(samples)::numeric / sum(samples_expected) as coverage, max(gpu_util_max) as peak,
          max(cpu_util_max) as cpu, coalesce(sum(requests), 0) as requests
        from spend.resource_hour where hour >= ${MONDAY}::date - 3 and hour < ${MONDAY}::date group by 1
      ), paid as (
        select resource_id, max(resource_name) as name from spend.daily where day >= ${MONDAY}::date - 5 group by 1
      )
      select name, coverage from seen join paid using (resource_id)
      where coalesce(peak, cpu) < 5 and requests = 0 order by 1`.execute(db)
    const judged = rows.filter(({ coverage }) => Number(coverage) >= 0.9).map(({ name }) => name)
    expect(judged).toEqual(PLANTED_IDLE.map(({ name }) => name).sort())
    expect(rows.filter(({ coverage }) => Number(coverage) < 0.9).map(({ name }) => name)).toEqual([PLANTED_BLIND])
  })

  it('fills what a bill does not say', async () => {
    const { rows } = await sql<Record<string, boolean>>`
      select exists (select from spend.units where unit_name = 'document') as units,
        exists (select from spend.training_run where status = 'succeeded') as runs,
        exists (select from spend.quality where project = 'ticket-triage') as quality,
        exists (select from spend.budget where scope_dimension = 'total' and month = '2026-12-01') as budgets,
        exists (select from spend.meter_daily) as meter,
        exists (select from tally.alias where alias = 'bedrock') as aliases,
        exists (select from tally.person where email = ${NEWCOMER} and role = 'admin') as newcomer`.execute(db)
    expect(Object.entries(rows[0] ?? {}).filter(([, there]) => !there)).toEqual([])
  })
})

describe('loading again', () => {
  it('takes the place of the demo of an earlier day', async () => {
    await load({ asOf: '2026-12-02', now: new Date('2026-12-02T07:30:00Z') })
    const days = await db
      .selectFrom('spend.daily')
      .select(({ fn }) => [fn.min('day').as('first'), fn.max('day').as('last')])
      .executeTakeFirstOrThrow()
    // Two days of December; of November only the refunds that December's files bring, and there is no such file yet.
    expect(days).toEqual({ first: '2026-12-01', last: '2026-12-02' })
    expect(await rollupDifferences(db)).toEqual([])
  }, 120_000)

  it("refuses to take the place of somebody's own spend, until told to", async () => {
    const file = join(tmpdir(), `tally-own-${process.pid}.csv`)
    writeFileSync(
      file,
      'ChargePeriodStart,BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ServiceName\n2026-12-01T00:00:00Z,1,1,USD,Usage,Own\n',
    )
    await importFocus(pool, { files: [file], sourceName: 'aws-focus', mapping: loadMapping(), now: NOON })
    await expect(load()).rejects.toThrow(Fault)
    const own = () => db.selectFrom('spend.daily').select('day').where('service_name', '=', 'Own').execute()
    expect(await own()).toEqual([{ day: '2026-12-01' }])

    await load({ asOf: '2026-12-02', now: new Date('2026-12-02T07:30:00Z'), overwrite: true })
    expect(await own()).toEqual([])
  }, 120_000)
})
