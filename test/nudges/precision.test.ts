import { beforeAll, expect, it } from 'vitest'
import { plainText } from '../../src/cards/plain-text.ts'
import { reportPrecision } from '../../src/jobs/report-precision.ts'
import { createLog } from '../../src/log.ts'
import { precisionByRule } from '../../src/nudges/precision.ts'
import { precisionLines, precisionReport } from '../../src/nudges/precision-card.ts'
import { expectGolden } from '../cards/golden.ts'
import { testDatabase } from '../database.ts'
import { putNudge, type Told } from './settled.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-11-23T10:00:00Z')
const delivered = { kind: 'delivered', at: '2026-11-02T09:00:00Z' }
const exempted = { kind: 'exempted', by: 'ana@example.com', at: '2026-11-03T10:00:00Z', until: '2026-12-30T00:00:00Z' }
const undone = { kind: 'undone', by: 'ana@example.com', at: '2026-11-03T10:04:00Z' }
const GONE = { resolved: { at: '2026-11-05T06:00:00Z', how: 'gone' } } as const
const BUSY_SOON = { resolved: { at: '2026-11-16T08:59:00Z', how: 'busy' } } as const
const BUSY_LATE = { resolved: { at: '2026-11-16T09:01:00Z', how: 'busy' } } as const

beforeAll(async () => {
  let i = 0
  const told = (rule: string, more: Partial<Told>) => {
    i += 1
    return putNudge(db, { resourceId: `r-${i}`, rule, happened: [delivered], ...more })
  }
  for (const more of [GONE, GONE, GONE, BUSY_SOON, BUSY_LATE, {}]) await told('gpu', more)
  await told('gpu', { happened: [delivered, exempted] })
  await told('gpu', { ...GONE, happened: [delivered, exempted, undone] })
  for (const more of [GONE, GONE, BUSY_SOON, BUSY_SOON]) await told('notebook', more)
  await told('notebook', { ...GONE, happened: [delivered, exempted] })
  // Nobody was told, or long ago.
  await told('notebook', { ...BUSY_SOON, happened: [] })
  await told('notebook', { ...BUSY_SOON, happened: [{ ...delivered, at: '2026-08-01T09:00:00Z' }] })
  await told('vector-index', {})
  // Wrong once, which says nothing yet.
  await told('endpoint', BUSY_SOON)
})

it('counts by rule what was confirmed, exempted and at work again', async () => {
  expect(await precisionByRule(db, NOW)).toEqual([
    { rule: 'endpoint', told: 1, confirmed: 0, exempted: 0, wokeUp: 1, precision: 0 },
    { rule: 'notebook', told: 5, confirmed: 2, exempted: 1, wokeUp: 2, precision: 0.4 },
    { rule: 'gpu', told: 8, confirmed: 4, exempted: 1, wokeUp: 1, precision: 4 / 6 },
    { rule: 'vector-index', told: 1, confirmed: 0, exempted: 0, wokeUp: 0, precision: null },
  ])
})

it('reports each rule below 70 %, and hides none from whoever looks', async () => {
  const rules = await precisionByRule(db, NOW)
  const report = precisionReport(rules, NOW)
  expect(report?.key).toBe('told:nudge-precision:2026-11-23')
  if (report !== undefined) expectGolden('nudge-precision', report.card)
  expect(
    precisionReport(
      rules.filter(({ rule }) => rule === 'endpoint'),
      NOW,
    ),
  ).toBeUndefined()
  expect(precisionLines(rules)).toHaveLength(4)
  expect(plainText({ blocks: precisionLines(rules).map((text) => ({ kind: 'text', text })) })).toContain(
    'none decided yet',
  )
})

it('tells each administrator once a week', async () => {
  await db
    .insertInto('tally.person')
    .values({ email: 'root@example.com', display_name: 'Root', role: 'admin' })
    .execute()
  await db
    .insertInto('tally.account')
    .values({
      platform: 'slack',
      workspace_id: 'T1',
      user_id: 'U1',
      email: 'root@example.com',
      display_name: 'Root',
      seen_at: NOW,
    })
    .execute()
  const tell = { db, platforms: [], signs: { digest: String }, log: createLog({ level: 'silent', readable: false }) }
  const at = (instant: string) => reportPrecision({ db, spend: db, now: () => new Date(instant), tell })
  expect(await at('2026-11-23T10:00:00Z')).toEqual({ told: 1 })
  expect(await at('2026-11-24T10:00:00Z')).toBeUndefined()
  expect(await at('2026-11-30T10:00:00Z')).toEqual({ told: 1 })
})
