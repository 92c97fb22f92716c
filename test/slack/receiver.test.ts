import { request } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import { plain } from '../../src/cards/card.ts'
import type { Handle, Inbound } from '../../src/platform.ts'
import type { SlackOptions } from '../../src/slack/slack.ts'
import { directMessage, mention, press, signedRequest, slashCommand } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

const MINUTE = 60_000

let open: Service | undefined
afterEach(async () => {
  await open?.close()
  open = undefined
})
const serve = async (handle: Handle, options: Partial<SlackOptions> = {}) => {
  open = await service(handle, options)
  return open
}
const silent: Handle = async () => undefined
const says =
  (text: string): Handle =>
  async (inbound) => ({
    card: { blocks: [{ kind: 'text', text: [plain(text)] }] },
    audience: inbound.kind === 'asked' && inbound.way === 'command' ? 'asker' : 'conversation',
    place: 'new',
    key: 'answer-1',
  })
/** A handle that tells what it heard. */
const hearing = () => {
  const heard: Inbound[] = []
  let told = () => {}
  const handle: Handle = async (inbound) => {
    heard.push(inbound)
    told()
    return undefined
  }
  const times = (count: number) =>
    new Promise<void>((done) => {
      told = () => heard.length >= count && done()
      told()
    })
  return { handle, heard, times }
}
const json = (body: object, headers: Record<string, string> = {}) => [body, { headers }] as const

it('answers a slash command after acknowledging it', async () => {
  const { post, fake } = await serve(says('$12'))
  const response = await post(slashCommand('total', { user: 'U1', responseUrl: fake.responseUrl() }))
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
  const [answer] = await fake.called('response_url')
  expect(answer?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false, mrkdwn: false })
  expect(answer?.args.text).toContain('$12')
  // The token is for Slack's methods, not for a URL that came with a payload.
  expect(answer?.authorization).toBeUndefined()
})

it('acknowledges before the work, however long that takes', async () => {
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const { post, fake } = await serve(async (inbound, platform) => {
    await held
    return says('late')(inbound, platform)
  })
  const response = await post(mention('total', { user: 'U1' }))
  expect(response.status).toBe(200)
  expect(fake.of('chat.postMessage')).toEqual([])
  release()
  await fake.called('chat.postMessage')
})

it.each([
  ['a wrong secret', { secret: 'f'.repeat(32) }],
  ['a signature of six minutes ago', { at: new Date(Date.now() - 6 * MINUTE) }],
  ['a signature of six minutes from now', { at: new Date(Date.now() + 6 * MINUTE) }],
  ['no signature', { headers: { 'x-slack-signature': '' } }],
  ['a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
  ['a timestamp that is none', { headers: { 'x-slack-request-timestamp': 'soon' } }],
])('refuses %s', async (_, signed) => {
  const { handle, heard } = hearing()
  const { post, fake } = await serve(handle)
  const response = await post(slashCommand('total', { user: 'U1', responseUrl: fake.responseUrl() }), signed)
  expect(response.status).toBe(401)
  expect(heard).toEqual([])
})

it('takes a signature of four minutes ago', async () => {
  const { post } = await serve(silent)
  const response = await post(slashCommand('', { user: 'U1' }), { at: new Date(Date.now() - 4 * MINUTE) })
  expect(response.status).toBe(200)
})

it('refuses a body that was changed after signing, whatever it contains', async () => {
  const { url } = await serve(silent)
  const signed = signedRequest(slashCommand('total', { user: 'U1' }))
  const changed = await fetch(url, { ...signed, body: `${signed.body}&user_id=UADMIN` })
  expect(changed.status).toBe(401)
  // Looked at before anything is parsed.
  expect((await fetch(url, { ...signed, body: '{"broken' })).status).toBe(401)
})

it('refuses what is too large, announced or not', async () => {
  const { url } = await serve(silent)
  const large = 'x'.repeat(1024 * 1024 + 1)
  expect((await fetch(url, signedRequest(large))).status).toBe(413)
  const status = await new Promise((done) => {
    const sending = request(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (res) =>
      done(res.statusCode),
    )
    sending.on('error', () => undefined)
    sending.write(large.slice(0, 600_000))
    sending.write(large.slice(0, 600_000))
  })
  expect(status).toBe(413)
})

it.each([
  [
    'a form with its charset',
    slashCommand('', { user: 'U1' }),
    'application/x-www-form-urlencoded; charset=utf-8',
    200,
  ],
  ['JSON with its charset', mention('', { user: 'U1' }), 'application/json; charset=utf-8', 200],
  ['another type', slashCommand('', { user: 'U1' }), 'text/plain', 400],
  ['JSON that is none', '{"type":', 'application/json', 400],
  ['JSON that is a list', '[1]', 'application/json', 400],
  ['a payload that is no JSON', 'payload=%7B', 'application/x-www-form-urlencoded', 400],
])('knows %s', async (_, body, contentType, status) => {
  const { post } = await serve(silent)
  expect((await post(body, { contentType })).status).toBe(status)
})

it('answers what Slack sends to see whether somebody is here', async () => {
  const error = vi.fn()
  const { post, url } = await serve(silent, { observe: { error } })
  const verified = await post({ type: 'url_verification', challenge: 'abc' })
  expect([verified.status, await verified.json()]).toEqual([200, { challenge: 'abc' }])
  expect((await post({ type: 'app_rate_limited', team_id: 'T111', minute_rate_limited: 1 })).status).toBe(200)
  expect(error).toHaveBeenCalledWith('app_rate_limited')
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  expect((await fetch(url, { ...form, body: 'ssl_check=1&token=x' })).status).toBe(200)
  expect((await fetch(url, { ...form, body: 'ssl_check=11&token=x' })).status).toBe(401)
  expect((await fetch(url)).status).toBe(405)
  expect((await fetch(`${url}/else`, { method: 'POST' })).status).toBe(404)
})

it.each([
  ['an event', mention('hi', { user: 'U1' })],
  [
    'an event that nobody listens to',
    { type: 'event_callback', team_id: 'T111', event: { type: 'reaction_added', user: 'U1' } },
  ],
  ['an event that is broken', { type: 'event_callback', team_id: 'T111', event: null }],
  ['a payload of an unknown type', { type: 'something_new' }],
  ['a button that Tally never made', press('x', { user: 'U1' })],
  [
    'a modal',
    new URLSearchParams({ payload: JSON.stringify({ type: 'view_submission', view: {}, user: { id: 'U1' } }) }),
  ],
])('acknowledges %s', async (_, body) => {
  const { post } = await serve(silent)
  const response = await post(body)
  expect(response.status).toBe(200)
})

it('says politely that it does not know a command', async () => {
  const { handle, heard } = hearing()
  const { post, fake } = await serve(handle)
  const response = await post(slashCommand('x', { user: 'U1', command: '/spent', responseUrl: fake.responseUrl() }))
  expect(response.status).toBe(200)
  const [answer] = await fake.called('response_url')
  expect(answer?.args.text).toBe('I only know /spend, not /spent.')
  expect(heard).toEqual([])
})

it('acts once on an event that comes twice, and on a message that comes as two events', async () => {
  const { handle, heard, times } = hearing()
  const duplicate = vi.fn()
  const { post } = await serve(handle, { observe: { duplicate } })
  const event = mention('total', { user: 'U1', ts: '17.1', eventId: 'Ev1' })
  await post(event)
  await post(...json(event, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }))
  await post(mention('total', { user: 'U1', ts: '17.1', eventId: 'Ev2' }))
  await post(mention('total', { user: 'U1', ts: '17.2', eventId: 'Ev3' }))
  await times(2)
  expect(heard).toHaveLength(2)
  expect(duplicate).toHaveBeenCalledTimes(2)
})

it('acts once when another instance was first', async () => {
  const { handle, heard } = hearing()
  const duplicate = vi.fn()
  const { post } = await serve(handle, { claim: async () => false, observe: { duplicate } })
  await post(mention('total', { user: 'U1' }))
  await vi.waitFor(() => expect(duplicate).toHaveBeenCalledOnce())
  expect(heard).toEqual([])
})

it('neither loses nor repeats a question while deliveries cannot be remembered', async () => {
  const { post, fake, logged } = await serve(says('$1'), { claim: () => Promise.reject(new Error('database is away')) })
  const event = directMessage('total', { user: 'U1' })
  expect((await post(event)).status).toBe(200)
  expect((await post(event)).status).toBe(200)
  await fake.called('chat.postMessage')
  await open?.platform.stop(1000)
  expect(fake.of('chat.postMessage')).toHaveLength(1)
  expect(logged()).toContain('deliveries cannot be remembered')
})

it('is sorry in words when answering fails, and tells the log why', async () => {
  const { post, fake, logged } = await serve(async () => {
    throw new Error('the ledger burns')
  })
  expect((await post(mention('total', { user: 'U1', ts: '17.1' }))).status).toBe(200)
  const [answer] = await fake.called('chat.postEphemeral')
  expect(answer?.args).toMatchObject({ channel: 'C1', user: 'U1' })
  expect(answer?.args.text).toContain('Something went wrong on my side')
  expect(answer?.args.text).not.toContain('burns')
  expect(logged()).toContain('the ledger burns')
})

it('answers before Slack told who we are: authorising takes nothing but memory', async () => {
  const { handle, times } = hearing()
  let release = () => {}
  const never = new Promise<void>((done) => {
    release = done
  })
  const { post, fake, platform } = await serve(handle)
  await fake.called('auth.test')
  await vi.waitFor(() => expect(platform.readiness().ready).toBe(true))
  fake.fail('auth.test', { kind: 'late', until: never })
  for (let n = 0; n < 5; n++) await post(mention('total', { user: 'U1' }))
  await times(5)
  expect(fake.of('auth.test')).toHaveLength(1)
  release()
})

it('lives on with a token that Slack refuses, and says that it is not ready', async () => {
  const { handle, times } = hearing()
  const { platform, fake, post, logged } = await serve(handle, {
    sleep: (_, signal) => new Promise((_done, stop) => signal.addEventListener('abort', () => stop(signal.reason))),
  })
  expect(platform.readiness()).toEqual({ ready: false, reason: 'Slack was not asked yet.' })
  fake.fail('auth.test', { kind: 'error', error: 'invalid_auth' })
  await vi.waitFor(() =>
    expect(platform.readiness()).toMatchObject({ reason: expect.stringContaining('invalid_auth') }),
  )
  expect(logged()).not.toContain('xoxb-secret-token')
  // The next question asks again.
  await post(mention('total', { user: 'U1' }))
  await times(1)
  expect(platform.readiness()).toEqual({ ready: true })
})

it('logs neither what was asked nor what was answered', async () => {
  const { post, fake, logged } = await serve(says('$4,815.16'))
  await post(directMessage('search gpu', { user: 'U1' }))
  await fake.called('chat.postMessage')
  await open?.platform.stop(1000)
  expect(logged()).toContain('slack answered')
  expect(logged()).not.toMatch(/search gpu|4,815|xoxb/)
})

it('waits for what is under way when it stops, and takes no more', async () => {
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const { post, fake, platform } = await serve(async (inbound, on) => {
    await held
    return says('at last')(inbound, on)
  })
  await post(mention('total', { user: 'U1' }))
  const stopping = platform.stop(5000)
  const event = await post(mention('another', { user: 'U1' }))
  expect([event.status, event.headers.get('retry-after')]).toEqual([503, '5'])
  const command = await post(slashCommand('another', { user: 'U1' }))
  expect(await command.json()).toMatchObject({ text: expect.stringContaining('restarting') })
  expect(fake.of('chat.postMessage')).toEqual([])
  release()
  await stopping
  expect(fake.of('chat.postMessage')).toHaveLength(1)
  await platform.stop(5000)
})

it('stops at the deadline although something hangs', async () => {
  const { post, platform, logged, fake } = await serve(says('never'))
  fake.fail('chat.postMessage', { kind: 'late', until: new Promise(() => {}) })
  await post(mention('total', { user: 'U1' }))
  await fake.called('chat.postMessage')
  await platform.stop(20)
  expect(logged()).toContain('still under way')
})

it('tells those whom a stop leaves without an answer, each where they asked', async () => {
  const { post, platform, fake } = await serve(() => new Promise(() => {}))
  await post(mention('total', { user: 'U1' }))
  await post(directMessage('total', { user: 'U1' }))
  await post(slashCommand('total', { user: 'U1', responseUrl: fake.responseUrl() }))
  await fake.called('users.info')
  await platform.stop(1000)
  for (const method of ['chat.postEphemeral', 'chat.postMessage', 'response_url'])
    expect(fake.of(method).map(({ args }) => args.text)).toEqual([expect.stringContaining('restarting')])
})

it('tells it also while the database hangs, so that nobody knows whether it was asked before', async () => {
  const { post, platform, fake } = await serve(says('never'), { claim: () => new Promise(() => {}) })
  await post(directMessage('total', { user: 'U1' }))
  await platform.stop(1000)
  expect(fake.of('chat.postMessage').map(({ args }) => args.text)).toEqual([expect.stringContaining('restarting')])
})

it('does not leave anybody waiting for ever', async () => {
  const { post, fake } = await serve(() => new Promise(() => {}), { patienceMs: 20 })
  await post(directMessage('total', { user: 'U1' }))
  const [call] = await fake.called('chat.postMessage')
  expect(call?.args.text).toContain('took too long')
})

it('never mixes the tokens of two workspaces', async () => {
  const first = await serve(says('one'))
  const second = await service(says('two'), { botToken: 'xoxb-second', apiUrl: first.fake.url })
  try {
    for (const each of [first, second]) {
      second.fake.users.forEach((user) => void first.fake.users.set(user.id, user))
      await each.post(directMessage('total', { user: 'U1' }))
      await each.post(directMessage('total', { user: 'U2' }))
    }
    await first.fake.called('chat.postMessage', 4)
    const said = first.fake.of('chat.postMessage').map(({ args, authorization }) => [args.text, authorization])
    expect(said.sort()).toEqual([
      ['one', 'Bearer xoxb-secret-token'],
      ['one', 'Bearer xoxb-secret-token'],
      ['two', 'Bearer xoxb-second'],
      ['two', 'Bearer xoxb-second'],
    ])
  } finally {
    await second.close()
  }
})
