import type { CivilDate } from '../civil-date.ts'
import type { Sight } from '../people/sight.ts'
import type { Freshness } from '../spend/freshness.ts'
import type { Dimension, Period, Scope, Unit } from '../spend/question.ts'
import type { Subscription } from './subscription.ts'

/** One digest that is to be composed. */
export interface DigestAsked {
  readonly subscription: Pick<Subscription, 'id' | 'scope' | 'sections' | 'schedule'>
  /** The wall-clock moment that it belongs to. */
  readonly slotAt: Date
  /** The days that it is about: one day, an ISO week, a month; all over in UTC. */
  readonly period: Period
  /** Sources that did not have all of these days at the deadline. Left out of every change, named in the card. */
  readonly missing: readonly Missing[]
  /** What whoever set it may see. */
  readonly sight: Sight
  /** No digest of this subscription was sent before. */
  readonly first: boolean
}

export interface Missing {
  readonly source: string
  /** The first day of the period that it lacks. */
  readonly since: CivilDate
}

/** All that a digest says, as data. Figures are exact decimal text as `tally ask` gives them; null was not recorded. Currencies are never added. */
export interface Digest {
  readonly asked: DigestAsked
  /** What the change is against: the day or week or month before. A day is compared with the average of its weekday, so there it is null. */
  readonly against: Period | null
  /** One per currency, that of most charges first; empty: nothing was recorded, which is not zero. */
  readonly totals: readonly DigestTotal[]
  /** Of the first currency, oldest first: 28 days for a day, 5 weeks for a week, 6 months for a month. */
  readonly series: DigestSeries | null
  /** Of the first currency; largest money first, at most three each way. */
  readonly movers: {
    readonly up: readonly DigestMover[]
    readonly down: readonly DigestMover[]
    readonly currency: string | null
    /** What they moved against: of a day, the same weekday a week before. */
    readonly against?: Period
  }
  readonly top: { readonly dimension: Dimension; readonly rows: readonly DigestRow[] } | null
  readonly budgets: readonly DigestBudget[]
  readonly forecasts: readonly DigestForecast[]
  readonly anomalies: readonly DigestAnomaly[]
  readonly idle: readonly DigestIdle[]
  /** Of a month: what nudges that were settled in it are verified to have saved; absent where nothing is. */
  readonly saved?: readonly { readonly currency: string; readonly count: number; readonly amount: string }[]
  /** Of the scope where it holds more than named teams, else of the whole company where the reader may see that; also at 0. */
  readonly unallocated: readonly DigestUnallocated[]
  readonly unitCosts: readonly DigestUnitCost[]
  readonly freshness: Freshness | null
  /** The kept answer that "Why?", "By model" and "CSV" go on from. */
  readonly answerId: string
}

export interface DigestTotal {
  readonly currency: string | null
  /** All that is recorded. */
  readonly amount: string | null
  /** Without the missing sources on both sides; equal to `amount` where none is missing. */
  readonly comparable: string | null
  readonly before: string | null
  /** Of the four weekdays, weeks or three months before; null where fewer than two were recorded. */
  readonly average: string | null
  readonly averageOf: number
}

export interface DigestSeries {
  readonly grain: 'day' | 'week' | 'month'
  readonly currency: string | null
  /** First days. */
  readonly buckets: readonly CivilDate[]
  readonly values: readonly (string | null)[]
}

export interface DigestMover {
  /** "project nova-chat", "model gpt-4o-mini": already in words, not escaped. */
  readonly name: string
  /** Signed. */
  readonly amount: string
  /** "usage", "price", "new", …: in words. */
  readonly driver: string
}

export interface DigestRow {
  /** Null: the tag is missing. */
  readonly name: string | null
  readonly currency: string | null
  readonly amount: string | null
  readonly before: string | null
}

export interface DigestBudget {
  readonly name: string
  readonly currency: string
  readonly budget: string
  readonly used: string
  readonly state: 'within' | 'over' | 'on_track' | 'ahead' | 'unknown'
  readonly expected: string | null
  readonly spentOn: CivilDate | null
}

export interface DigestForecast {
  readonly month: Period
  readonly currency: string
  readonly expected: string
  readonly low: string | null
  readonly high: string | null
  readonly budget: string | null
}

export interface DigestAnomaly {
  readonly name: string
  readonly currency: string
  readonly over: string
  readonly since: CivilDate
  readonly driver: string | null
  /** Where and when it is, for whoever asks why. */
  readonly about?: { readonly filters: Scope; readonly period: Period }
  /** The kept answer that "Why unusual?" goes on from; only of those of most money. */
  readonly answerId?: string
}

export interface DigestIdle {
  readonly currency: string | null
  readonly resources: number
  readonly perDay: string | null
  /** In whole days since each became idle. */
  readonly wasted: string | null
  /** Nudges that are open in this currency; absent where none is. */
  readonly nudges?: { readonly open: number; readonly perDay: string }
}

export interface DigestUnallocated {
  readonly currency: string | null
  readonly amount: string
  readonly of: string
  /** The service that most of it is: what to tag. */
  readonly biggest: string | null
  readonly wholeCompany: boolean
}

export interface DigestUnitCost {
  readonly unit: Unit
  readonly currency: string | null
  readonly each: string
  readonly before: string | null
}
