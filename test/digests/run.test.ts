import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import type { DigestAsked } from '../../src/digests/digest.ts'
import { type DigestDeps, runDigests } from '../../src/digests/run.ts'
import { openRuns, renewRuns, takeRuns } from '../../src/digests/running/open-runs.ts'
import { claimDueSlots } from '../../src/digests/running/slots.ts'
import {
  addSubscription,
  changeSubscription,
  findSubscription,
  lastRuns,
  pauseSubscription,
  removeSubscription,
  resumeSubscription,
  type Wanted,
} from '../../src/digests/store.ts'
import { asking } from '../../src/spend/deps.ts'
import { testDatabase } from '../database.ts'
import { deliver, plainly, source } from './delivered.ts'
import { wanted } from './wanted.ts'

const { db, pool } = await testDatabase()
const at = (instant: string) => new Date(`2026-11-${instant}Z`)
const WEEK = [16, 17, 18, 19, 20, 21]
await source(db, 'aws-focus')
await source(db, 'openai')
await deliver(
  pool,
  'aws-focus',
  [...WEEK, 22].flatMap(
    (day) =>
      [
        [day, 'search', '100'],
        [day, 'vision', '10'],
      ] as const,
  ),
  '23T07:00',
)
await deliver(
  pool,
  'openai',
  WEEK.map((day) => [day, 'vision', '50'] as const),
  '23T07:00',
)

let now = at('22T12:00')
let errors: unknown[] = []
let asked: DigestAsked[] = []
const deps = (more: Partial<DigestDeps> = {}, visibility: 'everyone' | 'own-teams' = 'everyone'): DigestDeps => ({
  asking: asking({
    own: db,
    spend: db,
    visibility,
    now: () => now,
    onError: (error) => errors.push(error),
    maxAgeMs: 0,
  }),
  signs: { spend: (payload) => `spend.${payload}`, digest: (payload) => `digest.${payload}` },
  compose: plainly(asked),
  onError: (error) => errors.push(error),
  ...more,
})

beforeEach(async () => {
  await db.deleteFrom('tally.outbox').execute()
  await db.deleteFrom('tally.subscription').execute()
  ;[now, errors, asked] = [at('22T12:00'), [], []]
})

const subscribe = (more: Partial<Wanted> = {}) => addSubscription(db, wanted(more), now)
const TEAM = (name: string) => ({ scope: { dimension: 'team', values: [name] } }) as const
/** One beat of the heart of a replica. */
async function beat(instant: string, replica = deps()) {
  now = at(instant)
  await claimDueSlots(db, now)
  return runDigests(replica, now)
}
const outbox = () => db.selectFrom('tally.outbox').selectAll().orderBy('outbox_id').execute()
const last = async (id: string) => (await lastRuns(db, [id])).get(id)

describe('a digest', () => {
  it('whose sources have its day goes out at its slot, once', async () => {
    const { id } = await subscribe(TEAM('search'))
    expect(await beat('23T09:00:05')).toEqual({ complete: 1, partial: 0, troubled: 0, failed: 0, missed: 0 })
    expect(await beat('23T09:00:20')).toMatchObject({ complete: 0 })
    const [message, ...others] = await outbox()
    expect(others).toEqual([])
    expect(message).toMatchObject({
      message_key: `digest:${id}:2026-11-23T09:00:00.000Z`,
      place_id: 'C1',
      direct: false,
      expires_at: at('23T21:00:05'),
    })
    expect(plainText(message?.card as Card)).toContain('$100')
    expect(asked).toMatchObject([{ period: { start: '2026-11-22', end: '2026-11-23' }, missing: [], first: true }])
    const run = await db.selectFrom('tally.digest_run').selectAll().executeTakeFirstOrThrow()
    expect(run).toMatchObject({
      status: 'queued',
      reported: { totals: [{ currency: 'USD', amount: '100' }], missing: [] },
      answer_id: 'answer1',
      partial: false,
    })
    expect(plainText(run.more as Card)).toContain('$100')
    expect(await last(id)).toMatchObject({ status: 'queued', sentAt: null })
    await beat('24T09:00')
    expect(asked.map(({ first }) => first)).toEqual([true])
  })

  it('goes to the direct messages of a person', async () => {
    await subscribe({ ...TEAM('search'), place: { platform: 'slack', workspaceId: 'T1', kind: 'person', id: 'U7' } })
    await beat('23T09:00')
    expect(await outbox()).toMatchObject([{ place_kind: 'person', place_id: 'U7', direct: true }])
  })

  it('tells the day that all its sources should have settled', async () => {
    await db
      .updateTable('ledger.source')
      .set({ complete_after_hours: 48 })
      .where('source_name', '=', 'openai')
      .execute()
    await subscribe(TEAM('vision'))
    await beat('23T09:00')
    await db.updateTable('ledger.source').set({ complete_after_hours: 6 }).where('source_name', '=', 'openai').execute()
    expect(asked).toMatchObject([{ period: { start: '2026-11-20', end: '2026-11-21' } }])
  })
})

describe('a digest for whose scope a source is late', () => {
  it('waits for it, while one that does not need it goes out, and then is partial', async () => {
    const { id } = await subscribe(TEAM('vision'))
    const { id: other } = await subscribe(TEAM('search'))
    expect(await beat('23T09:00')).toMatchObject({ complete: 1, partial: 0 })
    expect(await last(id)).toMatchObject({ status: 'waiting', waitingFor: ['openai'], error: null })
    expect(await last(other)).toMatchObject({ status: 'queued' })
    expect(await beat('23T12:59:59')).toMatchObject({ complete: 0, partial: 0 })
    expect(await beat('23T13:00')).toMatchObject({ complete: 0, partial: 1 })
    expect(asked.at(-1)).toMatchObject({ missing: [{ source: 'openai', since: '2026-11-22' }] })
    expect(await last(id)).toMatchObject({ status: 'queued', partial: true, waitingFor: [] })
  })

  it('is looked at again without a query of its own until that has come', async () => {
    await subscribe(TEAM('vision'))
    await beat('23T09:00')
    const replica = deps()
    let looks = 0
    const views = () => {
      looks += 1
      return replica.asking.views()
    }
    const counting = { ...replica, asking: { ...replica.asking, views } }
    await beat('23T09:15', counting)
    expect(looks).toBe(0)
    await beat('23T13:00', counting)
    expect(looks).toBeGreaterThan(0)
  })

  it('goes out complete as soon as it is delivered', async () => {
    const { id } = await subscribe(TEAM('vision'))
    await beat('23T09:00')
    await deliver(pool, 'openai', [[22, 'vision', '50']], '23T10:00')
    expect(await beat('23T10:00:10')).toMatchObject({ complete: 1, partial: 0 })
    expect(asked).toMatchObject([{ missing: [], period: { start: '2026-11-22', end: '2026-11-23' } }])
    expect(await last(id)).toMatchObject({ status: 'queued', partial: false })
  })
})

describe('whoever set it', () => {
  const person = async (email: string, teams: readonly string[]) => {
    await db.deleteFrom('tally.person').where('email', '=', email).execute()
    await db.insertInto('tally.person').values({ email, display_name: email, role: 'member' }).execute()
    for (const team of teams) await db.insertInto('tally.person_team').values({ email, team }).execute()
  }

  it('decides what it shows, each time anew', async () => {
    await person('ada@example.com', ['search', 'vision'])
    const { id } = await subscribe(TEAM('search'))
    await beat('23T09:00', deps({}, 'own-teams'))
    expect(asked).toMatchObject([{ sight: { kind: 'teams', teams: ['search', 'vision'] } }])
    await person('ada@example.com', ['vision'])
    await beat('24T09:00', deps({}, 'own-teams'))
    expect(asked).toHaveLength(1)
    expect((await findSubscription(db, id))?.state).toMatchObject({
      kind: 'broken',
      reason: 'ada@example.com, who set this digest, may not see search any more. Somebody who may can set it anew.',
    })
    // Back in time, and what is still due is sent.
    await person('ada@example.com', ['search'])
    await resumeSubscription(db, id, 'ada@example.com', at('24T10:00'))
    await deliver(pool, 'aws-focus', [[23, 'search', '100']], '24T10:00')
    await beat('24T10:00:10', deps({}, 'own-teams'))
    expect(asked).toHaveLength(2)
  })

  it('and has left takes it with them', async () => {
    await db.deleteFrom('tally.person').execute()
    const { id } = await subscribe()
    await beat('23T09:00', deps({}, 'own-teams'))
    expect((await findSubscription(db, id))?.state).toMatchObject({
      kind: 'broken',
      reason: expect.stringContaining('is on no team any more'),
    })
    expect(await outbox()).toEqual([])
  })
})

describe('what goes wrong', () => {
  const failing = (ids: readonly string[]) =>
    async function* (...args: Parameters<ReturnType<typeof plainly>>) {
      for await (const one of plainly(asked)(...args))
        yield ids.includes(one.asked.subscription.id)
          ? ({ kind: 'failed', asked: one.asked, error: new Error('of this one') } as const)
          : one
    }

  it('with one holds up no other, is tried again later and later, and then told', async () => {
    const { id } = await subscribe(TEAM('search'))
    await subscribe(TEAM('search'))
    const replica = () => deps({ compose: failing([id]) })
    expect(await beat('23T09:00', replica())).toMatchObject({ complete: 1, troubled: 1, failed: 0 })
    expect(await last(id)).toMatchObject({ status: 'due', error: 'of this one' })
    expect(await beat('23T09:00:50', replica())).toMatchObject({ troubled: 0 })
    for (const instant of ['23T09:01', '23T09:06', '23T09:21'])
      expect(await beat(instant, replica())).toMatchObject({ troubled: 1 })
    expect(await beat('23T10:21', replica())).toMatchObject({ troubled: 0, failed: 1 })
    expect(await last(id)).toMatchObject({ status: 'failed', error: 'of this one' })
    expect(errors).toHaveLength(5)
    expect(await beat('23T12:00')).toMatchObject({ complete: 0 })
  })

  it('with all of them is tried again', async () => {
    await subscribe(TEAM('search'))
    const broken = async function* () {
      yield* []
      throw new Error('the database is gone')
    }
    expect(await beat('23T09:00', deps({ compose: broken }))).toMatchObject({ troubled: 1 })
    expect(await beat('23T09:01')).toMatchObject({ complete: 1 })
  })

  it('with the database costs a digest none of its attempts', async () => {
    const { id } = await subscribe(TEAM('search'))
    const away = async function* () {
      yield* []
      throw new Error('lost', { cause: Object.assign(new Error('shutting down'), { code: '57P01' }) })
    }
    for (let minute = 0; minute < 9; minute++)
      expect(await beat(`23T09:0${minute}`, deps({ compose: away }))).toMatchObject({ troubled: 1, failed: 0 })
    expect(await beat('23T09:09')).toMatchObject({ complete: 1 })
    expect(await last(id)).toMatchObject({ status: 'queued' })
  })

  it('is not believed of who is still at it', async () => {
    await subscribe(TEAM('search'))
    now = at('23T09:00')
    await claimDueSlots(db, now)
    const [run] = await openRuns(db, now)
    if (run === undefined) throw new Error('no run')
    const ready = { ...run, period: { start: '2026-11-16', end: '2026-11-23' }, missing: [] }
    expect(await takeRuns(db, [ready], now)).toHaveLength(1)
    await renewRuns(db, [ready], at('23T09:00:20'))
    expect(await takeRuns(db, [ready], at('23T09:00:40'))).toHaveLength(0)
    expect(await takeRuns(db, [ready], at('23T09:00:50'))).toHaveLength(1)
  })

  it.each<[string, (forward: ReturnType<typeof plainly>) => DigestDeps['compose']]>([
    [
      'between the claim and composing',
      () =>
        async function* () {
          yield* []
          await new Promise(() => undefined)
        },
    ],
    [
      'between composing and the commit',
      (forward) =>
        async function* (...args) {
          for await (const _ of forward(...args)) await new Promise(() => undefined)
          yield* []
        },
    ],
  ])('by a death %s loses nothing: another replica goes on', async (_, dying) => {
    const { id } = await subscribe(TEAM('search'))
    const compose = dying(plainly([]))
    void beat('23T09:00', deps(compose === undefined ? {} : { compose }))
    await expect
      .poll(
        async () =>
          (await db.selectFrom('tally.digest_run').select('next_attempt_at').executeTakeFirst())?.next_attempt_at,
      )
      .toEqual(at('23T09:00:30'))
    expect(await beat('23T09:00:29')).toMatchObject({ complete: 0 })
    expect(await beat('23T09:00:30')).toMatchObject({ complete: 1 })
    expect(await last(id)).toMatchObject({ status: 'queued' })
    expect(await outbox()).toHaveLength(1)
  })

  it('in the transaction that queues it leaves neither half', async () => {
    await subscribe(TEAM('search'))
    await poison(true)
    expect(await beat('23T09:00')).toMatchObject({ troubled: 1 })
    expect(await db.selectFrom('tally.digest_run').select('status').execute()).toEqual([{ status: 'due' }])
    await poison(false)
    expect(await beat('23T09:01')).toMatchObject({ complete: 1 })
  })

  /** The outbox takes nothing. */
  async function poison(on: boolean) {
    await (on
      ? sql`alter table tally.outbox add constraint full_up check (message_key = '') not valid`
      : sql`alter table tally.outbox drop constraint full_up`
    ).execute(db)
  }

  it('takes what waits of it along when it is removed, and nothing of others', async () => {
    const [gone, stays] = [await subscribe(TEAM('search')), await subscribe(TEAM('search'))]
    expect(await beat('23T09:00')).toMatchObject({ complete: 2 })
    await removeSubscription(db, gone.id)
    const rows = await db.selectFrom('tally.outbox').select(['message_key', 'status']).execute()
    const statusOf = (id: string) => rows.find(({ message_key }) => message_key.startsWith(`digest:${id}:`))?.status
    expect([statusOf(gone.id), statusOf(stays.id)]).toEqual(['dropped', 'pending'])
  })

  it('goes where it is wanted when it is done, about what is wanted then', async () => {
    const { id } = await subscribe(TEAM('search'))
    const place = { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id: 'C9' } as const
    const changed: DigestDeps['compose'] = async function* (...args) {
      for await (const one of plainly()(...args)) {
        await changeSubscription(db, id, wanted({ ...TEAM('vision'), place }), 'ada', now)
        yield one
      }
    }
    expect(await beat('23T09:00', deps({ compose: changed }))).toMatchObject({ complete: 0, troubled: 0 })
    expect(await outbox()).toEqual([])
    expect(await beat('23T09:00:30')).toMatchObject({ complete: 1 })
    expect(asked.at(-1)?.subscription.scope?.values).toEqual(['vision'])
    const [sent] = await db.selectFrom('tally.outbox').select('place_id').execute()
    expect(sent).toEqual({ place_id: 'C9' })
  })

  it('never sends twice what two replicas composed', async () => {
    await subscribe(TEAM('search'))
    let go: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = async function* (...args: Parameters<ReturnType<typeof plainly>>) {
      await held
      yield* plainly([])(...args)
    }
    const first = beat('23T09:00', deps({ compose: slow }))
    await expect
      .poll(
        async () =>
          (await db.selectFrom('tally.digest_run').select('next_attempt_at').executeTakeFirst())?.next_attempt_at,
      )
      .toBeTruthy()
    expect(await beat('23T09:03')).toMatchObject({ complete: 1 })
    go()
    expect(await first).toMatchObject({ complete: 0, troubled: 0 })
    expect(await outbox()).toHaveLength(1)
  })

  it('is no matter of who waits for whom: what one replica takes, another passes by', async () => {
    await subscribe(TEAM('search'))
    now = at('23T09:00')
    await claimDueSlots(db, now)
    const runs = (await openRuns(db, now)).map((run) => ({
      ...run,
      period: { start: '2026-11-22', end: '2026-11-23' },
      missing: [],
    }))
    await db.transaction().execute(async (trx) => {
      expect(await takeRuns(trx, runs, now)).toEqual(runs)
      expect(await takeRuns(db, runs, now)).toEqual([])
    })
  })

  it('never composes the same on five replicas at once', async () => {
    for (let i = 0; i < 30; i++) await subscribe(TEAM('search'))
    const all = await Promise.all(Array.from({ length: 5 }, () => beat('23T09:00')))
    expect(all.reduce((sum, { complete }) => sum + complete, 0)).toBe(30)
    expect(asked).toHaveLength(30)
    expect(await outbox()).toHaveLength(30)
  })
})

describe('what is not wanted any more', () => {
  it.each<[string, (id: string) => Promise<void>]>([
    ['paused', (id) => pauseSubscription(db, id, 'ada', now)],
    ['removed', (id) => removeSubscription(db, id)],
  ])('is not sent when it was %s while it was composed', async (_, stop) => {
    const { id } = await subscribe(TEAM('search'))
    const compose = async function* (...args: Parameters<ReturnType<typeof plainly>>) {
      for await (const one of plainly([])(...args)) {
        await stop(id)
        yield one
      }
    }
    expect(await beat('23T09:00', deps({ compose }))).toMatchObject({ complete: 0, troubled: 0 })
    expect(await outbox()).toEqual([])
  })

  it('is recorded as missed when its time is over', async () => {
    const { id } = await subscribe(TEAM('search'))
    now = at('23T09:00')
    await claimDueSlots(db, now)
    await pauseSubscription(db, id, 'ada', now)
    expect(await beat('24T01:00')).toMatchObject({ missed: 0 })
    expect(await beat('24T01:00:01')).toMatchObject({ missed: 1 })
    expect(await last(id)).toMatchObject({ status: 'missed', error: 'It could not be sent while it was of use.' })
  })
})
