import { type Kysely, sql } from 'kysely'

/** Nudges: their life with its log, what was sent of them, whom people named as owners, and what settling them saved. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`alter table tally.person_team add column leads boolean not null default false`)

  await run(`create table tally.nudge (
    nudge_id bigint generated always as identity primary key,
    resource_id text not null,
    state jsonb not null,
    state_kind text not null generated always as (state ->> 'kind') stored
      check (state_kind in ('watch', 'open', 'acknowledged', 'snoozed', 'exempt', 'resolved')),
    -- Nothing sleeps for ever.
    wakes_at timestamptz,
    owner_email text not null check (owner_email = lower(owner_email)),
    owner_why text not null
      check (owner_why in ('picked', 'resource_tag', 'workload', 'project', 'team_lead', 'finops')),
    per_day jsonb not null, notices jsonb not null, undo jsonb,
    -- The number of the last row of its log.
    version integer not null default 0 check (version >= 0),
    found_at timestamptz not null, changed_at timestamptz not null,

    -- What the last look at it showed; changes without an event.
    resource_name text not null, resource_class text not null,
    team text, project text, environment text,
    -- What its tags, its workload and its project say of its owner.
    clues jsonb not null,
    rule_kind text not null, rule_version text not null,
    evidence jsonb not null,
    idle_since timestamptz, idle_since_at_least boolean not null default false,
    wasted jsonb not null default '[]',
    -- Nobody can judge it any more, and why: nothing is said of it until somebody can.
    unknown_reason text,
    check ((state ->> 'kind' in ('snoozed', 'exempt')) = (wakes_at is not null))
  )`)
  await run(`create unique index nudge_of_resource on tally.nudge (resource_id) where state_kind <> 'resolved'`)
  await run(`create index nudge_by_owner on tally.nudge (owner_email) where state_kind <> 'resolved'`)
  await run(`create index nudge_by_team on tally.nudge (team) where state_kind <> 'resolved'`)
  await run(`create index nudge_wakes on tally.nudge (wakes_at) where wakes_at is not null`)
  await run(`create index nudge_resolved on tally.nudge (changed_at) where state_kind = 'resolved'`)

  // What happened to it, in order; the first row is how it began. Replayed, it gives the state.
  await run(`create table tally.nudge_event (
    nudge_id bigint not null references tally.nudge on delete cascade,
    seq integer not null check (seq >= 0),
    event jsonb not null,
    -- An email, or 'tally'; where and by which request a person did it.
    actor text not null, platform text, request_id text,
    at timestamptz not null,
    primary key (nudge_id, seq),
    check ((platform is null) or (request_id is not null))
  )`)
  await run(`create unique index nudge_event_of_request on tally.nudge_event (nudge_id, request_id)
    where request_id is not null`)
  await run(`create index nudge_event_by_time on tally.nudge_event (at)`)
  await run(`create function tally.nudge_event_stays() returns trigger language plpgsql as $$
    begin raise exception 'the log of nudges is only ever added to'; end $$`)
  await run(`create trigger nudge_event_stays before update on tally.nudge_event
    for each row execute function tally.nudge_event_stays()`)

  // What somebody was sent, and what became of it.
  await run(`create table tally.nudge_message (
    message_key text primary key,
    kind text not null check (kind in ('first', 'reminder', 'escalation', 'dry_run')),
    -- Who gets it; null for a channel.
    recipient text check (recipient = lower(recipient)),
    -- The recipient's own; it is taken by whatever they are sent.
    local_day date,
    -- Whose nudges they are.
    owner_email text,
    -- What the card shows by itself, in order, and all that it is about: the rest is behind a button.
    shown bigint[] not null, nudge_ids bigint[] not null,
    first_contact boolean not null default false,
    platform text not null, workspace_id text not null,
    place_kind text not null check (place_kind in ('conversation', 'person')), place_id text not null,
    edits integer not null default 0 check (edits >= 0),
    created_at timestamptz not null,
    -- open: on its way. sent: counted. lost: never arrives, so that the day is free again.
    outcome text not null default 'open' check (outcome in ('open', 'sent', 'lost')),
    counted_at timestamptz,
    check ((recipient is null) = (local_day is null)),
    check ((outcome = 'open') = (counted_at is null)),
    check (shown <@ nudge_ids)
  )`)
  await run(`create unique index nudge_message_of_day on tally.nudge_message (recipient, local_day)
    where outcome <> 'lost'`)
  await run(`create index nudge_message_open on tally.nudge_message (created_at) where outcome = 'open'`)
  await run(`create index nudge_message_shows on tally.nudge_message using gin (shown)`)

  // "Not mine": whom somebody named instead is kept for the resource, and tells whoever keeps its tags.
  await run(`create table tally.nudge_owner (
    resource_id text primary key,
    email text not null check (email = lower(email)),
    -- Whose it was held to be, and by what.
    instead_of text not null, instead_of_why text not null,
    picked_by text not null, picked_at timestamptz not null
  )`)

  // What nobody can judge: told to nobody, and listed.
  await run(`create table tally.nudge_unknown (
    resource_id text primary key,
    resource_name text not null, resource_class text not null, team text, project text, environment text,
    rule_kind text not null, reason text not null, per_day jsonb not null,
    since timestamptz not null
  )`)

  // What settling it saved in so many complete days: never less than nothing, never more than it would have cost.
  await run(`create table tally.nudge_saving (
    nudge_id bigint not null references tally.nudge on delete cascade,
    days smallint not null check (days in (7, 30)),
    billing_currency text not null,
    baseline numeric not null, actual numeric not null, saved numeric not null,
    measured_at timestamptz not null,
    primary key (nudge_id, days, billing_currency),
    check (saved between 0 and greatest(baseline, 0))
  )`)
}
