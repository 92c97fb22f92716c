import type { Anomaly } from '../../../budgets/anomaly.ts'
import type { PlannedAnomaly } from '../../../budgets/planned-anomaly.ts'
import type { CivilDate } from '../../../civil-date.ts'
import type { Dimension, Period } from '../../question.ts'

/** What is unusual in a period, and what was looked at to say so. */
export interface Anomalies {
  readonly judged: {
    readonly series: number
    /** Series that are too young to be judged: fewer than four weeks before. */
    readonly young: number
    readonly days: Period
    /** What the series are, one list of dimensions each way of looking. */
    readonly by: readonly (readonly Dimension[])[]
    readonly currencies: readonly string[]
  }
  /** Asked for and not complete, so not judged. */
  readonly open: Period | null
  /** Days before those judged, where too many were asked for. */
  readonly cut: Period | null
  /** Nothing tells which days are complete. */
  readonly assumed: boolean
  /** Sources that were first loaded within these days: what they bring is not new spend. */
  readonly newSources: readonly string[]
  /** Most money first. */
  readonly findings: readonly Finding[]
}

export interface Finding {
  /** Whose, where the question tells each value of a dimension apart; else null. */
  readonly of: string | null
  readonly kind: Anomaly['kind']
  /** How it counts: `above` is the headline, all others are told apart. */
  readonly told: 'above' | 'planned' | 'earlier' | 'below'
  readonly groupBy: readonly Dimension[]
  readonly keys: readonly (string | null)[]
  readonly currency: string
  /** Its first day, which for `earlier` lies before the period. */
  readonly since: CivilDate
  readonly last: CivilDate
  readonly goesOn: boolean
  /** In the period, exact. */
  readonly actual: string
  /** An estimate, in whole cents. */
  readonly expected: string
  readonly low: string
  readonly high: string
  /** `actual` less `expected`. */
  readonly over: string
  /** The same money seen by model. */
  readonly alsoModels: readonly string[]
  readonly drivers: readonly Driver[]
  readonly plan: PlannedAnomaly | null
  /** The weeks around it, to be drawn. */
  readonly days: readonly { readonly day: CivilDate; readonly value: number; readonly expected: number }[]
}

/** What brought most of the money above its own usual day. */
export interface Driver {
  readonly dimension: Dimension
  readonly value: string | null
  /** Above its own median of the four weeks before; exact. */
  readonly excess: string
}
