import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { plain } from '../../src/cards/card.ts'
import type { Handle, Reply } from '../../src/platform.ts'
import { type Slack, slack } from '../../src/slack/slack.ts'
import { directMessage, type FakeSlack, fakeSlack, press, slashCommand, submitForm } from '../fake-slack.ts'
import { type FakeSocket, fakeSocket } from './fake-socket.ts'

let fake: FakeSlack
let socket: FakeSocket
let platform: Slack
let stopped: Promise<void> | undefined
const logged: string[] = []

beforeEach(async () => {
  fake = await fakeSlack()
  socket = await fakeSocket()
  fake.users.set('U1', { id: 'U1', email: 'ana@example.com' })
  fake.answer('apps.connections.open', () => ({ ok: true, url: socket.url }))
  stopped = undefined
  logged.length = 0
})
afterEach(async () => {
  await (stopped ?? platform.stop(1000))
  await socket.close()
  await fake.close()
})

const answer: Handle = async () => ({
  card: { blocks: [{ kind: 'text', text: [plain('$12')] }] },
  audience: 'asker',
  place: 'new',
  key: 'k1',
})
async function connect(handle = answer) {
  const keep = (details: object, message: string) => void logged.push(message, JSON.stringify(details))
  platform = slack({
    botToken: 'xoxb-secret-token',
    appToken: 'xapp-secret-token',
    apiUrl: fake.url,
    claim: async () => true,
    now: () => new Date(),
    sleep: async () => undefined,
    log: { debug: keep, info: keep, warn: keep, error: keep },
  })
  await platform.start(handle)
}

it('connects with the app token, and speaks with the bot token', async () => {
  await connect()
  await vi.waitFor(() => expect(platform.readiness()).toEqual({ ready: true }))
  expect(fake.of('apps.connections.open')[0]?.authorization).toBe('Bearer xapp-secret-token')
  expect(fake.of('auth.test')[0]?.authorization).toBe('Bearer xoxb-secret-token')
  expect(platform.listener({ url: '/slack/events' } as never, {} as never)).toBe(false)
})

it('acknowledges and answers events, commands and presses', async () => {
  await connect()
  await socket.connected(1)
  socket.send({ type: 'events_api', envelope_id: 'e1', payload: directMessage('total', { user: 'U1' }) })
  expect(await socket.acknowledged('e1')).toMatchObject({ envelope_id: 'e1' })
  const [posted] = await fake.called('chat.postMessage')
  expect(posted).toMatchObject({ args: { channel: 'DU1', text: '$12' }, authorization: 'Bearer xoxb-secret-token' })

  const command = Object.fromEntries(slashCommand('total', { user: 'U1', responseUrl: fake.responseUrl() }))
  socket.send({ type: 'slash_commands', envelope_id: 'e2', payload: command, accepts_response_payload: true })
  await socket.acknowledged('e2')
  await fake.called('response_url')

  const pressed = JSON.parse(press('t', { user: 'U1', responseUrl: fake.responseUrl() }).get('payload') ?? '')
  socket.send({ type: 'interactive', envelope_id: 'e3', payload: pressed })
  await socket.acknowledged('e3')
  await fake.called('response_url', 2)
})

it('says in a form what is wrong in it, by the acknowledgement', async () => {
  const said: Reply = { card: { blocks: [] }, audience: 'asker', place: 'new', key: 'k1' }
  const form = { title: 'T', submit: 'S', token: 't', fields: [{ kind: 'text', name: 'a', label: 'A' }] } as const
  let mistakes: Readonly<Record<string, string>> = { a: 'No.' }
  await connect(async ({ kind }) => ({ ...said, ...(kind === 'submitted' ? { mistakes } : { form }) }))
  await socket.connected(1)
  const command = Object.fromEntries(slashCommand('digest', { user: 'U1' }))
  socket.send({ type: 'slash_commands', envelope_id: 'f1', payload: command, accepts_response_payload: true })
  await fake.called('views.open')
  const [view] = fake.views
  if (view === undefined) throw new Error('no form is open')
  const send = (id: string) => {
    const payload = JSON.parse(submitForm(view, { a: 'x' }, { user: 'U1' }).get('payload') ?? '')
    socket.send({ type: 'interactive', envelope_id: id, payload, accepts_response_payload: true })
    return socket.acknowledged(id)
  }
  expect(await send('f2')).toMatchObject({ payload: { response_action: 'errors', errors: { a: 'No.' } } })
  mistakes = {}
  expect(await send('f3')).not.toHaveProperty('payload.response_action')
})

it('acknowledges what it does not know and what it fails at', async () => {
  await connect(() => Promise.reject(new Error('the ledger burns')))
  await socket.connected(1)
  const envelopes = {
    shortcut: { type: 'shortcut', callback_id: 'x', user: { id: 'U1' }, team: { id: 'T111' } },
    stranger: Object.fromEntries(slashCommand('', { user: 'U1', command: '/other' })),
    failing: Object.fromEntries(slashCommand('', { user: 'U1' })),
  }
  for (const [id, payload] of Object.entries(envelopes)) socket.send({ type: 'interactive', envelope_id: id, payload })
  for (const id of Object.keys(envelopes)) await socket.acknowledged(id)
})

it('connects again when the line is cut, and when Slack asks it to', async () => {
  await connect()
  await socket.connected(1)
  await vi.waitFor(() => expect(platform.readiness().ready).toBe(true))
  socket.cut()
  await socket.connected(2)
  await vi.waitFor(() => expect(platform.readiness().ready).toBe(true))
  socket.send({ type: 'disconnect', reason: 'refresh_requested' })
  await socket.connected(3)
})

it('goes on trying when Slack cannot be reached: the process does not die', async () => {
  const failure = { kind: 'status', status: 500 } as const
  fake.fail('apps.connections.open', failure, { kind: 'cut', effect: false }, { kind: 'error', error: 'invalid_auth' })
  await connect()
  expect(platform.readiness()).toMatchObject({ ready: false })
  await socket.connected(1)
  await vi.waitFor(() => expect(platform.readiness()).toEqual({ ready: true }))
  // The same in the middle of its life, where the SDK by itself would end the process.
  fake.fail('apps.connections.open', failure, { kind: 'cut', effect: false })
  socket.cut()
  await socket.connected(2)
  expect(logged.join('\n')).not.toMatch(/xapp-|xoxb-/)
})

it('disconnects when it stops, and stays so', async () => {
  await connect()
  await socket.connected(1)
  await vi.waitFor(() => expect(platform.readiness().ready).toBe(true))
  stopped = platform.stop(1000)
  await stopped
  await vi.waitFor(() => expect(platform.readiness().ready).toBe(false))
  expect(socket.connections()).toBe(1)
})
