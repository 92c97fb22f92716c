import type { Grain, Unit } from '../../question.ts'
import type { Basis } from './basis.ts'
import type { Spans } from './spans.ts'

/** Exact decimal text by the names of `ratio.ts`: `amount`, `units`, `each`, `each_before`, …; null was not recorded. */
export type Figures = Readonly<Record<string, string | null>>

export interface Line {
  /** `none`: the tag is missing. `other`: all groups that are not named. */
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly groups: number
  readonly currency: string | null
  /** First day, where the answer is a series. */
  readonly bucket: string | null
  readonly figures: Figures
}

export interface UnitCost {
  readonly unit: Unit
  readonly basis: Basis
  readonly spans: Spans
  readonly grain: Grain | null
  /** What the groups are called. */
  readonly groupedBy: readonly string[]
  /** The same in snake_case. */
  readonly keyNames: readonly string[]
  /** One per currency, that of most charges first. */
  readonly totals: readonly { readonly currency: string | null; readonly figures: Figures }[]
  readonly lines: readonly Line[]
}
