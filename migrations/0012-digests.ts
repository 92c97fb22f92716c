import { type Kysely, sql } from 'kysely'

/** Digests on a rhythm, what became of each, alerts that were raised, and who is who on each platform. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create table tally.subscription (
    -- Short: people write it.
    subscription_id text primary key,
    platform text not null, workspace_id text not null,
    -- A channel, or a person's direct messages.
    place_kind text not null check (place_kind in ('conversation', 'person')), place_id text not null,
    -- Null is everything.
    scope_dimension text check (scope_dimension in ('team', 'project', 'business_unit')),
    scope_values text[] not null default '{}',
    sections text[] not null,
    alerts text[] not null default '{}',
    rhythm text not null check (rhythm in ('daily', 'weekdays', 'weekly', 'monthly')),
    -- 1 is Monday.
    weekday smallint check (weekday between 1 and 7),
    month_day smallint check (month_day between 1 and 28),
    local_time text not null check (local_time ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    timezone text not null,
    -- How long a digest waits for data that is late.
    wait_hours smallint not null check (wait_hours between 0 and 168),
    -- Alerts wait until these hours are over, in the zone above.
    quiet_from text check (quiet_from ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    quiet_until text check (quiet_until ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    status text not null check (status in ('active', 'paused', 'broken')),
    broken_reason text, broken_at timestamptz, broken_told_at timestamptz,
    -- What closed it: its place, which when mended mends all that broke with it; or what its person may no longer see.
    broken_by text check (broken_by in ('place', 'person')),
    -- The asker's key, and their id on the platform, who is told when it breaks.
    created_by text not null, created_by_user text not null,
    created_at timestamptz not null default now(),
    updated_by text not null, updated_at timestamptz not null default now(),
    next_slot_at timestamptz,
    check ((scope_dimension is null) = (cardinality(scope_values) = 0)),
    check ((rhythm = 'weekly') = (weekday is not null)),
    check ((rhythm = 'monthly') = (month_day is not null)),
    check ((quiet_from is null) = (quiet_until is null)),
    check ((status = 'active') = (next_slot_at is not null)),
    check ((status = 'broken') = (broken_reason is not null))
  )`)
  await run(`create index subscription_due on tally.subscription (next_slot_at) where status = 'active'`)
  await run(`create index subscription_by_place on tally.subscription (platform, workspace_id, place_kind, place_id)`)

  await run(`create table tally.digest_run (
    subscription_id text not null references tally.subscription on delete cascade,
    slot_at timestamptz not null,
    -- due: claimed, not yet composed. waiting: for data. queued: in the outbox. missed: a newer slot was due as well.
    status text not null check (status in ('due', 'waiting', 'queued', 'missed', 'failed')),
    -- The days that it is about.
    first_day date, end_day date,
    deadline_at timestamptz,
    waiting_for text[] not null default '{}',
    partial boolean not null default false,
    -- What its readers were told, per currency, to correct it when that moves; corrections so far.
    reported jsonb, corrections integer not null default 0,
    -- Of what was delivered for its days when they were last compared with what was told: another means to compare again.
    seen text,
    -- The rest of the card, behind "More".
    more jsonb,
    answer_id text, message_key text,
    attempts integer not null default 0, next_attempt_at timestamptz, error text,
    claimed_at timestamptz not null default now(), queued_at timestamptz,
    primary key (subscription_id, slot_at),
    check ((status = 'queued') = (message_key is not null)),
    check (end_day > first_day)
  )`)
  await run(`create index digest_run_open on tally.digest_run (slot_at) where status in ('due', 'waiting')`)
  await run(`create index digest_run_recent on tally.digest_run (queued_at) where status = 'queued'`)

  await run(`create table tally.alert (
    -- One per budget, threshold and month, or per anomaly.
    alert_key text not null,
    subscription_id text not null references tally.subscription on delete cascade,
    -- What was told last.
    told jsonb not null,
    updates integer not null default 0,
    raised_at timestamptz not null default now(),
    primary key (alert_key, subscription_id)
  )`)

  // Where a person is reached.
  await run(`create table tally.account (
    platform text not null, workspace_id text not null, user_id text not null,
    email text check (email = lower(email)), display_name text not null, timezone text,
    seen_at timestamptz not null default now(),
    primary key (platform, workspace_id, user_id)
  )`)
  await run(`create index account_by_email on tally.account (email) where email is not null`)
}
