import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { testDatabase } from '../database.ts'
import { place } from './focus-file.ts'

const { db, pool } = await testDatabase()
const options = { mapping: loadMapping(), now: new Date('2026-11-23T12:00:00Z') }

const duckdb = await (await DuckDBInstance.create(':memory:')).connect()
await duckdb.run(`set timezone = 'Asia/Kolkata'`)
await duckdb.run(`copy (
  select 1.515510255::decimal(38,18) as "BilledCost", 0.1::double as "EffectiveCost", null::decimal(10,2) as "ListCost",
    'USD' as "BillingCurrency", 'Usage' as "ChargeCategory", timestamp '2026-11-02 23:00:00' + to_hours(n::integer) as "ChargePeriodStart",
    timestamptz '2026-11-01 00:00:00+00' as "BillingPeriodStart", 'Amazon EC2' as "ServiceName", map {'team': 'Search'} as "Tags"
  from range(3000) r(n)
) to '${place('typed.parquet')}' (format parquet)`)

it('reads Parquet to the last digit, in UTC, with tags as a map', async () => {
  const summary = await importFocus(pool, { ...options, files: [place('typed.parquet')], sourceName: 'parquet' })
  expect(summary).toMatchObject({
    rowsRead: 3000,
    rowsRejected: 0,
    totals: { USD: { billedCost: '4546.530765', effectiveCost: '300' } },
  })
  const [first] = await db.selectFrom('spend.daily').selectAll().orderBy('day').limit(1).execute()
  expect(first).toMatchObject({ day: '2026-11-02', team: 'search', billed_cost: '1.515510255', list_cost: null })
  expect(await importFocus(pool, { ...options, files: [place('typed.parquet')], sourceName: 'parquet' })).toMatchObject(
    { status: 'unchanged' },
  )
})

it('refuses a Parquet that was cut short, and changes nothing', async () => {
  writeFileSync(place('cut.parquet'), readFileSync(place('typed.parquet')).subarray(0, 3000))
  await expect(importFocus(pool, { ...options, files: [place('cut.parquet')], sourceName: 'cut' })).rejects.toThrow(
    /broken Parquet/,
  )
  expect(await db.selectFrom('ledger.source').selectAll().where('source_name', '=', 'cut').execute()).toEqual([])
})

it('names the columns that a Parquet lacks', async () => {
  await duckdb.run(`copy (select 1 as a) to '${place('other.parquet')}' (format parquet)`)
  await expect(importFocus(pool, { ...options, files: [place('other.parquet')], sourceName: 'cut' })).rejects.toThrow(
    /has no column BilledCost/,
  )
})

it('tells the line of a row that it rejects, counted as in a CSV', async () => {
  await duckdb.run(`copy (
    select case n when 5 then 'x' else '1' end as "BilledCost", '1' as "EffectiveCost", 'USD' as "BillingCurrency",
      'Usage' as "ChargeCategory", '2026-11-02' as "ChargePeriodStart", 'EC2' as "ServiceName"
    from range(10) r(n)
  ) to '${place('rejects.parquet')}' (format parquet)`)
  const summary = await importFocus(pool, { ...options, files: [place('rejects.parquet')], sourceName: 'rejects' })
  expect(summary.rejections).toEqual([
    { file: 'rejects.parquet', line: 7, reason: 'BilledCost "x" is not a decimal number' },
  ])
})

it('refuses a Parquet that changes while it is read', async () => {
  const file = place('typed.parquet')
  const onProgress = () => appendFileSync(file, 'x')
  await expect(importFocus(pool, { ...options, files: [file], sourceName: 'cut', onProgress })).rejects.toThrow(
    /changed while it was read/,
  )
})
