import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import { testDatabase } from '../database.ts'

const { db, pool } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'tally-focus-'))
const mapping = loadMapping()
const NOW = new Date('2026-11-23T12:00:00Z')

it('imports one CSV end to end', async () => {
  const file = join(folder, 'a.csv')
  writeFileSync(
    file,
    `BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceName,Tags
0.1,0.1,USD,Usage,2026-11-01T00:00:00Z,Amazon EC2,"{"" Team"": ""Search"", ""env"": ""prod""}"
0.2,0.2,USD,Usage,2026-11-01T01:00:00Z,Amazon EC2,"{"" Team"": ""Search"", ""env"": ""prod""}"
NaN,0.2,USD,Usage,2026-11-01T01:00:00Z,Amazon EC2,
`,
  )
  const summary = await importFocus(pool, { files: [file], sourceName: 'aws-focus', mapping, now: NOW })
  expect(summary).toMatchObject({
    status: 'loaded',
    rowsRead: 3,
    rowsRejected: 1,
    totals: { USD: { billedCost: '0.3' } },
  })
  expect(await db.selectFrom('spend.daily').select(['day', 'team', 'environment', 'effective_cost']).execute()).toEqual(
    [{ day: '2026-11-01', team: 'search', environment: 'production', effective_cost: '0.3' }],
  )
  expect(await rollupDifferences(db)).toEqual([])
  const again = await importFocus(pool, { files: [file], sourceName: 'aws-focus', mapping, now: NOW })
  expect(again).toMatchObject({ status: 'unchanged', replacedDays: 0, unchangedDays: 1 })
})
