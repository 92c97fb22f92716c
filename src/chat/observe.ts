import type { Inbound } from '../platform.ts'

/** `unconfirmed`: the platform may have shown it or not; the asker was told so and nothing was sent twice. */
export type Delivered = 'delivered' | 'unconfirmed' | 'failed'

/** What is worth counting. */
export interface Observe {
  acknowledged(seconds: number): void
  answered(kind: Inbound['kind'], delivered: Delivered, seconds: number): void
  duplicate(): void
  refused(status: number): void
  error(code: string): void
}
