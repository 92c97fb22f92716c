import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Message } from './message.ts'

/** Whoever sends listens on this channel. */
export const CHANNEL = 'outbox'

/**
 * Puts messages into the outbox, in this order per place, within the caller's transaction; wakes whoever sends. Gives back how
 * many were new. What transactions enqueue side by side has no order among itself.
 */
export async function enqueue(db: Kysely<Database>, messages: readonly Message[]): Promise<number> {
  if (messages.length === 0) return 0
  const { rows } = await sql<{ added: number }>`
    with message as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(messages.map(toRow), kept)}::jsonb) as m(
        n integer, message_key text, platform text, workspace_id text, place_kind text, place_id text, direct boolean,
        thread_id text, reply_to text, replaces text, urgent boolean, card jsonb, not_before timestamptz, expires_at timestamptz)
    ),
    new_lane as (
      insert into tally.lane (platform, workspace_id, place_kind, place_id)
      -- In one order, so that two who open the same lanes do not wait for each other.
      select distinct platform, workspace_id, place_kind, place_id from message order by 1, 2, 3, 4
      on conflict do nothing
    ),
    new_pace as (
      insert into tally.workspace_pace (platform, workspace_id)
      select distinct platform, workspace_id from message order by 1, 2
      on conflict do nothing
    ),
    added as (
      insert into tally.outbox (message_key, platform, workspace_id, place_kind, place_id, direct, thread_id, reply_to, replaces,
        urgent, card, status, not_before, expires_at)
      select message_key, platform, workspace_id, place_kind, place_id, direct, thread_id, reply_to, replaces, urgent, card,
        case when lane.closed_at is null then 'pending' else 'held' end, coalesce(not_before, '-infinity'), expires_at
      from message left join tally.lane using (platform, workspace_id, place_kind, place_id)
      order by n
      on conflict (message_key) do nothing
      returning 1
    )
    select count(*)::int as added, case when count(*) > 0 then pg_notify(${CHANNEL}, '') end from added`.execute(db)
  return rows[0]?.added ?? 0
}

function toRow(message: Message, n: number) {
  const { key, to, card, replyTo, replaces, urgent, notBefore, expiresAt } = message
  return {
    n,
    message_key: key,
    ...toPlace(to),
    reply_to: replyTo,
    replaces,
    urgent: urgent ?? false,
    card,
    not_before: notBefore,
    expires_at: expiresAt,
  }
}

function toPlace(to: Message['to']) {
  switch (to.kind) {
    case 'conversation': {
      const { platform, workspaceId, conversationId, direct, threadId } = to.where
      const place = { platform, workspace_id: workspaceId, place_kind: 'conversation', place_id: conversationId }
      return { ...place, direct, thread_id: threadId }
    }
    case 'person': {
      const { platform, workspaceId, userId } = to.who
      return { platform, workspace_id: workspaceId, place_kind: 'person', place_id: userId, direct: true }
    }
  }
}

/** PostgreSQL takes neither halves of characters nor NUL in JSON: a name that was cut badly must not cost the message. */
const kept = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replace(/\0|\p{Surrogate}/gu, '\ufffd') : value
