import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/errors.ts'
import { type ImportOptions, importFocus } from '../../src/ledger/import-focus.ts'
import { importTable } from '../../src/ledger/import-table.ts'
import { loadMapping, readMapping } from '../../src/ledger/mapping-file.ts'
import { readUnit } from '../../src/ledger/unit.ts'
import { readDecimal, readUtcDay } from '../../src/ledger/value.ts'
import { testDatabase } from '../database.ts'
import { charge, type FocusRow, focusCsv, focusFile, place } from './focus-file.ts'

// What somebody would send to hang, fill, deceive or break the import.
const { db, pool } = await testDatabase()
const mapping = loadMapping()
const NOW = new Date('2026-11-23T12:00:00Z')
const load = (sourceName: string, files: readonly string[], choice: Partial<ImportOptions> = {}) =>
  importFocus(pool, { files, sourceName, mapping, now: NOW, ...choice })
const MILLION = 1_000_000

describe('texts that a pattern could read for ever', () => {
  const blanks = ' '.repeat(MILLION)
  it.each([
    ['a decimal', () => readDecimal(`${'1'.repeat(MILLION)}x`)],
    ['a decimal of many digits', () => readDecimal('1'.repeat(10 * MILLION))],
    ['an exponent', () => readDecimal('1e999999999')],
    ['an instant', () => readUtcDay(`2026-11-02T00:00:00${blanks}x`)],
  ] as const)('%s', (_what, read) => expect(read()).toBeUndefined())

  it('a unit', () => {
    const unit = `5${blanks}a\nb`
    expect(readUnit(unit, mapping.units)).toEqual({ factor: '5', unit: 'a\nb' })
  })
})

describe('rows', () => {
  const rejected: readonly [what: string, row: FocusRow, reason: RegExp][] = [
    ['a number of a million digits', { BilledCost: '1'.repeat(MILLION) }, /^BilledCost "1{60}" is not a decimal/],
    ['a huge exponent', { EffectiveCost: '1e999999999' }, /^EffectiveCost/],
    ['a quantity with a huge exponent', { ConsumedQuantity: '-1E+999999999' }, /^ConsumedQuantity/],
    ['a day that does not exist', { ChargePeriodStart: '2026-02-30' }, /^ChargePeriodStart/],
    ['an instant of a million characters', { ChargePeriodStart: `2026-11-02${' '.repeat(MILLION)}x` }, /^ChargePeriod/],
    ['a name of a million characters', { ResourceName: 'gpu'.repeat(MILLION / 3) }, /^resource_name is longer/],
    ['a service of a million characters', { ServiceName: 'load balance '.repeat(77_000) }, /^service_name is longer/],
    ['an attribute of a million characters', { Tags: `{"team":"${'x'.repeat(MILLION)}"}` }, /^team is longer/],
    ['lists in lists', { Tags: '['.repeat(MILLION) }, /^Tags is not a JSON object/],
    [
      'an escape sequence',
      { ChargeCategory: '\u001b[2J\u009b2J\u202e' },
      /^ChargeCategory "\\u001b\[2J\\u009b2J\\u202e" is/,
    ],
  ]
  it.each(rejected)('%s', async (_what, row, reason) => {
    const summary = await load('rows', [focusFile('rows.csv', [charge(), charge(row)])])
    expect(summary).toMatchObject({ rowsRead: 2, rowsRejected: 1 })
    expect(summary.rejections[0]?.reason).toMatch(reason)
  })

  it.each([
    ['keys that objects have', '{"__proto__": "x", "constructor": "y", "toString": "z", "team": "search"}'],
    ['objects in objects', `{"x": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}, "team": "search"}`],
    [
      'a megabyte of keys',
      JSON.stringify({ ...Object.fromEntries(Array(60_000).entries()), team: 'search', y: 'x'.repeat(MILLION) }),
    ],
  ])('tags with %s', async (_what, Tags) => {
    const source = 'tags'
    expect(await load(source, [focusFile('tags.csv', [charge({ Tags })])])).toMatchObject({ rowsRejected: 0 })
    const { rows } = await sql`select team from ledger.charge_day where source_name = ${source}`.execute(db)
    expect(rows).toEqual([{ team: 'search' }])
  })

  it('a hundred thousand columns', async () => {
    const wide = charge(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`x_${n}`, ''])))
    expect(await load('wide', [focusFile('wide.csv', [wide, wide])])).toMatchObject({ rowsRead: 2, rowsRejected: 0 })
  })

  it('many long and different instants', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => charge({ ChargePeriodStart: `${n}${'x'.repeat(MILLION)}` }))
    expect(await load('rows', [focusFile('long.csv', [charge(), ...rows])])).toMatchObject({ rowsRejected: 40 })
  })
})

describe('files', () => {
  mkdirSync(place('folder'))
  symlinkSync('/nowhere', place('dangling'))

  it('one that is still being written', async () => {
    const file = focusFile(
      'growing.csv',
      Array.from({ length: 2000 }, () => charge()),
    )
    const onProgress = () => appendFileSync(file, focusCsv([charge()]).replace(/^.*\n/, ''))
    await expect(load('growing', [file], { onProgress })).rejects.toThrow(/changed while it was read/)
    expect(await db.selectFrom('ledger.source').selectAll().where('source_name', '=', 'growing').execute()).toEqual([])
  })

  it.each([
    ['a folder', () => place('folder'), /is not a file/],
    ['a device', () => '/dev/zero', /is not a file/],
    ['a link to nowhere', () => place('dangling'), /cannot be read/],
  ])('%s', async (_what, path, message) => {
    await expect(load('nothing', [path()])).rejects.toThrow(message)
    await expect(importTable(pool, 'units', path(), NOW)).rejects.toThrow(message)
    expect(() => loadMapping(path())).toThrow(Fault)
  })

  it('a name that commands the terminal', async () => {
    const path = focusFile('\u001b[2J\nok', [charge()])
    writeFileSync(path, 'a,b\n')
    const failure = await load('nothing', [path]).catch((error: unknown) => error)
    expect((failure as Fault).message).toMatch(/^\\u001b\[2J\\u000aok is not a FOCUS/)
    await expect(load('nothing', [`${path}x`])).rejects.toThrow(/\\u001b\[2J\\u000aokx cannot be read/)
    await expect(load('\u001b[2J', [path])).rejects.toThrow('"\\u001b[2J" is not a name for a source')
  })

  it('a Parquet whose name is a pattern, in a folder that names a column', async () => {
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect()
    const write = async (name: string, cost: number) => {
      const columns = `${cost} as "BilledCost", ${cost} as "EffectiveCost", 'USD' as "BillingCurrency", 'Usage' as "ChargeCategory",
        date '2026-11-02' as "ChargePeriodStart", 'x' as "ServiceName"`
      await duckdb.run(`copy (select ${columns}) to '${place(name).replaceAll("'", "''")}' (format parquet)`)
      return place(name)
    }
    mkdirSync(place('ListCost=7'), { recursive: true })
    await write('ListCost=7/a1.parquet', 100)
    const path = await write("ListCost=7/it's a[1]*?.parquet", 5)
    await write("ListCost=7/it's a1xx.parquet", 100)
    expect(await load('pattern', [path])).toMatchObject({ rowsRead: 1, totals: { USD: { billedCost: '5' } } })
    const { rows } = await sql`select list_cost from ledger.charge_day where source_name = 'pattern'`.execute(db)
    expect(rows).toEqual([{ list_cost: null }])
  })
})

describe('mapping files', () => {
  const bomb = [
    'a: &a [x, x]',
    ...[...'bcdefghijklmnopqrstuvwxyz'].map(
      (key, n) => `${key}: &${key} [${`*${String.fromCharCode(97 + n)},`.repeat(9)}]`,
    ),
  ]
  it.each([
    ['aliases of aliases', bomb.join('\n'), /cannot be read as plain YAML/],
    ['lists in lists', '['.repeat(200_000), /cannot be read as plain YAML|mistake/],
    ['a function', 'default_cost_area: !!js/function "() => 1"', /line 1: Unresolved tag/],
    ['keys that objects have', 'default_cost_area: Compute\nattributes: { __proto__: { tags: [x] } }', /line 2/],
  ])('%s', (_what, text, message) => {
    expect(() => readMapping(text, 'my.yaml')).toThrow(Fault)
    expect(() => readMapping(text, 'my.yaml')).toThrow(message)
  })

  it('one too large', () => {
    writeFileSync(place('large.yaml'), `# ${'x'.repeat(2 * MILLION)}`)
    expect(() => loadMapping(place('large.yaml'))).toThrow(/cannot be read/)
  })
})
