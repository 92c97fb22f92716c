import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/msteams/gateway.ts'
import type { FakeFailure } from '../fake-http.ts'
import { BOT, CHANNEL, delivered, type FakeMsteams, fakeMsteams, personalOf, TENANT } from '../fake-msteams.ts'
import { type Gate, gate, MESSAGE } from './gate.ts'

let fake: FakeMsteams
let open: Gate
const answers: { hear: (activity: unknown) => Promise<{ status: number; body?: { said: string } } | undefined> } = {
  hear: async () => undefined,
}

beforeAll(async () => {
  fake = await fakeMsteams()
  for (const id of ['u1', 'u2']) fake.users.set(`29:${id}`, { id: `29:${id}`, aadObjectId: `aad-${id}`, name: id })
  open = await gate(fake, (activity) => answers.hear(activity))
})
afterAll(async () => {
  await open.close()
  await fake.close()
})
beforeEach(() => {
  answers.hear = async () => undefined
})

const at = (conversationId: string) => ({ serviceUrl: fake.serviceUrl, conversationId })
const HELLO = { type: 'message', text: 'hello' }
const say = () => open.gateway.send(at(personalOf('29:u1')), HELLO)

describe('what is sent', () => {
  it('goes as it was written, whatever botbuilder knows of it', async () => {
    const activity = {
      ...HELLO,
      entities: [{ type: 'x', additionalType: ['AIGeneratedContent'] }],
      unheardOf: { a: null },
    }
    const answer = await open.gateway.send(at(personalOf('29:u1')), activity)
    expect(answer.kind).toBe('ok')
    expect(fake.of('send').at(-1)).toMatchObject({
      args: { conversationId: personalOf('29:u1'), activity },
      authorization: 'Bearer token-of-the-bot',
    })
    expect(fake.of('send').at(-1)?.args.activity).toEqual(activity)
  })

  it('goes to a thread', async () => {
    const root = await open.gateway.send(at(CHANNEL), HELLO)
    const address = `${CHANNEL};messageid=${root.kind === 'ok' ? root.value : ''}`
    expect((await open.gateway.send(at(address), HELLO)).kind).toBe('ok')
    expect(fake.of('send').at(-1)?.args.conversationId).toBe(address)
  })

  it('takes the place of what stood there', async () => {
    const sent = await say()
    const id = sent.kind === 'ok' ? sent.value : ''
    const activity = { type: 'message', text: 'better', unheardOf: 1 }
    expect(await open.gateway.update(at(personalOf('29:u1')), id, activity)).toEqual({ kind: 'ok', value: undefined })
    expect(fake.posts.find((post) => post.id === id)?.activity).toEqual(activity)
  })

  it('opens a personal chat, the same each time', async () => {
    const who = { serviceUrl: fake.serviceUrl, tenantId: TENANT, botId: BOT, userId: '29:u1' }
    const opened = { kind: 'ok', value: personalOf('29:u1') }
    expect([await open.gateway.openPersonal(who), await open.gateway.openPersonal(who)]).toEqual([opened, opened])
    expect(fake.of('create').at(-1)?.args).toEqual({
      serviceUrl: fake.serviceUrl,
      isGroup: false,
      bot: { id: BOT },
      members: [{ id: '29:u1' }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    })
  })

  it('goes where an address has no slash at its end', async () => {
    const to = { serviceUrl: fake.serviceUrl.replace(/\/$/, ''), conversationId: CHANNEL }
    expect((await open.gateway.send(to, HELLO)).kind).toBe('ok')
  })
})

describe('the roster', () => {
  it('tells of one person', async () => {
    const found = await open.gateway.member(at(CHANNEL), '29:u2')
    expect(found).toMatchObject({ kind: 'ok', value: { id: '29:u2', aadObjectId: 'aad-u2', tenantId: TENANT } })
    expect(await open.gateway.member(at(CHANNEL), '29:nobody')).toEqual({
      kind: 'refused',
      status: 404,
      code: 'MemberNotFoundInConversation',
    })
  })

  it('tells of everybody, a page at a time', async () => {
    for (let i = 0; i < 201; i += 1) fake.users.set(`29:more${i}`, { id: `29:more${i}` })
    const first = await open.gateway.members(at(CHANNEL))
    if (first.kind !== 'ok') return expect.unreachable()
    const rest = await open.gateway.members(at(CHANNEL), first.value.next)
    if (rest.kind !== 'ok') return expect.unreachable()
    const ids = [...first.value.members, ...rest.value.members].map(({ id }) => id)
    expect([first.value.members.length, rest.value.next]).toEqual([200, undefined])
    expect(ids).toEqual([...fake.users.keys()])
  })
})

describe('what came of it, after exactly one request', () => {
  const error = (code: string) => JSON.stringify({ error: { code, message: 'No.' } })
  const status = (status: number, body = error('Oops'), headers = {}): FakeFailure => ({
    kind: 'status',
    status,
    body,
    headers,
  })
  const unknown = (reason: string): Answer<never> => ({ kind: 'unknown', reason })
  const refused = (status: number, code: string): Answer<never> => ({ kind: 'refused', status, code })
  const limited = (retryAfterMs: number): Answer<never> => ({ kind: 'limited', retryAfterMs })
  const date = 'Mon, 23 Nov 2026 12:00:00 GMT'

  const ROWS: readonly [string, FakeFailure, Answer<never>][] = [
    ['429', status(429), limited(0)],
    ['429 with seconds', status(429, '', { 'retry-after': '3' }), limited(3000)],
    ['429 with an instant', status(429, '', { 'retry-after': 'Mon, 23 Nov 2026 12:00:05 GMT', date }), limited(5000)],
    ['429 with an instant gone by', status(429, '', { 'retry-after': date, date }), limited(0)],
    ['429 with nonsense', status(429, '', { 'retry-after': 'soon' }), limited(0)],
    ['412', status(412), limited(0)],
    ['500', status(500), unknown('status 500')],
    ['502', status(502, '<html>'), unknown('status 502')],
    ['503', status(503, '', { 'retry-after': '1' }), unknown('status 503')],
    ['504', status(504), unknown('status 504')],
    ['400', status(400, error('BadSyntax')), refused(400, 'BadSyntax')],
    ['401 without a body', status(401, ''), refused(401, '')],
    ['403', status(403, error('MessageWritesBlocked')), refused(403, 'MessageWritesBlocked')],
    ['403 of a proxy', status(403, '<html>'), refused(403, '')],
    ['404', status(404, error('ConversationNotFound')), refused(404, 'ConversationNotFound')],
    ['413', status(413, error('MessageSizeTooBig')), refused(413, 'MessageSizeTooBig')],
    ['a page of a proxy', status(200, '<html>'), unknown('not an answer of Teams')],
    ['no id', status(201, '{}'), unknown('not an answer of Teams')],
    ['nothing', status(201, ''), unknown('not an answer of Teams')],
    ['half an answer', status(201, '{"id":'), unknown('not an answer of Teams')],
    [
      'too long an answer',
      status(201, JSON.stringify({ id: 'x'.repeat(1_100_000) })),
      unknown('not an answer of Teams'),
    ],
    ['cut before it was done', { kind: 'cut', effect: false }, unknown('UND_ERR_SOCKET')],
    ['cut after it was done', { kind: 'cut', effect: true }, unknown('UND_ERR_SOCKET')],
  ]

  it.each(ROWS)('%s', async (_, failure, came) => {
    const before = fake.calls.length
    fake.fail('send', failure)
    expect(await say()).toEqual(came)
    expect(fake.calls.slice(before).map(({ method }) => method)).toEqual(['send'])
  })

  it('silence', async () => {
    const hasty = await gate(fake, undefined, { timeoutMs: 200 })
    fake.fail('send', { kind: 'late', until: new Promise(() => {}) })
    expect(await hasty.gateway.send(at(CHANNEL), HELLO)).toEqual(unknown('no answer in time'))
    await hasty.close()
  })

  it('takes no answer to an edit for done', async () => {
    fake.fail('update', { kind: 'status', status: 200, body: '<html>' }, { kind: 'status', status: 202, body: '' })
    const update = () => open.gateway.update(at(CHANNEL), '1', HELLO)
    expect([await update(), await update()]).toEqual([
      unknown('not an answer of Teams'),
      { kind: 'ok', value: undefined },
    ])
  })

  it('follows nobody elsewhere, least of all with its token', async () => {
    const visited: unknown[] = []
    const elsewhere = createServer((request, response) => {
      visited.push(request.headers.authorization)
      response.end('{"id":"1"}')
    })
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening))
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
    for (const code of [301, 302, 303, 307, 308]) {
      fake.fail('send', status(code, '', { location }))
      expect(await say()).toEqual(unknown(`status ${code}`))
    }
    expect(visited).toEqual([])
    elsewhere.close()
  })
})

describe('what never arrives', () => {
  it('where nobody listens', async () => {
    const gone = await fakeMsteams()
    await gone.close()
    const to = { serviceUrl: gone.serviceUrl, conversationId: CHANNEL }
    expect(await open.gateway.send(to, HELLO)).toEqual({ kind: 'never arrived', reason: 'ECONNREFUSED' })
  })

  it('where the certificate is nobody’s', async () => {
    const to = { serviceUrl: fake.serviceUrl.replace('http:', 'https:'), conversationId: CHANNEL }
    expect((await open.gateway.send(to, HELLO)).kind).toBe('never arrived')
  })

  it.each([
    'https://example.com/',
    'https://smba.trafficmanager.net.example.com/',
    'https://smba.trafficmanager.net@example.com/',
    'http://smba.trafficmanager.net/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('to %s', async (serviceUrl) => {
    const answer = { kind: 'never arrived', reason: 'not allowed there' }
    expect(await open.gateway.send({ serviceUrl, conversationId: CHANNEL }, HELLO)).toEqual(answer)
    expect(await open.gateway.members({ serviceUrl, conversationId: CHANNEL })).toEqual(answer)
  })

  it.each([
    ['refused', () => Promise.reject(new Error('AADSTS7000215: a secret'))],
    ['late', () => new Promise<string>(() => {})],
  ])('where a token is %s', async (_, token) => {
    const without = await gate({ trust: { ...fake.trust, token } }, undefined, { timeoutMs: 100 })
    const before = fake.calls.length
    const answer = { kind: 'never arrived', reason: 'no token' }
    expect(await without.gateway.send(at(CHANNEL), HELLO)).toEqual(answer)
    expect(await without.gateway.token('https://graph.microsoft.com')).toEqual(answer)
    expect(fake.calls.length).toBe(before)
    await without.close()
  })
})

it('gives a token for another service', async () => {
  expect(await open.gateway.token('https://graph.microsoft.com')).toEqual({ kind: 'ok', value: 'token-of-the-bot' })
})

describe('what is heard', () => {
  const invoke = { ...MESSAGE, type: 'invoke', name: 'adaptiveCard/action' }

  it('is the activity as it came, acknowledged before it is thought about', async () => {
    let heard: unknown
    let release = () => {}
    const until = new Promise<void>((done) => {
      release = done
    })
    answers.hear = async (activity) => {
      heard = activity
      await until
      return undefined
    }
    const activity = { ...MESSAGE, unheardOf: { a: [null] } }
    const response = await fake.deliver(open.url, activity)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(heard).toEqual({ ...activity, serviceUrl: fake.serviceUrl })
    release()
  })

  it('answers an invoke with what came of it', async () => {
    answers.hear = async () => ({ status: 200, body: { said: 'done' } })
    const response = await fake.deliver(open.url, invoke)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect([response.status, await response.json()]).toEqual([200, { said: 'done' }])
    answers.hear = async () => ({ status: 412 })
    const bare = await fake.deliver(open.url, invoke)
    expect([bare.status, await bare.text()]).toEqual([412, ''])
  })

  it('answers an invoke that nobody knows with 501', async () => {
    const response = await fake.deliver(open.url, invoke)
    expect([response.status, await response.text()]).toEqual([501, ''])
  })

  it('survives whoever hears it', async () => {
    answers.hear = async () => {
      throw new Error('broken')
    }
    expect((await fake.deliver(open.url, MESSAGE)).status).toBe(200)
    const response = await fake.deliver(open.url, invoke)
    expect([response.status, await response.text()]).toEqual([500, ''])
    expect(open.logged()).toContain('broken')
    expect(open.logged()).not.toContain('a secret question')
  })
})

describe('local development', () => {
  let here: Gate
  beforeAll(async () => {
    here = await gate(fake, undefined, { app: 'local' })
  })
  afterAll(() => here.close())

  it('hears this machine without a token, and answers it without one', async () => {
    expect((await delivered(here.url, { ...MESSAGE, serviceUrl: fake.serviceUrl })).status).toBe(200)
    expect((await here.gateway.send(at(CHANNEL), HELLO)).kind).toBe('ok')
    expect(fake.of('send').at(-1)?.authorization).toBeUndefined()
    expect(await here.gateway.token('https://graph.microsoft.com')).toEqual({ kind: 'ok', value: '' })
  })

  it.each([
    'https://smba.trafficmanager.net/amer/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.1@example.com/',
    '',
  ])('does not write to %s', async (serviceUrl) => {
    expect((await delivered(here.url, { ...MESSAGE, serviceUrl })).status).toBe(401)
    expect((await here.gateway.send({ serviceUrl, conversationId: CHANNEL }, HELLO)).kind).toBe('never arrived')
  })

  it('hears no page that calls this machine by another name', async () => {
    expect(await rawStatus(here.url, 'example.com')).toBe(403)
    expect(await rawStatus(here.url, 'localhost:3000')).toBe(400)
  })
})

/** The status of `{}` sent to a host by that name; fetch lets nobody choose it. */
function rawStatus(url: string, host: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const sent = request(url, { method: 'POST', headers: { host, 'content-type': 'application/json' } }, (response) => {
      response.resume()
      done(response.statusCode)
    })
    sent.on('error', failed)
    sent.end('{}')
  })
}
