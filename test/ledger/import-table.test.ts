import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { importTable } from '../../src/ledger/import-table.ts'
import type { TableKind } from '../../src/ledger/table.ts'
import { testDatabase } from '../database.ts'
import { place } from './focus-file.ts'

const { db, pool } = await testDatabase()
const NOW = new Date('2026-11-23T12:00:00Z')

const load = (kind: TableKind, lines: readonly string[]) => {
  writeFileSync(place(`${kind}.csv.gz`), gzipSync(`${lines.join('\n')}\n`))
  return importTable(pool, kind, place(`${kind}.csv.gz`), NOW)
}

describe('each kind loads, and loads again to the same', () => {
  const cases: readonly [
    TableKind,
    'units' | 'resource_hour' | 'budget' | 'training_run' | 'quality' | 'business_value',
    string[],
    object,
  ][] = [
    [
      'units',
      'units',
      ['day,team,project,unit_name,quantity', '2026-11-01,Search,p,request,10', '2026-11-01,Search,p,request,5.5'],
      { day: '2026-11-01', team: 'search', unit_name: 'request', quantity: '15.5' },
    ],
    [
      'telemetry',
      'resource_hour',
      [
        'resource_id,hour,gpu_util_max,cpu_util_max,requests,samples,samples_expected,gpu_dram_active_max,gpu_power_pct_max',
        'i-1,2026-11-01 05:00:00,9223372036854775794,12.5,0,60,60,140737488355328.000000,14.2',
      ],
      {
        team: null,
        resource_id: 'i-1',
        gpu_util_max: null,
        cpu_util_max: '12.5',
        samples: 60,
        gpu_dram_active_max: null,
        gpu_power_pct_max: '14.2',
      },
    ],
    [
      'budgets',
      'budget',
      ['scope_dimension,scope_value,month,budget_amount,billing_currency', 'team,Search,2026-11,1000.50,USD'],
      { scope_value: 'search', month: '2026-11-01', budget_amount: '1000.50' },
    ],
    [
      'training-runs',
      'training_run',
      [
        'team,run_id,status,started_at,ended_at,effective_cost,billing_currency',
        'search,r1,succeeded,2026-11-01T00:00:00Z,2026-11-01T05:00:00+00:00,12,USD',
      ],
      { run_id: 'r1', status: 'succeeded', effective_cost: '12' },
    ],
    [
      'quality',
      'quality',
      ['team,project,model_name,metric,day,score_sum,n', ',p,GPT-5,accuracy,2026-11-01,9.5,10'],
      { team: null, model_name: 'gpt-5', n: '10' },
    ],
    [
      'value',
      'business_value',
      [
        'team,month,product,value_amount,billing_currency,stated_by',
        'search,2026-10-01,Finder,5000,USD,anna@example.com',
      ],
      { month: '2026-10-01', product: 'Finder', stated_at: '2026-11-23' },
    ],
  ]
  it.each(cases)('%s', async (kind, view, lines, row) => {
    for (const _ of [1, 2]) {
      expect(await load(kind, lines)).toMatchObject({ rowsRead: lines.length - 1, rowsRejected: 0, rejections: [] })
      const rows = await db
        .selectFrom(`spend.${view}` as 'spend.units')
        .selectAll()
        .execute()
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject(row)
    }
  })
})

it('replaces units by source and day', async () => {
  await load('units', [
    'day,source_name,unit_name,quantity',
    '2026-12-01,app,request,1',
    '2026-12-02,app,request,2',
    '2026-12-01,crm,customer,3',
  ])
  await load('units', ['day,source_name,unit_name,quantity', '2026-12-01,app,document,9'])
  const rows = await db
    .selectFrom('spend.units')
    .select(['day', 'unit_name', 'quantity'])
    .where('day', '>=', '2026-12-01')
    .orderBy('day')
    .orderBy('unit_name')
    .execute()
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    '2026-12-01 customer 3',
    '2026-12-01 document 9',
    '2026-12-02 request 2',
  ])
})

it.each([
  [
    'telemetry',
    'resource_id,hour,gpu_util_max,samples,samples_expected',
    'i,2026-11-01T05:00:00Z,100.1,1,1',
    'gpu_util_max is not a percentage between 0 and 100',
  ],
  [
    'telemetry',
    'resource_id,hour,samples,samples_expected',
    'i,2026-11-01T05:30:00Z,1,1',
    'hour is not the start of an hour',
  ],
  [
    'telemetry',
    'resource_id,hour,samples,samples_expected',
    'i,2026-11-01T05:00:00Z,1,0',
    'samples_expected "0" is not a count above zero',
  ],
  ['units', 'day,unit_name,quantity', '2026-13-01,request,1', 'day "2026-13-01" is not a day like 2026-11-23'],
  ['units', 'day,unit_name,quantity', '2026-11-01,,1', 'unit_name is missing'],
  [
    'budgets',
    'scope_dimension,scope_value,month,budget_amount,billing_currency',
    'owner,x,2026-11,1,USD',
    /scope_dimension "owner" is not one of team/,
  ],
  [
    'training-runs',
    'run_id,status,started_at,ended_at,effective_cost,billing_currency',
    'r,failed,2026-11-02T00:00:00Z,2026-11-01T00:00:00Z,1,USD',
    'ended_at is before started_at',
  ],
] as const)('rejects a row of %s and says why', async (kind, header, line, reason) => {
  const summary = await load(kind, [header, line])
  expect(summary).toMatchObject({ rowsRead: 1, rowsRejected: 1, rejections: [{ line: 2 }] })
  expect(summary.rejections[0]?.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
})

it('keeps the first of two rows that contradict each other', async () => {
  const header = 'scope_dimension,scope_value,month,budget_amount,billing_currency'
  const summary = await load('budgets', [header, 'team,twice,2026-11,1,USD', 'team,Twice,2026-11-01,2,USD'])
  expect(summary.rejections).toEqual([
    { line: 3, reason: 'scope_dimension, scope_value, month, billing_currency are the same as in line 2' },
  ])
})

it('names the missing columns, and frees its connection after a broken file', async () => {
  await expect(load('units', ['day', '2026-11-01'])).rejects.toThrow(/no column unit_name, quantity/)
  for (const _ of Array(6))
    await expect(load('units', ['day,unit_name,quantity', '2026-11-01,request,"1'])).rejects.toThrow(/never closed/)
})
