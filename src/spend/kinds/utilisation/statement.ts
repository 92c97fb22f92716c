import { type RawBuilder, sql } from 'kysely'
import type { IdleRules } from '../../../nudges/idle-rules.ts'
import { NONE, type Question } from '../../question.ts'
import { type Condition, keyOf, scope, within } from '../../scope.ts'
import { isLoud, isSeen, judgedClasses, kindOfResource } from '../idle/signals.ts'
import { instant } from '../idle/statement.ts'
import type { Asked } from '../kind.ts'

export interface HoursRow {
  readonly kind: string
  readonly billing_currency: string
  /** Of a resource, as opposed to a group. */
  readonly name: string | null
  readonly hours: string
  readonly busy_hours: string
  /** Idle, and in the hours that are asked for. */
  readonly idle_hours: string
  readonly util_sum: string | null
  readonly util_hours: string
  readonly cost: string
  readonly idle_cost: string
  readonly rows: string
  readonly [key: `key_${number}`]: string | null
}

/** Work is done here; everything else is a night or a weekend. */
export const WORK_HOURS = { from: 7, to: 19 } as const
const PRODUCTION: readonly string[] = ['production', 'prod', 'live']

export const isOffHours = (question: Question): boolean => question.focus?.on === 'off_hours'

/** By group: the hours of days that were paid for, with the day's cost shared out evenly over its 24 hours. */
export function statement(asked: Asked, rules: IdleRules): RawBuilder<HoursRow> {
  const { question, sight, now, timezone } = asked
  const byResource = question.groupBy.length === 0 || question.groupBy.includes('resource')
  const keys = byResource ? [sql`resource_id`] : question.groupBy.map((dimension) => keyOf(dimension, 'spend.daily'))
  const names = keys.map((_, i) => sql.ref(`key_${i + 1}`))
  const periodEnd = new Date(`${question.period.end}T00:00:00Z`)
  const until = periodEnd < now ? periodEnd : now
  return sql<HoursRow>`with paid as (
  select day, resource_id, billing_currency, max(kind) as kind, max(resource_name) as name,
    sum(effective_cost) as cost, count(*) as charges, count(*) over (partition by day, resource_id) as shares${keys.map((key, i) => sql`, ${key} as ${names[i]}`).reduce((all, each) => sql`${all}${each}`, sql``)}
  from (
    select *, ${kindOfResource(rules)} as kind from spend.daily
    where ${within(question.period)} and resource_class in (${sql.join(judgedClasses(rules))})
      and resource_id is not null and ${environments(question)} and ${scope(question, sight, 'spend.daily')}
  ) as charged
  where kind is not null
  group by day, resource_id, billing_currency, ${sql.join(names)}
), j as (
  select resource_id, max(kind) as kind from paid group by 1
), worked as (
  select h.resource_id, (h.hour at time zone 'UTC')::date as day, count(*) as hours,
    count(*) filter (where h.loud) as busy_hours, count(*) filter (where not h.loud and h.asked) as idle_hours,
    sum(h.gpu_util_avg) as util_sum, count(h.gpu_util_avg) as util_hours
  from (
    select h.resource_id, h.hour, case when h.gpu_util_avg <= 100 then h.gpu_util_avg end as gpu_util_avg, ${isLoud(rules)} as loud, ${isSeen(rules)} as seen,
      ${isOffHours(question) ? offHours(timezone) : sql`true`} as asked
    from j join spend.resource_hour h using (resource_id)
    where h.hour >= ${instant(new Date(`${question.period.start}T00:00:00Z`))} and h.hour < ${instant(until)} and h.samples > 0
  ) as h
  where h.seen or h.loud group by 1, 2
)
select p.kind, p.billing_currency, ${byResource ? sql`max(p.name)` : sql`null::text`} as name, ${sql.join(names)},
  sum(w.hours::numeric / shares) as hours, sum(w.busy_hours::numeric / shares) as busy_hours,
  sum(w.idle_hours::numeric / shares) as idle_hours, sum(w.util_sum / shares) as util_sum,
  sum(w.util_hours::numeric / shares) as util_hours, sum(p.cost) as cost,
  sum(p.cost * w.idle_hours / 24) as idle_cost, sum(p.charges) as rows
from paid p join worked w using (resource_id, day)
group by p.kind, p.billing_currency, ${sql.join(names)}`
}

/** Production may have to wait through the night. What has no environment is not known to be anything else. */
function environments(question: Question): Condition {
  const named = (question.filters.environment ?? []).some((value) => value !== NONE)
  return isOffHours(question) && !named
    ? sql`lower(environment) not in (${sql.join(PRODUCTION.map((name) => sql.lit(name)))})`
    : sql`true`
}

function offHours(timezone: string): Condition {
  const local = sql`h.hour at time zone ${timezone}`
  const { from, to } = WORK_HOURS
  return sql`(extract(isodow from ${local}) > 5 or extract(hour from ${local}) not between ${sql.lit(from)} and ${sql.lit(to)})`
}
