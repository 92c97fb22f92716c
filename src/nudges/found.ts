import type { Verdict } from './idle.ts'
import type { Money } from './nudge.ts'
import type { Clues } from './stored.ts'

/** What one look at everything that is paid for and judged shows. */
export interface Found {
  /** The end of the newest hour of telemetry. */
  readonly asOf: Date
  /** Every resource that was charged for lately, also busy ones: what is not here is gone. */
  readonly resources: readonly FoundResource[]
  /** Bills or telemetry are late or missing, so that nothing may be held to be gone. */
  readonly partial: boolean
}

export interface FoundResource {
  readonly resourceId: string
  readonly name: string
  readonly resourceClass: string
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  readonly clues: Clues
  readonly rule: { readonly kind: string; readonly version: string }
  readonly verdict: Verdict
  /** Of the last complete day, by currency's name. */
  readonly perDay: readonly Money[]
  readonly wasted: readonly Money[]
}

/** Undefined where there is no telemetry at all. */
export type Look = (now: Date) => Promise<Found | undefined>
