import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'

/** The last run of each, with what became of its message. */
export interface LastRun {
  readonly subscriptionId: string
  readonly slotAt: Date
  readonly status: 'due' | 'waiting' | 'queued' | 'sent' | 'held' | 'dead' | 'missed' | 'failed'
  readonly partial: boolean
  /** The sources that it waits for. */
  readonly waitingFor: readonly string[]
  readonly sentAt: Date | null
  readonly error: string | null
}

export async function lastRuns(db: Kysely<Database>, ids: readonly string[]): Promise<ReadonlyMap<string, LastRun>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.digest_run as r')
    .leftJoin('tally.outbox as o', 'o.message_key', 'r.message_key')
    .distinctOn('r.subscription_id')
    .select(['r.subscription_id', 'r.slot_at', 'r.status', 'r.partial', 'r.waiting_for', 'r.error'])
    .select(['o.status as sending', 'o.sent_at', 'o.last_error'])
    .where('r.subscription_id', 'in', ids)
    .orderBy('r.subscription_id')
    .orderBy('r.slot_at', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.subscription_id,
      {
        subscriptionId: row.subscription_id,
        slotAt: row.slot_at,
        status: row.status === 'queued' ? outcomeOf(row.sending) : row.status,
        partial: row.partial,
        waitingFor: row.waiting_for,
        sentAt: row.sent_at,
        error: row.error ?? (row.sending === 'sent' ? null : row.last_error),
      },
    ]),
  )
}

type Sending = Database['tally.outbox']['status']['__select__']

function outcomeOf(sending: Sending | null): LastRun['status'] {
  switch (sending) {
    case 'pending':
    case 'sending':
      return 'queued'
    case 'sent':
    case 'held':
    case 'dead':
      return sending
    // Nobody took it while it was worth something.
    case 'dropped':
      return 'missed'
    // Sent so long ago that the message is forgotten.
    case null:
      return 'sent'
  }
}
