import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { createLog } from '../../src/log.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { nudgeCards } from '../../src/nudges/card.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { nudgeFeature } from '../../src/nudges/feature.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import {
  buttonsIn,
  cardsIn,
  chosen,
  dataOf,
  execute,
  type FakePost,
  filled,
  installed,
  type Json,
  PERSONAL,
  personalOf,
  wordsOf,
} from '../fake-msteams.ts'
import { DAY, found, installation, MONDAY } from '../nudges/installation.ts'
import { type Service, service } from './service.ts'

// A nudge is settled from its message: signed HTTP before, Microsoft's bot service behind, a real database between.

const { db, pool } = await testDatabase()
const here = installation({ db })
const KEY = 'a key'
const MINUTE = 60_000
const [ANA, BO, EVE] = ['29:ana', '29:bo', '29:eve'] as const
const faults: unknown[] = []
let now = MONDAY
let sent = 0
const sign = (payload: string, expiresAt: Date) => signToken(KEY, 'nudge', payload, expiresAt)
const cards = nudgeCards({ sign, rules: IDLE_RULES, timezone: 'Europe/Paris' })
const onError = (error: unknown) => faults.push(error)
const ask = asking({ own: db, spend: db, visibility: 'everyone', now: () => now, onError, maxAgeMs: 0 })
let teams: Service

beforeEach(async () => {
  now = MONDAY
  await here.forgetAll()
  await db.deleteFrom('tally.workspace_pace').execute()
  await confirmNudges(db, 'fin@example.com', MONDAY)
  await db
    .insertInto('tally.person')
    .values([
      { email: 'ana@example.com', display_name: 'Ana Silva', role: 'member' },
      { email: 'fin@example.com', display_name: 'Fin Ops', role: 'admin' },
    ])
    .execute()
  const handle = bot({
    asking: ask,
    features: [nudgeFeature({ db, cards, sign, rules: IDLE_RULES, now: () => now })],
    signingKey: KEY,
    timezone: 'UTC',
    onError,
  })
  teams = await service(handle, { kept: msteamsKept(db) }, (fake) => {
    fake.users.set(ANA, { id: ANA, name: 'Ana Silva', email: 'Ana@example.com' })
    fake.users.set(BO, { id: BO, name: 'Bo', email: 'bo@example.com' })
    fake.users.set(EVE, { id: EVE, name: 'Eve', email: 'eve@example.com' })
  })
  // An administrator puts Tally into a team, by whose roster people are found.
  await teams.post(installed('add', { in: 'channel' }, { user: EVE }))
  await teams.fake.called('send')
})
afterEach(async () => {
  await teams.close()
  await ask.later.drained()
  for (const table of ['tally.msteams_conversation', 'tally.msteams_member', 'tally.account'] as const)
    await db.deleteFrom(table).execute()
  expect(faults).toEqual([])
})

const deps = () => ({ ...here.deps, cards, platforms: [teams.platform] })
/** Whatever waits goes out, each place and the tenant in their pace. */
async function sends() {
  const clock = now
  for (let seconds = 2; seconds <= 6; seconds += 2)
    await outboxRunner({
      db,
      pool,
      couriers: new Map([['msteams', teams.platform.courier]]),
      log: createLog({ level: 'silent', readable: false }),
      now: () => new Date(clock.getTime() + seconds * 1000 + sent++ * 3000),
    }).runOnce()
}
const ofAna = () => teams.fake.said(personalOf(ANA))
const card = (post: FakePost | undefined) => cardsIn(post?.activity ?? {})[0]
const words = (post: FakePost | undefined) => String(post?.activity.text ?? wordsOf(card(post)))
const state = async (id = 'a') => (await here.nudge(id)).state

/** Two idle GPUs of Ana's, told to her. */
async function nudged(): Promise<FakePost> {
  here.sees(...['a', 'b'].map((id, n) => found(id, 'idle', { tag: 'ana', perDay: String(100 - n) })))
  await sweepNudges(deps(), now)
  await sendNudges(deps(), now)
  await sends()
  await countDelivered(db, now)
  const [message, ...others] = ofAna()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('Nothing was sent.')
  return message
}
async function press(data: Json, on: FakePost, user: string = ANA): Promise<Json> {
  const activity = execute({ on: on.id, data }, { ...PERSONAL, conversation: on.conversationId } as typeof PERSONAL, {
    user,
  })
  const response = await teams.post(activity)
  expect(response.status).toBe(200)
  return response.json() as Promise<Json>
}
const label = (text: string, on: FakePost) => dataOf(card(on), text)
/** The form that this button opens, in the same chat. */
async function opens(text: string, on: FakePost): Promise<FakePost> {
  await press(label(text, on), on)
  return last()
}
const last = (): FakePost => {
  const post = ofAna().at(-1)
  if (post === undefined) throw new Error('nothing stands there')
  return post
}
const sendForm = (form: FakePost, values: Readonly<Record<string, string>>) => {
  const [[title = '']] = buttonsIn(card(form)).filter(([, data]) => data.form !== undefined) as [[string, Json]]
  return press(filled(card(form), values, title), form)
}

describe('a nudge in Microsoft Teams', () => {
  it('acknowledged by a button: said in its place, for everybody and to who pressed', async () => {
    const message = await nudged()
    expect(words(message)).toContain('$199.00 a day for 2 idle resources of yours')
    const { type, value } = await press(label('Acknowledge', message), message)
    expect(type).toBe('application/vnd.microsoft.card.adaptive')
    expect(wordsOf(value)).toContain('Acknowledged by Ana Silva')
    expect(words(message)).toContain('Acknowledged by Ana Silva')
    expect(await state()).toMatchObject({ kind: 'acknowledged', by: 'ana@example.com' })
    expect(await state('b')).toMatchObject({ kind: 'open' })
  })

  it('snoozed by a select', async () => {
    const message = await nudged()
    await press(chosen(card(message), '3 days'), message)
    expect(await state()).toMatchObject({ kind: 'snoozed', until: new Date(MONDAY.getTime() + 3 * DAY) })
    expect(words(message)).toContain('Snoozed by Ana Silva until Nov 26, 2026, 10:00 GMT+1')
  })

  it('exempt only with a reason: mistakes are told in the form, which keeps what was filled in', async () => {
    const message = await nudged()
    const form = await opens('Exempt…', message)
    await sendForm(form, { reason: '', date: '2027-03-01' })
    expect(words(form)).toContain('Say why: without a reason nothing is exempt.')
    expect(words(form)).toContain('2027-03-01')
    expect(await state()).toMatchObject({ kind: 'open' })
    await sendForm(form, { reason: 'Warm standby', date: '2027-02-01' })
    expect(await state()).toMatchObject({ kind: 'exempt', reason: 'Warm standby' })
    await sends()
    expect(words(message)).toContain('Warm standby')
  })

  it('not mine: a person named by their email is found, kept and told', async () => {
    const message = await nudged()
    const form = await opens('Not mine…', message)
    await sendForm(form, { person: 'nobody@example.com' })
    expect(words(form)).toContain('I know nobody with this address')
    await sendForm(form, { person: 'Bo@example.com' })
    expect((await here.nudge('a')).owner).toEqual({ email: 'bo@example.com', why: 'picked' })
    await sends()
    expect(words(message)).toContain('by Ana Silva')
    await sendNudges(deps(), now)
    await sends()
    const told = teams.fake.said(personalOf(BO))
    expect(told).toHaveLength(1)
    expect(words(told[0])).toContain('$100.00 a day for 1 idle resource of yours')
    expect(words(told[0])).not.toContain('name of b')
  })

  it('undone for ten minutes', async () => {
    const message = await nudged()
    await press(chosen(card(message), '1 week'), message)
    now = new Date(MONDAY.getTime() + 9 * MINUTE)
    await press(label('Undo', message), message)
    expect(await state()).toMatchObject({ kind: 'open' })
    expect(buttonsIn(card(message)).map(([text]) => text)).not.toContain('Undo')
  })

  it('pressed by somebody whose it is not changes nothing', async () => {
    const message = await nudged()
    await press(label('Acknowledge', message), message, EVE)
    expect(await state()).toMatchObject({ kind: 'open' })
    expect(words(message)).not.toContain('Eve')
  })

  it('pressed twice at once is one change', async () => {
    const message = await nudged()
    await Promise.all([1, 2, 3].map(() => press(label('Acknowledge', message), message)))
    expect(await state()).toMatchObject({ kind: 'acknowledged' })
    const acts = await db
      .selectFrom('tally.nudge_event')
      .select('actor')
      .where('actor', '=', 'ana@example.com')
      .execute()
    expect(acts).toHaveLength(1)
  })

  it('whose chat she cannot be reached in any more is not sent again and again', async () => {
    teams.fake.closed.set(personalOf(ANA), 'MessageWritesBlocked')
    here.sees(found('a', 'idle', { tag: 'ana', perDay: '100' }))
    await sweepNudges(deps(), now)
    await sendNudges(deps(), now)
    const before = teams.fake.of('send').length
    await sends()
    await sends()
    expect(teams.fake.of('send').length - before).toBe(1)
  })
})
