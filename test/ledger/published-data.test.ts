import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Big from 'big.js'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/errors.ts'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import { testDatabase } from '../database.ts'
import { place } from './focus-file.ts'

const SHARED = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const SAMPLE = join(SHARED, 'focus-sample/focus_sample.csv')
const SPEC = join(SHARED, 'focus-spec-1.2/data')
const NOW = new Date('2026-11-23T12:00:00Z')
const mapping = loadMapping()
const { db, pool } = await testDatabase()

const billed = async (source: string) => {
  const { rows } = await sql<{ billed: string }>`
    select trim_scale(sum(billed_cost)) as billed from ledger.charge_day where source_name = ${source}`.execute(db)
  return rows[0]?.billed
}

/** A reader of our own kind of CSV, as plain as can be, so that the sums do not come from the code under test. */
function plainRows(text: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  for (const mark of text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('""', '\u0001')) {
    if (mark === '"') quoted = !quoted
    else if (!quoted && (mark === ',' || mark === '\n')) {
      rows.at(-1)?.push(field.replaceAll('\u0001', '"'))
      field = ''
      if (mark === '\n') rows.push([])
    } else field += mark
  }
  const [header = [], ...others] = rows
  return others
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, n) => [name, row[n] ?? ''])))
}

describe.skipIf(!existsSync(SAMPLE))('the official FOCUS 1.0 sample (skipped where ../shared/data is absent)', () => {
  it('imports whole, to the last digit, and once', async () => {
    const rows = plainRows(readFileSync(SAMPLE, 'utf8'))
    const sum = rows.reduce((total, row) => total.plus(row.BilledCost ?? ''), new Big(0))
    const options = { files: [SAMPLE], sourceName: 'sample', mapping, now: NOW }
    const summary = await importFocus(pool, options)
    expect(summary).toMatchObject({ rowsRead: 1000, rowsRejected: 0, rowsSuspect: 608, replacedDays: 30 })
    expect(rows.length).toBe(1000)
    expect(await billed('sample')).toBe(sum.toFixed())
    expect(summary.totals.USD?.billedCost).toBe(sum.toFixed())
    expect(await rollupDifferences(db)).toEqual([])
    expect(await importFocus(pool, options)).toMatchObject({ status: 'unchanged', replacedDays: 0, unchangedDays: 30 })
    expect(await billed('sample')).toBe(sum.toFixed())
  })
})

describe.skipIf(!existsSync(SPEC))('the examples of FOCUS 1.2 (skipped where ../shared/data is absent)', () => {
  const files = existsSync(SPEC)
    ? readdirSync(SPEC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.csv'))
    : []

  it.each(files)('%s is loaded, rejected row by row, or refused with a reason', async (name) => {
    const source = `spec-${basename(name, '.csv')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 50)}`
    const result = await importFocus(pool, { files: [join(SPEC, name)], sourceName: source, mapping, now: NOW }).catch(
      (error: unknown) => error,
    )
    if (result instanceof Fault) expect(result.message).toMatch(/has no column/)
    else expect(result).toMatchObject({ rowsRejected: expect.any(Number) })
  })

  // Their dates (5/1/25) and amounts ($1,000.00) are not FOCUS's own formats; put right, they must load to the cent.
  it.each(files.filter((name) => name.startsWith('saas_examples')))('%s, its formats put right', async (name) => {
    const rows = plainRows(`${readFileSync(join(SPEC, name), 'utf8').trimEnd()}\n`)
    const mended = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => {
          const [, month, day, year] = /^(\d+)\/(\d+)\/(\d\d)$/.exec(value) ?? []
          if (month && day && year)
            return [column, `20${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`]
          return [column, /Cost$/.test(column) ? value.replaceAll(/[$, ]/g, '') : value]
        }),
      ),
    )
    const [first = {}] = mended
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
    const lines = [Object.keys(first), ...mended.map((row) => Object.values(row))].map((row) =>
      row.map(quote).join(','),
    )
    writeFileSync(place('mended.csv'), lines.join('\n'))
    const source = `mended-${basename(name, '.csv')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 50)}`
    const summary = await importFocus(pool, { files: [place('mended.csv')], sourceName: source, mapping, now: NOW })
    expect(summary.rejections).toEqual([])
    expect(await billed(source)).toBe(mended.reduce((sum, row) => sum.plus(row.BilledCost ?? ''), new Big(0)).toFixed())
  })
})
