import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { factColumns } from './begin.ts'
import type { FoundResource } from './found.ts'

/** What nobody can judge is listed for as long as that is so; how many there are. */
export async function keepUnknown(
  db: Kysely<Database>,
  resources: readonly FoundResource[],
  now: Date,
): Promise<number> {
  const unknown = resources.filter(({ verdict }) => verdict.kind === 'unknown')
  const rows = unknown.map((resource) => ({ ...factColumns(resource), per_day: resource.perDay }))
  await sql`
    with c as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(resource_id text, resource_name text,
        resource_class text, team text, project text, environment text, rule_kind text, unknown_reason text, per_day jsonb)
    ),
    known as (delete from tally.nudge_unknown u where not exists (select from c where c.resource_id = u.resource_id))
    insert into tally.nudge_unknown as u (resource_id, resource_name, resource_class, team, project, environment,
      rule_kind, reason, per_day, since)
    select resource_id, resource_name, resource_class, team, project, environment, rule_kind, unknown_reason, per_day,
      ${now}::timestamptz
    from c order by resource_id
    on conflict (resource_id) do update set resource_name = excluded.resource_name,
      resource_class = excluded.resource_class, team = excluded.team, project = excluded.project,
      environment = excluded.environment, rule_kind = excluded.rule_kind, reason = excluded.reason,
      per_day = excluded.per_day
    where (u.resource_name, u.resource_class, u.team, u.project, u.environment, u.rule_kind, u.reason, u.per_day)
      is distinct from (excluded.resource_name, excluded.resource_class, excluded.team, excluded.project,
        excluded.environment, excluded.rule_kind, excluded.reason, excluded.per_day)`.execute(db)
  return unknown.length
}
