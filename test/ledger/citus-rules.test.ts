import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { testDatabase } from '../database.ts'

// What keeps the way to Citus open, read from the catalogue of the migrated database. The spend tables are those with a team.
const { db } = await testDatabase()

const SPEND = sql`(
  select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'team' and not a.attisdropped
  where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p')
)`
const names = async (query: ReturnType<typeof sql<{ name: string }>>) =>
  (await query.execute(db)).rows.map(({ name }) => name)

const withoutTeam = () =>
  names(sql<{ name: string }>`
    select s.relname || '.' || i.indexrelid::regclass as name from ${SPEND} s join pg_index i on i.indrelid = s.oid
    where i.indisunique and not exists (
      select from pg_attribute a where a.attrelid = s.oid and a.attname = 'team' and a.attnum = any (i.indkey)
    )`)
const nullableTeam = () =>
  names(sql<{ name: string }>`
    select s.relname as name from ${SPEND} s join pg_attribute a on a.attrelid = s.oid and a.attname = 'team'
    where not a.attnotnull`)
const references = () =>
  names(sql<{ name: string }>`
    select conname as name from pg_constraint where contype = 'f' and confrelid in (select oid from ${SPEND} s)`)
const triggers = () =>
  names(sql<{ name: string }>`
    select tgname as name from pg_trigger where not tgisinternal and tgrelid in (select oid from ${SPEND} s)`)

it('knows the spend tables', async () => {
  expect((await names(sql<{ name: string }>`select relname as name from ${SPEND} s`)).toSorted()).toEqual([
    'business_value',
    'charge_day',
    'charge_day_area',
    'charge_day_model',
    'meter_day',
    'name',
    'quality_day',
    'resource_hour',
    'training_run',
    'unit_day',
  ])
})

it('every money table without a team is one that needs none', async () => {
  const found = await names(sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns c
    where table_schema = 'ledger' and (column_name like '%\\_cost' or column_name like '%\\_amount')
      and not exists (select from information_schema.columns t
        where t.table_schema = 'ledger' and t.table_name = c.table_name and t.column_name = 'team')
      and table_name not like 'charge\\_day\\_%'
    order by 1`)
  // A budget may be for a cost centre or for everything; loads and restatements are of a whole source. All small: reference tables.
  expect(found).toEqual(['budget', 'load_batch', 'restatement'])
})

it.each([
  ['team is never null', nullableTeam, 'alter table ledger.unit_day alter team drop not null'],
  [
    'team is in every primary and unique key',
    withoutTeam,
    'create unique index once on ledger.unit_day (day, unit_name)',
  ],
  [
    'nothing refers to them',
    references,
    'create table tally.x (team text, r text, h timestamptz, foreign key (team, r, h) references ledger.resource_hour)',
  ],
  [
    'they have no triggers',
    triggers,
    'create trigger x before update on ledger.unit_day for each row execute function suppress_redundant_updates_trigger()',
  ],
] as const)('%s', async (_rule, offenders, offence) => {
  expect(await offenders()).toEqual([])
  // Seen to fail: with the offence there is an offender.
  await sql.raw(offence).execute(db)
  expect(await offenders()).toHaveLength(1)
})

it('no view groups by several sets or joins spend with itself', async () => {
  const { rows } = await sql<{ name: string; text: string }>`
    select viewname as name, pg_get_viewdef((schemaname || '.' || viewname)::regclass) as text from pg_views where schemaname = 'spend'`.execute(
    db,
  )
  expect(rows.filter(({ text }) => /grouping sets|rollup\s*\(|cube\s*\(/i.test(text))).toEqual([])
  expect(rows.length).toBeGreaterThan(8)
})
