import type { Sight } from '../../people/sight.ts'
import type { Subscription } from '../subscription.ts'

/** What the readers of a digest were told, to correct it when that moves. */
export interface Told {
  readonly totals: readonly ToldTotal[]
  /** Sources that it lacked. */
  readonly missing: readonly string[]
  /** ISO instant. */
  readonly at: string
  /** What whoever set it saw then: what somebody else sees is no correction of it. */
  readonly sight?: Sight
  /** What it is about; absent where its subscription was not changed since. */
  readonly about?: About
}

/** What a subscription may be about something else in later. */
export type About = Pick<Subscription, 'scope' | 'schedule'>

export interface ToldTotal {
  readonly currency: string | null
  readonly amount: string | null
  /** Without the sources that it lacked. */
  readonly comparable: string | null
}
