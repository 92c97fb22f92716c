import { expect, it } from 'vitest'
import { closePeriod, settleDays } from '../../src/ledger/completeness.ts'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { sources } from '../../src/ledger/sources.ts'
import { testDatabase } from '../database.ts'
import { charge, type FocusRow, focusFile } from './focus-file.ts'

const { db, pool } = await testDatabase()
const mapping = loadMapping()
const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOV_20 = Date.parse('2026-11-20T00:00:00Z')
const at = (instant: number) => new Date(instant)

const charges = (from: number, to: number, count = 4, changes: FocusRow = {}) =>
  Array.from({ length: ((to - from) / DAY) * count }, (_, n) =>
    charge({
      ChargePeriodStart: at(from + Math.floor(n / count) * DAY).toISOString(),
      ResourceId: `i-${n % count}`,
      ...changes,
    }),
  )
const load = (sourceName: string, rows: readonly FocusRow[], now: number, hours = 48) =>
  importFocus(pool, { files: [focusFile('c.csv', rows)], sourceName, mapping, now: at(now), completeAfterHours: hours })
const statuses = async (source: string) => {
  const rows = await db
    .selectFrom('ledger.time_sector')
    .select(['day', 'status'])
    .where('source_name', '=', source)
    .orderBy('day')
    .execute()
  return Object.fromEntries(rows.map(({ day, status }) => [day, status]))
}

it('is complete when a load made late enough reached the day, and not before', async () => {
  // Loaded on the 23rd at 06:00: the 20th ended 54 hours ago, the 21st 30 hours ago.
  const now = NOV_20 + 3 * DAY + 6 * HOUR
  await load('late-enough', charges(NOV_20, NOV_20 + 3 * DAY), now)
  expect(await statuses('late-enough')).toEqual({
    '2026-11-20': 'complete',
    '2026-11-21': 'provisional',
    '2026-11-22': 'provisional',
  })
  // A day later nothing new came: the clock alone makes nothing complete, and the 23rd is waited for.
  await settleDays(db, at(now + DAY))
  expect(await statuses('late-enough')).toMatchObject({ '2026-11-21': 'provisional', '2026-11-23': 'provisional' })
  await load('late-enough', charges(NOV_20, NOV_20 + 4 * DAY), now + DAY)
  expect(await statuses('late-enough')).toMatchObject({ '2026-11-21': 'complete', '2026-11-22': 'provisional' })
})

it('waits for a source that stopped delivering', async () => {
  await load('silent', charges(NOV_20 - 5 * DAY, NOV_20 - 3 * DAY), NOV_20 + 3 * DAY)
  expect(await statuses('silent')).toMatchObject({
    '2026-11-16': 'complete',
    '2026-11-17': 'provisional',
    '2026-11-22': 'provisional',
  })
  expect(await statuses('silent')).not.toHaveProperty('2026-11-23')
})

it('doubts a day with less than half of the rows that its weekday has', async () => {
  const rows = [
    ...charges(NOV_20 - 14 * DAY, NOV_20, 4),
    ...charges(NOV_20, NOV_20 + DAY, 1),
    ...charges(NOV_20 + DAY, NOV_20 + 2 * DAY, 2),
  ]
  await load('thin', rows, NOV_20 + 10 * DAY)
  expect(await statuses('thin')).toMatchObject({
    '2026-11-19': 'complete',
    '2026-11-20': 'provisional',
    '2026-11-21': 'complete',
  })
})

it('keeps the hours that a source was given to complete a day', async () => {
  await load('hours', charges(NOV_20, NOV_20 + DAY), NOV_20 + DAY, 24)
  const choice = { files: [focusFile('h.csv', charges(NOV_20, NOV_20 + DAY))], sourceName: 'hours', mapping }
  await importFocus(pool, { ...choice, now: at(NOV_20 + 2 * DAY) })
  expect(await statuses('hours')).toMatchObject({ '2026-11-20': 'complete' })
})

it('closes a period that is over and invoiced whole', async () => {
  const october = charges(Date.parse('2026-10-30T00:00:00Z'), Date.parse('2026-11-01T00:00:00Z'), 2, {
    BillingPeriodStart: '2026-10-01',
    InvoiceId: 'INV-1',
  })
  await load('invoiced', october, NOV_20)
  expect(await statuses('invoiced')).toMatchObject({
    '2026-10-30': 'closed',
    '2026-10-31': 'closed',
    '2026-11-01': 'provisional',
  })
  await load('invoiced', [...october.slice(0, -1), { ...october.at(-1), InvoiceId: '' }], NOV_20)
  expect(await statuses('invoiced')).toMatchObject({ '2026-10-30': 'complete' })
})

it('waits no longer for a source that has been silent for 45 days', async () => {
  await load('given-up', charges(NOV_20 - 100 * DAY, NOV_20 - 99 * DAY), NOV_20)
  const days = Object.keys(await statuses('given-up'))
  expect(days).toHaveLength(46)
  expect(days.at(-1)).toBe(
    at(NOV_20 - 55 * DAY)
      .toISOString()
      .slice(0, 10),
  )
})

it('closes no period that is not over, however much of it is invoiced', async () => {
  const changes = { BillingPeriodStart: '2026-11-01', InvoiceId: 'INV-2' }
  await load('invoiced-early', charges(NOV_20 - DAY, NOV_20, 2, changes), NOV_20 + 5 * DAY)
  expect(await statuses('invoiced-early')).toMatchObject({ '2026-11-19': 'complete' })
})

it('leaves a source alone that is being imported', async () => {
  await load('busy', charges(NOV_20, NOV_20 + DAY), NOV_20)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtextextended('ledger.source busy', 0))`)
    await settleDays(db, at(NOV_20 + 3 * DAY))
    expect(Object.keys(await statuses('busy'))).toEqual(['2026-11-20'])
  } finally {
    await client.query('rollback')
    client.release()
  }
  await settleDays(db, at(NOV_20 + 3 * DAY))
  expect(Object.keys(await statuses('busy'))).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
})

it('closes a period that somebody declares closed', async () => {
  await load('declared', charges(NOV_20, NOV_20 + DAY), NOV_20 + 2 * DAY)
  expect(await statuses('declared')).toMatchObject({ '2026-11-20': 'provisional' })
  await closePeriod(db, 'declared', '2026-11', at(NOV_20 + 2 * DAY))
  expect(await statuses('declared')).toMatchObject({ '2026-11-20': 'closed' })
  await expect(closePeriod(db, 'declared', 'November', at(NOV_20))).rejects.toThrow(/not a month/)
  await expect(closePeriod(db, 'nobody', '2026-11', at(NOV_20))).rejects.toThrow(/no source nobody/)
})

it('tells all of it for `tally sources`', async () => {
  const all = await sources(db, at(NOV_20 + 10 * DAY))
  expect(all.map(({ sourceName }) => sourceName)).toEqual([
    'busy',
    'declared',
    'given-up',
    'hours',
    'invoiced',
    'invoiced-early',
    'late-enough',
    'silent',
    'thin',
  ])
  expect(all.find(({ sourceName }) => sourceName === 'silent')).toMatchObject({
    kind: 'ledger',
    rows: 8,
    rowsRejected: 0,
    firstDay: '2026-11-15',
    lastDay: '2026-11-16',
    days: { complete: 2, provisional: 13, closed: 0 },
    provisionalDays: Array.from({ length: 10 }, (_, n) => `2026-11-${29 - n}`),
    restatedDays: 0,
  })
})
