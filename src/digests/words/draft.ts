import type { AlertKind, DigestScope, Schedule, Section, Subscription } from '../subscription.ts'

/** What somebody wrote or filled in, before anybody looked whether they may. */
export interface Draft {
  readonly scope: DigestScope
  readonly sections: readonly Section[]
  readonly alerts: readonly AlertKind[]
  readonly schedule: Schedule
  readonly waitHours: number
  readonly quiet: Subscription['quiet']
  /** `place` keeps an existing digest where it goes now. */
  readonly where: 'here' | 'me' | 'place'
}

/** The fields of the form, which words fill in as well. */
export type DraftField =
  | 'kind'
  | 'names'
  | 'sections'
  | 'rhythm'
  | 'weekday'
  | 'month_day'
  | 'time'
  | 'timezone'
  | 'where'
  | 'wait'
  | 'alerts'
  | 'quiet_from'
  | 'quiet_until'

/** Says what is wrong, and what to write instead. */
export interface Mistake {
  readonly field: DraftField
  readonly text: string
}

export type Read<T> = { readonly value: T } | { readonly mistakes: readonly Mistake[] }

export const mistaken = (field: DraftField, text: string): { readonly mistakes: readonly Mistake[] } => ({
  mistakes: [{ field, text }],
})

export const WAIT_HOURS = 4
export const MOST_WAIT_HOURS = 168
/** Morning of the working week, everywhere. */
export const USUAL = { weekday: 1, monthDay: 1, time: '09:00' } as const
