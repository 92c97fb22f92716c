import type { PlatformName } from '../platform.ts'

/** Who gets a digest of what, where and when. */
export interface Subscription {
  /** Short, for people write it: "k7p2". */
  readonly id: string
  readonly place: Place
  readonly scope: DigestScope
  readonly sections: readonly Section[]
  readonly alerts: readonly AlertKind[]
  readonly schedule: Schedule
  /** How long a digest waits for data that is late. */
  readonly waitHours: number
  /** Alerts wait until these local hours are over: `HH:MM`. */
  readonly quiet: { readonly from: string; readonly until: string } | null
  readonly state: SubscriptionState
  /** Asker's key: an email where it is known. Digests show what this person may see. */
  readonly createdBy: string
  /** Their id on the platform: told when it breaks. */
  readonly createdByUser: string
  readonly nextSlotAt: Date | null
}

/** A channel, or a person's direct messages. */
export interface Place {
  readonly platform: PlatformName
  readonly workspaceId: string
  readonly kind: 'conversation' | 'person'
  readonly id: string
}

export type SubscriptionState =
  | { readonly kind: 'active' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'broken'; readonly reason: string; readonly since: Date }

/** Null: everything. */
export type DigestScope = { readonly dimension: ScopeDimension; readonly values: readonly string[] } | null
export const SCOPE_DIMENSIONS = ['team', 'project', 'business_unit'] as const
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number]

export const SECTIONS = [
  'movers',
  'top',
  'budget',
  'forecast',
  'anomalies',
  'idle',
  'unallocated',
  'unit_cost',
] as const
export type Section = (typeof SECTIONS)[number]

export const ALERT_KINDS = ['budget', 'anomaly'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

export const RHYTHMS = ['daily', 'weekdays', 'weekly', 'monthly'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** Wall-clock time in a zone: "Mon 09:00 Europe/Paris" is 09:00 there all year. */
export interface Schedule {
  readonly rhythm: Rhythm
  /** 1 is Monday; only weekly. */
  readonly weekday: number | null
  /** 1–28; only monthly. */
  readonly monthDay: number | null
  /** `HH:MM` */
  readonly time: string
  /** IANA name. */
  readonly timezone: string
}
