import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Msteams, type MsteamsOptions, msteams } from '../../src/msteams/msteams.ts'
import type { Handle } from '../../src/platform.ts'
import { APP, type FakeMsteams, type FakeOptions, fakeMsteams, type Json, TENANT } from '../fake-msteams.ts'
import { memoryKept } from './memory-kept.ts'

export interface Service {
  readonly fake: FakeMsteams
  readonly platform: Msteams
  /** `/api/messages` */
  readonly url: string
  /** What was logged, as one text. */
  readonly logged: () => string
  /** How long Teams was waited for, altogether: the clock of these tests does not tick by itself. */
  readonly waitedMs: () => number
  /** Brings an activity as the bot service does, signed. */
  post(activity: Json, options?: Parameters<FakeMsteams['deliver']>[2]): Promise<Response>
  close(): Promise<void>
}

/** The real listener and gateway on a real server, before the fake of Teams. Nobody sleeps: waiting moves the clock. */
export async function service(
  handle: Handle,
  options: Partial<MsteamsOptions> = {},
  prepare: (fake: FakeMsteams) => void = () => {},
  faking: FakeOptions = {},
): Promise<Service> {
  const fake = await fakeMsteams(faking)
  prepare(fake)
  for (const id of ['u1', 'u2'])
    fake.users.set(`29:${id}`, { id: `29:${id}`, aadObjectId: `aad-${id}`, email: `${id}@Example.com`, name: id })
  const lines: unknown[] = []
  let waited = 0
  const keep = (details: object, message: string) => void lines.push(message, details)
  const claimed = new Set<string>()
  const platform = msteams({
    app: { id: APP, type: 'SingleTenant', password: 'a secret password', tenantId: TENANT },
    trust: fake.trust,
    graphUrl: fake.graphUrl,
    kept: memoryKept(),
    claim: async (key) => !claimed.has(key) && Boolean(claimed.add(key)),
    now: () => new Date(Date.now() + waited),
    sleep: async (ms) => {
      waited += ms
    },
    log: { debug: keep, info: keep, warn: keep, error: keep },
    timeoutMs: 2000,
    ...options,
  })
  const server = createServer((request, response) => void platform.listener(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  await platform.start(handle)

  return {
    fake,
    platform,
    url,
    logged: () => JSON.stringify(lines, (_, value) => (value instanceof Error ? String(value) : value)),
    waitedMs: () => waited,
    post: (activity, how) => fake.deliver(url, activity, how),
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
