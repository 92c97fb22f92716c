import type { CivilDate } from '../../../civil-date.ts'
import type { Dimension, Grain } from '../../question.ts'
import type { Group } from '../groups.ts'

/** Cost, and what of it lacks the tag: exact. */
export interface Tagged {
  readonly whole: string
  readonly missing: string
}

export interface Coverage {
  readonly tag: Dimension
  /** The question is about what lacks the tag, not about what has it. */
  readonly lacking: boolean
  readonly totals: readonly (Tagged & {
    readonly currency: string | null
    /** What each tag is missing on; empty where the question has groups. */
    readonly byTag: readonly { readonly tag: Dimension; readonly missing: string }[]
  })[]
  readonly groupBy: readonly Dimension[]
  readonly rows: readonly (Group & Tagged)[]
  /** Where most of it is missing: source and service. Empty where the question has groups of its own. */
  readonly where: readonly (Group & { readonly missing: string })[]
  readonly trend: {
    readonly grain: Grain
    readonly points: readonly (Tagged & { readonly bucket: CivilDate; readonly currency: string })[]
  } | null
}
