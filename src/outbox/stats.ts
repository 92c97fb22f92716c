import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** For /metrics. */
export interface OutboxStats {
  /** In line, also those under way; without those whose own time lies ahead. */
  readonly pending: number
  /** How long the oldest of them waits; 0 where none does. */
  readonly oldestPendingSeconds: number
  readonly held: number
  readonly dead: number
}

export async function outboxStats(db: Kysely<Database>): Promise<OutboxStats> {
  const { rows } = await sql<OutboxStats>`
    select (count(*) filter (where is_open))::int as pending, (count(*) filter (where status = 'held'))::int as held,
      (count(*) filter (where status = 'dead'))::int as dead,
      coalesce(extract(epoch from max(now() - greatest(created_at, not_before)) filter (where is_open)), 0)::float8
        as "oldestPendingSeconds"
    from (
      select status, created_at, not_before, status in ('pending', 'sending') and not_before <= now() as is_open
      from tally.outbox where status in ('pending', 'sending') or status in ('held', 'dead')
    ) o`.execute(db)
  const [{ pending, oldestPendingSeconds, held, dead } = { pending: 0, oldestPendingSeconds: 0, held: 0, dead: 0 }] =
    rows
  return { pending, oldestPendingSeconds, held, dead }
}
