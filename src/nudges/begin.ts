import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { FoundResource } from './found.ts'
import { NO_NOTICES, type Owner } from './nudge.ts'
import { type Began, type StoredNudge, TALLY, toStored } from './stored.ts'

type Db = Kysely<Database>

interface Beginning {
  readonly resource: FoundResource
  readonly owner: Owner
}

/** Nudges begin watched, and with the first row of their log; those that another has begun are left to it. */
export async function insertNudges(
  trx: Db,
  beginnings: readonly Beginning[],
  now: Date,
): Promise<readonly StoredNudge[]> {
  if (beginnings.length === 0) return []
  const rows = beginnings.map(({ resource, owner }) => {
    const began: Began = { kind: 'began', at: now, owner, perDay: resource.perDay }
    const { email: owner_email, why: owner_why } = owner
    return { ...factColumns(resource), owner_email, owner_why, per_day: resource.perDay, began }
  })
  const inserted = await sql<Selectable<Database['tally.nudge']>>`
    with c as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(resource_id text, resource_name text,
        resource_class text, team text, project text, environment text, clues jsonb, rule_kind text, rule_version text,
        evidence jsonb, idle_since timestamptz, idle_since_at_least boolean, wasted jsonb, unknown_reason text,
        owner_email text, owner_why text, per_day jsonb, began jsonb)
    ),
    n as (
      insert into tally.nudge (resource_id, state, owner_email, owner_why, per_day, notices, found_at, changed_at,
        resource_name, resource_class, team, project, environment, clues, rule_kind, rule_version, evidence, idle_since,
        idle_since_at_least, wasted, unknown_reason)
      select resource_id, ${JSON.stringify({ kind: 'watch', since: now })}::jsonb, owner_email, owner_why, per_day,
        ${JSON.stringify(NO_NOTICES)}::jsonb, ${now}::timestamptz, ${now}::timestamptz, resource_name, resource_class, team, project,
        environment, clues, rule_kind, rule_version, evidence, idle_since, idle_since_at_least, wasted, unknown_reason
      from c order by resource_id
      on conflict (resource_id) where state_kind <> 'resolved' do nothing
      returning *
    ),
    logged as (
      insert into tally.nudge_event (nudge_id, seq, event, actor, at)
      select n.nudge_id, 0, c.began, ${TALLY}, ${now}::timestamptz from n join c using (resource_id)
    )
    select * from n`.execute(trx)
  return inserted.rows.map(toStored)
}

/** What a look shows of a resource, as JSON takes it. */
export function factColumns({ verdict, ...resource }: FoundResource) {
  return {
    resource_id: resource.resourceId,
    resource_name: resource.name,
    resource_class: resource.resourceClass,
    team: resource.team,
    project: resource.project,
    environment: resource.environment,
    clues: resource.clues,
    rule_kind: resource.rule.kind,
    rule_version: resource.rule.version,
    evidence: verdict.evidence,
    idle_since: 'sinceAt' in verdict ? verdict.sinceAt : null,
    idle_since_at_least: verdict.kind === 'idle' && verdict.sinceAtLeast,
    wasted: resource.wasted,
    unknown_reason: verdict.kind === 'unknown' ? verdict.reason : null,
  }
}
