import { type RawBuilder, sql } from 'kysely'
import type { CivilDate } from '../../../civil-date.ts'
import { GAP_HOURS, type Summary } from '../../../nudges/idle.ts'
import { bySignal, type IdleRules, SIGNAL_NAMES, type Signal } from '../../../nudges/idle-rules.ts'
import type { Condition } from '../../scope.ts'
import {
  hoursOf,
  IS_WORK,
  isBlip,
  isLoud,
  isOnlyMeasured,
  isSeen,
  judgedClasses,
  kindOfResource,
  reading,
} from './signals.ts'

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
  /** In use lately: then nothing else is known of it. */
  readonly used: boolean
  readonly per_day: string | null
  readonly hours: string | null
  readonly seen_hours: string | null
  readonly seen_samples: string | null
  readonly seen_expected: string | null
  readonly recent_hours: string | null
  readonly recent_samples: string | null
  readonly recent_expected: string | null
  readonly first_seen_at: Date | null
  readonly loud_hours: string | null
  readonly blip_hours: string | null
  readonly last_loud_at: Date | null
  readonly last_activity_at: Date | null
  readonly earlier_loud_at: Date | null
  readonly known_from_at: Date | null
  readonly last_work_at: Date | null
  readonly longest_pause_hours: string | null
  /** How many resources were in use lately, on every row. */
  readonly busy: string
  /** Peaks, by signal. */
  readonly [peak: `peak_${string}`]: string | null
}

/** Which of the resources: those in use lately or not, and one share of several, for statements that run side by side. */
export interface Part {
  readonly who: 'quiet' | 'everyone'
  readonly part: number
  readonly of: number
}

const isIn = (part: number, of: number) =>
  of === 1 ? sql`true` : sql`mod(hashtext(resource_id) & 65535, ${sql.lit(of)}) = ${sql.lit(part)}`

const HOUR_MS = 3_600_000
const watchedFrom = ({ rules }: IdleRules, asOf: Date) =>
  new Date(asOf.getTime() - Math.max(...rules.map(({ watchHours }) => watchHours)) * HOUR_MS)

/**
 * Every resource that is paid for, with the summary of its hours by its own rule. Most are in use, which the last hours tell: only
 * of the others is the whole window read. Those in use are counted, and listed where `everyone` is asked for.
 */
export function statement(
  rules: IdleRules,
  scoped: Condition,
  paid: PaidDays,
  floor: Date,
  asOf: Date,
  stale: boolean,
  { who, of, part }: Part,
): RawBuilder<JudgedRow> {
  const { day, end } = paid
  const peaks = SIGNAL_NAMES.map((signal) => ({ signal, name: sql.ref(peakOf(signal)) }))
  // What was in use when telemetry ended may be idle by now.
  const used = stale
    ? sql`false`
    : sql`exists (
    select from spend.resource_hour h
    where h.resource_id = j.resource_id and h.hour >= j.watched_from and h.hour >= ${instant(watchedFrom(rules, asOf))}
      and h.hour < ${instant(asOf)} and h.samples > 0
      and (${isLoud(rules)} and not ${isBlip(rules)} or coalesce(h.last_activity_at >= j.watched_from, false))
  )`
  return sql<JudgedRow>`with paid as (
  select resource_id, billing_currency, max(kind) as kind, sum(effective_cost) filter (where day = ${day}) as per_day
  from (
    select day, resource_id, billing_currency, effective_cost, ${kindOfResource(rules)} as kind
    from spend.daily
    where day >= ${day} and day < ${end} and resource_class in (${sql.join(judgedClasses(rules))})
      and resource_id is not null and ${isIn(part, of)} and ${scoped}
  ) as charged
  where kind is not null group by 1, 2
), judged as materialized (
  select j.*, ${used} as used
  from (
    select resource_id, kind, ${instant(asOf)} - ${hoursOf(rules, 'windowHours')} as starts_at,
      ${instant(asOf)} - ${hoursOf(rules, 'watchHours')} as watched_from
    from (select resource_id, max(kind) as kind from paid group by 1) as j
  ) as j
)
select p.resource_id, p.billing_currency, j.kind, j.used, p.per_day, s.*,
  greatest(s.activity_at, e.activity_at) as last_activity_at,
  e.earlier_loud_at, e.known_from_at, e.last_work_at, e.longest_pause_hours, busy.resources as busy
from (select count(*) as resources from judged where used) as busy
left join (paid p join judged j using (resource_id)) on ${who === 'everyone' ? sql`true` : sql`not j.used`}
left join lateral (
  select count(*) as hours,
    count(*) filter (where seen) as seen_hours, sum(samples) filter (where seen) as seen_samples,
    sum(samples_expected) filter (where seen) as seen_expected,
    count(*) filter (where seen and hour >= j.watched_from) as recent_hours,
    sum(samples) filter (where seen and hour >= j.watched_from) as recent_samples,
    sum(samples_expected) filter (where seen and hour >= j.watched_from) as recent_expected,
    min(hour) filter (where seen) as first_seen_at,
    ${sql.join(peaks.map(({ name }) => sql`max(${name}) as ${name}`))}, max(last_activity_at) as activity_at,
    count(*) filter (where loud) as loud_hours, count(*) filter (where blip) as blip_hours,
    max(hour) filter (where loud) as last_loud_at
  from (
    select h.hour, least(h.samples, h.samples_expected) as samples, h.samples_expected, h.last_activity_at,
      ${sql.join(peaks.map(({ signal, name }) => sql`${reading(rules, signal)} as ${name}`))},
      ${isSeen(rules)} as seen, ${isLoud(rules)} as loud, ${isBlip(rules)} as blip
    from spend.resource_hour h
    where not j.used and h.resource_id = j.resource_id and h.hour >= j.starts_at and h.hour >= ${instant(floor)}
      and h.hour < ${instant(asOf)} and h.samples > 0
    -- Kept apart, or each sum would look again at what is loud.
    offset 0
  ) as hours
) s on true
left join lateral (
  select earlier_loud_at, activity_at, known_from_at, last_work_at, (
      select extract(epoch from max(hour - coalesce(ended, first_hour))) / 3600
      from (select hour, lag(hour) over (order by hour) + interval '1 hour' as ended from unnest(worked) as hour) as work
    ) as longest_pause_hours
  from (
    select max(hour) filter (where loud and hour < j.starts_at) as earlier_loud_at,
      max(last_activity_at) as activity_at,
      max(hour) filter (where (before is null or hour - before > ${sql.lit(`${GAP_HOURS} hours`)}::interval) and hour <= s.first_seen_at) as known_from_at,
      max(hour) filter (where ${IS_WORK}) as last_work_at,
      array_agg(hour) filter (where ${IS_WORK}) as worked, min(hour) as first_hour
    from (
      select h.hour, h.last_activity_at, ${isLoud(rules)} as loud, ${isBlip(rules)} as blip, lag(h.hour) over (order by h.hour) as before
      from spend.resource_hour h
      where not j.used and s.loud_hours = s.blip_hours
        and h.resource_id = j.resource_id and h.hour >= ${instant(floor)} and h.hour < ${instant(asOf)}
        and h.hour <= coalesce(s.first_seen_at, ${instant(asOf)}) and h.samples > 0
    ) as hours
  ) as history
) e on true
where p.resource_id is null or j.used or s.hours > 0 or not ${isOnlyMeasured(rules)}
order by p.resource_id, p.billing_currency`
}

const peakOf = (signal: Signal) => `peak_${signal}` as const

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
  peaks: bySignal((signal) => number(row[peakOf(signal)] ?? null)),
  loudHours: Number(row.loud_hours ?? 0),
  blipHours: Number(row.blip_hours ?? 0),
  lastLoudAt: row.last_loud_at,
  lastActivityAt: row.last_activity_at,
  earlierLoudAt: row.earlier_loud_at,
  knownFromAt: row.known_from_at,
  lastWorkAt: row.last_work_at,
  longestPauseHours: number(row.longest_pause_hours),
})
