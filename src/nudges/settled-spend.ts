import { type Kysely, sql } from 'kysely'
import { addDays, type CivilDate, earlier, later } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { IDLE_RULES } from './idle-rules.ts'
import { BASELINE_DAYS, type DayCost, lastDayOf, type Settled } from './measured.ts'
import { SAVING_DAYS } from './savings.ts'

export interface SettledResource extends Settled {
  readonly resourceId: string
  readonly name: string
  readonly resourceClass: string
  readonly team: string | null
  readonly project: string | null
}

/** What each cost, by nudge. */
export type SpendByNudge = ReadonlyMap<string, readonly DayCost[]>

export interface OwnSpend {
  readonly spend: SpendByNudge
  /** Whose bills tell of it, by nudge. */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>
}

/** Between a resource's last charge and the look that finds it gone. */
const FOUND_AFTER_DAYS = 14
const LONGEST = Math.max(...SAVING_DAYS)

// What comes in place of another begins near its end: put up beforehand, or missed within a week.
const BEFORE_END_DAYS = 3
const AFTER_END_DAYS = 7
/** It is new if nothing was charged for it for so long before. */
const NEW_DAYS = 30

interface Row {
  readonly nudge_id: string
  readonly day: CivilDate
  readonly currency: string
  readonly cost: string | null
}

/** Of the resources themselves, wherever they are booked: around the day on which each was settled. */
export async function ownSpend(db: Kysely<Database>, settled: readonly SettledResource[]): Promise<OwnSpend> {
  const wanted = settled.map(({ nudgeId, resourceId, resolvedOn }) => ({
    nudge_id: nudgeId,
    resource_id: resourceId,
    from_day: addDays(resolvedOn, -FOUND_AFTER_DAYS - BASELINE_DAYS),
    until_day: addDays(resolvedOn, LONGEST + 1),
  }))
  if (wanted.length === 0) return { spend: new Map(), sources: new Map() }
  const { rows } = await sql<Row & { readonly sources: readonly string[] }>`
    with n as (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as n(nudge_id text, resource_id text, from_day date, until_day date)
    )
    select n.nudge_id, d.day, d.billing_currency as currency,
      case when count(*) = count(d.effective_cost) then sum(d.effective_cost) end as cost,
      array_agg(distinct d.source_name) as sources
    from n join spend.daily d on d.resource_id = n.resource_id and d.day >= n.from_day and d.day < n.until_day
    where d.day >= ${least(wanted.map((each) => each.from_day))} and d.day < ${most(wanted.map((each) => each.until_day))}
    group by 1, 2, 3`.execute(db)
  const sources = new Map<string, Set<string>>()
  for (const row of rows) sources.set(row.nudge_id, new Set([...(sources.get(row.nudge_id) ?? []), ...row.sources]))
  return { spend: byNudge(rows), sources }
}

/**
 * Of what came in place of each: a resource of the same team and project with the same class, workload or name, that was first charged
 * for around its end. Jobs end by themselves and stand in for nothing. Two that ended together each count what came in place of both,
 * so that too little is held to be saved rather than too much.
 */
export async function replacementSpend(
  db: Kysely<Database>,
  settled: readonly SettledResource[],
  own: SpendByNudge,
): Promise<SpendByNudge> {
  const wanted = settled.flatMap((each) => {
    const lastDay = lastDayOf(each, own.get(each.nudgeId) ?? [])
    if (lastDay === undefined) return []
    return [
      {
        nudge_id: each.nudgeId,
        resource_id: each.resourceId,
        resource_name: each.name,
        resource_class: each.resourceClass,
        team: each.team ?? '',
        project: each.project ?? '',
        last_day: lastDay,
      },
    ]
  })
  if (wanted.length === 0) return new Map()
  const lastDays = wanted.map(({ last_day }) => last_day)
  const [from, end] = [addDays(least(lastDays), -BEFORE_END_DAYS - NEW_DAYS), addDays(most(lastDays), LONGEST + 1)]
  // `coalesce` and not `is not distinct from`, which no hash join can use.
  const { rows } = await sql<Row>`
    with n as (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as n(nudge_id text, resource_id text,
        resource_name text, resource_class text, team text, project text, last_day date)
    ), workload as (
      select distinct n.nudge_id, d.workload_type from n join spend.daily d on d.resource_id = n.resource_id
      where d.day >= ${from} and d.day < ${end} and d.day <= n.last_day and d.workload_type is not null
    ), instead as (
      select n.nudge_id, n.last_day, d.resource_id
      from n join spend.daily d on coalesce(d.team, '') = n.team and coalesce(d.project, '') = n.project
        and d.day >= n.last_day - ${BEFORE_END_DAYS + NEW_DAYS}::int and d.day <= n.last_day + ${AFTER_END_DAYS}::int
      where d.day >= ${from} and d.day < ${end} and d.resource_id <> n.resource_id and d.effective_cost is distinct from 0
        and (d.resource_class = n.resource_class or d.resource_name = n.resource_name
          or (n.nudge_id, d.workload_type) in (select nudge_id, workload_type from workload))
        and not exists (select from unnest(${[...IDLE_RULES.skips]}::text[]) as skip
          where strpos(lower(coalesce(d.resource_type, '')), skip) > 0)
      group by 1, 2, 3 having min(d.day) >= n.last_day - ${BEFORE_END_DAYS}::int
    )
    select i.nudge_id, d.day, d.billing_currency as currency,
      case when count(*) = count(d.effective_cost) then sum(d.effective_cost) end as cost
    from instead i join spend.daily d on d.resource_id = i.resource_id
      and d.day > i.last_day and d.day <= i.last_day + ${LONGEST}::int
    where d.day >= ${from} and d.day < ${end}
    group by 1, 2, 3`.execute(db)
  return byNudge(rows)
}

function byNudge(rows: readonly Row[]): SpendByNudge {
  const spend = new Map<string, DayCost[]>()
  for (const { nudge_id, day, currency, cost } of rows) {
    const known = spend.get(nudge_id)
    if (known === undefined) spend.set(nudge_id, [{ day, currency, cost }])
    else known.push({ day, currency, cost })
  }
  return spend
}

const least = (days: readonly CivilDate[]): CivilDate => days.reduce(earlier)
const most = (days: readonly CivilDate[]): CivilDate => days.reduce(later)
