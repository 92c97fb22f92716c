import type { Card } from '../cards/card.ts'
import type { CivilDate } from '../civil-date.ts'
import type { Money } from './nudge.ts'
import type { Logged, StoredNudge } from './stored.ts'

/** What one message tells: of one owner's resources, and of nobody else's. */
export interface Bundle {
  /** Names the message, for the button that shows all. */
  readonly messageKey: string
  /** `escalation`: others are told what its owner did not answer. */
  readonly kind: 'first' | 'reminder' | 'escalation'
  /** Whose resources these are, by email; of an item that was reassigned since, whose it was. */
  readonly owner: string
  /** Tally never wrote to them before: it says what it is and how to mute. */
  readonly firstContact: boolean
  /** At most five, most money first as it was when the message was sent; each as it is now, also when settled. */
  readonly items: readonly BundleItem[]
  /** All that are still open, also those that are not shown. */
  readonly open: OpenTotal
  /** How many more it is about than it shows. */
  readonly hidden: number
  /** What the people in it are called, by email. */
  readonly names?: ReadonlyMap<string, string>
  readonly now: Date
}

export interface BundleItem {
  readonly nudge: StoredNudge
  /** What a person did last. */
  readonly lastAct: Logged | null
}

export interface OpenTotal {
  readonly count: number
  /** Per currency. */
  readonly perDay: readonly Money[]
  readonly wasted: readonly Money[]
}

/** What a fresh installation would have sent; told to an administrator until somebody confirms. */
export interface DryRun {
  readonly messages: readonly PlannedMessage[]
  /** Owners whom no message can reach. */
  readonly unreachable: readonly string[]
  readonly now: Date
}

export interface PlannedMessage {
  readonly owner: string
  readonly day: CivilDate
  readonly items: readonly StoredNudge[]
  readonly open: OpenTotal
}

/** How messages look. */
export interface NudgeCards {
  bundle(bundle: Bundle): Card
  dryRun(dryRun: DryRun): Card
}

export const MOST_SHOWN = 5
