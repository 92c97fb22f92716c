import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Config, readConfig } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { type Outside, type Running, Stopped, start } from '../src/main.ts'
import { enqueue } from '../src/outbox/enqueue.ts'
import { testDatabase } from './database.ts'

const { url, db } = await testDatabase()
const SECRET = '0123456789abcdef0123456789abcdef'
const running: Running[] = []
let fake: { readonly server: Server; readonly url: string; readonly calls: string[] }

beforeEach(async () => {
  fake = await fakeSlack()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()))
  fake.server.closeAllConnections()
  await new Promise((closed) => fake.server.close(closed))
})

const SLACK = () => ({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: fake.url })

async function serve(env: Record<string, string> = {}, more: Partial<Config> = {}, outside: Partial<Outside> = {}) {
  const config = { ...readConfig({ DATABASE_URL: url, PORT: '0', HOST: '127.0.0.1', ...env }), ...more }
  const log = createLog({ level: 'silent', readable: false })
  const service = start(config, { log, now: () => new Date(), ...outside })
  running.push(service)
  const { port } = await service.ready
  return { service, base: `http://127.0.0.1:${port}` }
}

/** Of Slack's Web API, only as much as the start of Tally needs; what it says is for `test/slack`. */
async function fakeSlack() {
  const calls: string[] = []
  const server = createServer((request, response) => {
    const method = (request.url ?? '').split('/').at(-1) ?? ''
    calls.push(method)
    const answers: Record<string, object> = {
      'auth.test': { ok: true, team_id: 'T1', user_id: 'U0', bot_id: 'B0' },
      'users.info': { ok: true, user: { id: 'U1', team_id: 'T1', profile: { email: 'ada@example.com' }, tz: 'UTC' } },
    }
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answers[method] ?? { ok: true, ts: '1.1', channel: 'C1' }))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { server, calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/` }
}

function signed(body: string, at = Math.floor(Date.now() / 1000)) {
  const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  }
}

const spend = (text: string, responseUrl: string, trigger = '1.2') =>
  new URLSearchParams({
    command: '/spend',
    text,
    team_id: 'T1',
    user_id: 'U1',
    channel_id: 'C1',
    channel_name: 'general',
    trigger_id: trigger,
    response_url: responseUrl,
    api_app_id: 'A1',
  }).toString()

const soon = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 10_000, interval: 20 })

it('is healthy and ready, and counts, with no chat connected', async () => {
  const { base } = await serve()
  expect((await fetch(`${base}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${base}/readyz`)).json()).toEqual({ ready: true, problems: [] })
  const metrics = await (await fetch(`${base}/metrics`)).text()
  expect(metrics).toContain('tally_database_connections{state="idle"}')
  expect(metrics).toContain('tally_imported_rows{result="loaded"} 0')
  expect((await fetch(`${base}/slack/events`, { method: 'POST' })).status).toBe(404)
})

it('is ready when Slack knows it, and says why it is not', async () => {
  const { base } = await serve(SLACK())
  await soon(async () => expect((await fetch(`${base}/readyz`)).status).toBe(200))
  const { base: alone } = await serve({ ...SLACK(), SLACK_API_URL: 'http://127.0.0.1:1/api/' })
  await soon(async () =>
    expect(await (await fetch(`${alone}/readyz`)).json()).toEqual({
      ready: false,
      problems: [expect.stringContaining('cannot be reached')],
    }),
  )
  expect((await fetch(`${alone}/healthz`)).status).toBe(200)
})

it('answers a signed command of Slack, refuses any other, and counts both', async () => {
  const { base } = await serve(SLACK())
  const body = spend('help', `${fake.url}respond`)
  expect((await fetch(`${base}/slack/events`, signed(body))).status).toBe(200)
  await soon(async () => expect(fake.calls).toContain('respond'))
  const stale = Math.floor(Date.now() / 1000) - 600
  expect((await fetch(`${base}/slack/events`, signed(body, stale))).status).toBe(401)
  await soon(async () => {
    const counted = await (await fetch(`${base}/metrics`)).text()
    expect(counted).toContain('tally_answer_seconds_count{platform="slack",kind="asked"} 1')
    expect(counted).toContain('tally_questions_total{kind="help",intent=""} 1')
    expect(counted).toContain('tally_ack_seconds_count{platform="slack"} 1')
    expect(counted).toContain('tally_platform_errors_total{platform="slack",code="refused_401"} 1')
  })
})

it('acts once on what two replicas are told', async () => {
  const [one, two] = [await serve(SLACK()), await serve(SLACK())]
  const event = JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event_time: 1,
    event: { type: 'message', channel_type: 'im', user: 'U1', text: 'help', ts: '1.5', channel: 'D1', team: 'T1' },
  })
  const request = signed(event)
  request.headers['content-type'] = 'application/json'
  await Promise.all([one, two].map(({ base }) => fetch(`${base}/slack/events`, request)))
  await soon(async () => {
    const texts = await Promise.all([one, two].map(async ({ base }) => (await fetch(`${base}/metrics`)).text()))
    const saw = (counter: string) => texts.filter((text) => text.includes(`${counter} 1`)).length
    expect(saw('tally_deliveries_duplicated_total{platform="slack"}')).toBe(1)
    expect(saw('tally_answer_seconds_count{platform="slack",kind="asked"}')).toBe(1)
  })
})

it('sends what is in the outbox where a chat is connected, and counts it', async () => {
  const message = {
    key: 'digest',
    to: {
      kind: 'conversation',
      where: { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false },
    },
    card: { blocks: [{ kind: 'headline', text: '$1' }] },
  } as const
  await enqueue(db, [message])
  const { base: alone } = await serve()
  expect(await (await fetch(`${alone}/metrics`)).text()).toContain('tally_outbox_messages{state="pending"} 1')
  const { base } = await serve(SLACK())
  await soon(async () => expect(fake.calls).toContain('chat.postMessage'))
  await soon(async () => {
    const counted = await (await fetch(`${base}/metrics`)).text()
    expect(counted).toContain('tally_outbox_attempts_total{platform="slack",outcome="sent"} 1')
    expect(counted).toContain('tally_outbox_messages{state="pending"} 0')
    expect(counted).toContain('tally_outbox_seconds_count{platform="slack"} 1')
  })
})

it('takes no more once it stops, and stops once', async () => {
  const { service, base } = await serve()
  await Promise.all([service.stop(), service.stop()])
  await expect(fetch(`${base}/healthz`)).rejects.toThrow()
})

it('stops in time although a table is locked and somebody never finishes a request', async () => {
  const { service, base } = await serve(SLACK(), {}, { drainMs: 800 })
  await soon(async () => expect((await fetch(`${base}/readyz`)).status).toBe(200))
  const slow = connect(Number(new URL(base).port), '127.0.0.1').on('error', () => undefined)
  slow.write('POST /slack/events HTTP/1.1\r\nhost: tally\r\ncontent-length: 9\r\n\r\nabc')
  await db.transaction().execute(async (trx) => {
    await sql`lock table tally.answer in access exclusive mode`.execute(trx)
    await fetch(`${base}/slack/events`, signed(spend('spend this month', `${fake.url}respond`, '3.4')))
    await soon(async () => expect(fake.calls).toContain('respond'))
    const since = performance.now()
    await service.stop()
    expect(performance.now() - since).toBeLessThan(2000)
  })
  slow.destroy()
})

it('can be stopped in the middle of its start', async () => {
  const config = readConfig({ DATABASE_URL: url, PORT: '0' })
  const service = start(config, { log: createLog({ level: 'silent', readable: false }), now: () => new Date() })
  const ready = expect(service.ready).rejects.toBeInstanceOf(Stopped)
  await service.stop()
  await ready
})

it('leaves nothing open when it cannot start', async () => {
  const { base } = await serve()
  const { port } = new URL(base)
  await expect(serve({ PORT: port })).rejects.toMatchObject({ name: 'Fault' })
})
