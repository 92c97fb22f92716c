import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { detect } from '../../src/nudges/detect.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { asking } from '../../src/spend/deps.ts'
import { testDatabase } from '../database.ts'
import { type Fact, loadFacts } from '../spend/facts.ts'
import { hoursBefore, loadHours } from '../spend/kinds/telemetry.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T10:00:00Z')

const look = (now = MONDAY) => {
  const deps = asking({
    own: db,
    spend: db,
    visibility: 'own-teams',
    now: () => now,
    onError: (error) => {
      throw error
    },
  })
  return detect(deps, IDLE_RULES, now)
}

const charges = (resourceId: string, effective: string, more: Partial<Fact> = {}): Fact[] =>
  Array.from({ length: 22 }, (_, i) => ({
    day: `2026-11-${String(i + 1).padStart(2, '0')}`,
    team: 'search',
    project: 'atlas',
    workload: 'inference',
    environment: 'production',
    resourceClass: 'gpu',
    resourceId,
    resourceName: `${resourceId}-name`,
    effective,
    ...more,
  }))
const WORK = { gpuUtilAvg: 60, gpuUtilMax: 90 }

it('tells of everything that is paid for: the verdict, the money of each currency and who may own it', async () => {
  await loadFacts(db, [
    ...charges('dead', '24.10', { owner: 'ana@example.com' }),
    ...charges('dead', '3', { owner: 'ana@example.com', currency: 'EUR' }),
    ...charges('busy', '100', { owner: 'ben@example.com' }),
    ...charges('other', '500', { owner: 'cy@example.com', workload: 'training' }),
    ...charges('unseen', '7', { owner: null }),
    ...charges('bucket', '9', { resourceClass: 'bucket' }),
    ...charges('archive', '9', { resourceClass: 'bucket' }),
    ...charges('batch', '9'),
  ])
  await loadHours(db, {
    dead: hoursBefore(MONDAY, 250),
    busy: hoursBefore(MONDAY, 300, (h) => (h % 7 === 0 ? WORK : {})),
    other: hoursBefore(MONDAY, 300, () => WORK),
    archive: hoursBefore(MONDAY, 800, () => ({ gpuUtilAvg: null, gpuUtilMax: null, cpuUtilMax: null })),
    // A week of rest, as before each of its runs.
    batch: hoursBefore(MONDAY, 800, (h) => (h > 170 && h % 170 < 3 ? WORK : {})),
  })
  const found = await look()
  expect(found).toMatchObject({ asOf: MONDAY, partial: false })
  const of = new Map(found?.resources.map((resource) => [resource.resourceId, resource]))
  expect([...of].map(([id, { verdict }]) => `${id} ${verdict.kind}`).toSorted()).toEqual([
    'archive idle',
    'batch watch',
    'busy busy',
    'dead idle',
    'other busy',
    'unseen unknown',
  ])
  expect(of.get('dead')).toMatchObject({
    name: 'dead-name',
    resourceClass: 'gpu',
    team: 'search',
    environment: 'production',
    rule: { kind: 'gpu', version: IDLE_RULES.version },
    perDay: [
      { currency: 'EUR', amount: '3' },
      { currency: 'USD', amount: '24.1' },
    ],
    // Seen since Nov 13, 00:00: ten whole days.
    wasted: [
      { currency: 'EUR', amount: '30' },
      { currency: 'USD', amount: '241' },
    ],
    clues: { resourceTag: 'ana@example.com', workload: 'ben@example.com', project: 'cy@example.com' },
  })
  expect(of.get('unseen')).toMatchObject({ clues: { resourceTag: null, workload: 'ben@example.com' }, wasted: [] })
  expect(of.get('batch')?.verdict).toMatchObject({ kind: 'watch', evidence: { longestPauseHours: 167 } })
})

it('says that nothing may be held to be gone while bills or telemetry are late', async () => {
  await loadFacts(db, charges('dead', '24'))
  await loadHours(db, { dead: hoursBefore(MONDAY, 250) })
  expect(await look()).toMatchObject({ partial: false })
  expect(await look(new Date('2026-11-26T12:00:00Z'))).toMatchObject({ partial: true })
})

it('is nothing where there is no telemetry, and needs no column that came later', async () => {
  await loadFacts(db, charges('dead', '24'))
  await loadHours(db, { dead: hoursBefore(MONDAY, 250) })
  const definition = await sql<{ text: string }>`select pg_get_viewdef('spend.resource_hour') as text`.execute(db)
  await sql`drop view spend.resource_hour`.execute(db)
  expect(await look()).toBeUndefined()
  await sql
    .raw(
      `create view spend.resource_hour as ${definition.rows[0]?.text.replace(/,\s*gpu_dram_active_max,\s*gpu_power_pct_max/, '')}`,
    )
    .execute(db)
  expect((await look())?.resources).toMatchObject([{ resourceId: 'dead', verdict: { kind: 'idle' } }])
  await loadHours(db, {})
  expect(await look()).toBeUndefined()
})
