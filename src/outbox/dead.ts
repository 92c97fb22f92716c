import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Place, readPlace } from './place.ts'

/** A message that will never arrive, and nobody was told yet. */
export interface DeadMessage {
  readonly key: string
  readonly place: Place
  readonly reason: string
  readonly createdAt: Date
}

export async function deadMessages(db: Kysely<Database>): Promise<readonly DeadMessage[]> {
  const rows = await db
    .selectFrom('tally.outbox')
    .select(['message_key', 'platform', 'workspace_id', 'place_kind', 'place_id', 'last_error', 'created_at'])
    .where('status', '=', 'dead')
    .where('told_at', 'is', null)
    .orderBy('outbox_id')
    .execute()
  return rows.map((row) => ({
    key: row.message_key,
    place: readPlace(row),
    reason: row.last_error ?? '',
    createdAt: row.created_at,
  }))
}

export async function markTold(db: Kysely<Database>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await db
    .updateTable('tally.outbox')
    .set({ told_at: sql<Date>`now()` })
    .where('message_key', 'in', keys)
    .where('status', '=', 'dead')
    .execute()
}
