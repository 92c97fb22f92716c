import type { Dimension } from '../../question.ts'
import type { Spans } from './spans.ts'

/** What a change of cost is made of, in the order in which it is told. */
export const PARTS = ['days', 'usage', 'price', 'mix', 'new', 'gone', 'credits', 'one_off', 'unmeasured'] as const
export type Part = (typeof PARTS)[number]

/** How fine the charges were compared. */
export type GrainOfCells = 'resource' | 'workload'

export interface Explanation {
  readonly spans: Spans
  /** False where nothing tells how complete the bill is, and days through yesterday are taken to be. */
  readonly completenessKnown: boolean
  readonly grain: GrainOfCells
  /** What places of movers are named by. */
  readonly places: readonly Dimension[]
  /** The question named them. */
  readonly chosen: boolean
  /** One per currency, never added; the largest change first. */
  readonly changes: readonly Change[]
  /** Days of these spans that moved after they were first reported; in the figures already. Null where it cannot be told. */
  readonly restated: readonly Restated[] | null
  /** The question is about less than the whole of each source, and restatements are recorded for the whole. */
  readonly narrowed: boolean
}

export interface Change {
  /** Whose, where the question tells each value of a dimension apart; else null. */
  readonly of: string | null
  readonly currency: string | null
  /** Null where nothing was recorded, which counts as nothing in the change. */
  readonly now: string | null
  readonly before: string | null
  readonly change: string
  /** The parts that are not zero. Exact: they add up to the change to the last digit. */
  readonly parts: readonly { readonly part: Part; readonly amount: string }[]
  /** Largest first, by name as many as were asked for; what is left of each part is one `other`. They add up as well. */
  readonly movers: readonly Mover[]
}

export interface Mover {
  readonly part: Part
  readonly kind: 'group' | 'other'
  /** One per place; null is a missing tag, or what has no place, as the number of days. */
  readonly keys: readonly (string | null)[]
  /** The model, service or class of resource; null where the part is of several. */
  readonly what: string | null
  /** How many resources, and which if it is one. */
  readonly resources: number
  readonly resource: string | null
  readonly unit: string | null
  readonly amount: string
  /** On the newer side and the older, of what has a quantity in one unit. */
  readonly quantityNow: string | null
  readonly quantityBefore: string | null
  /** Cost at the newer side of what has a quantity: with the price effect it tells the change of the unit price. */
  readonly costNow: string | null
  /** Of a mix: where most left and where most came. */
  readonly from: string | null
  readonly to: string | null
  /** How many movers the row stands for. */
  readonly movers: number
}

export interface Restated {
  readonly source: string
  readonly currency: string
  readonly days: number
  /** New minus old of the restated days, on each side. */
  readonly now: string
  readonly before: string
}
