import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { CHANNEL } from './enqueue.ts'
import { type Place, type PlaceRow, readPlace } from './place.ts'

/** A place that takes nothing of ours until somebody changes that. */
export interface ClosedPlace {
  readonly place: Place
  readonly since: Date
  readonly reason: string
  /** Messages that wait for it. */
  readonly held: number
}

export async function closedPlaces(db: Kysely<Database>): Promise<readonly ClosedPlace[]> {
  const { rows } = await sql<PlaceRow & { closed_at: Date; closed_reason: string; held: number }>`
    select l.platform, l.workspace_id, l.place_kind, l.place_id, l.closed_at, l.closed_reason, count(o.outbox_id)::int as held
    from tally.lane l left join tally.outbox o on o.status = 'held'
      and (o.platform, o.workspace_id, o.place_kind, o.place_id) = (l.platform, l.workspace_id, l.place_kind, l.place_id)
    where l.closed_at is not null group by l.platform, l.workspace_id, l.place_kind, l.place_id order by l.closed_at`.execute(
    db,
  )
  return rows.map((row) => ({ place: readPlace(row), since: row.closed_at, reason: row.closed_reason, held: row.held }))
}

/** A repaired place: what is still due is sent after all, what is not is dropped. How many messages will be sent. */
export async function reopenPlace(db: Kysely<Database>, place: Place, now: Date): Promise<number> {
  const here = sql`platform = ${place.platform} and workspace_id = ${place.workspaceId}
    and place_kind = ${place.kind} and place_id = ${place.id}`
  await sql`update tally.lane set closed_at = null, closed_reason = null where ${here}`.execute(db)
  await sql`
    update tally.outbox set status = 'dropped', retry_at = null, last_error = 'its time was over when its place was repaired'
    where ${here} and status = 'held' and expires_at <= ${now}::timestamptz and not unsure`.execute(db)
  const { rows } = await sql`
    update tally.outbox set status = 'pending', retry_at = null, attempts = 0,
      first_attempt_at = case when unsure then first_attempt_at end
    where ${here} and status = 'held' returning 1`.execute(db)
  if (rows.length > 0) await sql`select pg_notify(${CHANNEL}, '')`.execute(db)
  return rows.length
}
