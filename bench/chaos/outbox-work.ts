import { fileURLToPath } from 'node:url'
import { channelOf, type Work } from './work.ts'

export interface OutboxWorkOptions {
  readonly messages: number
  readonly channels: number
  readonly replicas: number
  readonly patienceMs?: number
}

/** Small cards straight into the outbox: what is left when digests are not to blame. */
export function outboxWork({ messages, channels, replicas, patienceMs = 0 }: OutboxWorkOptions): Work {
  const sender = fileURLToPath(new URL('sender.ts', import.meta.url))
  const all = Array.from({ length: messages }, (_, n) => [`chaos:${n}`, channelOf(n, channels)] as const)
  return {
    channels: new Map(all),
    prefix: 'chaos:',
    slotOf: (key) => (key.startsWith('chaos:') ? key : undefined),
    script: (replica) => [
      ...['--import', 'tsx', sender],
      ...[messages, channels, replicas, replica, patienceMs].map(String),
    ],
  }
}
