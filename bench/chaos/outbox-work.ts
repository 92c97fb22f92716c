import { fileURLToPath } from 'node:url'
import { channelOf, type Work } from './work.ts'

export interface OutboxWorkOptions {
  readonly messages: number
  readonly channels: number
  readonly replicas: number
}

/** Small cards straight into the outbox: what is left when digests are not to blame. */
export function outboxWork({ messages, channels, replicas }: OutboxWorkOptions): Work {
  const sender = fileURLToPath(new URL('sender.ts', import.meta.url))
  const all = Array.from({ length: messages }, (_, n) => [`chaos:${n}`, channelOf(n, channels)] as const)
  return {
    channels: new Map(all),
    slotOf: (key) => (key.startsWith('chaos:') ? key : undefined),
    script: (replica) => [
      ...['--import', 'tsx', sender],
      ...[messages, channels, Math.floor((replica * messages) / replicas), PAUSE_MS].map(String),
    ],
  }
}

// Between two batches: messages still come while others are sent.
const PAUSE_MS = 200
