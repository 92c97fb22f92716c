import type { Card } from '../cards/card.ts'
import type { Destination } from '../platform.ts'

/** A message that must arrive. It is in the outbox when the transaction that decided on it is. */
export interface Message {
  /** At most 200 characters. The same key is the same message: enqueued twice, it is sent once. */
  readonly key: string
  readonly to: Destination
  readonly card: Card
  /** The key of the message in whose thread it stands; where that never arrived, it stands by itself. */
  readonly replyTo?: string
  /** The key of the message that it takes the place of: an edit. Of several that wait only the newest is sent. */
  readonly replaces?: string
  /** Goes before everything that is not urgent to the same place: what somebody waits for. */
  readonly urgent?: boolean
  readonly notBefore?: Date
  /** After this it is worth nothing to anybody, and is dropped. */
  readonly expiresAt?: Date
}
