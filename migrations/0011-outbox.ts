import { type Kysely, sql } from 'kysely'

/** Messages that must arrive, and the pace of the places that they go to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  // One per place. Whoever claims a message holds its lane: so a place gets one message at a time, in order, at its own pace.
  await run(`create table tally.lane (
    platform text not null, workspace_id text not null,
    -- A conversation's id, or a person's whose direct messages are meant.
    place_kind text not null check (place_kind in ('conversation', 'person')), place_id text not null,
    next_free_at timestamptz not null default '-infinity',
    -- The place takes nothing, since when and why; what waits for it is held.
    closed_at timestamptz, closed_reason text,
    primary key (platform, workspace_id, place_kind, place_id),
    check ((closed_at is null) = (closed_reason is null))
  )`)
  // What a whole workspace bears.
  await run(`create table tally.workspace_pace (
    platform text not null, workspace_id text not null, next_free_at timestamptz not null default '-infinity',
    primary key (platform, workspace_id)
  )`)

  await run(`create table tally.outbox (
    outbox_id bigint generated always as identity primary key,
    -- The same key is the same message, for ever.
    message_key text not null unique check (length(message_key) between 1 and 200),
    platform text not null, workspace_id text not null, place_kind text not null, place_id text not null,
    direct boolean not null,
    thread_id text,
    -- The message in whose thread it stands; the message that it takes the place of.
    reply_to text, replaces text,
    urgent boolean not null default false,
    card jsonb not null,
    status text not null default 'pending'
      check (status in ('pending', 'sending', 'sent', 'held', 'dead', 'dropped')),
    -- Attempts that told something about the message; those that the platform was too busy for do not count.
    attempts integer not null default 0 check (attempts >= 0),
    -- Sent again although nobody could tell whether it stands there: as often it may stand there twice.
    unknown_attempts integer not null default 0 check (unknown_attempts >= 0),
    -- An attempt may have arrived: whoever comes next looks for it before it is sent again; so often nothing could be seen.
    unsure boolean not null default false, looks integer not null default 0 check (looks >= 0),
    -- Until then it is not in line, and holds up nobody. Until retry_at it is in line, and what comes after it waits.
    not_before timestamptz not null default '-infinity', retry_at timestamptz,
    -- Worth nothing to anybody after this.
    expires_at timestamptz,
    lease_until timestamptz, lease_id text,
    first_attempt_at timestamptz,
    -- Where it stands.
    sent_conversation_id text, sent_message_id text, sent_at timestamptz,
    last_error text,
    told_at timestamptz,
    created_at timestamptz not null default now(),
    foreign key (platform, workspace_id, place_kind, place_id) references tally.lane,
    check ((status = 'sending') = (lease_until is not null)),
    check ((lease_until is null) = (lease_id is null)),
    check ((status = 'sent') = (sent_at is not null)),
    check (reply_to is null or replaces is null)
  )`)
  await run(`create index outbox_open on tally.outbox (platform, workspace_id, place_kind, place_id, urgent desc, outbox_id)
    where status in ('pending', 'sending')`)
  await run(`create index outbox_edits on tally.outbox (replaces, outbox_id)
    where replaces is not null and status in ('pending', 'sending')`)
  await run(`create index outbox_expiring on tally.outbox (expires_at) where status in ('pending', 'held')`)
  await run(`create index outbox_stuck on tally.outbox (status, outbox_id) where status in ('held', 'dead')`)
  await run(`create index outbox_by_time on tally.outbox (created_at)`)
}
