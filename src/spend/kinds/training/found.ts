import type { Dimension, Period } from '../../question.ts'

export type Status = 'running' | 'succeeded' | 'failed' | 'cancelled'

/** One run. Exact decimal text; null was not told. */
export interface Run {
  readonly runId: string
  readonly team: string | null
  readonly project: string | null
  readonly model: string | null
  readonly status: Status
  readonly day: string
  readonly gpuHours: string | null
  readonly cost: string
  /** Cost by GPU hour. */
  readonly price: string | null
}

/** Runs of a group that came to nothing. */
export interface Lost {
  readonly keys: readonly (string | null)[]
  readonly failed: string
  readonly cancelled: string
  readonly cost: string
}

export interface Money {
  readonly currency: string
  readonly runs: string
  readonly cost: string
  readonly gpuHours: string | null
  readonly byStatus: Readonly<Record<Status, { readonly runs: string; readonly cost: string }>>
  /** By cost; of the lost ones the dearest alone. */
  readonly dearest: readonly Run[]
  /** Runs that are not named, or groups of them. */
  readonly others: {
    readonly count: string
    readonly cost: string
    readonly gpuHours: string | null
    readonly failed: string | null
    readonly cancelled: string | null
  } | null
  readonly lost: readonly Lost[]
}

export interface Training {
  readonly about: 'runs' | 'lost'
  readonly period: Period
  /** What lost runs are listed by. */
  readonly groupedBy: readonly Dimension[]
  /** Each by itself, the currency of most runs first. */
  readonly money: readonly Money[]
}
