import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { createLog } from '../../src/log.ts'
import { nudgeCards } from '../../src/nudges/card.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { bundleOf, destinationOf } from '../../src/nudges/copies.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { nudgeFeature } from '../../src/nudges/feature.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { logOf } from '../../src/nudges/listing.ts'
import { insertMessage } from '../../src/nudges/messages.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import type { FormValues } from '../../src/platform.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import { directMessage, press, slashCommand, submitForm, tokenOf, tokens } from '../fake-slack.ts'
import { type Service, service } from '../slack/service.ts'
import { DAY, found, installation, MONDAY } from './installation.ts'

// From a click to every copy of the card: signed HTTP before, Slack's API behind, a real database between.

const { db, pool } = await testDatabase()
const here = installation({ db })
const KEY = 'a key'
const MINUTE = 60_000
const faults: unknown[] = []
let now = MONDAY
const sign = (payload: string, expiresAt: Date) => signToken(KEY, 'nudge', payload, expiresAt)
const cards = nudgeCards({ sign, rules: IDLE_RULES, timezone: 'Europe/Paris' })
const deps = { ...here.deps, cards }
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
  signingKey: KEY,
  timezone: 'UTC',
  onError: (error) => faults.push(error),
})

const [ANA, LEA, EVE, BO] = ['UANA', 'ULEA', 'UEVE', 'UBO'] as const
let slack: Service
beforeEach(async () => {
  now = MONDAY
  await here.forgetAll()
  await db.deleteFrom('tally.person_team').execute()
  await db.deleteFrom('tally.workspace_pace').execute()
  await confirmNudges(db, 'fin@example.com', MONDAY)
  await db
    .insertInto('tally.person')
    .values([
      { email: 'ana@example.com', display_name: 'Ana Silva', role: 'member' },
      { email: 'lea@example.com', display_name: 'Lea Weiss', role: 'member' },
      { email: 'fin@example.com', display_name: 'Fin Ops', role: 'admin' },
    ])
    .execute()
  await db.insertInto('tally.person_team').values({ email: 'lea@example.com', team: 'search', leads: true }).execute()
  const account = {
    platform: 'slack',
    workspace_id: 'T111',
    user_id: ANA,
    email: 'ana@example.com',
    display_name: 'ana',
  }
  await db
    .insertInto('tally.account')
    .values({ ...account, timezone: 'Europe/Paris', seen_at: MONDAY })
    .execute()
  slack = await service(handle, {}, (fake) => {
    for (const id of [ANA, LEA, EVE, BO, 'UFIN'])
      fake.users.set(id, { id, email: `${id.slice(1).toLowerCase()}@example.com`, tz: 'Europe/Paris' })
    fake.users.set('UGONE', { id: 'UGONE', email: 'gone@example.com', deleted: true })
  })
})
afterEach(async () => {
  await slack.close()
  await ask.later.drained()
  expect(faults).toEqual([])
})
afterAll(() => ask.later.drained())

/** Whatever waits goes out, each place and the workspace in their pace. */
async function sends() {
  const clock = now
  for (let seconds = 2; seconds <= 6; seconds += 2)
    await outboxRunner({
      db,
      pool,
      couriers: new Map([['slack', slack.platform.courier]]),
      log: createLog({ level: 'silent', readable: false }),
      now: () => new Date(clock.getTime() + seconds * 1000 + sent++ * 2000),
    }).runOnce()
}
let sent = 0

/** Two idle GPUs of Ana's, told to her. */
async function nudged(...ids: readonly string[]) {
  here.sees(
    ...(ids.length === 0 ? ['a', 'b'] : ids).map((id, n) => found(id, 'idle', { tag: 'ana', perDay: String(100 - n) })),
  )
  await sweepNudges(deps, now)
  await sendNudges(deps, now)
  await sends()
  await countDelivered(db, now)
  return card()
}
/** What the form that somebody opened is answered with, for a platform that shows another in its place. */
const again = ({ private_metadata }: { readonly private_metadata: string }, values: FormValues) =>
  handle(
    {
      kind: 'submitted',
      from: { platform: 'slack', workspaceId: 'T111', userId: ANA },
      where: { platform: 'slack', workspaceId: 'T111', conversationId: `D${ANA}`, direct: true },
      token: JSON.parse(private_metadata).token,
      values,
      requestId: 'again',
    },
    slack.platform,
  )
const inDirect = () => slack.fake.messages.filter(({ channel }) => channel === `D${ANA}`)
function card() {
  const [message] = inDirect()
  if (message === undefined) throw new Error('Nothing was sent.')
  return message
}
const [state, log] = [
  async (id = 'a') => (await here.nudge(id)).state,
  async (id = 'a') => (await logOf(db, (await here.nudge(id)).id)).filter(({ actor }) => actor !== 'tally'),
]
const shown = (message: { readonly text: string }) => message.text
const who = (user: string, messageTs: string, channel = `D${ANA}`) => ({
  user,
  channel,
  messageTs,
  responseUrl: slack.fake.responseUrl(),
})

/** Pressed, and answered by this method of Slack's. */
async function presses(
  user: string,
  token: string,
  answer: string,
  { select = false, channel = `D${ANA}`, ts = card().ts } = {},
) {
  const before = slack.fake.of(answer).length
  await slack.post(press(token, { ...who(user, ts, channel), select }))
  const calls = await slack.fake.called(answer, before + 1)
  return JSON.stringify(calls.at(-1)?.args)
}
const label = (text: string) => tokenOf(card().blocks, text)

describe('a nudge is settled from its message', () => {
  it('acknowledged by a button: said in its place, written down once', async () => {
    const message = await nudged()
    expect(shown(message)).toContain('$199.00 a day for 2 idle resources of yours')
    expect(shown(message)).toContain('Hello, I am Tally.')
    await presses(ANA, label('Acknowledge'), 'chat.update')
    expect(await state()).toMatchObject({ kind: 'acknowledged', by: 'ana@example.com' })
    expect(shown(card())).toContain('Acknowledged by Ana Silva')
    expect(await log()).toMatchObject([
      { actor: 'ana@example.com', platform: 'slack', event: { kind: 'acknowledged' } },
    ])
    // The other one is as it was.
    expect(await state('b')).toMatchObject({ kind: 'open' })
  })

  it('snoozed by a select, and every other copy says so within seconds', async () => {
    await nudged()
    await copyTo('C9')
    const copy = () => slack.fake.messages.find(({ channel }) => channel === 'C9')
    await presses(ANA, label('3 days'), 'chat.update', { select: true })
    expect(await state()).toMatchObject({ kind: 'snoozed', until: new Date(MONDAY.getTime() + 3 * DAY), reason: null })
    expect(shown(card())).toContain('Snoozed by Ana Silva until Nov 26, 2026, 10:00 GMT+1')
    expect(shown(card())).toContain('$99.00 a day for 1 idle resource of yours')
    await sends()
    expect(copy()?.text).toContain('Snoozed by Ana Silva until Nov 26, 2026, 10:00 GMT+1')
    expect(inDirect()).toHaveLength(1)
  })

  it('snoozed until a date: mistakes are told in the form, then it is done', async () => {
    await nudged()
    await presses(ANA, label('Until a date…'), 'views.open', { select: true })
    const form = slack.fake.views.at(-1)
    if (form === undefined) throw new Error('no form')
    const wrong = async (date: string) => (await slack.post(submitForm(form, { date }, { user: ANA }))).json()
    expect(await wrong('2026-11-23')).toEqual({
      response_action: 'errors',
      errors: { date: 'Choose a day that is still to come.' },
    })
    expect(await wrong('2026-12-24')).toEqual({
      response_action: 'errors',
      errors: { date: 'Choose Dec 23, 2026 or an earlier day: nothing is put off for more than 30 days.' },
    })
    expect(await wrong('')).toEqual({ response_action: 'errors', errors: { date: 'Choose a day.' } })
    expect((await again(form, { date: ['2026-12-24'], reason: ['The launch'] }))?.form).toMatchObject({
      title: 'Snooze until a date',
      fields: [{ value: '2026-12-24' }, { value: 'The launch' }],
    })
    expect(await state()).toMatchObject({ kind: 'open' })
    const before = slack.fake.of('chat.postMessage').length
    await slack.post(submitForm(form, { date: '2026-12-01', reason: 'The launch' }, { user: ANA }))
    await slack.fake.called('chat.postMessage', before + 1)
    // At nine in the morning of that day, in Paris.
    expect(await state()).toMatchObject({
      kind: 'snoozed',
      until: new Date('2026-12-01T08:00:00Z'),
      reason: 'The launch',
    })
    expect(shown(inDirect().at(-1) ?? card())).toContain('Snoozed by Ana Silva until Dec 1, 2026, 09:00 GMT+1')
    await sends()
    expect(shown(card())).toContain('Reason: “The launch”')
  })

  it('exempt only with a reason, for 90 days at most', async () => {
    await nudged()
    await presses(ANA, label('Exempt…'), 'views.open')
    const form = slack.fake.views.at(-1)
    if (form === undefined) throw new Error('no form')
    const without = await slack.post(submitForm(form, { reason: '  ', date: '2027-03-01' }, { user: ANA }))
    expect(await without.json()).toEqual({
      response_action: 'errors',
      errors: {
        reason: 'Say why: without a reason nothing is exempt.',
        date: 'Choose Feb 21, 2027 or an earlier day: nothing is put off for more than 90 days.',
      },
    })
    expect(await state()).toMatchObject({ kind: 'open' })
    const before = slack.fake.of('chat.postMessage').length
    await slack.post(submitForm(form, { reason: 'Warm standby', date: '2027-02-01' }, { user: ANA }))
    await slack.fake.called('chat.postMessage', before + 1)
    expect(await state()).toMatchObject({ kind: 'exempt', reason: 'Warm standby' })
  })

  it('not mine: a person is picked in the message, kept, and told; the card says who', async () => {
    await nudged()
    await presses(ANA, label('Not mine…'), 'views.open')
    const form = slack.fake.views.at(-1)
    if (form === undefined) throw new Error('no form')
    const picks = async (person: string) => (await slack.post(submitForm(form, { person }, { user: ANA }))).json()
    const errors = (person: string) => ({ response_action: 'errors', errors: { person } })
    expect(await picks('')).toEqual(errors('Choose a person.'))
    expect(await picks('UGONE')).toEqual(errors('They cannot be reached: name a member of your own company.'))
    expect(await picks(ANA)).toEqual(errors('It is theirs already: choose somebody else.'))
    expect(await picks('ANA@example.com')).toEqual(errors('It is theirs already: choose somebody else.'))
    expect(await picks('nobody@example.com')).toEqual(
      errors(expect.stringContaining('I know nobody with this address')),
    )
    const before = slack.fake.of('chat.postMessage').length
    const ack = label('Acknowledge')
    await slack.post(submitForm(form, { person: BO }, { user: ANA }))
    await slack.fake.called('chat.postMessage', before + 1)
    const late = await presses(ANA, ack, 'chat.postMessage')
    expect(late).toContain('You handed this over to UBO, just now. Nothing was changed now.')
    expect(late).not.toContain('$')
    expect((await here.nudge('a')).owner).toEqual({ email: 'bo@example.com', why: 'picked' })
    await sends()
    expect(shown(card())).toContain('Handed over to UBO by Ana Silva.')
    expect(
      await db.selectFrom('tally.nudge_owner').select(['resource_id', 'email', 'instead_of', 'picked_by']).execute(),
    ).toEqual([
      { resource_id: 'a', email: 'bo@example.com', instead_of: 'ana@example.com', picked_by: 'ana@example.com' },
    ])
    // Who was named hears of it, and of nothing else of hers.
    await sendNudges(deps, now)
    await sends()
    const told = slack.fake.messages.filter(({ channel }) => channel === 'DUBO')
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('$100.00 a day for 1 idle resource of yours')
    expect(told[0]?.text).toContain('somebody who knows said that it is yours')
    expect(told[0]?.text).not.toContain('name of b')
    // It is not hers to settle any more, but for ten minutes hers to take back.
    expect(tokens(card().blocks).filter(([text]) => text === 'Undo')).toHaveLength(1)
    await presses(ANA, label('Undo'), 'chat.update')
    expect((await here.nudge('a')).owner.email).toBe('ana@example.com')
  })

  it('undone for ten minutes, by whoever did it', async () => {
    await nudged()
    await presses(ANA, label('1 week'), 'chat.update', { select: true })
    const undo = label('Undo')
    const other = await presses(LEA, undo, 'response_url', { channel: 'C9' })
    expect(other).toContain('Only whoever did something can take it back, within 10 minutes.')
    expect(await state()).toMatchObject({ kind: 'snoozed' })
    now = new Date(MONDAY.getTime() + 9 * MINUTE)
    await presses(ANA, undo, 'chat.update')
    expect(await state()).toMatchObject({ kind: 'open' })
    expect(tokens(card().blocks).map(([text]) => text)).not.toContain('Undo')
    await presses(ANA, label('1 week'), 'chat.update', { select: true })
    now = new Date(now.getTime() + 11 * MINUTE)
    const before = inDirect().length
    await presses(ANA, label('Undo'), 'chat.postMessage')
    expect(inDirect().slice(before)[0]?.text).toContain(
      'You snoozed this until Nov 30, 2026, 10:09 GMT+1, 11 minutes ago.',
    )
    expect(await state()).toMatchObject({ kind: 'snoozed' })
  })

  it('all of them behind one button, each to be settled from there', async () => {
    await nudged('a', 'b', 'c', 'd', 'e', 'f', 'g')
    expect(shown(card())).toContain('for 7 idle resources of yours')
    expect(shown(card())).not.toContain('name of f')
    await presses(ANA, label('Show all (7)'), 'chat.postMessage')
    const list = inDirect().at(-1)
    expect(list?.text).toContain('name of g')
    const last =
      tokens(list?.blocks)
        .filter(([text]) => text === 'Acknowledge')
        .at(-1)?.[1] ?? ''
    await presses(ANA, last, 'chat.update', { select: true, ts: list?.ts ?? '' })
    expect(await state('g')).toMatchObject({ kind: 'acknowledged' })
    expect(inDirect().at(-1)?.text).toContain('Acknowledged by Ana Silva')
  })
})

describe('clicks that must change nothing, or one thing', () => {
  it('twenty at once are one change, one row, one card', async () => {
    await nudged()
    const token = label('1 day')
    const before = slack.fake.of('chat.update').length
    await Promise.all(
      Array.from({ length: 20 }, () => slack.post(press(token, { ...who(ANA, card().ts), select: true }))),
    )
    await slack.fake.called('chat.update', before + 20)
    expect(await log()).toHaveLength(1)
    expect(inDirect()).toHaveLength(1)
    expect(
      await db.selectFrom('tally.outbox').select('message_key').where('replaces', 'is not', null).execute(),
    ).toHaveLength(1)
  })

  it('two people at once: one does it, the other hears who was first', async () => {
    await nudged()
    const [ack, week] = [label('Acknowledge'), label('1 week')]
    await presses(LEA, week, 'chat.update', { select: true })
    now = new Date(now.getTime() + 2 * 60 * MINUTE)
    const before = inDirect().length
    await presses(ANA, ack, 'chat.postMessage')
    expect(inDirect().slice(before)[0]?.text).toContain(
      'Lea Weiss snoozed this until Nov 30, 2026, 10:00 GMT+1, 2 hours ago. Nothing was changed now.',
    )
    expect(await log()).toHaveLength(1)
  })

  it('a stranger is told, alone, who can', async () => {
    await nudged()
    for (const [text, select] of [
      ['Acknowledge', false],
      ['1 day', true],
      ['Exempt…', false],
      ['Not mine…', false],
    ] as const) {
      const said = await presses(EVE, label(text), 'response_url', { select, channel: 'C9' })
      expect(said).toContain(
        'Only Ana Silva (its owner), Lea Weiss (leads team search) and administrators of Tally can settle this.',
      )
      expect(said).toContain('ephemeral')
      expect(said).not.toContain('$')
    }
    expect(slack.fake.views).toEqual([])
    expect(await log()).toEqual([])
  })

  it('one who leads its team and an administrator may', async () => {
    await nudged()
    await presses(LEA, label('Acknowledge'), 'chat.update')
    await presses('UFIN', label('1 day'), 'chat.update', { select: true })
    expect(await log()).toMatchObject([{ actor: 'lea@example.com' }, { actor: 'fin@example.com' }])
    await db.deleteFrom('tally.person_team').execute()
    expect(await presses(LEA, label('Undo'), 'response_url', { channel: 'C9' })).toContain('can settle this')
  })

  it('forged, foreign and senseless', async () => {
    await nudged()
    const [ack, other] = [
      label('Acknowledge'),
      tokens(card().blocks).filter(([text]) => text === 'Acknowledge')[1]?.[1] ?? '',
    ]
    const [, , , stamp] = ack.split('.')
    const forged = [
      ack.replace(/\.[^.]*$/, other.slice(other.lastIndexOf('.'))),
      `${ack}x`,
      signToken('another key', 'nudge', `ack.1.${stamp}.m-0`, new Date(now.getTime() + DAY)),
      sign('ack', new Date(now.getTime() + DAY)),
      sign('drop table.1', new Date(now.getTime() + DAY)),
    ]
    for (const token of forged) expect(await presses(ANA, token, 'chat.postMessage')).toContain('no longer works')
    const nobodys = sign(`ack.999999.o1.m-0`, new Date(now.getTime() + DAY))
    expect(await presses(ANA, nobodys, 'chat.postMessage')).toContain('There is nothing of this any more')
    expect(await log()).toEqual([])
  })

  it('expired: how it is now, and nothing else', async () => {
    await nudged()
    const ack = label('Acknowledge')
    now = new Date(MONDAY.getTime() + 31 * DAY)
    expect(await presses(ANA, ack, 'chat.postMessage')).toContain(
      'That was offered too long ago, so nothing was changed.',
    )
    expect(await presses(EVE, ack, 'response_url', { channel: 'C9' })).toContain('can settle this')
    expect(await log()).toEqual([])
  })

  it('replayed, the very same request is one click', async () => {
    await nudged()
    const click = press(label('1 day'), { ...who(ANA, card().ts), select: true })
    const before = slack.fake.of('chat.update').length
    await slack.post(click)
    await slack.fake.called('chat.update', before + 1)
    const token = label('Undo')
    await presses(ANA, token, 'chat.update')
    await slack.post(click)
    await slack.post(click)
    await presses(LEA, label('Acknowledge'), 'chat.update')
    expect((await log()).map(({ event }) => event.kind)).toEqual(['snoozed', 'undone', 'acknowledged'])
  })

  it('on what is resolved meanwhile', async () => {
    await nudged()
    const ack = label('Acknowledge')
    here.sees(found('a', 'busy', { tag: 'ana' }), found('b', 'idle', { tag: 'ana' }))
    now = new Date(now.getTime() + 60 * MINUTE)
    await sweepNudges(deps, now)
    await sends()
    expect(shown(card())).toContain('Resolved by itself: it is in use again')
    now = new Date(now.getTime() + 120 * MINUTE)
    expect(await presses(ANA, ack, 'chat.postMessage')).toContain('This was closed 2 hours ago: it is in use again.')
  })
})

describe('in words', () => {
  const writes = async (user: string, text: string) => {
    const before = slack.fake.of('response_url').length
    await slack.post(slashCommand(text, { user, channel: 'C9', responseUrl: slack.fake.responseUrl() }))
    return JSON.stringify((await slack.fake.called('response_url', before + 1)).at(-1)?.args)
  }

  it('an owner sees theirs, whoever looks after a team an overview, others nothing', async () => {
    await nudged()
    expect(await writes(ANA, 'nudges')).toContain('$199.00 a day for 2 idle resources of yours')
    expect(await writes(EVE, 'nudges')).toContain('No idle resources of yours')
    expect(await writes(EVE, 'nudges overview')).toContain('for those who lead a team')
    expect(await writes(LEA, 'nudges')).toContain('$199.00 a day in 2 open nudges')
    expect(await writes('UFIN', 'nudges')).toContain('$199.00 a day in 2 open nudges')
    await db.deleteFrom('tally.person_team').execute()
    await db.insertInto('tally.person_team').values({ email: 'lea@example.com', team: 'ads', leads: true }).execute()
    expect(await writes(LEA, 'nudges')).toContain('No open nudges')
  })

  it('settled from the list, which is shown to one person alone', async () => {
    await nudged()
    await writes(ANA, 'nudges mine')
    const list = slack.fake.of('response_url').at(-1)?.args.blocks
    const before = slack.fake.of('response_url').length
    await slack.post(
      press(tokenOf(list, 'Snooze 1 week'), {
        user: ANA,
        channel: 'C9',
        responseUrl: slack.fake.responseUrl(),
        select: true,
      }),
    )
    const [, said] = [before, (await slack.fake.called('response_url', before + 1)).at(-1)?.args]
    expect(said).toMatchObject({ replace_original: true })
    expect(JSON.stringify(said)).toContain('Snoozed by Ana Silva')
  })

  it('muted for a while, as the first message says', async () => {
    await nudged()
    expect(shown(card())).toContain('nudges mute')
    const before = inDirect().length
    await slack.post(directMessage('nudges mute', { user: ANA, channel: `D${ANA}` }))
    await slack.fake.called(
      'chat.postMessage',
      slack.fake.of('chat.postMessage').length + (inDirect().length > before ? 0 : 1),
    )
    expect(inDirect().at(-1)?.text).toContain('I tell you of no idle resource until Dec 23, 2026')
    now = new Date(MONDAY.getTime() + 7 * DAY)
    expect(await sendNudges(deps, now)).toMatchObject({ messages: 0 })
    expect(await writes(ANA, 'nudges unmute')).toContain('again')
    expect(await sendNudges(deps, now)).toMatchObject({ messages: 1 })
  })

  it('confirmed by an administrator only', async () => {
    await db.deleteFrom('tally.setting').execute()
    expect(await writes(ANA, 'nudges confirm')).toContain('Only an administrator')
    expect(await writes('UFIN', 'nudges confirm')).toContain('Confirmed: from now on')
    expect(await writes('UFIN', 'nudges confirm')).toContain('confirmed before')
  })
})

/** What others are told, in a channel. */
async function copyTo(channel: string) {
  const ids = [(await here.nudge('a')).id]
  const row = await insertMessage(db, {
    key: `nudge-escalation:${channel}`,
    kind: 'escalation',
    recipient: null,
    day: null,
    owner: 'ana@example.com',
    shown: ids,
    all: ids,
    firstContact: false,
    place: { platform: 'slack', workspaceId: 'T111', kind: 'conversation', id: channel },
    now,
  })
  if (row === undefined) throw new Error('taken')
  await enqueue(db, [
    { key: row.message_key, to: destinationOf(row), card: cards.bundle(await bundleOf(db, row, now)) },
  ])
  await sends()
}
