import { beforeEach, describe, expect, it } from 'vitest'
import { raiseAlerts } from '../../src/alerts/raise.ts'
import { addDays } from '../../src/civil-date.ts'
import { pauseSubscription, removeSubscription, resumeSubscription } from '../../src/digests/store.ts'
import { findAnswer } from '../../src/spend/store.ts'
import { testDatabase } from '../database.ts'
import { type Fact, loadFacts } from '../spend/facts.ts'
import { alertDeps, emptied, headlines, outbox, subscribed } from './setting.ts'

const { db } = await testDatabase()
let now = new Date('2026-11-23T10:00:00Z')
const at = (instant: string) => {
  now = new Date(instant)
}
const deps = alertDeps(db, () => now)
const raise = () => raiseAlerts(deps, 'budget', now)
const told = async () => headlines(await outbox(db))

type Line = readonly [dimension: string, value: string, amount: string, month?: string, thresholds?: string]
async function budgets(lines: readonly Line[]) {
  await db.deleteFrom('ledger.budget' as never).execute()
  await db
    .insertInto('ledger.budget' as never)
    .values(
      lines.map(([scope_dimension, scope_value, budget_amount, month = '2026-11-01', thresholds]) => ({
        scope_dimension,
        scope_value,
        budget_amount,
        month,
        billing_currency: 'USD',
        thresholds: thresholds ?? '{50,80,100,120}',
      })) as never,
    )
    .execute()
}

const days = (until: string, count: number, fact: Omit<Fact, 'day' | 'effective'>, cost: (day: string) => string) =>
  Array.from({ length: count }, (_, i) => addDays(until, i + 1 - count)).map((day) => ({
    ...fact,
    day,
    effective: cost(day),
  }))
/** 10 a day and team until that day; atlas more than before in November. */
const company = (until: string): Fact[] => [
  ...days(until, 80, { team: 'search', project: 'atlas' }, (day) => (day >= '2026-11-01' ? '8' : '4')),
  ...days(until, 80, { team: 'search', project: 'ranker' }, (day) => (day >= '2026-11-01' ? '2' : '6')),
  ...days(until, 80, { team: 'vision', project: 'lumen', businessUnit: 'Retail' }, () => '5'),
  ...days(until, 80, { team: 'fraud', project: 'shared' }, () => '1'),
  ...days(until, 80, { team: 'vision', project: 'shared' }, () => '1'),
]

beforeEach(async () => {
  await emptied(db)
  at('2026-11-23T10:00:00Z')
  await loadFacts(db, company('2026-11-21'), { provisional: ['2026-11-21'] })
  await budgets([['team', 'search', '250']])
})

describe('a budget that crosses a threshold', () => {
  it('is told once, with the number first, its pace, its end and what drives it', async () => {
    const { id } = await subscribed(db, { scope: { dimension: 'team', values: ['search'] } }, now)
    expect(await raise()).toBe(1)
    const [alert] = await outbox(db)
    expect(alert?.text.split('\n')).toEqual([
      'Team search has used 84% of its November budget: $210.00 of $250.00',
      'Ahead of pace: expected to end at $300.00, $50.00 over the budget, which is spent on Nov 25, 2026.',
      'Grew most: project atlas, $80.00 more than on Oct 1 – Oct 20, 2026.',
      'Crossed: 50% and 80% of the budget.',
      'Used is all that is recorded; complete through Nov 20, 2026.',
      'Choices: Why? · Change alerts',
    ])
    expect(alert?.key).toMatch(new RegExp(`^alert:${id}:budget:2026-11:[\\w-]{16}:80$`))
    expect(alert?.place).toBe('C1')
  })

  it('offers to ask why, and to change the alerts', async () => {
    const { id } = await subscribed(db, {}, now)
    await raise()
    const [alert] = await outbox(db)
    const buttons = alert?.card.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : [])) ?? []
    expect(buttons.map(({ label }) => label)).toEqual(['Why?', 'Change alerts'])
    expect(buttons[1]?.token).toBe(`digest:edit.${id}`)
    const [, answerId = ''] = /^spend:next\.([^.]+)\.why$/.exec(buttons[0]?.token ?? '') ?? []
    const kept = await findAnswer(db, answerId)
    expect(kept?.question).toMatchObject({
      intent: 'spend',
      filters: { team: ['search'] },
      period: { start: '2026-11-01', end: '2026-11-24' },
    })
    // Nobody's own: whoever presses gets an answer beside it, and the alert stays.
    expect(kept?.asker).toBe('tally:alerts')
  })

  it('is not told again by another look, a restart, a day later, or a bill that goes down and up', async () => {
    await subscribed(db, {}, now)
    await raise()
    expect(await raise()).toBeUndefined()
    expect(
      await raiseAlerts(
        alertDeps(db, () => now),
        'budget',
        now,
      ),
    ).toBeUndefined()
    at('2026-11-24T10:00:00Z')
    expect(await raise()).toBe(0)
    await loadFacts(db, company('2026-11-10'))
    expect(await raise()).toBe(0)
    await loadFacts(db, company('2026-11-21'), { provisional: ['2026-11-21'] })
    expect(await raise()).toBe(0)
    expect(await told()).toHaveLength(1)
  })

  it('does not end after the first: the next threshold, the next team and the next month are told', async () => {
    await subscribed(db, {}, now)
    await raise()
    at('2026-11-27T10:00:00Z')
    await loadFacts(db, company('2026-11-25'))
    await budgets([
      ['team', 'search', '250'],
      ['team', 'fraud', '40'],
    ])
    await raise()
    at('2026-11-28T10:00:00Z')
    await loadFacts(db, company('2026-11-26'))
    await raise()
    at('2026-12-20T10:00:00Z')
    await loadFacts(db, company('2026-12-18'))
    await budgets([['team', 'search', '300', '2026-12-01']])
    await raise()
    expect(await told()).toEqual([
      'Team search has used 84% of its November budget: $210.00 of $250.00',
      'Team search has used 100% of its November budget: $250.00 of $250.00',
      'Team fraud has used 62.5% of its November budget: $25.00 of $40.00',
      'Team search has used 60% of its December budget: $180.00 of $300.00',
    ])
  })

  it('of last month is told as such when its bill comes late', async () => {
    await subscribed(db, {}, now)
    at('2026-12-03T10:00:00Z')
    await budgets([['team', 'search', '280']])
    await loadFacts(db, company('2026-11-27'))
    await raise()
    await loadFacts(db, company('2026-12-01'), { provisional: ['2026-12-01'] })
    await raise()
    expect(await told()).toEqual([
      'Team search used 96.4% of its November budget: $270.00 of $280.00',
      'Team search went over its November budget: $300.00 of $280.00 (107.1%)',
    ])
    expect((await outbox(db))[1]?.text).toContain('Over by $20.00.')
    at('2026-12-16T10:00:00Z')
    await budgets([['team', 'search', '100']])
    expect(await raise()).toBe(0)
  })

  it('over is a different word than ahead of pace', async () => {
    await budgets([
      ['team', 'search', '200', '2026-11-01', '{100}'],
      ['team', 'vision', '200', '2026-11-01', '{50}'],
    ])
    await subscribed(db, {}, now)
    await raise()
    const [search, vision] = await outbox(db)
    expect(search?.text).toContain('is over its November budget')
    expect(search?.text).toContain('Over by $10.00, and expected to end at $300.00.')
    expect(search?.text).not.toContain('pace')
    expect(vision?.text).toContain('On pace: expected to end at $180.00, $20.00 below the budget.')
    expect(vision?.text).not.toContain('over')
  })

  it('is quiet about a lower limit that was set after a higher one was told', async () => {
    await subscribed(db, {}, now)
    await raise()
    await budgets([['team', 'search', '250', '2026-11-01', '{50,60,80,100,120}']])
    expect(await raise()).toBe(0)
    expect(
      (await db.selectFrom('tally.alert').select('alert_key').execute()).map((row) => row.alert_key.split(':')[3]),
    ).toEqual(expect.arrayContaining(['50', '60', '80']))
  })
})

describe('budget alerts go', () => {
  it('to every place whose scope holds the budget, each once, and to no other', async () => {
    await budgets([
      ['total', 'total', '300'],
      ['team', 'search', '250'],
      ['project', 'atlas', '200'],
      ['project', 'shared', '50'],
    ])
    const places = {
      all: null,
      search: { dimension: 'team', values: ['search'] },
      vision: { dimension: 'team', values: ['vision'] },
      both: { dimension: 'team', values: ['fraud', 'vision'] },
      atlas: { dimension: 'project', values: ['atlas'] },
    } as const
    for (const [id, scope] of Object.entries(places))
      await subscribed(db, { scope, place: { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id } }, now)
    await raise()
    const found = (await outbox(db)).map(({ place, text }) => [place, text.split(/ (?:has used|is over)/)[0]])
    const of = (place: string) =>
      found
        .filter(([at]) => at === place)
        .map(([, what]) => what)
        .sort()
    // Of the four in all places there is one message.
    expect(of('all')).toEqual([expect.stringContaining('4 budgets crossed a limit')])
    expect(of('search')).toEqual(['Project atlas', 'Team search'])
    expect(of('vision')).toEqual([])
    expect(of('both')).toEqual(['Project shared'])
    expect(of('atlas')).toEqual(['Project atlas'])
    expect(found).toHaveLength(5)
  })

  it('only as far as whoever set them sees', async () => {
    await db
      .insertInto('tally.person')
      .values([
        { email: 'ana@example.com', display_name: 'Ana', role: 'member' },
        { email: 'eve@example.com', display_name: 'Eve', role: 'admin' },
      ])
      .execute()
    await db.insertInto('tally.person_team').values({ email: 'ana@example.com', team: 'vision' }).execute()
    await budgets([
      ['total', 'total', '300'],
      ['team', 'search', '250'],
      ['team', 'vision', '200'],
    ])
    const own = alertDeps(db, () => now, 'own-teams')
    const place = (id: string) => ({ platform: 'slack', workspaceId: 'T1', kind: 'conversation', id }) as const
    await subscribed(db, { place: place('ana') }, now)
    await subscribed(db, { place: place('eve'), createdBy: 'eve@example.com' }, now)
    await subscribed(db, { place: place('nobody'), createdBy: 'nobody@example.com' }, now)
    await raiseAlerts(own, 'budget', now)
    const found = (await outbox(db)).map(({ place, text }) => [place, text.split(/ (?:has used|is over)/)[0]])
    expect(found.filter(([place]) => place === 'ana')).toEqual([['ana', 'Team vision']])
    expect(found.filter(([place]) => place === 'eve').map(([, what]) => what)).toEqual([
      'All spend',
      'Team search',
      'Team vision',
    ])
    expect(found.filter(([place]) => place === 'nobody')).toEqual([])
  })

  it('to a place that was paused when it is resumed, and to no place that wants none', async () => {
    const { id } = await subscribed(db, {}, now)
    await subscribed(db, { alerts: ['anomaly'] }, now)
    await pauseSubscription(db, id, 'ana@example.com', now)
    expect(await raise()).toBe(0)
    await resumeSubscription(db, id, 'ana@example.com', now)
    expect(await raise()).toBe(1)
  })

  it('not after its digest was paused or removed, however long it had waited for the end of quiet hours', async () => {
    const states = async () =>
      Object.fromEntries(
        (await db.selectFrom('tally.outbox').select(['message_key', 'status']).execute()).map((row) => [
          row.message_key.split(':')[1],
          row.status,
        ]),
      )
    const quiet = { from: '00:00', until: '23:00' }
    const paused = await subscribed(db, { quiet }, now)
    const removed = await subscribed(db, { quiet }, now)
    const other = await subscribed(db, { quiet }, now)
    expect(await raise()).toBe(3)
    await pauseSubscription(db, paused.id, 'ana@example.com', now)
    await removeSubscription(db, removed.id)
    expect(await states()).toEqual({ [paused.id]: 'dropped', [removed.id]: 'dropped', [other.id]: 'pending' })
  })

  it('when it is not quiet there', async () => {
    at('2026-11-23T22:30:00Z')
    await subscribed(
      db,
      {
        quiet: { from: '22:00', until: '07:30' },
        schedule: { rhythm: 'daily', weekday: null, monthDay: null, time: '09:00', timezone: 'Europe/Paris' },
      },
      now,
    )
    await raise()
    expect(await outbox(db)).toMatchObject([{ notBefore: '2026-11-24T06:30:00.000Z' }])
  })

  it('once with replicas side by side', async () => {
    await subscribed(db, {}, now)
    const replicas = [1, 2, 3].map(() => alertDeps(db, () => now))
    const sent = await Promise.all(replicas.map((replica) => raiseAlerts(replica, 'budget', now)))
    expect(sent.filter((count) => count === 1)).toHaveLength(1)
    expect(await told()).toHaveLength(1)
  })

  it('again if the transaction that told them did not end', async () => {
    await subscribed(db, {}, now)
    const broken = {
      ...deps,
      signs: {
        ...deps.signs,
        digest: () => {
          throw new Error('killed')
        },
      },
    }
    await expect(raiseAlerts(broken, 'budget', now)).rejects.toThrow('killed')
    expect([await told(), await db.selectFrom('tally.alert').selectAll().execute()]).toEqual([[], []])
    expect(await raise()).toBe(1)
  })

  it('by as many questions as there are dimensions, not teams', async () => {
    const teams = Array.from({ length: 40 }, (_, i) => `team-${i}`)
    await loadFacts(
      db,
      teams.flatMap((team) => days('2026-11-21', 21, { team, project: `p-${team}` }, () => '10')),
    )
    await budgets(teams.map((team) => ['team', team, '200']))
    for (const team of teams) await subscribed(db, { scope: { dimension: 'team', values: [team] } }, now)
    let queries = 0
    const spend = new Proxy(db, {
      get: (target, name) => {
        if (name === 'executeQuery') queries += 1
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const counted = { ...deps, asking: { ...deps.asking, spend } }
    expect(await raiseAlerts(counted, 'budget', now)).toBe(40)
    expect(queries).toBeLessThan(5)
  })
})

it('nothing is read while nothing has changed', async () => {
  await subscribed(db, {}, now)
  await raise()
  let read = 0
  const names = deps.asking.names
  const watched = {
    ...deps,
    asking: {
      ...deps.asking,
      names: (sight: Parameters<typeof names>[0]) => {
        read += 1
        return names(sight)
      },
    },
  }
  expect(await raiseAlerts(watched, 'budget', now)).toBeUndefined()
  expect(read).toBe(0)
})
