import { type RawBuilder, sql } from 'kysely'
import type { CivilDate } from '../../../civil-date.ts'
import { GAP_HOURS, type Summary } from '../../../nudges/idle.ts'
import type { IdleRules } from '../../../nudges/idle-rules.ts'
import type { Condition } from '../../scope.ts'
import { hoursOf, isBlip, isLoud, isSeen, judgedClasses, kindOfResource } from './signals.ts'

export const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`

export interface PaidDays {
  /** A day whose bill is complete; what is charged on it or after it is still paid for. */
  readonly day: CivilDate
  readonly complete: boolean
  readonly end: CivilDate
}

export interface JudgedRow {
  /** Null where all resources are in use: then there is one row, for their number. */
  readonly resource_id: string | null
  readonly billing_currency: string
  readonly kind: string
  readonly per_day: string | null
  readonly hours: string | null
  readonly seen_hours: string | null
  readonly seen_samples: string | null
  readonly seen_expected: string | null
  readonly recent_hours: string | null
  readonly recent_samples: string | null
  readonly recent_expected: string | null
  readonly first_seen_at: Date | null
  readonly gpu_util_max: string | null
  readonly cpu_util_max: string | null
  readonly requests: string | null
  readonly active_sessions: string | null
  readonly loud_hours: string | null
  readonly blip_hours: string | null
  readonly last_loud_at: Date | null
  readonly last_activity_at: Date | null
  readonly earlier_loud_at: Date | null
  readonly known_from_at: Date | null
  /** How many resources were in use lately, on every row. */
  readonly busy: string
}

const HOUR_MS = 3_600_000
const watchedFrom = ({ rules }: IdleRules, asOf: Date) =>
  new Date(asOf.getTime() - Math.max(...rules.map(({ watchHours }) => watchHours)) * HOUR_MS)

/**
 * Every resource that is paid for, with the summary of its hours by its own rule. Most are in use, which the last hours tell: only
 * of the others is the whole window read.
 */
export function statement(
  rules: IdleRules,
  scoped: Condition,
  paid: PaidDays,
  floor: Date,
  asOf: Date,
  stale: boolean,
): RawBuilder<JudgedRow> {
  const { day, end } = paid
  // What was in use when telemetry ended may be idle by now.
  const used = stale
    ? sql`false`
    : sql`coalesce(bool_or(loud and not blip), false) or coalesce(max(last_activity_at) >= min(watched_from), false)`
  return sql<JudgedRow>`with paid as (
  select resource_id, billing_currency, max(kind) as kind, sum(effective_cost) filter (where day = ${day}) as per_day
  from (
    select day, resource_id, billing_currency, effective_cost, ${kindOfResource(rules)} as kind
    from spend.daily
    where day >= ${day} and day < ${end} and resource_class in (${sql.join(judgedClasses(rules))})
      and resource_id is not null and ${scoped}
  ) as charged
  where kind is not null group by 1, 2
), judged as (
  select resource_id, kind, ${instant(asOf)} - ${hoursOf(rules, 'windowHours')} as starts_at,
    ${instant(asOf)} - ${hoursOf(rules, 'watchHours')} as watched_from
  from (select resource_id, max(kind) as kind from paid group by 1) as j
), lately as (
  select resource_id, ${used} as used
  from (
    select j.resource_id, j.watched_from, h.last_activity_at, ${isLoud(rules)} as loud, ${isBlip(rules)} as blip
    from judged j left join spend.resource_hour h on h.resource_id = j.resource_id and h.hour >= j.watched_from
      and h.hour >= ${instant(watchedFrom(rules, asOf))} and h.hour < ${instant(asOf)} and h.samples > 0
  ) as hours
  group by resource_id
), quiet as (
  select judged.* from judged join lately using (resource_id) where not used
), seen as (
  select resource_id, h.hour, h.samples, h.samples_expected, h.gpu_util_max, h.cpu_util_max, h.requests, h.active_sessions,
    h.last_activity_at, watched_from, ${isSeen(rules)} as seen, ${isLoud(rules)} as loud, ${isBlip(rules)} as blip
  from quiet j join spend.resource_hour h using (resource_id)
  where h.hour >= starts_at and h.hour >= ${instant(floor)} and h.hour < ${instant(asOf)} and h.samples > 0
), summed as (
  select resource_id, count(*) as hours,
    count(*) filter (where seen) as seen_hours, sum(samples) filter (where seen) as seen_samples,
    sum(samples_expected) filter (where seen) as seen_expected,
    count(*) filter (where seen and hour >= watched_from) as recent_hours,
    sum(samples) filter (where seen and hour >= watched_from) as recent_samples,
    sum(samples_expected) filter (where seen and hour >= watched_from) as recent_expected,
    min(hour) filter (where seen) as first_seen_at,
    max(gpu_util_max) as gpu_util_max, max(cpu_util_max) as cpu_util_max, max(requests) as requests,
    max(active_sessions) as active_sessions, max(last_activity_at) as activity_at,
    count(*) filter (where loud) as loud_hours, count(*) filter (where blip) as blip_hours,
    max(hour) filter (where loud) as last_loud_at
  from seen group by resource_id
)
select p.resource_id, p.billing_currency, j.kind, p.per_day, s.hours, s.seen_hours, s.seen_samples, s.seen_expected,
  s.recent_hours, s.recent_samples, s.recent_expected, s.first_seen_at, s.gpu_util_max, s.cpu_util_max, s.requests,
  s.active_sessions, s.loud_hours, s.blip_hours, s.last_loud_at,
  greatest(s.activity_at, e.activity_at) as last_activity_at, e.earlier_loud_at, e.known_from_at, busy.resources as busy
from (select count(*) as resources from lately where used) as busy
left join (paid p join quiet j using (resource_id)) on true left join summed s using (resource_id)
left join lateral (
  select max(hour) filter (where loud and hour < j.starts_at) as earlier_loud_at,
    max(last_activity_at) as activity_at,
    max(hour) filter (where before is null or hour - before > ${`${GAP_HOURS} hours`}::interval) as known_from_at
  from (
    select h.hour, h.last_activity_at, ${isLoud(rules)} as loud, lag(h.hour) over (order by h.hour) as before
    from spend.resource_hour h
    where h.resource_id = p.resource_id and h.hour >= ${instant(floor)} and h.hour <= s.first_seen_at and h.samples > 0
  ) as history
) e on s.loud_hours = s.blip_hours
order by p.resource_id, p.billing_currency`
}

const number = (text: string | null) => (text === null ? null : Number(text))
const seen = (hours: string | null, samples: string | null, samplesExpected: string | null) => ({
  hours: Number(hours ?? 0),
  samples: Number(samples ?? 0),
  samplesExpected: Number(samplesExpected ?? 0),
})

export const summaryOf = (row: JudgedRow): Summary => ({
  hours: Number(row.hours ?? 0),
  seen: seen(row.seen_hours, row.seen_samples, row.seen_expected),
  recent: seen(row.recent_hours, row.recent_samples, row.recent_expected),
  firstSeenAt: row.first_seen_at,
  peaks: {
    gpuUtilMax: number(row.gpu_util_max),
    cpuUtilMax: number(row.cpu_util_max),
    requests: number(row.requests),
    activeSessions: number(row.active_sessions),
  },
  loudHours: Number(row.loud_hours ?? 0),
  blipHours: Number(row.blip_hours ?? 0),
  lastLoudAt: row.last_loud_at,
  lastActivityAt: row.last_activity_at,
  earlierLoudAt: row.earlier_loud_at,
  knownFromAt: row.known_from_at,
})
