import type { Connection } from '../../src/db/connect.ts'
import type { Expected } from './verdict.ts'

/** What there is to do: in the database already, or brought by the replicas themselves. */
export interface Work extends Omit<Expected, 'ranks'> {
  /** Of the keys of its messages: others may be in the outbox as well. */
  readonly prefix: string
  /** What a replica runs. */
  script(replica: number): readonly string[]
}

/** What the outbox holds, once the replicas are gone or while they run. */
export interface Outbox {
  readonly rows: number
  /** Still to be sent. */
  readonly open: number
  readonly unknownAttempts: number
  readonly byStatus: Readonly<Record<string, number>>
}

export async function outboxOf({ pool }: Connection, prefix: string): Promise<Outbox> {
  const { rows } = await pool.query<{ status: string; messages: number; unknown: number }>(
    `select status, count(*)::int as messages, sum(unknown_attempts)::int as unknown from tally.outbox
      where starts_with(message_key, $1) group by status`,
    [prefix],
  )
  const byStatus = Object.fromEntries(rows.map(({ status, messages }) => [status, messages]))
  return {
    rows: rows.reduce((sum, { messages }) => sum + messages, 0),
    open: (byStatus.pending ?? 0) + (byStatus.sending ?? 0),
    unknownAttempts: rows.reduce((sum, { unknown }) => sum + unknown, 0),
    byStatus,
  }
}

/** The order that was decided on, by the numbers that the outbox gave. */
export async function ranksOf({ pool }: Connection): Promise<Expected['ranks']> {
  const { rows } = await pool.query<{ message_key: string; rank: number }>(
    'select message_key, outbox_id::int as rank from tally.outbox',
  )
  return new Map(rows.map(({ message_key, rank }) => [message_key, rank]))
}
