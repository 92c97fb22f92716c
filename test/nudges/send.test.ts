import { beforeEach, describe, expect, it } from 'vitest'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { muteNudges } from '../../src/nudges/mute.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { applyEvent } from '../../src/nudges/store.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { testDatabase } from '../database.ts'
import { at, DAY, found, hours, installation, MONDAY } from './installation.ts'

const { db } = await testDatabase()
const here = installation({ db })
const { deps } = here
const send = (now = MONDAY) => sendNudges(deps, now)
const arrives = async (now: Date) => {
  await here.becomes('sent', now)
  return countDelivered(db, now)
}
const idle = (tag: string, ...ids: readonly string[]) => ids.map((id) => found(id, 'idle', { tag }))
const keys = async () => (await here.outbox()).map(({ key }) => key)

beforeEach(async () => {
  await here.forgetAll()
  await here.knows('ana')
  await confirmNudges(db, 'fin@example.com', MONDAY)
})

describe('an owner', () => {
  it('gets one message of all that is open, dearest first, and of what is theirs alone', async () => {
    await here.knows('bo')
    here.sees(
      found('a1', 'idle', { tag: 'ana', perDay: '10' }),
      found('b1', 'idle', { tag: 'bo' }),
      found('a2', 'idle', { tag: 'ana', perDay: '70' }),
    )
    await sweepNudges(deps, MONDAY)
    expect(await send()).toMatchObject({ messages: 2 })
    expect((await here.outbox()).map(({ key, to, lines }) => [key, to, lines])).toEqual([
      [
        'nudge:ana@example.com:2026-11-23',
        'Uana',
        ['first for ana@example.com, for the first time', 'a2 open', 'a1 open', 'open 2, hidden 0'],
      ],
      [
        'nudge:bo@example.com:2026-11-23',
        'Ubo',
        ['first for bo@example.com, for the first time', 'b1 open', 'open 1, hidden 0'],
      ],
    ])
  })

  it('gets one message a day, however many replicas send', async () => {
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    await Promise.all([1, 2, 3, 4, 5].map(() => send()))
    await send(at(hours(2)))
    await arrives(at(hours(3)))
    here.sees(...idle('ana', 'a', 'b'))
    await sweepNudges(deps, at(hours(3)))
    await send(at(hours(4)))
    expect(await keys()).toEqual(['nudge:ana@example.com:2026-11-23'])
    await send(at(DAY))
    expect(await keys()).toHaveLength(2)
  })

  it.each([
    ['in Paris on Saturday', 'Europe/Paris', at(5 * DAY), false],
    ['in Paris on Monday before nine', 'Europe/Paris', at(-1.5 * hours(1)), false],
    ['in Auckland, where it is ten in the evening', 'Pacific/Auckland', MONDAY, false],
    ['in New York at ten in the morning', 'America/New_York', at(6 * hours(1)), true],
    [
      'in Auckland on Monday at ten, which is Sunday in UTC',
      'Pacific/Auckland',
      new Date('2026-11-22T21:00:00Z'),
      true,
    ],
    ['in a zone that is none, by the zone of the installation', 'Mars/Base', MONDAY, true],
  ])('hears %s: %s', async (_, timezone, now, hears) => {
    await here.knows('zoe', { timezone })
    here.sees(...idle('zoe', 'z'))
    await sweepNudges(deps, now)
    expect((await send(now))?.messages).toBe(hears ? 1 : 0)
  })

  it('hears nothing that nobody can judge any more, and nothing while muted', async () => {
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    here.sees(found('a', 'unknown', { tag: 'ana' }))
    await sweepNudges(deps, MONDAY)
    expect((await send())?.messages).toBe(0)
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    expect(await muteNudges(db, 'ana@example.com', at(90 * DAY), MONDAY)).toEqual(at(30 * DAY))
    expect((await send())?.messages).toBe(0)
    await muteNudges(db, 'ana@example.com', null, MONDAY)
    expect((await send())?.messages).toBe(1)
  })
})

it('sends nothing to direct messages that are closed, and to another account where there is one', async () => {
  here.sees(...idle('ana', 'a'))
  await sweepNudges(deps, MONDAY)
  await here.closes('ana')
  expect((await send())?.messages).toBe(0)
  await db
    .insertInto('tally.account')
    .values({
      platform: 'msteams',
      workspace_id: 'M1',
      user_id: 'ana-there',
      email: 'ana@example.com',
      display_name: 'ana',
      timezone: null,
      seen_at: at(-DAY),
    })
    .execute()
  expect((await send())?.messages).toBe(1)
  expect((await here.outbox()).map(({ to }) => to)).toEqual(['ana-there'])
})

describe('what counts as told', () => {
  const noticesOf = async (...ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await here.nudge(id)).notices.count))

  it('is what arrived, and of that the five that were shown', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    here.sees(...ids.map((id, i) => found(id, 'idle', { tag: 'ana', perDay: String(100 - i) })))
    await sweepNudges(deps, MONDAY)
    await send()
    expect((await here.outbox())[0]?.lines.at(-1)).toBe('open 7, hidden 2')
    expect(await countDelivered(db, at(60_000))).toEqual({ delivered: 0, lost: 0 })
    expect(await noticesOf(...ids)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(await arrives(at(120_000))).toEqual({ delivered: 1, lost: 0 })
    expect(await arrives(at(180_000))).toEqual({ delivered: 0, lost: 0 })
    expect(await noticesOf(...ids)).toEqual([1, 1, 1, 1, 1, 0, 0])
    // What was not shown is still due, and what was is not told again so soon.
    await send(at(DAY))
    expect((await here.outbox()).at(-1)?.lines).toEqual([
      'first for ana@example.com',
      'f open',
      'g open',
      'open 7, hidden 5',
    ])
    await arrives(at(DAY))
    expect(await noticesOf(...ids)).toEqual([1, 1, 1, 1, 1, 1, 1])
    await send(at(2 * DAY))
    expect(await keys()).toHaveLength(2)
  })

  it.each(['dead', 'held'] as const)('is not what became %s: the day is free again', async (status) => {
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    await send()
    await here.becomes(status, at(60_000))
    expect(await countDelivered(db, at(60_000))).toEqual({ delivered: 0, lost: 1 })
    expect(await noticesOf('a')).toEqual([0])
    await send(at(120_000))
    expect(await keys()).toEqual(['nudge:ana@example.com:2026-11-23', 'nudge:ana@example.com:2026-11-23:2'])
    // Nothing that was given up may arrive beside what was sent in its stead.
    expect((await here.outbox())[0]?.status).not.toBe('held')
  })

  it('is tried three times a day and no more', async () => {
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    for (let minute = 0; minute < 6; minute += 1) {
      await send(at(minute * 60_000))
      await here.becomes('dead', at(minute * 60_000))
      await countDelivered(db, at(minute * 60_000))
    }
    expect(await keys()).toHaveLength(3)
  })

  it('is not what somebody else got meanwhile', async () => {
    await here.knows('bo')
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    await send()
    const to = { email: 'bo@example.com', why: 'picked' } as const
    await applyEvent(deps, (await here.nudge('a')).id, {
      kind: 'reassigned',
      by: 'ana@example.com',
      at: at(60_000),
      to,
    })
    // Nothing of theirs is open any more.
    expect((await here.outbox()).at(-1)?.lines.at(-1)).toBe('open 0, hidden 0')
    await arrives(at(120_000))
    expect(await noticesOf('a')).toEqual([0])
    await send(at(180_000))
    expect(await keys()).toContain('nudge:bo@example.com:2026-11-23')
  })
})

describe('all copies', () => {
  it('are edited with the change itself, in order, and not for what a day costs', async () => {
    here.sees(...idle('ana', 'a', 'b'))
    await sweepNudges(deps, MONDAY)
    await send()
    await arrives(at(60_000))
    const key = 'nudge:ana@example.com:2026-11-23'
    const event = { kind: 'acknowledged', by: 'ana@example.com', at: at(120_000) } as const
    const meta = { actor: 'ana@example.com', platform: 'slack', requestId: 'one' }
    const { id } = await here.nudge('a')
    await Promise.all([1, 2, 3].map(() => applyEvent(deps, id, event, meta)))
    here.sees(found('b', 'busy', { tag: 'ana' }), found('a', 'idle', { tag: 'ana', perDay: '101' }))
    await sweepNudges(deps, at(hours(1)))
    expect((await here.outbox()).slice(1).map(({ key, replaces, lines }) => [key, replaces, lines.slice(1)])).toEqual([
      [`${key}:edit:1`, key, ['a acknowledged by ana@example.com', 'b open', 'open 2, hidden 0']],
      [`${key}:edit:2`, key, ['a acknowledged by ana@example.com', 'b resolved', 'open 1, hidden 0']],
    ])
  })

  it('show all that happened when two are settled at once', async () => {
    here.sees(...idle('ana', 'a', 'b', 'c', 'd'))
    await sweepNudges(deps, MONDAY)
    await send()
    const acts = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => ({
        id: (await here.nudge(name)).id,
        event: { kind: 'acknowledged', by: 'ana@example.com', at: at(60_000) } as const,
      })),
    )
    await Promise.all(acts.map(({ id, event }) => applyEvent(deps, id, event)))
    const edits = (await here.outbox()).filter(({ replaces }) => replaces !== null)
    const last = edits.toSorted((a, b) => (a.key < b.key ? -1 : 1)).at(-1)
    expect(last?.lines.filter((line) => line.includes('acknowledged'))).toHaveLength(4)
  })
})

describe('others', () => {
  const unanswered = async () => {
    // A first notice and two reminders, three working days apart.
    for (const day of [0, 3, 8]) {
      const now = at(day * DAY)
      await sweepNudges(deps, now)
      await send(now)
      await arrives(now)
    }
    return at(11 * DAY)
  }

  it('hear once of what its owner did not answer: who leads the team, on a day of theirs', async () => {
    await here.knows('lea', { leads: 'search' })
    here.sees(...idle('ana', 'a'), found('cheap', 'idle', { tag: 'ana', perDay: '5' }), ...idle('lea', 'l'))
    const now = await unanswered()
    expect((await here.outbox()).some(({ key }) => key.startsWith('nudge-escalation'))).toBe(false)
    await sweepNudges(deps, now)
    await send(now)
    const sent = (await here.outbox()).filter(({ key }) => key.startsWith('nudge-escalation'))
    expect(sent.map(({ to, lines }) => [to, lines])).toEqual([
      ['Ulea', ['escalation for ana@example.com', 'a open', 'open 1, hidden 0']],
    ])
    expect((await here.nudge('a')).notices.escalatedAt).toBeNull()
    await arrives(now)
    expect((await here.nudge('a')).notices.escalatedAt).toEqual(now)
    for (const day of [14, 17, 22]) {
      await send(at(day * DAY))
      await arrives(at(day * DAY))
    }
    expect((await keys()).filter((key) => key.startsWith('nudge-escalation'))).toHaveLength(1)
    // Whoever leads the team owns things as well, and still gets one message a day.
    const days = await db.selectFrom('tally.nudge_message').select(['recipient', 'local_day']).execute()
    expect(new Set(days.map((each) => JSON.stringify(each))).size).toBe(days.length)
  })

  it('hear it on their next working day where they were sent something today, and once though it is late', async () => {
    await here.knows('lea', { leads: 'search' })
    await here.knows('zed')
    here.sees(...idle('zed', 'z'))
    const friday = await unanswered()
    here.sees(...idle('zed', 'z'), ...idle('lea', 'l'))
    await sweepNudges(deps, friday)
    await send(friday)
    const escalations = async () => (await here.outbox()).filter(({ key }) => key.startsWith('nudge-escalation'))
    // Friday is hers already; the weekend is nobody's.
    const [escalation] = await escalations()
    expect(escalation).toMatchObject({ to: 'Ulea', notBefore: new Date('2026-12-07T08:00:00Z') })
    await db
      .updateTable('tally.outbox')
      .set({ status: 'sent', sent_at: friday, sent_conversation_id: 'D1', sent_message_id: '1.1' })
      .where('message_key', 'not like', 'nudge-escalation%')
      .execute()
    await countDelivered(db, friday)
    await send(at(16 * DAY))
    expect(await escalations()).toHaveLength(1)
    // What is answered before her Monday, she is not told at all.
    const { id } = await here.nudge('z')
    await applyEvent(deps, id, { kind: 'acknowledged', by: 'zed@example.com', at: at(16 * DAY) })
    expect((await escalations())[0]?.status).toBe('dropped')
    expect(await countDelivered(db, at(16 * DAY))).toMatchObject({ lost: 1 })
    expect((await here.nudge('z')).notices.escalatedAt).toBeNull()
  })

  it('are the next where whoever leads the team wants to hear nothing', async () => {
    await here.knows('lea', { leads: 'search' })
    await here.knows('fin', { role: 'admin' })
    here.sees(...idle('ana', 'a'))
    const now = await unanswered()
    await muteNudges(db, 'lea@example.com', at(30 * DAY), now)
    await sweepNudges(deps, now)
    await send(now)
    const sent = (await here.outbox()).filter(({ key }) => key.startsWith('nudge-escalation'))
    expect(sent.map(({ to }) => to)).toEqual(['Ufin'])
  })

  it('are those who read the team’s digest where nobody leads it', async () => {
    await db
      .insertInto('tally.subscription')
      .values({
        subscription_id: 's1',
        platform: 'slack',
        workspace_id: 'T1',
        place_kind: 'conversation',
        place_id: 'CSEARCH',
        scope_dimension: 'team',
        scope_values: ['search'],
        sections: ['total'],
        alerts: [],
        rhythm: 'daily',
        weekday: null,
        month_day: null,
        local_time: '09:00',
        timezone: 'UTC',
        wait_hours: 4,
        quiet_from: null,
        quiet_until: null,
        status: 'active',
        broken_reason: null,
        broken_at: null,
        broken_told_at: null,
        broken_by: null,
        created_by: 'x',
        created_by_user: '',
        updated_by: 'x',
        next_slot_at: MONDAY,
      })
      .execute()
    here.sees(...idle('ana', 'a'))
    const now = await unanswered()
    await send(now)
    expect((await here.outbox()).filter(({ to }) => to === 'CSEARCH').map(({ lines }) => lines[1])).toEqual(['a open'])
  })
})

describe('a fresh installation', () => {
  it('tells an administrator what it would send, and nobody anything, until somebody confirms', async () => {
    await db.deleteFrom('tally.setting').execute()
    await here.knows('fin', { role: 'admin' })
    here.sees(...idle('ana', 'a'), found('n', 'idle'))
    await sweepNudges(deps, MONDAY)
    await muteNudges(db, 'fin@example.com', at(DAY), MONDAY)
    expect(await send()).toEqual({ messages: 0, escalated: 0, dryRuns: 0 })
    await muteNudges(db, 'fin@example.com', null, MONDAY)
    expect(await send()).toEqual({ messages: 0, escalated: 0, dryRuns: 1 })
    await send(at(hours(1)))
    await send(at(DAY))
    expect((await here.outbox()).map(({ to, lines }) => [to, lines])).toEqual([
      ['Ufin', ['ana@example.com: a', 'fin@example.com: n']],
    ])
    expect(await confirmNudges(db, 'fin@example.com', at(DAY))).toBe(true)
    expect(await confirmNudges(db, 'ana@example.com', at(DAY))).toBe(false)
    expect((await send(at(DAY)))?.messages).toBe(2)
  })
  it('looks for the administrator who never wrote to it', async () => {
    await db.deleteFrom('tally.setting').execute()
    await db
      .insertInto('tally.person')
      .values({ email: 'eve@example.com', display_name: 'Eve', role: 'admin' })
      .execute()
    here.inChat('eve@example.com', 'UEVE')
    here.sees(...idle('ana', 'a'))
    await sweepNudges(deps, MONDAY)
    expect(await sendNudges(here.withChat, MONDAY)).toMatchObject({ dryRuns: 1 })
    expect((await here.outbox()).map(({ to }) => to)).toEqual(['UEVE'])
  })
})
