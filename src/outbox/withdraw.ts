import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Nobody wants what waits under these beginnings of keys any more. What may have arrived already is looked for all the same. */
export async function withdraw(db: Kysely<Database>, beginnings: readonly string[]): Promise<void> {
  await sql`
    update tally.outbox set status = 'dropped', retry_at = null, last_error = 'nobody wanted it any more'
    where status in ('pending', 'held') and not unsure
      and exists (select from unnest(${beginnings}::text[]) as b (beginning) where starts_with(message_key, beginning))`.execute(
    db,
  )
}
