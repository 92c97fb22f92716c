import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Card, plain } from '../../src/cards/card.ts'
import type { Attempt, Conversation, Courier, Destination, Looked } from '../../src/platform.ts'
import type { FakeFailure, FakeOptions } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

const CARD: Card = { blocks: [{ kind: 'headline', text: '$1,204' }] }
const CHANNEL: Conversation = { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false }
const THREAD: Conversation = { ...CHANNEL, threadId: '17.1' }
const DIRECT: Conversation = { ...CHANNEL, conversationId: 'DU1', direct: true }
const at = (where: Conversation): Destination => ({ kind: 'conversation', where })
const ANA: Destination = { kind: 'person', who: { platform: 'slack', workspaceId: 'T111', userId: 'U1' } }
const KEY = 'digest:7:2026-11-23T09:00:00Z'
const LOST: FakeFailure = { kind: 'cut', effect: true }
const NEVER: FakeFailure = { kind: 'cut', effect: false }
const EARLIER = new Date(Date.now() - 60_000)

let open: Service
let courier: Courier
const serve = async (faking: FakeOptions = {}) => {
  open = await service(async () => undefined, {}, undefined, faking)
  courier = open.platform.courier
}
beforeEach(() => serve())
afterEach(() => open.close())
const methods = () => open.fake.calls.map(({ method }) => method).filter((method) => method !== 'auth.test')

describe('one message', () => {
  it('is posted once, marked with its key, into its thread', async () => {
    expect(await courier.post(at(THREAD), CARD, KEY)).toEqual({
      kind: 'sent',
      message: { where: THREAD, messageId: open.fake.messages[0]?.ts },
    })
    expect(open.fake.of('chat.postMessage').map(({ args }) => args)).toMatchObject([
      {
        channel: 'C1',
        thread_ts: '17.1',
        text: expect.stringContaining('$1,204'),
        metadata: { event_type: 'tally', event_payload: { k: KEY } },
        mrkdwn: 'false',
      },
    ])
  })

  it('reaches a person in the direct conversation, which is opened once', async () => {
    for (const key of ['one', 'two'])
      expect(await courier.post(ANA, CARD, key)).toMatchObject({ kind: 'sent', message: { where: DIRECT } })
    expect(methods()).toEqual(['conversations.open', 'chat.postMessage', 'chat.postMessage'])
  })

  it.each([
    ['its blocks', 'invalid_blocks', { blocks: [] }],
    ['its length', 'msg_blocks_too_long', { blocks: [] }],
  ] as const)('goes without looks where Slack refuses %s', async (_, error, plainer) => {
    open.fake.fail('chat.postMessage', { kind: 'error', error })
    expect((await courier.post(at(CHANNEL), CARD, KEY)).kind).toBe('sent')
    expect(open.fake.messages).toMatchObject([{ ...plainer, metadata: { event_payload: { k: KEY } } }])
  })

  it('is edited with fewer words where Slack takes no more, its looks as they were', async () => {
    const sent = await courier.post(at(CHANNEL), CARD, KEY)
    if (sent.kind !== 'sent') throw new Error(sent.kind)
    open.fake.fail('chat.update', { kind: 'error', error: 'msg_too_long' })
    const long: Card = { blocks: [{ kind: 'text', text: [plain('word '.repeat(1000))] }] }
    expect(await courier.update(sent.message, long)).toEqual(sent)
    expect(open.fake.messages[0]?.text.length).toBe(4000)
    expect(open.fake.messages[0]?.blocks).not.toEqual([])
  })
})

// What Slack says to one request, what becomes of a new message, and what of an edit.
const OUTCOMES: readonly (readonly [string, FakeFailure, Attempt['kind'], Attempt['kind']])[] = [
  ['cut after Slack had it', LOST, 'unknown', 'not_now'],
  ['cut before Slack had it', NEVER, 'unknown', 'not_now'],
  ['500', { kind: 'status', status: 500 }, 'unknown', 'not_now'],
  ['503', { kind: 'status', status: 503 }, 'unknown', 'not_now'],
  ['a page of a proxy', { kind: 'status', status: 200, body: '<html>' }, 'unknown', 'not_now'],
  ['403 of a proxy', { kind: 'status', status: 403, body: 'no' }, 'not_now', 'not_now'],
  ...codes('unknown', 'not_now', ['internal_error', 'fatal_error', 'service_unavailable']),
  ...codes('limited', 'limited', ['ratelimited', 'rate_limited']),
  ...codes('closed', 'closed', [
    'channel_not_found',
    'is_archived',
    'is_inactive',
    'not_in_channel',
    'no_permission',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'messages_tab_disabled',
    'team_access_not_granted',
    'user_disabled',
    'user_not_found',
    'cannot_dm_bot',
  ]),
  ...codes('not_now', 'not_now', [
    'not_authed',
    'invalid_auth',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'ekm_access_denied',
    'team_added_to_org',
    'message_limit_exceeded',
    'request_timeout',
  ]),
  ...codes('refused', 'refused', [
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'restricted_action_thread_locked',
    'something_new',
  ]),
]

function codes(posted: Attempt['kind'], edited: Attempt['kind'], all: readonly string[]) {
  return all.map((error) => [error, { kind: 'error', error }, posted, edited] as const)
}

describe('one request each, and nothing repeated', () => {
  it.each(OUTCOMES)('%s', async (name, failure, posted, edited) => {
    open.fake.fail('chat.postMessage', failure)
    const attempt = await courier.post(at(CHANNEL), CARD, KEY)
    expect(attempt).toMatchObject({ kind: posted, ...(failure.kind === 'error' ? reason(posted, name) : {}) })
    open.fake.fail('chat.update', failure)
    expect(await courier.update({ where: { ...CHANNEL, conversationId: 'C2' }, messageId: '1.1' }, CARD)).toMatchObject(
      { kind: edited },
    )
    expect(methods()).toEqual(['chat.postMessage', 'chat.update'])
    expect(open.waitedMs()).toBe(0)
  })

  const reason = (kind: Attempt['kind'], code: string) => (kind === 'limited' ? {} : { reason: code })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('%s: it never left, so nothing was done', async (code) => {
    const fault = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code }) })
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(fault)
    expect(await courier.post(at(CHANNEL), CARD, KEY)).toEqual({ kind: 'not_now', reason: code })
    expect(fetched).toHaveBeenCalledTimes(1)
    fetched.mockRestore()
  })

  it('no answer in time: it may stand there', async () => {
    await open.close()
    open = await service(async () => undefined, { timeoutMs: 30 })
    open.fake.fail('chat.postMessage', { kind: 'late', until: new Promise(() => {}) })
    expect((await open.platform.courier.post(at(CHANNEL), CARD, KEY)).kind).toBe('unknown')
  })

  it('tells how long Slack wants to be left alone', async () => {
    open.fake.fail('chat.postMessage', { kind: 'status', status: 429, headers: { 'retry-after': '7' } })
    const limited = { kind: 'limited', retryAfterMs: 7000, scope: 'conversation' }
    expect(await courier.post(at(CHANNEL), CARD, KEY)).toEqual(limited)
  })

  it('account_inactive in a direct conversation: Slack knows whether the person left or our token is dead', async () => {
    const left: FakeFailure = { kind: 'error', error: 'account_inactive' }
    open.fake.fail('chat.postMessage', left, left)
    expect(await courier.post(ANA, CARD, KEY)).toMatchObject({
      kind: 'closed',
      reason: 'account_inactive',
      words: expect.stringContaining('switched off'),
    })
    open.fake.fail('auth.test', left)
    expect(await courier.post(ANA, CARD, KEY)).toEqual({ kind: 'not_now', reason: 'account_inactive' })
  })
})

describe('a person whom nothing reaches', () => {
  it.each([
    ['user_not_found', 'closed'],
    ['user_disabled', 'closed'],
    ['cannot_dm_bot', 'closed'],
    ['missing_scope', 'not_now'],
    // Nothing was posted yet, so nothing can stand there twice.
    ['internal_error', 'not_now'],
  ])('%s when the conversation is opened: %s', async (error, kind) => {
    open.fake.fail('conversations.open', { kind: 'error', error })
    expect(await courier.post(ANA, CARD, KEY)).toMatchObject({ kind, reason: error })
    expect(methods()).toEqual(['conversations.open'])
    // It is asked anew the next time.
    expect((await courier.post(ANA, CARD, KEY)).kind).toBe('sent')
  })

  it('closes with the messages tab', async () => {
    open.fake.fail('chat.postMessage', { kind: 'error', error: 'messages_tab_disabled' })
    expect(await courier.post(ANA, CARD, KEY)).toMatchObject({
      kind: 'closed',
      reason: 'messages_tab_disabled',
      words: expect.stringContaining('Switch them on'),
    })
  })
})

describe('the pace', () => {
  it('is kept by Slack: a second message within the second is not taken', async () => {
    await open.close()
    await serve({ perChannelMs: 1000 })
    expect((await courier.post(at(CHANNEL), CARD, 'one')).kind).toBe('sent')
    expect(await courier.post(at(CHANNEL), CARD, 'two')).toMatchObject({ kind: 'limited', retryAfterMs: 1000 })
    expect((await courier.post(ANA, CARD, 'two')).kind).toBe('sent')
    expect(open.fake.messages).toHaveLength(2)
  })

  it('lets an answer that waits for Slack go first', async () => {
    await open.close()
    let rested = () => {}
    const resting = new Promise<void>((done) => {
      rested = done
    })
    let begun = () => {}
    const waiting = new Promise<void>((done) => {
      begun = done
    })
    const sleep = () => {
      begun()
      return resting
    }
    open = await service(async () => undefined, { sleep })
    courier = open.platform.courier
    open.fake.fail('chat.postMessage', { kind: 'status', status: 429, headers: { 'retry-after': '5' } })
    const answer = open.platform.post(CHANNEL, CARD, 'answer')
    await waiting
    const waits = await courier.post(at(CHANNEL), CARD, KEY)
    expect(waits.kind === 'limited' && waits.retryAfterMs).toBeGreaterThan(5000)
    expect(open.fake.of('chat.postMessage')).toHaveLength(1)
    // Elsewhere nobody waits.
    expect((await courier.post(at(DIRECT), CARD, KEY)).kind).toBe('sent')
    rested()
    expect((await answer).kind).toBe('sent')
  })

  it('is what answers know as well', async () => {
    open.fake.fail('chat.postMessage', { kind: 'status', status: 429, headers: { 'retry-after': '3' } })
    await courier.post(at(CHANNEL), CARD, KEY)
    await open.platform.post(CHANNEL, CARD, 'answer')
    expect(open.waitedMs()).toBeGreaterThan(2500)
    expect(open.fake.of('chat.postMessage')).toHaveLength(2)
  })
})

describe('a message whose answer was lost', () => {
  const there = (): Looked => {
    const [message] = open.fake.messages
    return { kind: 'there', message: { where: expect.anything() as never, messageId: message?.ts ?? 'none' } }
  }
  const channelHistory = () => {
    open.fake.scopes += ',channels:history'
  }

  it.each([
    ['in a direct conversation', ANA, () => {}],
    ['in a channel whose history may be read', at(CHANNEL), channelHistory],
    ['in a thread', at(THREAD), channelHistory],
  ] as const)('is found %s by its mark', async (_, to, prepare) => {
    prepare()
    expect(await courier.find(to, KEY, EARLIER)).toEqual({ kind: 'absent' })
    open.fake.fail('chat.postMessage', LOST)
    expect((await courier.post(to, CARD, KEY)).kind).toBe('unknown')
    expect(await courier.find(to, 'another', EARLIER)).toEqual({ kind: 'absent' })
    expect(await courier.find(to, KEY, EARLIER)).toEqual(there())
    open.fake.fail('chat.postMessage', NEVER)
    await courier.post(to, CARD, 'never')
    expect(await courier.find(to, 'never', EARLIER)).toEqual({ kind: 'absent' })
  })

  it('is looked for on further pages, however much was written since', async () => {
    open.fake.fail('chat.postMessage', LOST)
    await courier.post(ANA, CARD, KEY)
    for (let n = 0; n < 250; n++) open.fake.post('DU1', `chatter ${n}`)
    expect(await courier.find(ANA, KEY, EARLIER)).toEqual(there())
    expect(open.fake.of('conversations.history')).toHaveLength(3)
    for (let n = 0; n < 1000; n++) open.fake.post('DU1', `chatter ${n}`)
    expect(await courier.find(ANA, KEY, EARLIER)).toEqual({ kind: 'nobody can tell', forNow: false })
  })

  it('is not looked for before the first attempt', async () => {
    await courier.post(ANA, CARD, KEY)
    expect(await courier.find(ANA, KEY, new Date(Date.now() + 600_000))).toEqual({ kind: 'absent' })
  })

  it('cannot be looked for without the scope, nor where the scope is not enough', async () => {
    expect(await courier.find(at(CHANNEL), KEY, EARLIER)).toEqual({ kind: 'nobody can tell', forNow: false })
    expect(methods()).toEqual([])
    await open.close()
    await serve()
    open.fake.scopes += ',groups:history'
    expect(await courier.find(at(CHANNEL), KEY, EARLIER)).toEqual({ kind: 'nobody can tell', forNow: false })
    expect(open.fake.of('conversations.history')).toHaveLength(1)
  })

  it.each([
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '5' } }],
    ['500', { kind: 'status', status: 500 }],
    ['no answer', NEVER],
    ['a dead token', { kind: 'error', error: 'invalid_auth' }],
  ] as const)('is looked for later where Slack does not say: %s', async (_, failure) => {
    open.fake.fail('conversations.history', failure)
    expect(await courier.find(ANA, KEY, EARLIER)).toEqual({ kind: 'nobody can tell', forNow: true })
    expect(open.fake.of('conversations.history')).toHaveLength(1)
  })

  it('is looked for later where Slack does not know us yet', async () => {
    await open.close()
    open = await service(
      async () => undefined,
      {},
      (fake) => {
        for (let n = 0; n < 4; n++) fake.fail('auth.test', { kind: 'error', error: 'invalid_auth' })
      },
    )
    expect(await open.platform.courier.find(at(CHANNEL), KEY, EARLIER)).toEqual({
      kind: 'nobody can tell',
      forNow: true,
    })
  })
})

describe('who has an email', () => {
  it('is asked of Slack once, in any spelling', async () => {
    const ana = { platform: 'slack', workspaceId: 'T111', userId: 'U1' }
    expect(await open.platform.findUser('u1@example.com')).toEqual(ana)
    expect(await open.platform.findUser(' U1@Example.com')).toEqual(ana)
    expect(await open.platform.findUser('nobody@example.com')).toBeUndefined()
    expect(open.fake.of('users.lookupByEmail')).toHaveLength(2)
  })

  it('is nobody of another company, and nobody who left', async () => {
    open.fake.users.set('U5', { id: 'U5', team_id: 'T999', email: 'x@other.example' })
    open.fake.users.set('U6', { id: 'U6', deleted: true, email: 'left@example.com' })
    expect(await open.platform.findUser('x@other.example')).toBeUndefined()
    expect(await open.platform.findUser('left@example.com')).toBeUndefined()
  })

  it('is no answer where Slack gives none, and is asked again', async () => {
    open.fake.fail('users.lookupByEmail', { kind: 'error', error: 'missing_scope' })
    await expect(open.platform.findUser('u1@example.com')).rejects.toMatchObject({ name: 'Fault' })
    expect(await open.platform.findUser('u1@example.com')).toMatchObject({ userId: 'U1' })
  })
})
