import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Card, plain } from '../../src/cards/card.ts'
import { pace } from '../../src/chat/pace.ts'
import { work } from '../../src/chat/work.ts'
import { courier as courierOf } from '../../src/msteams/courier.ts'
import { gateway } from '../../src/msteams/gateway.ts'
import { mark } from '../../src/msteams/mark.ts'
import type { Reference } from '../../src/msteams/reference.ts'
import type { Attempt, Conversation, Courier, Destination, Looked, MessageRef } from '../../src/platform.ts'
import {
  APP,
  BOT,
  CHANNEL,
  cardsIn,
  type FakeFailure,
  type FakeMsteams,
  type FakeOptions,
  fakeMsteams,
  GROUP_CHAT,
  personalOf,
  TEAM,
  TENANT,
} from '../fake-msteams.ts'
import type { FakePost } from '../fake-tenant.ts'

const CARD: Card = { blocks: [{ kind: 'headline', text: '$1,204' }] }
const KEY = 'digest:7:2026-11-23T09:00:00Z'
const ANA = '29:ana'
const ROOT = '1795000000001'
const IN_CHANNEL: Conversation = { platform: 'msteams', workspaceId: TENANT, conversationId: CHANNEL, direct: false }
const IN_THREAD: Conversation = { ...IN_CHANNEL, threadId: ROOT }
const IN_GROUP: Conversation = { ...IN_CHANNEL, conversationId: GROUP_CHAT }
const WITH_ANA: Conversation = { ...IN_CHANNEL, conversationId: personalOf(ANA), direct: true }
const at = (where: Conversation): Destination => ({ kind: 'conversation', where })
const TO_ANA: Destination = { kind: 'person', who: { platform: 'msteams', workspaceId: TENANT, userId: ANA } }
const LOST: FakeFailure = { kind: 'cut', effect: true }
const NEVER: FakeFailure = { kind: 'cut', effect: false }
const HOUR_MS = 3_600_000
const EARLIER = new Date(Date.now() - 60_000)
const code = (status: number, error: string): FakeFailure => ({
  kind: 'status',
  status,
  body: JSON.stringify({ error: { code: error, message: 'The fake says so.' } }),
})

let fake: FakeMsteams
let courier: Courier
let waited: number
let known: Reference[]
let rest: (lane: string, ms: number) => void
let token: () => Promise<string>

async function serve(faking: FakeOptions = {}, { timeoutMs = 2000, graphUrl = '' } = {}) {
  fake = await fakeMsteams(faking)
  fake.users.set(ANA, { id: ANA, email: 'ana@example.com' })
  waited = 0
  token = fake.trust.token
  const reference = { tenantId: TENANT, serviceUrl: fake.serviceUrl, botId: BOT }
  known = [
    { ...reference, conversationId: CHANNEL, kind: 'channel', teamId: TEAM.id, groupId: TEAM.groupId },
    { ...reference, conversationId: GROUP_CHAT, kind: 'groupChat' },
  ]
  const now = () => new Date(Date.now() + waited)
  const lanes = pace({
    now,
    signal: new AbortController().signal,
    sleep: async (ms) => {
      waited += ms
    },
  })
  rest = lanes.rest
  courier = courierOf({
    gateway: gateway({
      app: { id: APP, type: 'SingleTenant', password: 'secret', tenantId: TENANT },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      timeoutMs,
      trust: { ...fake.trust, token: () => token() },
    }),
    kept,
    graphUrl: graphUrl || fake.graphUrl,
    timeoutMs,
    pace: lanes,
    work: work(),
    now,
    random: () => 0.5,
  })
}
beforeEach(() => serve())
afterEach(() => fake.close())

const kept = {
  conversation: async (_: string, id: string) => known.find(({ conversationId }) => conversationId === id),
  personal: async (_: string, userId: string) => known.find((one) => one.userId === userId),
  newest: async () => known[0],
  remember: async (reference: Reference) => void known.push(reference),
  forget: async (_: string, id: string) => {
    known = known.filter(({ conversationId }) => conversationId !== id)
  },
}
const methods = () => fake.calls.map(({ method }) => method)
const sends = () => fake.of('send').map(({ args }) => args)
const sentIn = async (where: Conversation): Promise<MessageRef> => {
  const sent = await courier.post(at(where), CARD, KEY)
  if (sent.kind !== 'sent') throw new Error(JSON.stringify(sent))
  return sent.message
}

describe('one message', () => {
  it('is posted once, marked with its key, into its thread', async () => {
    expect(await courier.post(at(IN_THREAD), CARD, KEY)).toEqual({
      kind: 'sent',
      message: { where: IN_THREAD, messageId: fake.posts[0]?.id },
    })
    expect(sends()).toMatchObject([{ conversationId: `${CHANNEL};messageid=${ROOT}`, serviceUrl: fake.serviceUrl }])
    expect(JSON.stringify(cardsIn(fake.posts[0]?.activity ?? {}))).toContain(mark(KEY))
    expect(fake.calls[0]?.authorization).toBe('Bearer token-of-the-bot')
  })

  it('begins a post of its own at the top of a channel', async () => {
    expect((await sentIn(IN_CHANNEL)).where).toEqual(IN_CHANNEL)
    expect(sends()).toMatchObject([{ conversationId: CHANNEL }])
  })

  it('stands in the conversation where Teams has no threads', async () => {
    expect((await sentIn({ ...IN_GROUP, threadId: ROOT })).where).toEqual(IN_GROUP)
    expect(sends()).toMatchObject([{ conversationId: GROUP_CHAT }])
  })

  it('reaches a person in the personal chat, which is opened once and kept', async () => {
    for (const key of ['one', 'two'])
      expect(await courier.post(TO_ANA, CARD, key)).toMatchObject({ kind: 'sent', message: { where: WITH_ANA } })
    expect(methods()).toEqual(['create', 'send', 'send'])
    expect(await kept.personal(TENANT, ANA)).toMatchObject({ kind: 'personal', botId: BOT, tenantId: TENANT })
  })

  it.each([
    ['its looks', code(400, 'BadSyntax')],
    ['its size', code(413, 'MessageSizeTooBig')],
  ])('goes once more in words where Teams refuses %s', async (_, failure) => {
    fake.fail('send', failure)
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('sent')
    expect(fake.posts).toMatchObject([{ activity: { text: expect.stringContaining('$1,204') } }])
    fake.fail('send', failure, failure)
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('refused')
    expect(methods()).toEqual(['send', 'send', 'send', 'send'])
  })

  it('is edited where it stands', async () => {
    const message = await sentIn(IN_THREAD)
    const edited: Card = { blocks: [{ kind: 'text', text: [plain('Corrected')] }] }
    expect(await courier.update(message, edited)).toEqual({ kind: 'sent', message })
    expect(JSON.stringify(fake.posts[0]?.activity)).toContain('Corrected')
    expect(fake.posts).toHaveLength(1)
  })

  it('is not edited where it was deleted: whoever deleted it does not want it anew', async () => {
    expect(await courier.update({ where: IN_CHANNEL, messageId: '17' }, CARD)).toEqual({
      kind: 'refused',
      reason: 'ActivityNotFoundInConversation',
    })
  })
})

// What Teams says to one request, what becomes of a new message, and what of an edit.
const OUTCOMES: readonly (readonly [string, FakeFailure, Attempt['kind'], Attempt['kind']])[] = [
  ['cut after Teams had it', LOST, 'unknown', 'not_now'],
  ['cut before Teams had it', NEVER, 'unknown', 'not_now'],
  ['500', code(500, 'ServiceError'), 'unknown', 'not_now'],
  ['502', code(502, 'BadGateway'), 'unknown', 'not_now'],
  ['503', { kind: 'status', status: 503 }, 'unknown', 'not_now'],
  ['504', code(504, 'GatewayTimeout'), 'unknown', 'not_now'],
  ['a page of a proxy', { kind: 'status', status: 200, body: '<html>' }, 'unknown', 'not_now'],
  ['a redirect', { kind: 'status', status: 302, headers: { location: '/elsewhere' } }, 'unknown', 'not_now'],
  ['429', code(429, 'Throttled'), 'limited', 'limited'],
  ['412', code(412, 'PreconditionFailed'), 'limited', 'limited'],
  ['401', code(401, 'Unauthorized'), 'not_now', 'not_now'],
  ['an incident: conversation not decrypted', code(403, 'BadArgument'), 'not_now', 'not_now'],
  ['403 of a proxy', { kind: 'status', status: 403, body: 'no' }, 'not_now', 'not_now'],
  ['404 of a proxy', { kind: 'status', status: 404, body: 'no' }, 'not_now', 'not_now'],
  ['blocked', code(403, 'MessageWritesBlocked'), 'closed', 'closed'],
  ['blocked, as chats say it', { kind: 'status', status: 403, body: blocked() }, 'closed', 'closed'],
  ['blocked by a person', code(403, 'ConversationBlockedByUser'), 'closed', 'closed'],
  ['not installed for them', code(403, 'ForbiddenOperationException'), 'closed', 'closed'],
  ['switched off', code(403, 'BotDisabledByAdmin'), 'closed', 'closed'],
  ['not in the roster', code(403, 'BotNotInConversationRoster'), 'closed', 'refused'],
  ['no such conversation', code(404, 'ConversationNotFound'), 'closed', 'refused'],
]

function blocked(): string {
  const message = JSON.stringify({ subCode: 'MessageWritesBlocked', details: 'Thread is blocked from message writes.' })
  return JSON.stringify({ errorCode: 209, message })
}

describe('one request each, and nothing repeated', () => {
  it.each(OUTCOMES)('%s', async (_, failure, posted, edited) => {
    fake.fail('send', failure)
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe(posted)
    fake.fail('update', failure)
    expect((await courier.update({ where: IN_GROUP, messageId: '1' }, CARD)).kind).toBe(edited)
    expect(methods()).toEqual(['send', 'update'])
    expect(waited).toBe(0)
  })

  it('nobody there: it never left, so nothing was done', async () => {
    await fake.close()
    expect(await courier.post(at(IN_CHANNEL), CARD, KEY)).toEqual({ kind: 'not_now', reason: 'ECONNREFUSED' })
  })

  it('no token: nothing was done', async () => {
    token = () => Promise.reject(new Error('invalid_client'))
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('not_now')
    expect(methods()).toEqual([])
  })

  it('no answer in time: it may stand there', async () => {
    await fake.close()
    await serve({}, { timeoutMs: 30 })
    fake.fail('send', { kind: 'late', until: new Promise(() => {}) })
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('unknown')
  })

  it('a conversation that Tally never heard of, or that it cannot look up now', async () => {
    const elsewhere = at({ ...IN_CHANNEL, conversationId: '19:other@thread.tacv2' })
    expect(await courier.post(elsewhere, CARD, KEY)).toEqual({
      kind: 'closed',
      reason: 'not installed there',
      words: expect.stringContaining('Add me'),
    })
    known = undefined as never
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('not_now')
    expect(methods()).toEqual([])
  })

  it.each([
    ['BotNotInConversationRoster', 403, false],
    ['ConversationNotFound', 404, false],
    ['MessageWritesBlocked', 403, false],
    // The app is in the team all the same.
    ['ConversationBlockedByUser', 403, true],
    ['BotDisabledByAdmin', 403, true],
  ])('%s: whether Tally still knows the conversation', async (error, status, stays) => {
    fake.fail('send', code(status, error))
    expect(await courier.post(at(IN_CHANNEL), CARD, KEY)).toMatchObject({ kind: 'closed', reason: error })
    expect((await kept.conversation(TENANT, CHANNEL)) !== undefined).toBe(stays)
  })

  it('a thread that is gone closes no channel', async () => {
    fake.fail('send', code(404, 'ConversationNotFound'))
    expect(await courier.post(at(IN_THREAD), CARD, KEY)).toEqual({ kind: 'refused', reason: 'ConversationNotFound' })
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('sent')
  })
})

describe('a person whom nothing reaches', () => {
  it.each([
    ['ForbiddenOperationException', code(403, 'ForbiddenOperationException'), 'closed'],
    ['BotDisabledByAdmin', code(403, 'BotDisabledByAdmin'), 'closed'],
    ['BadSyntax', code(400, 'BadSyntax'), 'closed'],
    ['Unauthorized', code(401, 'Unauthorized'), 'not_now'],
    // Nothing was posted yet, so nothing can stand there twice.
    ['a lost answer', LOST, 'not_now'],
    ['BadGateway', code(502, 'BadGateway'), 'not_now'],
    ['Throttled', code(429, 'Throttled'), 'limited'],
  ] as const)('%s when the chat is opened', async (_, failure, kind) => {
    fake.fail('create', failure)
    expect((await courier.post(TO_ANA, CARD, KEY)).kind).toBe(kind)
    expect(methods()).toEqual(['create'])
    // It is asked anew the next time.
    waited += HOUR_MS
    expect((await courier.post(TO_ANA, CARD, KEY)).kind).toBe('sent')
  })
})

describe('the pace', () => {
  // Of one bot in one conversation or thread, by Microsoft.
  it.each([
    [7, 1],
    [8, 2],
    [60, 30],
    [1800, 3600],
  ])('overflows no window: %i messages in %i s', (messages, seconds) => {
    const most = Math.floor((seconds * 1000) / courier.pace.conversationMs) + 1
    expect(most).toBeLessThan(messages)
  })

  it('takes less than half of what a tenant bears', () => {
    expect(1000 / courier.pace.workspaceMs).toBeLessThanOrEqual(50 / 2)
  })

  it('is kept by Teams: a second message too early is not taken', async () => {
    await fake.close()
    await serve({ perConversationMs: 1000 })
    await sentIn(IN_CHANNEL)
    expect(await courier.post(at(IN_CHANNEL), CARD, 'two')).toMatchObject({ kind: 'limited', retryAfterMs: 1000 })
    expect((await courier.post(at(IN_GROUP), CARD, 'two')).kind).toBe('sent')
  })

  it('waits as long as Teams says', async () => {
    fake.fail('send', { kind: 'status', status: 429, headers: { 'retry-after': '7' } })
    const limited = { kind: 'limited', retryAfterMs: 7000, scope: 'conversation' }
    expect(await courier.post(at(IN_CHANNEL), CARD, KEY)).toEqual(limited)
  })

  it('waits longer each time where Teams does not say, and begins anew once it takes something', async () => {
    const limited: number[] = []
    const post = async () => {
      const attempt = await courier.post(at(IN_CHANNEL), CARD, KEY)
      limited.push(attempt.kind === 'limited' ? attempt.retryAfterMs : 0)
      waited += HOUR_MS
    }
    const busy = [...Array(7)].map((_, n) => code(n % 2 === 0 ? 429 : 412, 'Throttled'))
    fake.fail('send', ...busy)
    for (const _ of busy) await post()
    await post()
    fake.fail('send', code(429, 'Throttled'))
    await post()
    expect(limited).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 0, 2000])
  })

  it('lets an answer that waits for Teams go first', async () => {
    rest(CHANNEL, 5000)
    const waits = await courier.post(at(IN_CHANNEL), CARD, KEY)
    expect(waits.kind === 'limited' && waits.retryAfterMs).toBeGreaterThan(5000)
    expect(methods()).toEqual([])
  })

  it('begins no request that could not be heard of in time', async () => {
    await fake.close()
    // One of them fits into an attempt, a second does not.
    await serve({}, { timeoutMs: 15_999 })
    fake.fail('send', { kind: 'late', until: new Promise((done) => setTimeout(done, 20)) }, code(400, 'BadSyntax'))
    fake.fail('create', { kind: 'late', until: new Promise((done) => setTimeout(done, 20)) })
    expect(await courier.post(TO_ANA, CARD, KEY)).toEqual({ kind: 'not_now', reason: 'no time left' })
    expect(courier.patienceMs).toBeGreaterThan(16_000)
  })
})

describe('a message whose answer was lost', () => {
  const NOBODY = { kind: 'nobody can tell', forNow: false }
  const LATER = { kind: 'nobody can tell', forNow: true }
  const there = (where: Conversation): Looked => ({
    kind: 'there',
    message: { where, messageId: fake.posts.find(({ userId }) => userId === undefined)?.id ?? 'none' },
  })
  const standing = () => fake.posts as FakePost[]
  const chatter = (times: number, id = CHANNEL) => {
    for (let n = 0; n < times; n++)
      standing().push({
        conversationId: id,
        id: `${Date.now()}${n}`,
        userId: ANA,
        createdAt: new Date(),
        activity: {},
        before: [],
      })
  }

  it.each([
    ['at the top of a channel', IN_CHANNEL, 'graph.messages'],
    ['in a thread', IN_THREAD, 'graph.replies'],
  ] as const)('is found %s by its mark', async (_, where, asked) => {
    const to = at(where)
    expect(await courier.find(to, KEY, EARLIER)).toEqual({ kind: 'absent' })
    fake.fail('send', LOST)
    expect((await courier.post(to, CARD, KEY)).kind).toBe('unknown')
    expect(await courier.find(to, 'another', EARLIER)).toEqual({ kind: 'absent' })
    expect(await courier.find(to, KEY, EARLIER)).toEqual(there(where))
    fake.fail('send', NEVER)
    await courier.post(to, CARD, 'never')
    expect(await courier.find(to, 'never', EARLIER)).toEqual({ kind: 'absent' })
    expect(fake.of(asked)).toHaveLength(4)
    expect(fake.of(asked)[0]?.authorization).toBe('Bearer token-of-the-bot')
    // What was on its way arrives meanwhile.
    expect(waited).toBe(4 * 1500)
  })

  it('is looked for on further pages, however much was written since', async () => {
    fake.fail('send', LOST)
    await courier.post(at(IN_CHANNEL), CARD, KEY)
    chatter(120)
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(there(IN_CHANNEL))
    expect(fake.of('graph.messages')).toHaveLength(3)
    chatter(500)
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(NOBODY)
  })

  it('is not looked for before the first attempt', async () => {
    await courier.post(at(IN_CHANNEL), CARD, KEY)
    chatter(120)
    expect(await courier.find(at(IN_CHANNEL), KEY, new Date(Date.now() + 600_000))).toEqual({ kind: 'absent' })
    expect(fake.of('graph.messages')).toHaveLength(1)
  })

  it('is nobody else’s: a person who quotes our card is not us', async () => {
    fake.fail('send', LOST)
    await courier.post(at(IN_CHANNEL), CARD, KEY)
    const [ours] = fake.posts
    if (ours !== undefined) standing().splice(0, 1, { ...ours, userId: ANA })
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual({ kind: 'absent' })
  })

  it('in words without a card carries no mark, so nobody can tell', async () => {
    fake.fail('send', code(400, 'BadSyntax'), LOST)
    expect((await courier.post(at(IN_CHANNEL), CARD, KEY)).kind).toBe('unknown')
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(NOBODY)
  })

  it('cannot be looked for in chats, nor where the team is not known, nor where Graph does not let us', async () => {
    known = [...known.map(({ groupId: _, ...one }) => one)]
    for (const to of [TO_ANA, at(WITH_ANA), at(IN_GROUP), at(IN_CHANNEL)])
      expect(await courier.find(to, KEY, EARLIER)).toEqual(NOBODY)
    expect(methods()).toEqual([])
    await fake.close()
    await serve()
    fake.graph = 'forbidden'
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(NOBODY)
  })

  it.each([
    ['401', { kind: 'status', status: 401, body: '{}' }, NOBODY],
    ['404', { kind: 'status', status: 404, body: '{}' }, NOBODY],
    ['400', { kind: 'status', status: 400, body: '{}' }, LATER],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '5' } }, LATER],
    ['500', { kind: 'status', status: 500, body: '{}' }, LATER],
    ['a page of a proxy', { kind: 'status', status: 200, body: '<html>' }, LATER],
    ['something else', { kind: 'status', status: 200, body: '{}' }, LATER],
    ['a redirect', { kind: 'status', status: 302, headers: { location: '/v1.0/elsewhere' } }, LATER],
    ['no answer', NEVER, LATER],
    ['an endless answer', { kind: 'status', status: 200, body: `{"value": [], "x": "${'x'.repeat(9e6)}"}` }, LATER],
  ] as const)('is looked for later, or not at all, where Graph does not say: %s', async (_, failure, looked) => {
    fake.fail('graph.messages', failure)
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(looked)
    expect(fake.calls).toHaveLength(1)
  })

  it('is looked for later where there is no token, or no answer in time', async () => {
    token = () => Promise.reject(new Error('invalid_client'))
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(LATER)
    expect(methods()).toEqual([])
    await fake.close()
    await serve({}, { timeoutMs: 30 })
    fake.fail('graph.messages', { kind: 'late', until: new Promise(() => {}) })
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(LATER)
  })

  it('takes our token to Graph and to nobody that Graph names', async () => {
    const other = await fakeMsteams()
    const value = [{ id: '1', createdDateTime: new Date().toISOString() }]
    const body = JSON.stringify({ value, '@odata.nextLink': `${other.graphUrl}/teams/x/channels/y/messages` })
    fake.fail('graph.messages', { kind: 'status', status: 200, body })
    expect(await courier.find(at(IN_CHANNEL), KEY, EARLIER)).toEqual(LATER)
    expect(other.calls).toEqual([])
    await other.close()
  })
})
