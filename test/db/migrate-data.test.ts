import { Migrator, sql } from 'kysely'
import { expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { migrate, pendingMigrations } from '../../src/db/migrate.ts'
import { testDatabase } from '../database.ts'
import { loadFacts } from '../spend/facts.ts'

const { db } = await testDatabase()

/** What the first release left behind. */
const FIRST = ['0001-ledger', '0002-tally', '0003-spend']

it('brings a database with data up to date, in which nothing is lost', async () => {
  await sql`drop schema ledger, tally, spend cascade`.execute(db)
  await sql`drop table public.tally_migration, public.tally_migration_lock`.execute(db)
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => FIRST.includes(name)))
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => old },
    migrationTableSchema: 'public',
    migrationTableName: 'tally_migration',
    migrationLockTableName: 'tally_migration_lock',
  }).migrateToLatest()
  expect(error).toBeUndefined()

  await loadFacts(db, [
    { day: '2026-11-02', team: 'search', effective: '10', resourceClass: 'gpu', resourceId: 'g1' },
    { day: '2026-11-03', effective: '-1', category: 'Credit' },
  ])
  await sql`update ledger.charge_day set billing_period = '2026-12-01' where charge_category = 'Credit'`.execute(db)
  await sql`insert into ledger.load_batch (source_name, status, files, rows_read, rows_rejected)
    values ('aws-focus', 'loaded', '[]', 2, 0)`.execute(db)
  await sql`insert into ledger.restatement (source_name, day, billing_currency, batch_id, old_effective_cost, new_effective_cost,
      old_billed_cost, new_billed_cost)
    select 'aws-focus', '2026-11-02', 'USD', batch_id, 9, 10, 9, 10 from ledger.load_batch`.execute(db)
  await sql`insert into ledger.resource_hour (team, resource_id, hour, samples, samples_expected)
    values ('search', 'g1', '2026-11-02T00:00:00Z', 60, 60)`.execute(db)
  await sql`insert into tally.alias (dimension, alias, value) values ('team', 'the finders', 'search')`.execute(db)

  expect(await pendingMigrations(db as never)).toEqual(Object.keys(migrations).filter((name) => !FIRST.includes(name)))
  // Two replicas start at the same moment.
  const [one, other] = await Promise.all([migrate(db as never), migrate(db as never)])
  expect([...one, ...other].toSorted()).toEqual(Object.keys(migrations).filter((name) => !FIRST.includes(name)))
  expect(await migrate(db as never)).toEqual([])

  const first = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows[0]
  expect(await first(sql`select sum(effective_cost)::text as sum, count(*) as count from spend.daily`)).toEqual({
    sum: '9',
    count: '2',
  })
  expect(await first(sql`select day, new_effective_cost::text as cost from spend.restatement`)).toEqual({
    day: '2026-11-02',
    cost: '10',
  })
  expect(await first(sql`select billing_period, billed_cost::text as cost from spend.late_charge`)).toEqual({
    billing_period: '2026-12-01',
    cost: '-1',
  })
  expect(await first(sql`select alias, taught_by from tally.alias`)).toEqual({ alias: 'the finders', taught_by: null })
  expect(await first(sql`select resource_id from spend.resource_hour`)).toEqual({ resource_id: 'g1' })
})
