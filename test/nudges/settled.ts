import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/db/schema.ts'
import { NO_NOTICES } from '../../src/nudges/nudge.ts'

/** One row of a nudge's log, in the words of its events. */
export interface Happened {
  readonly kind: string
  readonly at: string
  /** An email; Tally where it is left out. */
  readonly by?: string
  readonly until?: string
}

export interface Told {
  readonly resourceId: string
  readonly name?: string
  readonly class?: string
  readonly team?: string | null
  readonly project?: string | null
  readonly owner?: string
  readonly rule?: string
  readonly idleSince?: string | null
  readonly foundAt?: string
  /** Open where it is left out. */
  readonly resolved?: { readonly at: string; readonly how: 'gone' | 'busy' }
  readonly perDay?: readonly { readonly currency: string; readonly amount: string }[]
  readonly happened?: readonly Happened[]
}

/** Puts a nudge and its log there in plain SQL; its id. */
export async function putNudge(db: Kysely<Database>, told: Told): Promise<string> {
  const foundAt = told.foundAt ?? '2026-10-01T06:00:00Z'
  const state = told.resolved === undefined ? { kind: 'open', since: foundAt } : { kind: 'resolved', ...told.resolved }
  const { rows } = await sql<{ nudge_id: string }>`
    insert into tally.nudge (resource_id, state, owner_email, owner_why, per_day, notices, found_at, changed_at, resource_name,
      resource_class, team, project, clues, rule_kind, rule_version, evidence, idle_since)
    values (${told.resourceId}, ${JSON.stringify(state)}::jsonb, ${told.owner ?? 'ana@example.com'}, 'project',
      ${JSON.stringify(told.perDay ?? [])}::jsonb, ${JSON.stringify(NO_NOTICES)}::jsonb, ${foundAt},
      ${told.resolved?.at ?? foundAt}, ${told.name ?? told.resourceId}, ${told.class ?? 'gpu'}, ${told.team ?? null},
      ${told.project ?? null}, '{}', ${told.rule ?? 'gpu'}, '1', '{}', ${told.idleSince ?? null})
    returning nudge_id`.execute(db)
  const id = rows[0]?.nudge_id ?? ''
  const log: readonly Happened[] = [{ kind: 'began', at: foundAt }, ...(told.happened ?? [])]
  for (const [seq, event] of log.entries())
    await sql`insert into tally.nudge_event (nudge_id, seq, event, actor, at)
      values (${id}, ${seq}, ${JSON.stringify(event)}::jsonb, ${event.by ?? 'tally'}, ${event.at})`.execute(db)
  return id
}
