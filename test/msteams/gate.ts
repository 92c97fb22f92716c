import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Gateway, type GatewayOptions, gateway, type Hear } from '../../src/msteams/gateway.ts'
import type { App } from '../../src/msteams/msteams.ts'
import { APP, type FakeMsteams, TENANT } from '../fake-msteams.ts'

export interface Gate {
  readonly gateway: Gateway
  /** `/api/messages` */
  readonly url: string
  /** What was logged, as one text. */
  readonly logged: () => string
  readonly refused: readonly number[]
  close(): Promise<void>
}

/** The real gateway on a real server, before the fake of Teams. */
export async function gate(
  fake: Pick<FakeMsteams, 'trust'>,
  hear: Hear = async () => undefined,
  { app = SINGLE, ...options }: Partial<Omit<GatewayOptions, 'app'>> & { readonly app?: App | 'local' } = {},
): Promise<Gate> {
  const lines: unknown[] = []
  const refused: number[] = []
  const keep = (details: object, message: string) => void lines.push(message, details)
  const made = gateway({
    ...(app === 'local' ? {} : { app }),
    log: { debug: keep, info: keep, warn: keep, error: keep },
    timeoutMs: 10_000,
    trust: fake.trust,
    onRefused: (status) => void refused.push(status),
    ...options,
  })
  const server = createServer((request, response) => void made.handle(request, response, hear))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    gateway: made,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    logged: () => JSON.stringify(lines, (_, value) => (value instanceof Error ? String(value) : value)),
    refused,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

export const SINGLE = { id: APP, type: 'SingleTenant', password: 'a secret password', tenantId: TENANT } as const

/** The least that passes for a message of Teams. */
export const MESSAGE = {
  type: 'message',
  id: '1700000000000',
  channelId: 'msteams',
  from: { id: '29:u1' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  text: 'a secret question',
}
