/** What settled nudges saved. Exact decimal text; currencies and spans are never added within one nudge. */
export interface NudgeSavings {
  /** One per currency, that of most savings first. */
  readonly totals: readonly SavedTotal[]
  /** Groups, most saved first within a currency; without a grouping the resources themselves. What is not named is one `other`. */
  readonly rows: readonly SavedRow[]
  readonly settled: Settled
}

/** How many resources' nudges were settled, by what is known of each. */
export interface Settled {
  readonly verified30: number
  /** Of these the thirty days are not over, or not complete. */
  readonly verified7: number
  readonly verifying: number
  /** Their bill never told. */
  readonly unverified: number
  readonly exempt: number
  readonly usedAgain: number
  readonly notTold: number
}

export interface Saved {
  /** Of each nudge over its thirty days where they are complete, else over its first seven. */
  readonly saved: string
  readonly baseline: string
  readonly actual: string
  /** The part of it that stands on thirty days. */
  readonly saved30: string
  readonly saved7: string
  readonly nudges: number
  readonly nudges30: number
}

export interface SavedTotal extends Saved {
  readonly currency: string
}

export interface SavedRow extends SavedTotal {
  readonly kind: 'group' | 'other'
  readonly keys: readonly (string | null)[]
  /** How many groups it stands for. */
  readonly groups: number
}
