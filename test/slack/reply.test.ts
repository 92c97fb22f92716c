import { afterEach, expect, it, vi } from 'vitest'
import { type Card, plain } from '../../src/cards/card.ts'
import type { Handle, Reply } from '../../src/platform.ts'
import type { SlackOptions } from '../../src/slack/slack.ts'
import { directMessage, type FakeFailure, type FakeSlack, mention, press, slashCommand } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

let open: Service | undefined
afterEach(async () => {
  await open?.close()
  open = undefined
})

const CARD: Card = {
  blocks: [
    { kind: 'headline', text: '$1,204' },
    { kind: 'text', text: [plain('team *search*')] },
  ],
}
const PUBLIC: Reply = { card: CARD, audience: 'conversation', place: 'new', key: 'answer-7' }
const PRIVATE: Reply = { ...PUBLIC, audience: 'asker' }

/** Serves, hands over one request, waits until it was answered, and gives what reached Slack since. */
async function turn(
  reply: Reply | Handle,
  body: (service: Service) => object,
  script: Record<string, readonly FakeFailure[]> = {},
  options: Partial<SlackOptions> = {},
  prepare?: (fake: FakeSlack) => void,
) {
  const handle: Handle = typeof reply === 'function' ? reply : async () => reply
  let answered: (delivered: string) => void = () => {}
  const outcome = new Promise<string>((done) => {
    answered = done
  })
  const observe = { answered: (_: unknown, delivered: string) => answered(delivered) }
  open = await service(handle, { ...options, observe }, prepare)
  for (const [method, failures] of Object.entries(script)) open.fake.fail(method, ...failures)
  const response = await open.post(body(open))
  expect(response.status).toBe(200)
  const delivered = await outcome
  const said = open.fake.calls.filter(({ method }) => method !== 'auth.test' && method !== 'users.info')
  return { delivered, said, methods: said.map(({ method }) => method), service: open }
}

const asked = () => mention('total', { user: 'U1', ts: '17.1' })
const askedInThread = () => mention('total', { user: 'U1', ts: '17.3', thread: '17.1' })
const direct = () => directMessage('total', { user: 'U1' })
const command = ({ fake }: Service) => slashCommand('total', { user: 'U1', responseUrl: fake.responseUrl() })
const pressedPublic = ({ fake }: Service) =>
  press('t', { user: 'U1', messageTs: '17.5', thread: '17.1', responseUrl: fake.responseUrl() })
const pressedPrivate = ({ fake }: Service) => press('t', { user: 'U1', responseUrl: fake.responseUrl() })
const METADATA = { event_type: 'tally', event_payload: { k: 'answer-7' } }
const LOST: FakeFailure = { kind: 'cut', effect: true }
const NEVER: FakeFailure = { kind: 'cut', effect: false }

it('answers a mention in its thread, marked, complete in words, and without unfurling anything', async () => {
  const { said, delivered } = await turn(PUBLIC, asked)
  expect(delivered).toBe('delivered')
  expect(said).toEqual([
    {
      method: 'chat.postMessage',
      authorization: 'Bearer xoxb-secret-token',
      args: {
        channel: 'C1',
        thread_ts: '17.1',
        text: expect.stringMatching(/\$1,204[\s\S]*team \*search\*/),
        blocks: expect.arrayContaining([expect.objectContaining({ type: 'header' })]),
        metadata: METADATA,
        mrkdwn: 'false',
        unfurl_links: 'false',
        unfurl_media: 'false',
      },
    },
  ])
})

it('answers a direct message beside it, and one in a thread in that thread', async () => {
  const top = await turn(PRIVATE, direct)
  expect(top.said).toMatchObject([{ method: 'chat.postMessage', args: { channel: 'DU1' } }])
  expect(top.said[0]?.args).not.toHaveProperty('thread_ts')
  await open?.close()
  const { said } = await turn(PUBLIC, () => directMessage('total', { user: 'U1', thread: '17.1' }))
  expect(said[0]?.args).toMatchObject({ channel: 'DU1', thread_ts: '17.1' })
})

it('answers a command so that only the asker sees it', async () => {
  const { said } = await turn(PRIVATE, command)
  expect(said).toHaveLength(1)
  expect(said[0]).toMatchObject({
    method: 'response_url',
    args: { response_type: 'ephemeral', replace_original: false },
  })
})

it('answers one person in a channel: in the thread only where there is one already', async () => {
  expect((await turn(PRIVATE, asked)).said[0]).toMatchObject({ method: 'chat.postEphemeral', args: { user: 'U1' } })
  // Slack shows an ephemeral message in a thread to nobody before somebody else wrote there.
  expect(open?.fake.of('chat.postEphemeral')[0]?.args).not.toHaveProperty('thread_ts')
  await open?.close()
  expect((await turn(PRIVATE, askedInThread)).said[0]?.args).toMatchObject({ thread_ts: '17.1' })
})

it('puts the answer to a press in the place of the card', async () => {
  const instead = { ...PRIVATE, place: 'original' } as const
  expect((await turn(instead, pressedPrivate)).said).toMatchObject([
    { method: 'response_url', args: { replace_original: true } },
  ])
  await open?.close()
  const shared = await turn({ ...instead, audience: 'conversation' }, ({ fake }) => {
    return press('t', { user: 'U1', messageTs: '17.5', responseUrl: fake.responseUrl() })
  })
  // The fake knows no message 17.5: then the response URL replaces it.
  expect(shared.methods).toEqual(['chat.update', 'response_url'])
  expect(shared.said[1]?.args).toMatchObject({ replace_original: true })
})

it('never puts what one person may see in the place of what everybody sees', async () => {
  const { said } = await turn({ ...PRIVATE, place: 'original' }, pressedPublic)
  expect(said).toMatchObject([
    { method: 'response_url', args: { response_type: 'ephemeral', replace_original: false, thread_ts: '17.1' } },
  ])
})

it('shares into the conversation', async () => {
  const { said } = await turn(PUBLIC, pressedPrivate)
  expect(said).toMatchObject([{ method: 'chat.postMessage', args: { channel: 'C1', metadata: METADATA } }])
})

it('shares by the response URL where Tally is no member', async () => {
  const { said, delivered } = await turn(PUBLIC, pressedPrivate, {
    'chat.postMessage': [{ kind: 'error', error: 'not_in_channel' }],
  })
  expect(said.map(({ method }) => method)).toEqual(['chat.postMessage', 'response_url'])
  expect(said[1]?.args).toMatchObject({ response_type: 'in_channel', replace_original: false })
  expect(delivered).toBe('delivered')
})

it('asks to be invited where nothing else is left', async () => {
  const { said, delivered } = await turn(PUBLIC, asked, {
    'chat.postMessage': [{ kind: 'error', error: 'not_in_channel' }],
  })
  expect(said[1]).toMatchObject({ method: 'chat.postEphemeral', args: { text: expect.stringContaining('Invite me') } })
  expect(delivered).toBe('failed')
})

it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'])(
  'says it in words when Slack refuses the blocks (%s)',
  async (error) => {
    const { said, delivered } = await turn(PUBLIC, asked, { 'chat.postMessage': [{ kind: 'error', error }] })
    expect(said.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postMessage'])
    expect(said[1]?.args).toMatchObject({ text: said[0]?.args.text, blocks: [], metadata: METADATA })
    expect(delivered).toBe('delivered')
  },
)

it.each([
  ['as JSON', { kind: 'status', status: 400, body: '{"ok":false,"error":"invalid_blocks"}' }],
  ['as a word', { kind: 'status', status: 500, body: 'invalid_blocks' }],
  ['under a 200', { kind: 'error', error: 'invalid_blocks' }],
] as const)('says it in words when the response URL refuses the blocks, %s', async (_, failure) => {
  const { said } = await turn(PRIVATE, command, { response_url: [failure] })
  expect(said.map(({ method }) => method)).toEqual(['response_url', 'response_url'])
  expect(said[1]?.args).toMatchObject({ text: said[0]?.args.text, blocks: [] })
})

it('goes without its mark when Slack refuses that', async () => {
  const { said } = await turn(PUBLIC, asked, {
    'chat.postMessage': [{ kind: 'error', error: 'metadata_must_be_sent_from_app' }],
  })
  expect(said).toHaveLength(2)
  expect(said[1]?.args).not.toHaveProperty('metadata')
  expect(said[1]?.args.blocks).toEqual(said[0]?.args.blocks)
})

it('waits as long as Slack asks, then answers once', async () => {
  const { said, service, delivered } = await turn(PUBLIC, asked, {
    'chat.postMessage': [
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      { kind: 'status', status: 429 },
    ],
  })
  expect(said).toHaveLength(3)
  expect(service.fake.messages).toHaveLength(1)
  expect(service.waitedMs()).toBeGreaterThan(7900)
  expect(service.waitedMs()).toBeLessThan(8100)
  expect(delivered).toBe('delivered')
})

it('does not wait longer than a person would, and says so', async () => {
  const { said, delivered } = await turn(PUBLIC, asked, {
    'chat.postMessage': [{ kind: 'status', status: 429, headers: { 'retry-after': '300' } }],
  })
  expect(said.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postEphemeral'])
  expect(said[1]?.args.text).toContain('Slack did not take my answer')
  expect(delivered).toBe('failed')
})

it('waits for a response URL as well', async () => {
  const { methods, service } = await turn(PRIVATE, command, {
    response_url: [{ kind: 'status', status: 429, headers: { 'retry-after': '3' } }],
  })
  expect(methods).toEqual(['response_url', 'response_url'])
  expect(service.waitedMs()).toBeGreaterThan(2900)
})

it('holds back only the conversation that Slack asked to', async () => {
  let release = () => {}
  const resting = new Promise<void>((done) => {
    release = done
  })
  open = await service(async () => PUBLIC, { sleep: () => resting })
  open.fake.fail('chat.postMessage', { kind: 'status', status: 429, headers: { 'retry-after': '5' } })
  await open.post(asked())
  await open.fake.called('chat.postMessage', 1)
  await open.post(mention('total', { user: 'U2', channel: 'C2' }))
  await open.fake.called('chat.postMessage', 2)
  expect(open.fake.messages.map(({ channel }) => channel)).toEqual(['C2'])
  release()
  await open.fake.called('chat.postMessage', 3)
})

it.each([
  ['the line was cut after Slack posted', LOST],
  ['Slack posted and answered 500', { kind: 'status', status: 500, effect: true }],
  [
    'Slack posted and said that something broke',
    { kind: 'status', status: 200, body: '{"ok":false,"error":"internal_error"}', effect: true },
  ],
  ['a proxy answered with a page after Slack posted', { kind: 'status', status: 200, body: '<html>', effect: true }],
] as const)('finds its answer in a direct message and sends no second: %s', async (_, failure) => {
  const { methods, service, delivered } = await turn(PUBLIC, direct, { 'chat.postMessage': [failure] })
  expect(methods).toEqual(['chat.postMessage', 'conversations.history'])
  expect(service.fake.messages).toHaveLength(1)
  expect(delivered).toBe('delivered')
})

it('takes no other answer of its own for the lost one', async () => {
  open = await service(async () => undefined)
  const where = { platform: 'slack', workspaceId: 'T111', conversationId: 'DU1', direct: true } as const
  await open.platform.post(where, CARD, 'answer-6')
  open.fake.fail('chat.postMessage', NEVER)
  expect((await open.platform.post(where, CARD, 'answer-7')).kind).toBe('sent')
  expect(open.fake.messages).toHaveLength(2)
})

it('finds its answer in a thread of a direct message', async () => {
  const { methods, service } = await turn(PUBLIC, () => directMessage('total', { user: 'U1', thread: '17.1' }), {
    'chat.postMessage': [LOST],
  })
  expect(methods).toEqual(['chat.postMessage', 'conversations.replies'])
  expect(service.fake.messages).toHaveLength(1)
})

it('sends again in a direct message only when it is not there', async () => {
  const { methods, service, delivered } = await turn(PUBLIC, direct, { 'chat.postMessage': [NEVER] })
  expect(methods).toEqual(['chat.postMessage', 'conversations.history', 'chat.postMessage'])
  expect(service.fake.messages).toHaveLength(1)
  expect(delivered).toBe('delivered')
  // Slack gets a moment to finish what it had begun.
  expect(service.waitedMs()).toBeGreaterThanOrEqual(1000)
})

it('gives up after the second time, and says so', async () => {
  const { methods, delivered } = await turn(PUBLIC, direct, { 'chat.postMessage': [NEVER, NEVER] })
  expect(methods).toEqual([
    'chat.postMessage',
    'conversations.history',
    'chat.postMessage',
    'conversations.history',
    'chat.postEphemeral',
  ])
  expect(delivered).toBe('unconfirmed')
})

it.each([LOST, NEVER])('never sends twice where it may not look: the asker is told (%o)', async (failure) => {
  const { said, service, delivered } = await turn(PUBLIC, asked, { 'chat.postMessage': [failure] })
  expect(said.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postEphemeral'])
  expect(said[1]?.args).toMatchObject({ user: 'U1', text: expect.stringContaining('did not confirm') })
  expect(service.fake.messages.length).toBeLessThanOrEqual(1)
  expect(delivered).toBe('unconfirmed')
})

it('looks in channels where an admin allowed it', async () => {
  const script = { 'chat.postMessage': [LOST] }
  const { methods, service, delivered } = await turn(PUBLIC, asked, script, {}, (fake) => {
    fake.scopes = 'chat:write,channels:history'
  })
  expect(methods).toEqual(['chat.postMessage', 'conversations.replies'])
  expect(service.fake.messages).toHaveLength(1)
  expect(delivered).toBe('delivered')
})

it.each([
  ['cut', LOST],
  ['a 500', { kind: 'status', status: 500 }],
] as const)('never answers a command twice: %s', async (_, failure) => {
  const { said, delivered } = await turn(PRIVATE, command, { response_url: [failure] })
  expect(said.map(({ method }) => method)).toEqual(['response_url', 'chat.postEphemeral'])
  expect(said[1]?.args).toMatchObject({ channel: 'C1', user: 'U1', text: expect.stringContaining('did not confirm') })
  expect(said[1]?.args.text).not.toContain('1,204')
  expect(delivered).toBe('unconfirmed')
})

it.each(['expired_url', 'used_url'])(
  'answers another way when the response URL is no good any more (%s)',
  async (error) => {
    const { said, delivered } = await turn(PRIVATE, command, {
      response_url: [{ kind: 'status', status: 404, body: JSON.stringify({ ok: false, error }) }],
    })
    expect(said[1]).toMatchObject({ method: 'chat.postEphemeral', args: { text: expect.stringContaining('$1,204') } })
    expect(delivered).toBe('delivered')
  },
)

it.each([
  'https://evil.example/x',
  'http://hooks.slack.com/x',
  'https://hooks.slack.com.evil.example/',
  'nonsense',
  'http://127.0.0.1:1/x',
])('never answers to %s', async (responseUrl) => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  const { said } = await turn(PRIVATE, () => slashCommand('total', { user: 'U1', responseUrl }))
  expect(said.map(({ method }) => method)).toEqual(['chat.postEphemeral'])
  expect(fetched.mock.calls.map(([url]) => url)).not.toContain(responseUrl)
  fetched.mockRestore()
})

it('sends again what never left this machine', async () => {
  const fault = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }),
  })
  const { fetch: real } = globalThis
  let refused = 0
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (String(input).endsWith('chat.postMessage') && refused++ < 1) throw fault
    return real(input, init)
  })
  const { methods, delivered } = await turn(PUBLIC, asked)
  fetched.mockRestore()
  expect([methods, delivered, refused]).toEqual([['chat.postMessage'], 'delivered', 2])
})

it('gives a person’s email in lower case and their zone, and asks Slack once', async () => {
  const profiles: unknown[] = []
  const { service } = await turn(async (inbound, platform) => {
    profiles.push(await platform.profile(inbound.from), await platform.profile(inbound.from))
    return undefined
  }, asked)
  const profile = { displayName: 'U1', email: 'u1@example.com', timezone: 'Europe/Paris' }
  expect(profiles).toEqual([profile, profile])
  expect(service.fake.of('users.info')).toHaveLength(1)
})

it.each([
  ['nobody that Slack knows', 'U404', undefined],
  ['somebody of another company', 'U5', { id: 'U5', team_id: 'T999', email: 'x@other.example' }],
  ['somebody who left', 'U6', { id: 'U6', deleted: true, email: 'u1@example.com' }],
])('turns away %s', async (_, user, known) => {
  let heard = 0
  const { said } = await turn(
    async () => {
      heard += 1
      return PUBLIC
    },
    ({ fake }) => {
      if (known !== undefined) fake.users.set(user, known)
      return mention('total', { user })
    },
  )
  expect(heard).toBe(0)
  expect(said).toMatchObject([
    { method: 'chat.postEphemeral', args: { user, text: expect.stringContaining('only answer members') } },
  ])
})

it('answers nothing when Slack does not say who asks', async () => {
  let heard = 0
  const { said } = await turn(
    async () => {
      heard += 1
      return PUBLIC
    },
    asked,
    {
      'users.info': [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 500 },
      ],
    },
  )
  expect(heard).toBe(0)
  expect(said[0]?.args.text).toContain('Something went wrong on my side')
})

it('opens a direct conversation, posts there and updates it', async () => {
  open = await service(async () => undefined)
  const where = await open.platform.openDirect('T111', 'U1')
  expect(where).toEqual({ platform: 'slack', workspaceId: 'T111', conversationId: 'DU1', direct: true })
  const sent = await open.platform.post(where, CARD, 'nudge-1')
  expect(sent.kind).toBe('sent')
  if (sent.kind !== 'sent') return
  const changed = { blocks: [{ kind: 'text', text: [plain('resolved')] }] } as const
  expect(await open.platform.update(sent.message, changed)).toEqual({ kind: 'sent', message: sent.message })
  expect(open.fake.messages).toMatchObject([{ channel: 'DU1', text: 'resolved' }])
  expect(await open.platform.update({ where, messageId: '1.1' }, changed)).toEqual({
    kind: 'failed',
    reason: 'message_not_found',
  })
})

it('updates again when the answer was lost: an update does no more the second time', async () => {
  open = await service(async () => undefined)
  const where = { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false } as const
  const sent = await open.platform.post(where, CARD, 'k')
  open.fake.fail('chat.update', LOST)
  if (sent.kind === 'sent') expect((await open.platform.update(sent.message, CARD)).kind).toBe('sent')
  expect(open.fake.of('chat.update')).toHaveLength(2)
})

it('says that nobody knows, where nobody can', async () => {
  open = await service(async () => undefined)
  open.fake.fail('chat.postMessage', LOST)
  const where = { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false } as const
  expect((await open.platform.post(where, CARD, 'k')).kind).toBe('unknown')
})
