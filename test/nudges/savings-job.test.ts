import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '../../src/civil-date.ts'
import { measured } from '../../src/nudges/measured.ts'
import { verifySavings } from '../../src/nudges/savings-job.ts'
import { testDatabase } from '../database.ts'
import { type Fact, loadFacts } from '../spend/facts.ts'
import { putNudge, type Told } from './settled.ts'

const { db } = await testDatabase()
const deps = { db, spend: db }
const DAY = 86_400_000
/** Its last day with a charge; found gone two days later. */
const END = '2026-10-10'
const FOUND_GONE = '2026-10-12T06:00:00Z'
const AFTER_7 = new Date('2026-10-20T07:00:00Z')
const AFTER_30 = new Date('2026-11-12T07:00:00Z')

const GPU: Omit<Fact, 'day' | 'effective'> = {
  team: 'vision',
  project: 'eyes',
  workload: 'inference',
  resourceClass: 'gpu',
  resourceId: 'i-idle',
}
const GONE: Told = {
  resourceId: 'i-idle',
  team: 'vision',
  project: 'eyes',
  idleSince: '2026-09-20T10:30:00Z',
  resolved: { at: FOUND_GONE, how: 'gone' },
  happened: [{ kind: 'delivered', at: '2026-10-02T09:00:00Z' }],
}

function charged(from: string, days: number, effective: string, more: Partial<Fact> = {}): readonly Fact[] {
  return Array.from({ length: days }, (_, i) => ({ ...GPU, day: addDays(from, i), effective, ...more }))
}
/** Twenty dollars a day, and some of its last day; and something that keeps the bill coming. */
const IDLE = [...charged('2026-09-10', 30, '20'), ...charged(END, 1, '3.5')]
const rest = (until: string) =>
  charged('2026-09-10', 70, '1', { resourceId: 'i-other', team: 'search', project: null }).filter(
    ({ day }) => day <= until,
  )

const savings = () =>
  db
    .selectFrom('tally.nudge_saving')
    .select(['days', 'billing_currency', 'first_day', 'baseline', 'actual', 'saved'])
    .orderBy('nudge_id')
    .orderBy('days')
    .orderBy('billing_currency')
    .execute()
const outcomes = async () =>
  (await db.selectFrom('spend.nudge_savings').select(['days', 'outcome', 'saved']).orderBy('days').execute()).map(
    ({ days, outcome, saved }) => `${days} ${outcome} ${saved}`,
  )

beforeEach(async () => {
  await sql`delete from tally.nudge`.execute(db)
})

describe('what settling a nudge saved', () => {
  it('is told once seven complete days have passed, and again after thirty', async () => {
    await loadFacts(db, [...IDLE, ...rest('2026-10-16')])
    await putNudge(db, GONE)
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 0, corrected: 0 })
    expect(await outcomes()).toEqual(['7 verifying null', '30 verifying null'])

    await loadFacts(db, [...IDLE, ...rest('2026-10-17')])
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 1, corrected: 0 })
    expect(await savings()).toEqual([
      { days: 7, billing_currency: 'USD', first_day: '2026-10-11', baseline: '140', actual: '0', saved: '140' },
    ])
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 0, corrected: 0 })

    await loadFacts(db, [...IDLE, ...rest('2026-11-09')])
    expect(await verifySavings(deps, AFTER_30)).toEqual({ verified: 1, corrected: 0 })
    expect(await outcomes()).toEqual(['7 verified 140', '30 verified 600'])
  })

  it('waits for a day that may still move', async () => {
    await loadFacts(db, [...IDLE, ...rest('2026-10-17')], { provisional: ['2026-10-17'] })
    await putNudge(db, GONE)
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 0, corrected: 0 })
  })

  it('is not what a bill that fell silent no longer tells', async () => {
    await loadFacts(db, [...IDLE, ...rest('2026-11-23').map((fact) => ({ ...fact, source: 'azure-focus' }))])
    await putNudge(db, GONE)
    expect(await verifySavings(deps, new Date('2026-11-24T07:00:00Z'))).toEqual({ verified: 0, corrected: 0 })
  })

  it.each<[string, Partial<Fact>, string]>([
    ['the same workload in another machine', { resourceId: 'i-new' }, '0'],
    [
      'the same name with another id, as another class',
      { resourceId: 'x', resourceName: 'i-idle', resourceClass: 'cpu' },
      '0',
    ],
    ['an endpoint of the same workload', { resourceId: 'e-1', resourceClass: 'endpoint' }, '0'],
    [
      'another class and another workload',
      { resourceId: 'n-1', resourceClass: 'notebook', workload: 'notebook' },
      '140',
    ],
    ['another project', { resourceId: 'i-new', project: 'ears' }, '140'],
    ['another team', { resourceId: 'i-new', team: 'search' }, '140'],
    ['another currency', { resourceId: 'i-new', currency: 'EUR' }, '140'],
  ])('%s begins when it ends', async (_, instead, saved) => {
    const began = charged('2026-10-09', 40, '25', instead)
    await loadFacts(
      db,
      [...IDLE, ...began, ...rest('2026-10-17')].filter(({ day }) => day <= '2026-10-17'),
    )
    await putNudge(db, GONE)
    await verifySavings(deps, AFTER_7)
    expect(await savings()).toMatchObject([{ days: 7, billing_currency: 'USD', saved }])
  })

  it('counts in its place neither what was there before nor what began much later', async () => {
    const there = charged('2026-09-25', 40, '25', { resourceId: 'i-there' })
    const later = charged('2026-10-20', 30, '25', { resourceId: 'i-later' })
    await loadFacts(db, [...IDLE, ...there, ...later, ...rest('2026-11-09')])
    await putNudge(db, GONE)
    await verifySavings(deps, AFTER_30)
    expect(await savings()).toMatchObject([
      { days: 7, saved: '140' },
      { days: 30, saved: '600' },
    ])
  })

  it('is what is left of a cheaper one, exact to the last place', async () => {
    const idle = [
      ...charged('2026-09-10', 29, '33.3333333333'),
      ...charged('2026-10-09', 1, '0.0000000001'),
      ...charged(END, 1, '1'),
    ]
    await loadFacts(db, [...idle, ...charged('2026-10-11', 7, '0.01', { resourceId: 'i-new' }), ...rest('2026-10-17')])
    await putNudge(db, GONE)
    await verifySavings(deps, AFTER_7)
    expect(await savings()).toMatchObject([{ baseline: '199.9999999999', actual: '0.07', saved: '199.9299999999' }])
  })

  it('takes the mean of the days in which it was idle', async () => {
    const idle = [...charged('2026-09-10', 28, '90'), ...charged('2026-10-08', 2, '20'), ...charged(END, 1, '20')]
    await loadFacts(db, [...idle, ...rest('2026-10-17')])
    await putNudge(db, { ...GONE, idleSince: '2026-10-07T13:00:00Z' })
    await verifySavings(deps, AFTER_7)
    expect(await savings()).toMatchObject([{ baseline: '140', saved: '140' }])
  })

  it('is unknown where a charge does not say what it cost', () => {
    const settled = { nudgeId: '1', resolvedOn: '2026-10-10', idleFrom: null }
    const days = (cost: string | null) =>
      Array.from({ length: 8 }, (_, i) => ({
        day: addDays('2026-10-03', i),
        currency: 'USD',
        cost: i === 2 ? cost : '5',
      }))
    expect(measured(settled, days('5'), [], '2026-10-17')).toMatchObject([{ days: 7, saved: '35' }])
    expect(measured(settled, days(null), [], '2026-10-17')).toEqual([])
    const instead = [{ day: '2026-10-12', currency: 'USD', cost: null }]
    expect(measured(settled, days('5'), instead, '2026-10-17')).toEqual([])
  })

  it('is corrected while the bill is restated, and stands after that', async () => {
    await loadFacts(db, [...IDLE, ...rest('2026-10-17')])
    await putNudge(db, GONE)
    await verifySavings(deps, AFTER_7)
    const back = charged('2026-10-13', 1, '40')
    await loadFacts(db, [...IDLE, ...back, ...rest('2026-10-17')])
    expect(await verifySavings(deps, new Date(AFTER_7.getTime() + 3 * DAY))).toEqual({ verified: 0, corrected: 1 })
    expect(await savings()).toMatchObject([{ actual: '40', saved: '100' }])

    await loadFacts(db, [...IDLE, ...charged('2026-10-13', 1, '140'), ...rest('2026-10-17')])
    expect(await verifySavings(deps, new Date(AFTER_7.getTime() + 46 * DAY))).toEqual({ verified: 0, corrected: 0 })
    expect(await savings()).toMatchObject([{ saved: '100' }])
  })

  it('is told per currency', async () => {
    await loadFacts(db, [
      ...IDLE,
      ...IDLE.map((fact) => ({ ...fact, currency: 'EUR', effective: '7' })),
      ...rest('2026-10-17'),
    ])
    await putNudge(db, GONE)
    await verifySavings(deps, AFTER_7)
    expect(await savings()).toMatchObject([
      { billing_currency: 'EUR', saved: '49' },
      { billing_currency: 'USD', saved: '140' },
    ])
  })
})

describe('nothing is counted', () => {
  const exempted = {
    kind: 'exempted',
    by: 'ana@example.com',
    at: '2026-10-03T10:00:00Z',
    until: '2026-12-01T00:00:00Z',
  }
  const undone = { kind: 'undone', by: 'ana@example.com', at: '2026-10-03T10:05:00Z' }
  it.each<[string, Partial<Told>, string]>([
    ['what was exempt', { happened: [exempted] }, 'exempt'],
    [
      'what was exempt, and gone by chance',
      { resolved: { at: FOUND_GONE, how: 'busy' }, happened: [exempted] },
      'exempt',
    ],
    ['what works again', { resolved: { at: FOUND_GONE, how: 'busy' } }, 'used_again'],
    ['what ended before anybody was told', { happened: [] }, 'not_told'],
  ])('for %s', async (_, more, outcome) => {
    await loadFacts(db, [...IDLE, ...rest('2026-10-17')])
    await putNudge(db, { ...GONE, ...more })
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 0, corrected: 0 })
    expect(await outcomes()).toEqual([`7 ${outcome} null`, `30 ${outcome} null`])
  })

  it.each<[string, Told['happened']]>([
    ['an exemption that was taken back', [...(GONE.happened ?? []), exempted, undone]],
    ['an exemption that ended', [{ ...exempted, until: '2026-10-05T00:00:00Z' }]],
    [
      'a snooze',
      [{ kind: 'snoozed', by: 'ana@example.com', at: '2026-10-03T10:00:00Z', until: '2026-10-20T10:00:00Z' }],
    ],
  ])('but for %s', async (_, happened = []) => {
    await loadFacts(db, [...IDLE, ...rest('2026-10-17')])
    await putNudge(db, { ...GONE, happened })
    expect(await verifySavings(deps, AFTER_7)).toEqual({ verified: 1, corrected: 0 })
  })
})
