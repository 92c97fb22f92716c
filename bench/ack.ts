import { Agent, createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { plain } from '../src/cards/card.ts'
import type { Handle } from '../src/platform.ts'
import { slack } from '../src/slack/slack.ts'
import { fakeSlack, SIGNING_SECRET, signedRequest, slashCommand } from '../test/fake-slack.ts'
import { type Measured, measured, percentile } from './measured.ts'

const PEOPLE = 50
const COMMANDS = 4000
const WARM_UP = 500
const SLACK_WAITS_MS = 3000

/**
 * How long Slack waits for an acknowledgement while 50 people ask at once, and whether each of them got an answer. Client,
 * service and the fake of Slack share one process, which makes every figure worse than it is, the yardstick's too.
 */
export async function* ackBench(): AsyncGenerator<Measured> {
  const fake = await fakeSlack()
  for (let n = 0; n < PEOPLE; n++) fake.users.set(`U${n}`, { id: `U${n}`, email: `u${n}@example.com` })
  const platform = slack({
    botToken: 'xoxb-bench',
    signingSecret: SIGNING_SECRET,
    apiUrl: fake.url,
    claim: async () => true,
    now: () => new Date(),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  })
  await platform.start(echo)
  const service = await serve((req, res) => void platform.listener(req, res))
  const bare = await serve((req, res) => {
    req.on('end', () => res.writeHead(200, { 'content-length': 0 }).end()).resume()
  })

  try {
    await ask(bare.port, WARM_UP, fake.responseUrl)
    await ask(service.port, WARM_UP, fake.responseUrl)
    await fake.called('response_url', WARM_UP)
    const yardstick = await ask(bare.port, COMMANDS, fake.responseUrl)
    const acknowledged = await ask(service.port, COMMANDS, fake.responseUrl)
    // Waits until nothing is under way any more.
    await platform.stop(120_000)
    const answers = fake.of('response_url').slice(WARM_UP)
    const answered = new Set(answers.map(({ args }) => args.text)).size

    for (const p of [50, 99]) {
      const bareServer = { name: `bare node http server, p${p}`, value: percentile(yardstick, p) }
      yield measured(`ack of 50 at once, p${p}`, percentile(acknowledged, p), 'ms', bareServer)
    }
    const slacks = { name: 'what Slack waits', value: SLACK_WAITS_MS }
    yield measured('ack of 50 at once, p99 of the time there is', percentile(acknowledged, 99), 'ms', slacks)
    yield measured('commands answered', answered, 'answers', { name: 'commands', value: COMMANDS })
  } finally {
    await platform.stop(5000)
    await Promise.all([bare.close(), service.close(), fake.close()])
  }
}

const nothing = () => undefined

const echo: Handle = async (inbound) => ({
  card: { blocks: [{ kind: 'text', text: [plain(inbound.kind === 'asked' ? inbound.text : '')] }] },
  audience: 'asker',
  place: 'new',
  key: inbound.requestId,
})

async function serve(listener: RequestListener): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** So many signed commands, each person asking the next as soon as theirs was acknowledged; gives each wait in milliseconds. */
async function ask(port: number, commands: number, responseUrl: () => string): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE })
  const timings: number[] = []
  let next = 0
  const person = async (n: number) => {
    while (next < commands) {
      const text = `question ${next++} on port ${port}`
      const signed = signedRequest(slashCommand(text, { user: `U${n}`, responseUrl: responseUrl() }))
      const startedAt = performance.now()
      const status = await post(port, agent, signed)
      timings.push(performance.now() - startedAt)
      if (status !== 200) throw new Error(`A command was answered with ${status}`)
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, (_, n) => person(n)))
  agent.destroy()
  return timings
}

// node:http, for fetch would spend more on the client than the service on its work.
function post(port: number, agent: Agent, { headers, body }: RequestInit): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const options = { port, agent, method: 'POST', path: '/slack/events', headers: headers as Record<string, string> }
    const sending = request({ host: '127.0.0.1', ...options }, (res) => {
      res.on('end', () => done(res.statusCode)).resume()
    })
    sending.on('error', failed).end(body)
  })
}
