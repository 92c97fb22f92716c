import { beforeEach, describe, expect, it } from 'vitest'
import { raiseAlerts } from '../../src/alerts/raise.ts'
import { planAnomaly } from '../../src/budgets/planned-anomaly.ts'
import { addDays } from '../../src/civil-date.ts'
import { findAnswer } from '../../src/spend/store.ts'
import { testDatabase } from '../database.ts'
import { type Fact, loadFacts } from '../spend/facts.ts'
import { alertDeps, emptied, headlines, outbox, subscribed } from './setting.ts'

const { db } = await testDatabase()
let today = '2026-11-19'
const now = () => new Date(`${today}T10:00:00Z`)
const deps = alertDeps(db, now)
const told = async () => headlines(await outbox(db))

const FIRST = '2026-09-01'
type Cost = (day: string) => number
const series = (fact: Omit<Fact, 'day' | 'effective'>, cost: Cost) => ({ fact, cost })
const spike =
  (usual: number, days: Readonly<Record<string, number>>): Cost =>
  (day) =>
    days[day] ?? usual

/** The morning of a day: everything up to the day before is there and complete. */
async function morning(day: string, company: readonly ReturnType<typeof series>[]) {
  today = day
  const days = Array.from({ length: 120 }, (_, i) => addDays(FIRST, i)).filter((each) => each < day)
  await loadFacts(
    db,
    company.flatMap(({ fact, cost }) =>
      days.map((each, i) => ({ ...fact, day: each, effective: (cost(each) * (1 + (i % 5) / 100)).toFixed(2) })),
    ),
  )
  // As if the figures had changed, whether or not they say so.
  await db.deleteFrom('tally.setting').execute()
  return raiseAlerts(deps, 'anomaly', now())
}

const SEARCH = { team: 'search', area: 'Compute', project: 'atlas' }
const CALM = [
  series({ team: 'vision', area: 'Compute', project: 'lumen' }, () => 300),
  series({ team: 'chatbot', area: 'Model Usage', project: 'nova', model: 'gpt-5' }, () => 500),
]
const rising = (days: Readonly<Record<string, number>>) => [...CALM, series(SEARCH, spike(100, days))]
const place = (id: string) => ({ platform: 'slack', workspaceId: 'T1', kind: 'conversation', id }) as const

beforeEach(async () => {
  await emptied(db)
  await db.deleteFrom('tally.planned_anomaly').execute()
})

describe('an anomaly', () => {
  it('is told once, updated in its thread when it has grown by half and when it is over', async () => {
    const { id } = await subscribed(db, {}, now())
    await morning('2026-11-18', rising({}))
    expect(await told()).toEqual([])
    await morning('2026-11-19', rising({ '2026-11-18': 400 }))
    await morning('2026-11-20', rising({ '2026-11-18': 400, '2026-11-19': 300 }))
    await morning('2026-11-21', rising({ '2026-11-18': 400, '2026-11-19': 300, '2026-11-20': 150 }))
    const days = { '2026-11-18': 400, '2026-11-19': 300, '2026-11-20': 150 }
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']) await morning(day, rising(days))
    const sent = await outbox(db)
    expect(headlines(sent).map((line) => line.replace(/\$[\d.,]+/, '$…'))).toEqual([
      '$… above expected: search · Compute',
      'Now $… above expected: search · Compute',
      'Ended: search · Compute, $… above expected in all',
    ])
    const [alert, grown, ended] = sent
    expect(alert?.key).toMatch(new RegExp(`^alert:${id}:anomaly:2026-11-18:[\\w-]{16}$`))
    expect([grown?.key, ended?.key]).toEqual([`${alert?.key}:1`, `${alert?.key}:2`])
    expect([alert?.replyTo, grown?.replyTo, ended?.replyTo]).toEqual([null, alert?.key, alert?.key])
    expect(alert?.text).toContain('Spike Nov 18')
    expect(alert?.text).toContain('Mostly project atlas')
    expect(ended?.text).toContain('It lasted Nov 18 – ')
  })

  it('can be asked why, about its place and days', async () => {
    const { id } = await subscribed(db, {}, now())
    await morning('2026-11-19', rising({ '2026-11-18': 400 }))
    const [alert] = await outbox(db)
    const buttons = alert?.card.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : [])) ?? []
    expect(buttons[1]).toMatchObject({ label: 'Change alerts', token: `digest:edit.${id}` })
    const [, answerId = ''] = /^spend:next\.([^.]+)\.why$/.exec(buttons[0]?.token ?? '') ?? []
    expect((await findAnswer(db, answerId))?.question).toMatchObject({
      intent: 'anomaly',
      filters: { team: ['search'], cost_area: ['Compute'] },
      period: { start: '2026-11-18', end: '2026-11-19' },
    })
  })

  it('is the same when its first day shifts, and when it is seen by another look', async () => {
    await subscribed(db, {}, now())
    await morning('2026-11-20', rising({ '2026-11-19': 400 }))
    await morning('2026-11-21', rising({ '2026-11-18': 180, '2026-11-19': 400, '2026-11-20': 110 }))
    expect((await told()).filter((line) => !line.startsWith('Ended') && !line.startsWith('Now'))).toHaveLength(1)
  })

  it('is updated once a day at most', async () => {
    await subscribed(db, {}, now())
    await morning('2026-11-20', rising({ '2026-11-19': 400 }))
    await morning('2026-11-20', rising({ '2026-11-19': 4000 }))
    expect(await told()).toHaveLength(1)
    await morning('2026-11-21', rising({ '2026-11-19': 4000, '2026-11-20': 400 }))
    await morning('2026-11-21', rising({ '2026-11-19': 40_000, '2026-11-20': 400 }))
    expect(await told()).toHaveLength(2)
  })

  it('of another week in the same place is another one', async () => {
    await subscribed(db, {}, now())
    await morning('2026-11-06', rising({ '2026-11-05': 400 }))
    await morning('2026-11-08', rising({ '2026-11-05': 400 }))
    await morning('2026-11-20', rising({ '2026-11-05': 400, '2026-11-19': 400 }))
    const fresh = (await outbox(db)).filter(({ replyTo }) => replyTo === null)
    expect(fresh.map(({ key }) => key.split(':')[3])).toEqual(['2026-11-05', '2026-11-19'])
  })

  it('that somebody planned is not told, nor a drop, nor what is small', async () => {
    await subscribed(db, {}, now())
    await planAnomaly(
      db,
      {
        team: 'search',
        costArea: null,
        modelName: null,
        firstDay: '2026-11-18',
        lastDay: '2026-11-18',
        reason: 'load test',
      },
      { email: 'eve@example.com', role: 'admin', teams: [] },
    )
    const sent = await morning('2026-11-19', [
      ...rising({ '2026-11-18': 4000 }),
      series({ team: 'fraud', area: 'Storage' }, spike(200, { '2026-11-18': 10 })),
      series({ team: 'ads', area: 'Storage' }, spike(5, { '2026-11-18': 20 })),
    ])
    expect([sent, await told()]).toEqual([0, []])
  })

  it('long over is no news for whoever subscribes today', async () => {
    await morning('2026-11-30', rising({ '2026-11-12': 4000 }))
    await subscribed(db, {}, now())
    expect(await raiseAlerts(deps, 'anomaly', now())).toBe(0)
  })

  it('of more than three at once is one message, and its updates stand in one thread', async () => {
    await subscribed(db, {}, now())
    const teams = ['a', 'b', 'c', 'd', 'e']
    const all = (days: Readonly<Record<string, number>>) => [
      ...CALM,
      ...teams.map((team) => series({ team, area: 'Compute' }, spike(100, days))),
    ]
    await morning('2026-11-19', all({ '2026-11-18': 400 }))
    await morning('2026-11-20', all({ '2026-11-18': 400, '2026-11-19': 900 }))
    const sent = await outbox(db)
    expect(headlines(sent)).toEqual([
      expect.stringMatching(/^\$[\d.,]+ above expected in 5 places$/),
      'Of what was unusual 5 grew',
    ])
    expect(sent[1]?.replyTo).toBe(sent[0]?.key)
    expect(await db.selectFrom('tally.alert').select('alert_key').execute()).toHaveLength(5)
  })
})

describe('anomaly alerts go', () => {
  it('to the scope that they lie in, each look once for all places', async () => {
    const scopes = {
      all: null,
      search: { dimension: 'team', values: ['search'] },
      vision: { dimension: 'team', values: ['vision', 'fraud'] },
      atlas: { dimension: 'project', values: ['atlas'] },
      lumen: { dimension: 'project', values: ['lumen'] },
    } as const
    for (const [id, scope] of Object.entries(scopes)) await subscribed(db, { scope, place: place(id) }, now())
    await morning('2026-11-19', rising({ '2026-11-18': 400 }))
    expect((await outbox(db)).map((one) => [one.place, headlines([one])[0]?.replace(/^.*: /, '')]).sort()).toEqual([
      ['all', 'search · Compute'],
      ['atlas', 'atlas'],
      ['search', 'search · Compute'],
    ])
  })

  it('once with replicas side by side, and after a restart', async () => {
    await subscribed(db, {}, now())
    await morning('2026-11-18', rising({}))
    await db.deleteFrom('tally.setting').execute()
    today = '2026-11-19'
    await loadFacts(db, [
      ...Array.from({ length: 78 }, (_, i) => addDays(FIRST, i)).map((day) => ({ ...SEARCH, day, effective: '100' })),
      { ...SEARCH, day: '2026-11-18', effective: '500' },
    ])
    const replicas = [1, 2, 3].map(() => alertDeps(db, now))
    await Promise.all(replicas.map((replica) => raiseAlerts(replica, 'anomaly', now())))
    expect(await told()).toHaveLength(1)
    await db.deleteFrom('tally.setting').execute()
    expect(await raiseAlerts(alertDeps(db, now), 'anomaly', now())).toBe(0)
  })
})
