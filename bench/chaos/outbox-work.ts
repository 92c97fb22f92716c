import { fileURLToPath } from 'node:url'
import { type Channels, channelOf } from './channel.ts'
import type { Work } from './work.ts'

export interface OutboxWorkOptions extends Channels {
  readonly messages: number
  readonly replicas: number
  readonly patienceMs?: number
}

/** Small cards straight into the outbox: what is left when digests are not to blame. */
export function outboxWork(options: OutboxWorkOptions): Work {
  const { messages, channels, platforms, replicas, patienceMs = 0 } = options
  const sender = fileURLToPath(new URL('sender.ts', import.meta.url))
  const all = Array.from({ length: messages }, (_, n) => [`chaos:${n}`, channelOf(n, options)] as const)
  return {
    channels: new Map(all),
    prefix: 'chaos:',
    slotOf: (key) => (key.startsWith('chaos:') ? key : undefined),
    script: (replica) => [
      ...['--import', 'tsx', sender],
      ...[messages, channels, replicas, replica, patienceMs].map(String),
      platforms.join(),
    ],
  }
}
