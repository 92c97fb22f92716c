import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/errors.ts'
import { type ImportOptions, importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping, readMapping } from '../../src/ledger/mapping-file.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import { testDatabase } from '../database.ts'
import { charge, type FocusRow, focusCsv, focusFile, place } from './focus-file.ts'

const { db, pool } = await testDatabase()
const NOW = new Date('2026-11-23T12:00:00Z')
const mapping = loadMapping()

const load = (sourceName: string, files: readonly string[], choice: Partial<ImportOptions> = {}) =>
  importFocus(pool, { files, sourceName, mapping, now: NOW, ...choice })
const daily = (source: string) =>
  db
    .selectFrom('spend.daily')
    .selectAll()
    .where('source_name', '=', source)
    .orderBy('day')
    .orderBy('effective_cost')
    .execute()
const total = async (source: string) => {
  const { rows } = await sql<{ billed: string; effective: string }>`
    select trim_scale(sum(billed_cost)) as billed, trim_scale(sum(effective_cost)) as effective
    from ledger.charge_day where source_name = ${source}`.execute(db)
  return rows[0]
}

describe('what a row becomes', () => {
  const one = async (source: string, row: FocusRow, choice: Partial<ImportOptions> = {}) => {
    const summary = await load(source, [focusFile(`${source}.csv`, [row])], choice)
    return { summary, row: (await daily(source))[0] }
  }

  it('reads tags whatever their spelling, and the first key that says something', async () => {
    const tags = '{" org": "x", "user:Cost-Center": "CC-1", "env": "Prod", "Team ": "Search", "owner": true}'
    const { row } = await one('tags', charge({ Tags: tags }))
    expect(row).toMatchObject({ team: 'search', environment: 'production', cost_center: 'CC-1', owner: null })
  })

  it('takes the default of a mapping where a charge says nothing', async () => {
    const own = readMapping(
      'attributes: { project: { tags: [project], default: none } }\ndefault_cost_area: Compute',
      'm',
    )
    expect((await one('default', charge(), { mapping: own })).row?.project).toBe('none')
  })

  it('takes the first of two spellings of one key, and NULL for nothing', async () => {
    const { row } = await one(
      'spellings',
      charge({ Tags: '{"Team": "a", "team": "b", "project": "NULL", "owner": "null"}' }),
    )
    expect(row).toMatchObject({ team: 'a', project: null, owner: null })
  })

  it('brings together what is spelled differently and means the same', async () => {
    await load('same', [focusFile('same.csv', [charge(), charge({ Tags: '{"TEAM":"Search "}' })])])
    expect(await daily('same')).toMatchObject([{ team: 'search', billed_cost: '2', quantity: '2' }])
  })

  it('keeps apart what differs only in its unit', async () => {
    await load('unit', [focusFile('unit.csv', [charge(), charge({ ConsumedUnit: 'GB' })])])
    expect((await daily('unit')).map(({ unit }) => unit).toSorted()).toEqual(['GB', 'Hours'])
  })

  it('takes what a split charge was split to before what it was split from', async () => {
    const { row } = await one('split', charge({ AllocatedTags: '{"team": "vision"}' }))
    expect(row?.team).toBe('vision')
  })

  it('keeps nobody’s spend under null', async () => {
    const { row } = await one('nobody', charge({ Tags: 'NULL' }))
    expect(row?.team).toBeNull()
  })

  it('books a charge on the UTC day that it begins', async () => {
    const { row } = await one('zone', charge({ ChargePeriodStart: '2026-11-02 23:30:00-05:00' }))
    expect(row?.day).toBe('2026-11-03')
  })

  it('counts tokens in Tokens and names the direction', async () => {
    const tokens = { ConsumedQuantity: '1.5', ConsumedUnit: '1M Tokens', ServiceName: 'Amazon Bedrock' }
    const { row } = await one('tokens', charge({ ...tokens, SkuMeter: 'USE1-claude-cache-read-input-tokens' }))
    expect(row).toMatchObject({ meter: 'CacheRead', unit: 'Tokens', quantity: '1500000', cost_area: 'Model Usage' })
  })

  it('believes FOCUS 1.5 about tokens and models', async () => {
    const SkuPriceDetails = '{"ModelId": "Claude-Opus-4-5", "TokenDirection": "Output"}'
    const { row } = await one('tokens15', charge({ ConsumedUnit: 'Tokens', SkuMeter: 'mystery', SkuPriceDetails }))
    expect(row).toMatchObject({ meter: 'Output', model_name: 'claude-opus-4-5' })
  })

  it('turns hours of GPU instances into GPU-Hours', async () => {
    const SkuPriceDetails = '{"InstanceType": "p5.48xlarge", "GpuCount": 8}'
    const { row } = await one('gpu', charge({ ConsumedQuantity: '2', SkuPriceDetails }))
    expect(row).toMatchObject({ meter: 'GPU-Hours', unit: 'GPU-Hours', quantity: '16', resource_class: 'gpu' })
  })

  it('takes a priced quantity where none was consumed, but not for hours that were reserved and unused', async () => {
    const priced = { ConsumedQuantity: '', ConsumedUnit: '', PricingQuantity: '3', PricingUnit: 'Hours' }
    expect((await one('priced', charge(priced))).row).toMatchObject({ quantity: '3', unit: 'Hours' })
    expect((await one('unused', charge({ ...priced, CommitmentDiscountStatus: 'Unused' }))).row?.quantity).toBeNull()
  })

  it('reads the provider of FOCUS 1.4', async () => {
    const { row } = await one('v14', charge({ ProviderName: undefined, ServiceProviderName: 'Google Cloud' }))
    expect(row?.service_provider_name).toBe('Google Cloud')
  })

  it('takes a formula for the text that it is', async () => {
    const evil = '=HYPERLINK("https://example.com","x")'
    const { row } = await one(
      'formula',
      charge({ ResourceName: evil, Tags: JSON.stringify({ team: "'; drop table x" }) }),
    )
    expect(row).toMatchObject({ resource_name: evil, team: "'; drop table x" })
  })

  it.each(['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'])(
    'knows the category %s, in any case',
    async (category) => {
      const { row } = await one(category.toLowerCase(), charge({ ChargeCategory: category.toUpperCase() }))
      expect(row?.charge_category).toBe(category)
    },
  )

  it('keeps every digit', async () => {
    const tiny = charge({ BilledCost: '0.000000200000000000001', EffectiveCost: '1.5E-7', ListCost: '-0.10' })
    const { row } = await one('digits', tiny)
    expect(row).toMatchObject({
      billed_cost: '0.000000200000000000001',
      effective_cost: '0.00000015',
      list_cost: '-0.1',
    })
  })

  it('loads a missing contracted cost as missing', async () => {
    expect((await one('contracted', charge({ ContractedCost: 'NULL' }))).row?.contracted_cost).toBeNull()
  })
})

describe('rejected rows', () => {
  const cases: readonly [what: string, row: FocusRow, reason: RegExp][] = [
    ['a number that is none', { BilledCost: 'NaN' }, /BilledCost "NaN" is not a decimal/],
    ['infinity', { EffectiveCost: 'Infinity' }, /EffectiveCost "Infinity"/],
    ['a currency sign', { BilledCost: '$50,000.00 ' }, /BilledCost/],
    ['a numeric bomb', { ListCost: '1e99999' }, /ListCost/],
    ['a missing cost', { EffectiveCost: '' }, /EffectiveCost is missing/],
    ['a date of another format', { ChargePeriodStart: '11/2/26' }, /ChargePeriodStart/],
    ['a day that does not exist', { ChargePeriodStart: '2026-02-30T00:00:00Z' }, /ChargePeriodStart/],
    ['another century', { ChargePeriodStart: '1999-12-31T00:00:00Z' }, /ChargePeriodStart/],
    ['a missing currency', { BillingCurrency: 'NULL' }, /BillingCurrency is missing/],
    ['a currency that is none', { BillingCurrency: 'x'.repeat(31) }, /BillingCurrency is longer/],
    ['a category of its own', { ChargeCategory: 'Gift' }, /ChargeCategory/],
    ['tags that are no object', { Tags: '[1]' }, /Tags is not a JSON object/],
    ['details that are no object', { SkuPriceDetails: '"x"' }, /SkuPriceDetails is not a JSON object/],
    ['tags that are no JSON', { Tags: '{team: x}' }, /Tags is not a JSON object/],
    ['a NUL', { ResourceName: 'a\0b' }, /resource_name holds a NUL/],
    ['a tag too long to be indexed', { Tags: JSON.stringify({ team: 'x'.repeat(600) }) }, /team is longer/],
  ]
  it.each(cases)('%s', async (_what, row, reason) => {
    const files = [focusFile('reject.csv', [charge(), charge(row), charge()])]
    const summary = await load('rejects', files)
    expect(summary).toMatchObject({ rowsRead: 3, rowsRejected: 1, rejections: [{ file: 'reject.csv', line: 3 }] })
    expect(summary.rejections[0]?.reason).toMatch(reason)
    const kept = await db
      .selectFrom('ledger.rejected_row')
      .selectAll()
      .where('batch_id', '=', summary.batchId)
      .execute()
    expect(kept).toMatchObject([{ line_no: '3', file_name: 'reject.csv', reason: summary.rejections[0]?.reason }])
    expect((await total('rejects'))?.billed).toBe('2')
  })

  it('counts lines as an editor does, and keeps the row with too few fields', async () => {
    const lines = focusCsv([charge({ ResourceName: 'two\nlines' }), charge()]).trimEnd()
    writeFileSync(place('lines.csv'), `${lines}\n\nshort,row\n`)
    const summary = await load('lines', [place('lines.csv')])
    expect(summary.rejections).toEqual([{ file: 'lines.csv', line: 6, reason: 'the row has 2 fields, the header 16' }])
    const [kept] = await db
      .selectFrom('ledger.rejected_row')
      .selectAll()
      .where('batch_id', '=', summary.batchId)
      .execute()
    expect(kept?.raw_row).toBe('short,row')
  })

  it('keeps only the beginning of a huge field', async () => {
    const row = charge({ BilledCost: 'x', ResourceName: 'y'.repeat(1_000_000) })
    const summary = await load('huge', [focusFile('huge.csv', [row, charge()])])
    const [kept] = await db
      .selectFrom('ledger.rejected_row')
      .selectAll()
      .where('batch_id', '=', summary.batchId)
      .execute()
    expect(kept?.raw_row.length).toBe(2000)
  })
})

describe('file formats', () => {
  const rows = [charge(), charge({ BilledCost: '2.5' })]
  it.each([
    ['CRLF', () => focusCsv(rows, '\r\n')],
    ['a byte order mark', () => `\uFEFF${focusCsv(rows)}`],
    ['no last line end', () => focusCsv(rows).trimEnd()],
    ['upper case columns', () => focusCsv(rows).replace(/^.*\n/, (header) => header.toUpperCase())],
    ['semicolons', () => focusCsv(rows.map((row) => ({ ...row, Tags: '' }))).replaceAll(',', ';')],
    ['an extra column', () => focusCsv(rows.map((row) => ({ Id: '7', ...row })))],
    ['gzip', () => gzipSync(focusCsv(rows))],
    [
      'gzip in two members',
      () =>
        Buffer.concat([
          gzipSync(focusCsv([charge()])),
          gzipSync(focusCsv([charge({ BilledCost: '2.5' })]).replace(/^.*\n/, '')),
        ]),
    ],
  ] as const)('%s', async (what, content) => {
    const source = `format-${what.toLowerCase().replaceAll(' ', '-')}`
    writeFileSync(place(`${source}.any`), content())
    expect(await load(source, [place(`${source}.any`)])).toMatchObject({ rowsRead: 2, rowsRejected: 0 })
    expect((await total(source))?.billed).toBe('3.5')
  })
})

describe('files that change nothing at all', () => {
  const good = focusCsv(Array.from({ length: 5000 }, (_, n) => charge({ ResourceId: `i-${n}` })))
  const cases: readonly [string, () => string | Buffer, RegExp][] = [
    ['gzip cut short', () => gzipSync(good).subarray(0, 9000), /does not unpack/],
    ['an unclosed quote', () => `${good}"oops`, /never closed/],
    ['a stray quote', () => `${good}"a"b,c\n`, /a quote stands where none may/],
    ['text cut short', () => good.slice(0, -60), /in the middle of line 5001/],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(200_000_000, 'a')), /expands more than|does not end within/],
    [
      'a gzip bomb of rows',
      () => gzipSync(Buffer.concat([Buffer.from(good), Buffer.alloc(200_000_000, '\n')])),
      /expands more than/,
    ],
    ['one endless row', () => `${good}${'a'.repeat(9_000_000)}`, /does not end within/],
    ['another encoding', () => Buffer.from(good.replace('Compute', 'Gér'), 'latin1'), /not UTF-8/],
    ['no header', () => '\n\n', /no header/],
    ['nothing', () => '', /no header/],
    [
      'no FOCUS',
      () => 'a,b\n1,2\n',
      /no column BilledCost, BillingCurrency, ChargeCategory, ChargePeriodStart, ServiceName, EffectiveCost/,
    ],
    ['a Parquet cut short', () => Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(1000, 1)]), /broken Parquet/],
  ]
  it.each(cases)('%s', async (what, content, message) => {
    writeFileSync(place('broken.any'), content())
    // The good file before it belongs to the same delivery.
    const files = [focusFile('before.csv', [charge()]), place('broken.any')]
    const failure = await load('broken', files).catch((error: unknown) => error)
    expect(failure, what).toBeInstanceOf(Fault)
    expect((failure as Fault).message).toMatch(message)
    for (const table of ['source', 'load_batch', 'rejected_row', 'charge_day', 'time_sector'] as const) {
      const column = table === 'rejected_row' ? sql`file_name = 'before.csv'` : sql`source_name = 'broken'`
      const { rows } = await sql`select 1 from ${sql.table(`ledger.${table}`)} where ${column}`.execute(db)
      expect(rows, table).toEqual([])
    }
  })

  it('one file given twice', async () => {
    const file = focusFile('once.csv', [charge()])
    await expect(load('broken', [file, file])).rejects.toThrow(/given twice/)
  })

  it('a path that is not there, a name that is none, a ledger that becomes a meter', async () => {
    await expect(load('broken', ['/nowhere/x.csv'])).rejects.toThrow(Fault)
    await expect(load('AWS Focus!', [focusFile('x.csv', [charge()])])).rejects.toThrow(/not a name for a source/)
    await load('a-ledger', [focusFile('x.csv', [charge()])])
    await expect(load('a-ledger', [place('x.csv')], { kind: 'meter' })).rejects.toThrow(/is a ledger, not a meter/)
  })
})

describe('restating', () => {
  const day = (n: number, changes: FocusRow = {}) =>
    charge({ ChargePeriodStart: `2026-11-0${n}T05:00:00Z`, ...changes })

  it('changes nothing when the same rows come again, in whatever order and however they are split', async () => {
    const rows = [day(1), day(1, { BilledCost: '2.50' }), day(2, { BilledCost: '0.1' })]
    await load('again', [focusFile('again.csv', rows)])
    const before = await daily('again')
    const stamps = await db.selectFrom('ledger.time_sector').selectAll().where('source_name', '=', 'again').execute()
    const files = [focusFile('again1.csv', rows.slice(2)), focusFile('again2.csv', [rows[1] ?? {}, rows[0] ?? {}])]
    const summary = await load('again', files, { now: new Date('2026-11-23T18:00:00Z') })
    expect(summary).toMatchObject({ status: 'unchanged', replacedDays: 0, unchangedDays: 2, restatements: 0 })
    expect(await daily('again')).toEqual(before)
    expect(await db.selectFrom('ledger.time_sector').selectAll().where('source_name', '=', 'again').execute()).toEqual(
      stamps,
    )
    const batches = await db
      .selectFrom('ledger.load_batch')
      .select('status')
      .where('source_name', '=', 'again')
      .execute()
    expect(batches.map(({ status }) => status).toSorted()).toEqual(['loaded', 'unchanged'])
  })

  it('replaces the days it holds, leaves the others, and says what moved', async () => {
    await load('moved', [focusFile('m1.csv', [day(1), day(2, { BilledCost: '5', EffectiveCost: '4' })])])
    const summary = await load('moved', [
      focusFile('m2.csv', [
        day(2, { BilledCost: '7', EffectiveCost: '6' }),
        day(2, { BillingCurrency: 'EUR' }),
        day(3),
      ]),
    ])
    expect(summary).toMatchObject({ status: 'loaded', replacedDays: 2, unchangedDays: 0, restatements: 2 })
    const moved = await db
      .selectFrom('ledger.restatement')
      .selectAll()
      .where('source_name', '=', 'moved')
      .orderBy('billing_currency')
      .execute()
    expect(moved).toMatchObject([
      { day: '2026-11-02', billing_currency: 'EUR', old_billed_cost: '0', new_billed_cost: '1' },
      {
        day: '2026-11-02',
        billing_currency: 'USD',
        old_billed_cost: '5',
        new_billed_cost: '7',
        old_effective_cost: '4',
        new_effective_cost: '6',
      },
    ])
    expect((await daily('moved')).map((row) => [row.day, row.billing_currency, row.billed_cost])).toEqual([
      ['2026-11-01', 'USD', '1'],
      ['2026-11-02', 'EUR', '1'],
      ['2026-11-02', 'USD', '7'],
      ['2026-11-03', 'USD', '1'],
    ])
    expect(await rollupDifferences(db)).toEqual([])
  })

  it('leaves a day alone that comes again unchanged beside one that moved', async () => {
    await load('beside', [focusFile('b1.csv', [day(1), day(2), day(3)])])
    const summary = await load('beside', [focusFile('b2.csv', [day(1), day(2), day(3, { BilledCost: '9' })])])
    expect(summary).toMatchObject({ replacedDays: 1, unchangedDays: 2, restatements: 1 })
    await load('beside', [focusFile('b3.csv', [day(1, { BilledCost: '5' }), day(2), day(3, { BilledCost: '7' })])])
    expect((await daily('beside')).map(({ billed_cost }) => billed_cost)).toEqual(['5', '1', '7'])
    expect(await rollupDifferences(db)).toEqual([])
  })

  it('records a day whose spend only changed hands', async () => {
    await load('hands', [focusFile('h1.csv', [day(1)])])
    await load('hands', [focusFile('h2.csv', [day(1, { Tags: '{"team": "vision"}' })])])
    const moved = await db.selectFrom('ledger.restatement').selectAll().where('source_name', '=', 'hands').execute()
    expect(moved).toMatchObject([{ old_billed_cost: '1', new_billed_cost: '1' }])
  })

  it('sets a correction of a later invoice beside what it corrects', async () => {
    const october = charge({
      ChargePeriodStart: '2026-10-30T00:00:00Z',
      BillingPeriodStart: '2026-10-01T00:00:00Z',
      BilledCost: '100',
    })
    const correction = {
      ...october,
      BillingPeriodStart: '2026-11-01T00:00:00Z',
      BilledCost: '-10',
      ChargeClass: 'Correction',
    }
    await load('corrected', [focusFile('oct.csv', [october])])
    await load('corrected', [focusFile('nov.csv', [correction, day(1)])])
    expect((await total('corrected'))?.billed).toBe('91')
    // November comes again, with more of it; October's own charge stays.
    await load('corrected', [focusFile('nov2.csv', [{ ...correction, BilledCost: '-20' }, day(1)])])
    expect((await total('corrected'))?.billed).toBe('81')
    expect(await rollupDifferences(db)).toEqual([])
  })

  it('lets two imports of one source follow each other', async () => {
    const a = focusFile('two-a.csv', [day(1, { BilledCost: '3' }), day(4)])
    const b = focusFile('two-b.csv', [
      day(1, { BilledCost: '8' }),
      charge({ ChargePeriodStart: '2027-01-05T00:00:00Z', BillingPeriodStart: '2027-01-01' }),
    ])
    await Promise.all([load('two', [a]), load('two', [b]), load('other', [b]), load('two', [a])])
    const [first] = await daily('two')
    expect(['3', '8']).toContain(first?.billed_cost)
    expect(await rollupDifferences(db)).toEqual([])
  })
})

describe('sources', () => {
  it('warns of billed usage without effective cost, and loads billed cost for it when told to', async () => {
    const zero = [
      charge({ EffectiveCost: '0', BilledCost: '1.25' }),
      charge({ EffectiveCost: '0', ChargeCategory: 'Purchase' }),
    ]
    const file = focusFile('zero.csv', zero)
    const summary = await load('zero', [file])
    expect(summary).toMatchObject({ rowsSuspect: 1, suspectBilledCost: { USD: '1.25' } })
    expect(summary.warnings.join()).toMatch(/1\.25 USD.*--effective billed/)
    const again = await load('zero', [file], { effectiveFrom: 'billed' })
    expect(again).toMatchObject({ status: 'loaded', rowsSuspect: 0, effectiveFrom: 'billed' })
    expect((await total('zero'))?.effective).toBe('2.25')
    // The choice is kept.
    expect(await load('zero', [file])).toMatchObject({ status: 'unchanged', effectiveFrom: 'billed' })
  })

  it('keeps a meter out of every total', async () => {
    await load('litellm', [focusFile('meter.csv', [charge({ Tags: '{"team": "only-metered"}' })])], { kind: 'meter' })
    expect(await daily('litellm')).toEqual([])
    const metered = await db
      .selectFrom('spend.meter_daily')
      .select('effective_cost')
      .where('source_name', '=', 'litellm')
      .execute()
    expect(metered).toEqual([{ effective_cost: '1' }])
    expect(await db.selectFrom('spend.name').select('value').where('value', '=', 'only-metered').execute()).toEqual([])
  })

  it('knows the names that stand in the ledger, by team', async () => {
    await load('named', [focusFile('named.csv', [charge({ Tags: '{"team": "names", "project": "p9"}' })])])
    const names = await db
      .selectFrom('spend.name')
      .select(['dimension', 'value', 'last_day'])
      .where('team', '=', 'names')
      .orderBy('dimension')
      .execute()
    expect(names).toContainEqual({ dimension: 'project', value: 'p9', last_day: '2026-11-02' })
    expect(names.map(({ dimension }) => dimension)).toEqual([
      'cost_area',
      'project',
      'provider',
      'resource',
      'service',
      'team',
    ])
  })

  it('keeps the last day of a name when older charges come later, and has no name for nobody', async () => {
    const on = (day: string) => focusFile('late.csv', [charge({ ChargePeriodStart: day, Tags: '{"project": "late"}' })])
    await load('late', [on('2026-11-05')])
    await load('late', [on('2026-11-01')])
    const names = await db.selectFrom('ledger.name').selectAll().where('team', '=', '__unallocated__').execute()
    expect(names).toContainEqual(expect.objectContaining({ value: 'late', last_day: '2026-11-05' }))
    expect(names.filter(({ value }) => value === '__unallocated__')).toEqual([])
  })

  it('forgets a name whose last charge was restated away, and dates the others anew', async () => {
    const on = (day: number, project: string) =>
      charge({ ChargePeriodStart: `2026-11-0${day}`, Tags: JSON.stringify({ team: 'forgetful', project }) })
    await load('forgets', [focusFile('f1.csv', [on(2, 'early'), on(3, 'early'), on(3, 'gone'), on(3, 'shared')])])
    await load('remembers', [focusFile('f2.csv', [on(3, 'shared')])])
    await load('forgets', [focusFile('f3.csv', [on(3, 'new')])])
    const names = await db
      .selectFrom('spend.name')
      .select(['value', 'last_day'])
      .where('team', '=', 'forgetful')
      .where('dimension', '=', 'project')
      .orderBy('value')
      .execute()
    expect(names.map(({ value, last_day }) => `${value} ${last_day}`)).toEqual([
      'early 2026-11-02',
      'new 2026-11-03',
      'shared 2026-11-03',
    ])
  })
})
