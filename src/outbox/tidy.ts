import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Clock, instant } from './clock.ts'

/** Drops what is worth nothing to anybody any more, and holds what was enqueued just when its place was closed. */
export async function tidy(db: Kysely<Database>, now: Clock): Promise<void> {
  // What may have arrived is looked for first, when its turn comes.
  await sql`
    update tally.outbox set status = 'dropped', retry_at = null, last_error = 'its time was over before it could be sent'
    where outbox_id in (select outbox_id from tally.outbox
      where status in ('pending', 'held') and expires_at <= ${instant(now)} and not unsure for update skip locked)`.execute(
    db,
  )
  await sql`
    update tally.outbox set status = 'held'
    where outbox_id in (select o.outbox_id
      from tally.outbox o join tally.lane l using (platform, workspace_id, place_kind, place_id)
      where o.status = 'pending' and l.closed_at is not null for update of o skip locked)`.execute(db)
}
