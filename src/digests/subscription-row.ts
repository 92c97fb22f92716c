import type { Insertable, Selectable } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { PlatformName } from '../platform.ts'
import type { AlertKind, Place, Section, Subscription, SubscriptionState } from './subscription.ts'

/** What people choose; the rest follows. */
export type Wanted = Omit<Subscription, 'id' | 'state' | 'nextSlotAt'>

type Row = Selectable<Database['tally.subscription']>

/** What people chose, as columns. */
export function toColumns(wanted: Wanted) {
  const { place, scope, schedule } = wanted
  return {
    ...placeColumns(place),
    scope_dimension: scope?.dimension ?? null,
    scope_values: [...(scope?.values ?? [])],
    sections: [...wanted.sections],
    alerts: [...wanted.alerts],
    rhythm: schedule.rhythm,
    weekday: schedule.weekday,
    month_day: schedule.monthDay,
    local_time: schedule.time,
    timezone: schedule.timezone,
    wait_hours: wanted.waitHours,
    quiet_from: wanted.quiet?.from ?? null,
    quiet_until: wanted.quiet?.until ?? null,
    created_by: wanted.createdBy,
    created_by_user: wanted.createdByUser,
  } satisfies Partial<Insertable<Database['tally.subscription']>>
}

export const placeColumns = ({ platform, workspaceId, kind, id }: Place) => ({
  platform,
  workspace_id: workspaceId,
  place_kind: kind,
  place_id: id,
})

export function toSubscription(row: Row): Subscription {
  return {
    id: row.subscription_id,
    place: {
      platform: row.platform as PlatformName,
      workspaceId: row.workspace_id,
      kind: row.place_kind,
      id: row.place_id,
    },
    scope: row.scope_dimension === null ? null : { dimension: row.scope_dimension, values: row.scope_values },
    sections: row.sections as Section[],
    alerts: row.alerts as AlertKind[],
    schedule: {
      rhythm: row.rhythm,
      weekday: row.weekday,
      monthDay: row.month_day,
      time: row.local_time,
      timezone: row.timezone,
    },
    waitHours: row.wait_hours,
    quiet:
      row.quiet_from === null || row.quiet_until === null ? null : { from: row.quiet_from, until: row.quiet_until },
    state: stateOf(row),
    createdBy: row.created_by,
    createdByUser: row.created_by_user,
    nextSlotAt: row.next_slot_at,
  }
}

function stateOf(row: Row): SubscriptionState {
  if (row.status !== 'broken') return { kind: row.status }
  return { kind: 'broken', reason: row.broken_reason ?? '', since: row.broken_at ?? row.updated_at }
}
