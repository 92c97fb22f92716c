import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Courier } from '../platform.ts'
import type { Claimed } from './claim.ts'
import { type Clock, instant, milliseconds } from './clock.ts'
import type { Verdict } from './step.ts'

export interface Settled {
  /** Since it might have been sent for the first time. */
  readonly waitedSeconds: number
}

/** Writes down what became of a message, and frees its lane; undefined, and nothing done, where the lease is another's by now. */
export async function settle(
  db: Kysely<Database>,
  claimed: Claimed,
  verdict: Verdict,
  { pace }: Courier,
  now: Clock,
): Promise<Settled | undefined> {
  if (verdict.kind === 'limited' && verdict.scope === 'workspace') await restWorkspace(db, claimed, verdict.waitMs, now)
  const { status, tried, unsure, looks, waitMs, restMs, reason, closed, sent, threadId } = change(verdict, pace)
  const { rows } = await sql<{ waited: number }>`
    with clock as materialized (select ${instant(now)} as at),
    -- The lane first, as a claim does it: two who want the same never wait for each other.
    lane as materialized (
      select l.* from tally.lane l join tally.outbox o using (platform, workspace_id, place_kind, place_id)
      where o.outbox_id = ${claimed.outboxId} and o.lease_id = ${claimed.leaseId} for no key update of l
    ),
    mine as (
      update tally.outbox o set status = ${status}, lease_id = null, lease_until = null,
        attempts = o.attempts + ${tried}, unsure = ${unsure}, looks = ${looks},
        retry_at = case when ${waitMs}::float8 is not null then clock.at + ${waitMs}::float8 * interval '1 millisecond' end,
        -- Where nothing was tried yet, the day of patience has not begun either.
        first_attempt_at = case when o.attempts + ${tried} > 0 or ${unsure} then o.first_attempt_at end,
        sent_at = case when ${status} = 'sent' then clock.at end, sent_conversation_id = ${sent?.conversationId ?? null},
        sent_message_id = ${sent?.messageId ?? null}, thread_id = coalesce(${threadId}, o.thread_id), last_error = ${reason}
      from lane, clock where o.outbox_id = ${claimed.outboxId} and o.lease_id = ${claimed.leaseId}
      returning o.*
    ),
    freed as (
      update tally.lane l set next_free_at = clock.at + ${milliseconds(restMs)},
        closed_at = case when ${closed !== null} then clock.at end, closed_reason = ${closed}
      from mine m, clock
      where (l.platform, l.workspace_id, l.place_kind, l.place_id)
        = (m.platform, m.workspace_id, m.place_kind, m.place_id)
    ),
    held as (
      update tally.outbox o set status = 'held', unsure = o.unsure or o.status = 'sending', lease_id = null, lease_until = null
      from mine m
      where ${closed !== null} and o.outbox_id <> m.outbox_id and o.status in ('pending', 'sending')
        and (o.platform, o.workspace_id, o.place_kind, o.place_id)
          = (m.platform, m.workspace_id, m.place_kind, m.place_id)
    )
    select extract(epoch from clock.at - greatest(m.created_at, m.not_before))::float8 as waited from mine m, clock`.execute(
    db,
  )
  return rows[0] && { waitedSeconds: Math.max(0, rows[0].waited) }
}

interface Change {
  readonly status: string
  readonly tried: 0 | 1
  readonly unsure: boolean
  readonly looks: number
  /** Until it is tried again. */
  readonly waitMs: number | null
  /** Until its lane is free. */
  readonly restMs: number
  readonly reason: string | null
  /** Why its place takes nothing any more, in words. */
  readonly closed: string | null
  readonly sent?: { readonly conversationId: string; readonly messageId: string }
  readonly threadId: string | null
}

function change(verdict: Verdict, pace: Courier['pace']): Change {
  const tried = 'tried' in verdict && !verdict.tried ? 0 : 1
  const plain = { unsure: false, looks: 0, waitMs: null, closed: null, threadId: null } as const
  switch (verdict.kind) {
    case 'sent': {
      const { where, messageId } = verdict.message
      const sent = { conversationId: where.conversationId, messageId }
      const threadId = where.threadId ?? null
      return { ...plain, status: 'sent', tried, restMs: pace.conversationMs, reason: null, sent, threadId }
    }
    case 'later': {
      const { waitMs, unsure, looks, reason } = verdict
      return { ...plain, status: 'pending', tried, unsure, looks, waitMs, restMs: pace.conversationMs, reason }
    }
    case 'limited': {
      const restMs =
        verdict.scope === 'conversation' ? Math.max(verdict.waitMs, pace.conversationMs) : pace.conversationMs
      return { ...plain, status: 'pending', tried: 0, restMs, reason: 'too many at once' }
    }
    case 'closed':
      return { ...plain, status: 'held', tried: 1, restMs: 0, reason: verdict.reason, closed: verdict.words }
    case 'dead':
      return { ...plain, status: 'dead', tried, restMs: pace.conversationMs, reason: verdict.reason }
    case 'dropped':
      return { ...plain, status: 'dropped', tried: 0, restMs: 0, reason: verdict.reason }
  }
}

async function restWorkspace(db: Kysely<Database>, { place }: Claimed, ms: number, now: Clock): Promise<void> {
  await sql`
    update tally.workspace_pace set next_free_at = greatest(next_free_at, ${instant(now)} + ${milliseconds(ms)})
    where platform = ${place.platform} and workspace_id = ${place.workspaceId}`.execute(db)
}
