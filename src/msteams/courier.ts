import type { Pace } from '../chat/pace.ts'
import type { Work } from '../chat/work.ts'
import type { Courier } from '../platform.ts'
import type { Gateway } from './gateway.ts'
import type { Kept } from './reference.ts'

export interface CourierOptions {
  readonly gateway: Gateway
  readonly kept: Kept
  readonly graphUrl: string
  /** How long one request takes at most. */
  readonly timeoutMs: number
  /** Shared with the answers: where one of them waits for Teams, no digest goes before it. */
  readonly pace: Pace
  readonly work: Work
  readonly now: () => Date
}

/** One attempt at a time on Microsoft's bot service, and what came of it. */
export function courier(_options: CourierOptions): Courier {
  throw new Error('to be built')
}
