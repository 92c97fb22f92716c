import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Deletes messages of before then that are not sent any more. Whoever enqueues one of their keys afterwards sends it again. */
export async function forgetMessages(db: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('tally.outbox')
    .where('created_at', '<', before)
    .where('status', 'not in', ['pending', 'sending'])
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Empties the cards of messages that were settled before then: the key stays, the figures need not. */
export async function forgetCards(db: Kysely<Database>, before: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('tally.outbox')
    .set({ card: '{"blocks": []}' })
    .where('created_at', '<', before)
    .where('status', 'in', ['sent', 'dropped', 'dead'])
    .where(sql<boolean>`card <> '{"blocks": []}'`)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
