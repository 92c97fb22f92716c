import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bot } from '../../src/bot.ts'
import { createLog } from '../../src/log.ts'
import { nudgeCards } from '../../src/nudges/card.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { nudgeFeature } from '../../src/nudges/feature.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import { rememberAccount } from '../../src/people/accounts.ts'
import type { Lookup } from '../../src/people/look-for.ts'
import type { PlatformName, Sender } from '../../src/platform.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import type { Chat, Seen } from '../platforms/chat.ts'
import { msteams } from '../platforms/msteams.ts'
import { slack } from '../platforms/slack.ts'
import { at, DAY, found, hours, installation, MONDAY } from './installation.ts'

const { db, pool } = await testDatabase()
const here = installation({ db })

beforeEach(async () => {
  await here.forgetAll()
  for (const table of ['tally.person_team', 'tally.workspace_pace'] as const) await db.deleteFrom(table).execute()
  await confirmNudges(db, 'fin@example.com', MONDAY)
})

const messages = () => db.selectFrom('tally.nudge_message').selectAll().orderBy('created_at').execute()

describe('a nudge on Slack and Microsoft Teams', () => {
  const faults: unknown[] = []
  let now = MONDAY
  let seconds = 0
  let chats: Readonly<Record<'slack' | 'msteams', Chat>>
  const sign = (payload: string, expiresAt: Date) => signToken('a key', 'nudge', payload, expiresAt)
  const cards = nudgeCards({ sign, rules: IDLE_RULES, timezone: 'Europe/Paris' })
  const ask = asking({
    own: db,
    spend: db,
    visibility: 'everyone',
    now: () => now,
    onError: (error) => faults.push(error),
    maxAgeMs: 0,
  })
  const handle = bot({
    asking: ask,
    features: [nudgeFeature({ db, cards, sign, rules: IDLE_RULES, now: () => now })],
    signingKey: 'a key',
    timezone: 'UTC',
    onError: (error) => faults.push(error),
  })
  const deps = () => ({ ...here.deps, cards, platforms: [chats.slack.platform, chats.msteams.platform] })

  beforeEach(async () => {
    now = MONDAY
    chats = { slack: await slack.open(handle), msteams: await msteams.open(handle) }
    await here.knows('ana')
    await db.deleteFrom('tally.account').execute()
    here.sees(found('a', 'idle', { tag: 'ana' }), found('b', 'idle', { tag: 'ana', perDay: '50' }))
    await sweepNudges(deps(), now)
    await sendNudges(deps(), now)
    await sends()
  })
  afterEach(async () => {
    await Promise.all(Object.values(chats).map((chat) => chat.close()))
    await ask.later.drained()
    expect(faults).toEqual([])
  })

  /** Whatever waits goes out, each place in its pace. */
  async function sends() {
    for (let round = 0; round < 3; round += 1) {
      seconds += 5
      const clock = new Date(now.getTime() + seconds * 1000)
      await outboxRunner({
        db,
        pool,
        couriers: new Map([
          ['slack', chats.slack.platform.courier],
          ['msteams', chats.msteams.platform.courier],
        ]),
        log: createLog({ level: 'silent', readable: false }),
        now: () => clock,
      }).runOnce()
    }
  }
  /** What Ana was sent there first, as it stands now. */
  function card(on: 'slack' | 'msteams'): Seen {
    const [seen] = chats[on].seenBy('ana').filter(({ where }) => where.direct)
    if (seen === undefined) throw new Error(`Nothing was sent on ${on}.`)
    return seen
  }
  const soon = (on: 'slack' | 'msteams', text: string) =>
    vi.waitFor(async () => {
      await sends()
      const seen = chats[on].seenBy('ana').findLast((each) => each.text.includes(text))
      return (
        seen ??
        Promise.reject(
          new Error(`There is no "${text}" on ${on}: ${JSON.stringify(chats[on].seenBy('ana').map((s) => s.text))}`),
        )
      )
    }, 5000)
  const both = ['slack', 'msteams'] as const
  const state = async (id = 'a') => (await here.nudge(id)).state

  it('is one message that stands on both, counted once', async () => {
    for (const on of both) expect(card(on).text).toContain('$150.00 a day for 2 idle resources of yours')
    for (const on of both) expect(card(on).text).toContain('Hello, I am Tally.')
    expect(await countDelivered(db, now)).toEqual({ delivered: 1, lost: 0 })
    expect(await countDelivered(db, now)).toEqual({ delivered: 0, lost: 0 })
    expect((await here.nudge('a')).notices.count).toBe(1)
    expect(await messages()).toHaveLength(1)
    // Nothing more today, on whichever of them.
    expect(await sendNudges(deps(), at(hours(1)))).toMatchObject({ messages: 0 })
    await sends()
    for (const on of both) expect(chats[on].sends()).toBe(1)
  })

  it.each([
    ['slack', 'msteams'],
    ['msteams', 'slack'],
  ] as const)('is settled by a click in %s, and taken back by one in %s', async (one, other) => {
    const stale = card(other)
    await chats[one].press('Acknowledge', card(one), 'ana')
    await soon(one, 'Acknowledged by')
    await soon(other, 'Acknowledged by')
    for (const on of both) expect(card(on).text).toContain('Acknowledged by')
    expect(await state()).toMatchObject({ kind: 'acknowledged', by: 'ana@example.com' })

    // A minute later, from a card that did not change before their eyes.
    now = at(2 * 60_000)
    await chats[other].press('3 days', stale, 'ana')
    expect((await soon(other, 'Nothing was changed now')).text).toContain('You acknowledged this')
    expect(await state()).toMatchObject({ kind: 'acknowledged' })

    await chats[other].press('Undo', card(other), 'ana')
    await vi.waitFor(async () => expect(await state()).toMatchObject({ kind: 'open' }))
    for (const on of both)
      await vi.waitFor(async () => {
        await sends()
        expect(card(on).text).not.toContain('Acknowledged by')
      })
  })

  it.each([
    ['slack', 'msteams'],
    ['msteams', 'slack'],
  ] as const)('is exempt by a form in %s, which %s shows', async (one, other) => {
    await chats[one].press('Exempt…', card(one), 'ana')
    await vi.waitFor(() => expect(chats[one].formOf('ana')).toBeDefined())
    await chats[one].sendForm({ reason: 'Warm standby', date: '2027-02-01' }, 'ana')
    await soon(other, 'Warm standby')
    expect(card(one).text).toContain('Warm standby')
    expect(await state()).toMatchObject({ kind: 'exempt', reason: 'Warm standby' })
  })
})

describe('a message with copies', () => {
  const lookups = (...names: readonly PlatformName[]): readonly Lookup[] =>
    names.map((name) => ({ name, findUser: async () => undefined }))
  const deps = { ...here.deps, platforms: lookups('slack', 'msteams') }
  const teams = (name: string): Sender => ({ platform: 'msteams', workspaceId: 'M1', userId: `29:${name}` })

  /** On Slack, as `knows` has it, and on Teams. */
  async function onBoth(name: string, { leads = '', seenAt = at(-DAY), timezone = 'Europe/Paris' } = {}) {
    await here.knows(name, { leads })
    const email = `${name}@example.com`
    await rememberAccount(db, teams(name), { email, displayName: name, timezone }, seenAt)
    await db
      .updateTable('tally.account')
      .set({ wrote_at: at(0) })
      .where('platform', '=', 'slack')
      .execute()
  }
  async function told(now = MONDAY, given = deps) {
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweepNudges(given, now)
    return sendNudges(given, now)
  }
  const outbox = async () =>
    (await here.outbox()).map(({ to, key, replaces, status }) => ({ to, key, replaces, status }))
  const places = async () => (await outbox()).map(({ to }) => to)
  async function becomes(platform: PlatformName, status: 'sent' | 'dead' | 'held') {
    const sent = { sent_at: MONDAY, sent_conversation_id: 'D1', sent_message_id: '1.1' }
    await db
      .updateTable('tally.outbox')
      .set(status === 'sent' ? { status, ...sent } : { status, last_error: 'test' })
      .where('platform', '=', platform)
      .where('status', '=', 'pending')
      .execute()
  }
  const count = () => countDelivered(db, at(hours(1)))

  it('goes to one account on each platform, at the hours of where they wrote last', async () => {
    await onBoth('ana', { timezone: 'Asia/Tokyo' })
    const email = 'ana@example.com'
    await rememberAccount(db, { ...teams('old'), workspaceId: 'M2' }, { email, displayName: 'Ana' }, at(-2 * DAY))
    // Found lately is not written lately.
    const found = db.updateTable('tally.account').where('platform', '=', 'msteams')
    await found.set({ seen_at: at(hours(1)) }).execute()
    await found
      .set({ seen_at: at(hours(2)) })
      .where('user_id', '=', '29:old')
      .execute()
    // Six in the evening in Tokyo.
    expect(await told()).toMatchObject({ messages: 1 })
    expect(await places()).toEqual(['Uana', '29:ana'])
  })

  it('goes to a platform where they were only looked for, as soon as they are found there', async () => {
    await here.knows('ana')
    const findUser = async () => teams('ana')
    const given = { ...deps, platforms: [...lookups('slack'), { name: 'msteams' as const, findUser }] }
    await told(MONDAY, given)
    expect((await places()).toSorted()).toEqual(['29:ana', 'Uana'])
  })

  it('goes to a platform that is connected, where they are known on another', async () => {
    await here.knows('ana')
    const platforms = [{ name: 'msteams' as const, findUser: async () => teams('ana') }]
    await told(MONDAY, { ...deps, platforms })
    expect(await places()).toEqual(['29:ana'])
  })

  it.each([
    ['sent', 'sent', { delivered: 1, lost: 0 }],
    ['sent', 'dead', { delivered: 1, lost: 0 }],
    ['dead', 'sent', { delivered: 1, lost: 0 }],
    ['held', 'sent', { delivered: 1, lost: 0 }],
    ['dead', 'held', { delivered: 0, lost: 1 }],
    ['dead', 'dead', { delivered: 0, lost: 1 }],
  ] as const)('of which one is %s and the other %s counts as what the best became', async (one, other, counted) => {
    await onBoth('ana')
    await told()
    await becomes('slack', one)
    expect(await countDelivered(db, at(hours(1)))).toEqual({
      delivered: one === 'sent' ? 1 : 0,
      lost: 0,
    })
    await becomes('msteams', other)
    const late = await count()
    expect(one === 'sent' ? { delivered: 1, lost: 0 } : late).toEqual(counted)
    expect((await here.nudge('a')).notices.count).toBe(counted.delivered)
    expect((await messages()).map(({ outcome }) => outcome)).toEqual([counted.delivered === 1 ? 'sent' : 'lost'])
    // What did not arrive today arrives on no other day.
    expect((await outbox()).filter(({ status }) => status === 'held')).toEqual([])
    // A day on which nothing arrived is free again.
    expect(await told(at(hours(2)))).toMatchObject({ messages: counted.lost })
  })

  it('is edited where it stands, and nowhere else', async () => {
    await onBoth('ana')
    await told()
    await becomes('slack', 'sent')
    await becomes('msteams', 'dead')
    await count()
    here.sees(found('a', 'busy'))
    await sweepNudges(deps, at(hours(2)))
    const edits = (await outbox()).filter(({ replaces }) => replaces !== null)
    expect(edits).toMatchObject([{ to: 'Uana', key: expect.stringMatching(/:edit:1$/) }])
  })

  it('goes to nobody where no chat is connected, however long they were there', async () => {
    await onBoth('ana')
    const only = { ...here.deps, platforms: lookups('msteams') }
    await told(MONDAY, only)
    expect(await places()).toEqual(['29:ana'])
    await becomes('msteams', 'sent')
    expect(await count()).toEqual({ delivered: 1, lost: 0 })
  })

  it('goes to nobody on a platform where they were not seen for 90 days, unless they are on no other', async () => {
    await onBoth('ana', { seenAt: at(-91 * DAY) })
    await told()
    expect(await places()).toEqual(['Uana'])
    await here.forgetAll()
    await confirmNudges(db, 'fin@example.com', MONDAY)
    await onBoth('ana', { seenAt: at(-91 * DAY) })
    await here.closes('ana')
    await told()
    expect(await places()).toEqual(['29:ana'])
  })

  it('tells whoever leads the team as well on both', async () => {
    await onBoth('ana')
    await onBoth('lea', { leads: 'search' })
    let [escalated, day] = [0, 0]
    for (; day < 60 && escalated === 0; day += 1) {
      escalated += (await told(at(day * DAY)))?.escalated ?? 0
      if (escalated === 0) for (const name of ['slack', 'msteams'] as const) await becomes(name, 'sent')
      await countDelivered(db, at(day * DAY + hours(1)))
    }
    expect(escalated).toBe(1)
    const waiting = (await outbox()).filter(({ key }) => key.startsWith('nudge-escalation'))
    expect(waiting.map(({ to }) => to)).toEqual(['Ulea', '29:lea'])
    // Settled before the next morning, there is nothing to tell them.
    here.sees(found('a', 'busy'))
    await sweepNudges(deps, at(day * DAY))
    const after = (await outbox()).filter(
      ({ key, replaces }) => key.startsWith('nudge-escalation') && replaces === null,
    )
    expect(after.map(({ status }) => status)).toEqual(['dropped', 'dropped'])
  })
})
