import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { MessageRef } from '../platform.ts'
import { conversation, readPlace } from './place.ts'

/** What became of a message so far. */
export interface MessageState {
  readonly status: 'pending' | 'sending' | 'sent' | 'held' | 'dead' | 'dropped'
  /** Where it stands, once it was sent. */
  readonly message: MessageRef | null
  readonly sentAt: Date | null
  /** Why it waits, or why it will never be sent. */
  readonly reason: string | null
  /** So often it may stand there twice. */
  readonly possibleRepeats: number
}

/** By key; what the outbox does not know is not in it. */
export async function messageState(
  db: Kysely<Database>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, MessageState>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.outbox')
    .select(['message_key', 'platform', 'workspace_id', 'place_kind', 'place_id', 'direct', 'thread_id', 'status'])
    .select(['sent_conversation_id', 'sent_message_id', 'sent_at', 'last_error', 'unknown_attempts'])
    .where('message_key', 'in', keys)
    .execute()
  return new Map(
    rows.map((row) => {
      const { sent_conversation_id, sent_message_id, direct, thread_id } = row
      const message =
        sent_conversation_id === null || sent_message_id === null
          ? null
          : { where: conversation(readPlace(row), sent_conversation_id, direct, thread_id), messageId: sent_message_id }
      const { status, sent_at: sentAt, last_error: reason, unknown_attempts: possibleRepeats } = row
      return [row.message_key, { status, message, sentAt, reason, possibleRepeats }]
    }),
  )
}
