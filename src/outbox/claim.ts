import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Card } from '../cards/card.ts'
import type { Database } from '../db/schema.ts'
import type { Courier, PlatformName } from '../platform.ts'
import { type Clock, instant, milliseconds } from './clock.ts'
import { type Place, type PlaceRow, readPlace } from './place.ts'

/** A message that is ours alone until the lease is over. */
export interface Claimed {
  readonly outboxId: string
  readonly leaseId: string
  readonly key: string
  readonly place: Place
  readonly direct: boolean
  readonly threadId: string | null
  readonly card: Card
  readonly relation: Relation | null
  /** An attempt may have arrived. */
  readonly unsure: boolean
  readonly attempts: number
  readonly unknownAttempts: number
  readonly looks: number
  readonly firstAttemptAt: Date
  readonly expiresAt: Date | null
  readonly claimedAt: Date
}

/** To another message: in its thread, or in its place. */
export interface Relation {
  readonly kind: 'reply' | 'edit'
  /** Null where the outbox knows it no longer. */
  readonly target: Target | null
  /** A newer edit of the same message waits. */
  readonly superseded: boolean
}

export interface Target {
  readonly place: Place
  readonly status: string
  readonly direct: boolean
  readonly threadId: string | null
  /** Where it stands, if it was sent. */
  readonly sent: { readonly conversationId: string; readonly messageId: string } | null
}

export const MOST_AT_ONCE = 16

/** An attempt begins within this after its claim, or not at all: then no lease ends before its attempt does. */
export const BEGIN_WITHIN_MS = 3_000
export const leaseMs = (courier: Courier): number => courier.patienceMs + BEGIN_WITHIN_MS

/** As many as the workspace bears in this time: what is urgent waits no longer for those that were taken before it. */
const BATCH_MS = 500

/**
 * Takes the first in line of places that are free, what is urgent first. While a message is under way its lane is not free, so a place
 * gets one at a time; if whoever took it is never heard of again, the lane is free when the lease is over.
 */
export async function claim(
  db: Kysely<Database>,
  couriers: ReadonlyMap<PlatformName, Courier>,
  most: number,
  now: Clock,
): Promise<readonly Claimed[]> {
  const known = [...couriers].map(([platform, courier]) => ({
    platform,
    lease_ms: leaseMs(courier),
    workspace_ms: courier.pace.workspaceMs,
    batch: Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(BATCH_MS / Math.max(courier.pace.workspaceMs, 1)))),
  }))
  const { rows } = await sql<ClaimedRow>`
    with clock as materialized (select ${instant(now)} as at),
    courier as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(known)}::jsonb)
        as c(platform text, lease_ms float8, workspace_ms float8, batch integer)
    ),
    -- The first in line of each place: what waits for another message, or for its own time, is not in line yet.
    head as materialized (
      select distinct on (o.platform, o.workspace_id, o.place_kind, o.place_id)
        o.platform, o.workspace_id, o.place_kind, o.place_id, o.outbox_id, o.urgent,
        coalesce(o.lease_until, o.retry_at, '-infinity') <= clock.at as ready
      from tally.outbox o cross join clock
      where o.status in ('pending', 'sending') and o.not_before <= clock.at
        -- One look by key for each, as a value: for an exists PostgreSQL reads all that was ever sent.
        and (coalesce(o.reply_to, o.replaces) is null or coalesce(
          (select t.status from tally.outbox t where t.message_key = coalesce(o.reply_to, o.replaces)), 'gone')
          not in ('pending', 'sending', 'held'))
      order by o.platform, o.workspace_id, o.place_kind, o.place_id, o.urgent desc, o.outbox_id
    ),
    workspace as materialized (
      select w.platform, w.workspace_id from tally.workspace_pace w cross join clock
      where w.next_free_at <= clock.at
        and (w.platform, w.workspace_id) in (select platform, workspace_id from head where ready)
      order by 1, 2 for update of w
    ),
    candidate as materialized (
      select h.*, row_number() over (partition by platform, workspace_id order by h.urgent desc, h.outbox_id) as nth
      from head h join workspace using (platform, workspace_id)
        join tally.lane l using (platform, workspace_id, place_kind, place_id) cross join clock
      where h.ready and l.closed_at is null and l.next_free_at <= clock.at
    ),
    -- Asked once more of the row as it is now: another may have been quicker.
    free as materialized (
      select c.outbox_id, courier.lease_ms, courier.workspace_ms
      from candidate c join courier using (platform)
        join tally.lane l using (platform, workspace_id, place_kind, place_id) cross join clock
      where c.nth <= courier.batch and l.closed_at is null and l.next_free_at <= clock.at
      order by c.urgent desc, c.outbox_id limit ${most}
      for no key update of l skip locked
    ),
    claimed as (
      update tally.outbox o set status = 'sending', lease_id = ${randomUUID()} || ':' || o.outbox_id,
        lease_until = clock.at + free.lease_ms * interval '1 millisecond', retry_at = null,
        -- Whoever had it before us is gone, and nobody knows how far they came.
        unsure = o.unsure or o.status = 'sending', attempts = o.attempts + (o.status = 'sending')::int,
        first_attempt_at = coalesce(o.first_attempt_at, clock.at)
      from free, clock
      where o.outbox_id = free.outbox_id and o.status in ('pending', 'sending')
        and coalesce(o.lease_until, o.retry_at, '-infinity') <= clock.at
      returning o.*, free.workspace_ms
    ),
    busy_lane as (
      update tally.lane l set next_free_at = c.lease_until from claimed c
      where (l.platform, l.workspace_id, l.place_kind, l.place_id)
        = (c.platform, c.workspace_id, c.place_kind, c.place_id)
    ),
    busy_workspace as (
      update tally.workspace_pace w set next_free_at = clock.at + c.ms * interval '1 millisecond'
      from (select platform, workspace_id, sum(workspace_ms) as ms from claimed group by 1, 2) c, clock
      where (w.platform, w.workspace_id) = (c.platform, c.workspace_id)
    )
    select c.outbox_id, c.lease_id, c.message_key, c.platform, c.workspace_id, c.place_kind, c.place_id, c.direct, c.thread_id,
      c.card, c.reply_to, c.replaces, c.unsure, c.attempts, c.unknown_attempts, c.looks, c.first_attempt_at, c.expires_at,
      clock.at as claimed_at,
      case when t.outbox_id is not null then to_jsonb(t) - 'card' end as target,
      c.replaces is not null and exists (select from tally.outbox n where n.replaces = c.replaces
        and n.outbox_id > c.outbox_id and n.status in ('pending', 'sending')) as superseded
    from claimed c cross join clock left join tally.outbox t on t.message_key = coalesce(c.reply_to, c.replaces)
    order by c.urgent desc, c.outbox_id`.execute(db)
  return rows.map(read)
}

/**
 * Once more ours for a whole lease, before what may have arrived is sent again; false where another took it meanwhile. `blind`: nobody
 * could tell, so it may then stand there twice, and that is counted before it is done.
 */
export async function renew(
  db: Kysely<Database>,
  claimed: Claimed,
  courier: Courier,
  blind: boolean,
  now: Clock,
): Promise<boolean> {
  const { rows } = await sql`
    with lane as materialized (
      select l.* from tally.lane l join tally.outbox o using (platform, workspace_id, place_kind, place_id)
      where o.outbox_id = ${claimed.outboxId} and o.lease_id = ${claimed.leaseId} for no key update of l
    ),
    renewed as (
      update tally.outbox o set lease_until = ${instant(now)} + ${milliseconds(leaseMs(courier))}, unsure = false, looks = 0,
        unknown_attempts = o.unknown_attempts + ${blind ? 1 : 0}
      from lane where o.outbox_id = ${claimed.outboxId} and o.lease_id = ${claimed.leaseId}
      returning o.*
    )
    update tally.lane l set next_free_at = r.lease_until from renewed r
    where (l.platform, l.workspace_id, l.place_kind, l.place_id) = (r.platform, r.workspace_id, r.place_kind, r.place_id)
    returning 1`.execute(db)
  return rows.length > 0
}

interface TargetRow extends PlaceRow {
  readonly status: string
  readonly direct: boolean
  readonly thread_id: string | null
  readonly sent_conversation_id: string | null
  readonly sent_message_id: string | null
}

interface ClaimedRow extends PlaceRow {
  readonly outbox_id: string
  readonly lease_id: string
  readonly message_key: string
  readonly direct: boolean
  readonly thread_id: string | null
  readonly card: Card
  readonly reply_to: string | null
  readonly replaces: string | null
  readonly unsure: boolean
  readonly attempts: number
  readonly unknown_attempts: number
  readonly looks: number
  readonly first_attempt_at: Date
  readonly expires_at: Date | null
  readonly claimed_at: Date
  readonly target: TargetRow | null
  readonly superseded: boolean
}

const read = (row: ClaimedRow): Claimed => ({
  outboxId: row.outbox_id,
  leaseId: row.lease_id,
  key: row.message_key,
  place: readPlace(row),
  direct: row.direct,
  threadId: row.thread_id,
  card: row.card,
  relation:
    row.reply_to === null && row.replaces === null
      ? null
      : { kind: row.replaces === null ? 'reply' : 'edit', target: readTarget(row.target), superseded: row.superseded },
  unsure: row.unsure,
  attempts: row.attempts,
  unknownAttempts: row.unknown_attempts,
  looks: row.looks,
  firstAttemptAt: row.first_attempt_at,
  expiresAt: row.expires_at,
  claimedAt: row.claimed_at,
})

function readTarget(row: TargetRow | null): Target | null {
  if (row === null) return null
  const { status, direct, thread_id, sent_conversation_id, sent_message_id } = row
  const sent =
    status === 'sent' && sent_conversation_id !== null && sent_message_id !== null
      ? { conversationId: sent_conversation_id, messageId: sent_message_id }
      : null
  return { place: readPlace(row), status, direct, threadId: thread_id, sent }
}
