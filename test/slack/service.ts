import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Handle } from '../../src/platform.ts'
import { type Slack, type SlackOptions, slack } from '../../src/slack/slack.ts'
import {
  type FakeOptions,
  type FakeSlack,
  fakeSlack,
  SIGNING_SECRET,
  type SignedOptions,
  signedRequest,
} from '../fake-slack.ts'

export interface Service {
  readonly fake: FakeSlack
  readonly platform: Slack
  readonly url: string
  /** What was logged, as one text. */
  readonly logged: () => string
  /** How long Slack was waited for, altogether: the clock of these tests does not tick by itself. */
  readonly waitedMs: () => number
  post(body: Parameters<typeof signedRequest>[0], options?: SignedOptions): Promise<Response>
  close(): Promise<void>
}

/** The real listener on a real server, before the fake of Slack. Nobody sleeps: waiting moves the clock. */
export async function service(
  handle: Handle,
  options: Partial<SlackOptions> = {},
  prepare: (fake: FakeSlack) => void = () => {},
  faking: FakeOptions = {},
): Promise<Service> {
  const fake = await fakeSlack(faking)
  prepare(fake)
  for (const id of ['U1', 'U2']) fake.users.set(id, { id, email: `${id}@Example.com`, tz: 'Europe/Paris' })
  const lines: unknown[] = []
  let waited = 0
  const keep = (details: object, message: string) => void lines.push(message, details)
  const claimed = new Set<string>()
  const platform = slack({
    botToken: 'xoxb-secret-token',
    signingSecret: SIGNING_SECRET,
    apiUrl: fake.url,
    claim: async (key) => !claimed.has(key) && Boolean(claimed.add(key)),
    now: () => new Date(Date.now() + waited),
    sleep: async (ms) => {
      waited += ms
    },
    log: { debug: keep, info: keep, warn: keep, error: keep },
    timeoutMs: 2000,
    ...options,
  })
  const server = createServer(async (req, res) => {
    if (!(await platform.listener(req, res))) res.writeHead(404).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await platform.start(handle)

  return {
    fake,
    platform,
    url: `${origin}/slack/events`,
    logged: () => JSON.stringify(lines, (_, value) => (value instanceof Error ? String(value) : value)),
    waitedMs: () => waited,
    post: (body, signed) =>
      fetch(`${origin}/slack/events`, signedRequest(body, { at: new Date(Date.now() + waited), ...signed })),
    close: async () => {
      await platform.stop(1000)
      await fake.close()
      await new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
    },
  }
}
