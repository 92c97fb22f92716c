import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { breakSubscriptions } from '../../../src/digests/running/broken.ts'
import { claimDueSlots, realignSlots } from '../../../src/digests/running/slots.ts'
import {
  addSubscription,
  changeSubscription,
  findSubscription,
  lastRuns,
  listSubscriptions,
  pauseSubscription,
  removeSubscription,
  resumeSubscription,
} from '../../../src/digests/store.ts'
import type { Rhythm } from '../../../src/digests/subscription.ts'
import { testDatabase } from '../../database.ts'
import { wanted } from '../wanted.ts'

const { db } = await testDatabase()
const at = (instant: string) => new Date(`2026-11-${instant}Z`)
const MONDAY_NOON = at('23T12:00')

beforeEach(async () => {
  await db.deleteFrom('tally.subscription').execute()
})

const runs = async (id?: string) => {
  const all = db.selectFrom('tally.digest_run').select(['subscription_id', 'slot_at', 'status']).orderBy('slot_at')
  const rows = await (id === undefined ? all : all.where('subscription_id', '=', id)).execute()
  return rows.map((row) => `${row.slot_at.toISOString().slice(8, 16)} ${row.status}`)
}
const next = async (id: string) => (await findSubscription(db, id))?.nextSlotAt?.toISOString().slice(8, 16)
const schedule = (rhythm: Rhythm) => ({
  rhythm,
  weekday: rhythm === 'weekly' ? 1 : null,
  monthDay: rhythm === 'monthly' ? 20 : null,
  time: '09:00',
  timezone: 'UTC',
})

describe('a slot is claimed', () => {
  it('when its time has come, once', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    expect(await claimDueSlots(db, at('24T08:59:59'))).toEqual({ claimed: 0, missed: 0 })
    expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 1, missed: 0 })
    expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 0, missed: 0 })
    expect([await runs(), await next(id)]).toEqual([['24T09:00 due'], '25T09:00'])
  })

  it.each<[Rhythm, upAgain: string, string[]]>([
    ['daily', '27T20:59', ['24T09:00 missed', '25T09:00 missed', '26T09:00 missed', '27T09:00 due']],
    ['daily', '27T21:01', ['24T09:00 missed', '25T09:00 missed', '26T09:00 missed', '27T09:00 missed']],
    ['weekdays', '30T08:00', ['24T09:00 missed', '25T09:00 missed', '26T09:00 missed', '27T09:00 missed']],
    ['weekly', '30T23:00', ['30T09:00 due']],
    ['weekly', '30T09:00', ['30T09:00 due']],
  ])(
    'after a downtime over %s slots until %s: the newest if it is worth it, the others are recorded',
    async (rhythm, up, expected) => {
      const { id } = await addSubscription(db, wanted({ schedule: schedule(rhythm) }), MONDAY_NOON)
      await claimDueSlots(db, at(up))
      expect(await runs()).toEqual(expected)
      expect((await findSubscription(db, id))?.nextSlotAt?.getTime()).toBeGreaterThan(at(up).getTime())
    },
  )

  it('of a month still a week later, and no longer', async () => {
    await addSubscription(db, wanted({ schedule: schedule('monthly') }), at('01T12:00'))
    await claimDueSlots(db, at('27T09:00'))
    expect(await runs()).toEqual(['20T09:00 due'])
    await db.deleteFrom('tally.subscription').execute()
    await addSubscription(db, wanted({ schedule: schedule('monthly') }), at('01T12:00'))
    await claimDueSlots(db, at('27T09:01'))
    expect(await runs()).toEqual(['20T09:00 missed'])
  })

  it('not again when the clock goes back, and the next one at its own time', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    await claimDueSlots(db, at('24T09:00:05'))
    expect(await claimDueSlots(db, at('24T08:30'))).toEqual({ claimed: 0, missed: 0 })
    // Somebody changes something while the clock is back.
    await changeSubscription(
      db,
      id,
      wanted({ schedule: { ...wanted().schedule, timezone: 'Africa/Abidjan' } }),
      'ada',
      at('24T08:30'),
    )
    expect(await next(id)).toBe('25T09:00')
    await pauseSubscription(db, id, 'ada', at('24T08:31'))
    await resumeSubscription(db, id, 'ada', at('24T08:32'))
    expect(await claimDueSlots(db, at('24T09:00:10'))).toEqual({ claimed: 0, missed: 0 })
    expect([await runs(), await next(id)]).toEqual([['24T09:00 due'], '25T09:00'])
  })

  it('once by five replicas, all of a thousand', async () => {
    for (let i = 0; i < 20; i++) await addSubscription(db, wanted(), MONDAY_NOON)
    await sql`insert into tally.subscription select (jsonb_populate_record(s, jsonb_build_object('subscription_id', n || subscription_id))).*
      from tally.subscription s cross join generate_series(1, 49) n`.execute(db)
    const claimed = await Promise.all(Array.from({ length: 5 }, () => claimDueSlots(db, at('24T09:00'))))
    expect(claimed.reduce((sum, one) => sum + one.claimed, 0)).toBe(1000)
    expect(await runs()).toHaveLength(1000)
    expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 0, missed: 0 })
  })

  it('at the wall-clock time that was wanted, although a zone changed its rules meanwhile', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    await claimDueSlots(db, at('24T09:00'))
    expect(await realignSlots(db, at('24T09:30'))).toBe(0)
    await db
      .updateTable('tally.subscription')
      .set({ next_slot_at: at('25T10:00') })
      .execute()
    expect([await realignSlots(db, at('24T09:30')), await next(id)]).toEqual([1, '25T09:00'])
    // With a clock that went back, it is still the next one.
    await db
      .updateTable('tally.subscription')
      .set({ next_slot_at: at('25T10:00') })
      .execute()
    expect([await realignSlots(db, at('24T08:30')), await next(id)]).toEqual([1, '25T09:00'])
    // What is due already is left to be claimed.
    await db
      .updateTable('tally.subscription')
      .set({ next_slot_at: at('25T10:00') })
      .execute()
    expect([await realignSlots(db, at('25T10:00')), await next(id)]).toEqual([0, '25T10:00'])
  })

  it('by another replica, where one died with the claim in its hands', async () => {
    await addSubscription(db, wanted(), MONDAY_NOON)
    const died = db.transaction().execute(async (trx) => {
      await claimDueSlots(
        { transaction: () => ({ execute: (work: (db: typeof trx) => unknown) => work(trx) }) } as never,
        at('24T09:00'),
      )
      // Meanwhile nobody else waits for it, nor claims it.
      expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 0, missed: 0 })
      throw new Error('kill -9')
    })
    await expect(died).rejects.toThrow('kill -9')
    expect(await runs()).toEqual([])
    expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 1, missed: 0 })
  })
})

describe('a subscription', () => {
  it('is kept as it was wanted, under a short name', async () => {
    const full = wanted({
      scope: { dimension: 'team', values: ['search', 'a"b\\c', '<!channel>'] },
      sections: ['movers', 'idle'],
      alerts: ['budget'],
      schedule: schedule('weekly'),
      quiet: { from: '20:00', until: '08:00' },
      place: { platform: 'slack', workspaceId: 'T1', kind: 'person', id: 'U1' },
    })
    const added = await addSubscription(db, full, MONDAY_NOON)
    expect(added).toEqual({ ...full, id: added.id, state: { kind: 'active' }, nextSlotAt: at('30T09:00') })
    expect(added.id).toMatch(/^[2-9b-df-hj-np-tv-z]{4}$/)
    expect(await findSubscription(db, added.id)).toEqual(added)
    expect(await listSubscriptions(db, full.place)).toEqual([added])
    expect(await listSubscriptions(db, wanted().place)).toEqual([])
    expect(await listSubscriptions(db)).toEqual([added])
    await removeSubscription(db, added.id)
    expect(await findSubscription(db, added.id)).toBeUndefined()
  })

  it('moves to its new time when that changes, and keeps a slot that is due when something else does', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    await changeSubscription(db, id, wanted({ waitHours: 8 }), 'bob', at('24T09:00:01'))
    expect(await next(id)).toBe('24T09:00')
    await changeSubscription(
      db,
      id,
      wanted({ schedule: { ...schedule('daily'), time: '17:00' } }),
      'bob',
      at('24T09:00:02'),
    )
    expect(await next(id)).toBe('24T17:00')
    expect((await findSubscription(db, id))?.waitHours).toBe(4)
  })

  it('does not send a week where somebody now wants days', async () => {
    const { id } = await addSubscription(db, wanted({ schedule: schedule('weekly') }), MONDAY_NOON)
    await claimDueSlots(db, at('30T09:00'))
    await changeSubscription(db, id, wanted(), 'ada', at('30T09:01'))
    expect(await runs()).toEqual(['30T09:00 missed'])
  })

  it('sleeps while it is paused, and goes on with the next slot', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    await pauseSubscription(db, id, 'ada', MONDAY_NOON)
    expect(await claimDueSlots(db, at('25T10:00'))).toEqual({ claimed: 0, missed: 0 })
    await changeSubscription(db, id, wanted({ waitHours: 1 }), 'ada', at('25T10:00'))
    expect((await findSubscription(db, id))?.state).toEqual({ kind: 'paused' })
    await resumeSubscription(db, id, 'ada', at('25T10:00'))
    expect([await runs(), await next(id)]).toEqual([[], '26T09:00'])
  })

  it.each([
    ['resumed', (id: string) => resumeSubscription(db, id, 'ada', at('26T10:00'))],
    ['changed', (id: string) => changeSubscription(db, id, wanted({ waitHours: 1 }), 'ada', at('26T10:00'))],
  ])('that was broken and is %s sends the newest that is still due', async (_, mend) => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    expect(
      await breakSubscriptions(db, [id], { reason: 'The channel is archived.', by: 'place' }, at('23T13:00')),
    ).toBe(1)
    expect(await breakSubscriptions(db, [id], { reason: 'Something else.', by: 'person' }, at('23T14:00'))).toBe(0)
    expect((await findSubscription(db, id))?.state).toEqual({
      kind: 'broken',
      reason: 'The channel is archived.',
      since: at('23T13:00'),
    })
    expect(await claimDueSlots(db, at('26T10:00'))).toEqual({ claimed: 0, missed: 0 })
    await mend(id)
    expect((await findSubscription(db, id))?.state).toEqual({ kind: 'active' })
    await claimDueSlots(db, at('26T10:00'))
    expect([await runs(), await next(id)]).toEqual([['24T09:00 missed', '25T09:00 missed', '26T09:00 due'], '27T09:00'])
  })

  it('says what became of its last run', async () => {
    const { id } = await addSubscription(db, wanted(), MONDAY_NOON)
    const { id: other } = await addSubscription(db, wanted(), MONDAY_NOON)
    await claimDueSlots(db, at('25T10:00'))
    const last = async () => (await lastRuns(db, [id, other])).get(id)
    expect(await last()).toMatchObject({ status: 'due', slotAt: at('25T09:00'), error: null })
    await db
      .updateTable('tally.digest_run')
      .set({ status: 'waiting', waiting_for: ['openai'] })
      .where('subscription_id', '=', id)
      .where('slot_at', '=', at('25T09:00'))
      .execute()
    expect(await last()).toMatchObject({ status: 'waiting', waitingFor: ['openai'] })
    expect(await lastRuns(db, [])).toEqual(new Map())
  })
})
