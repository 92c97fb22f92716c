import { type Kysely, sql } from 'kysely'

/** The bot's own state: who people are, what was asked and answered, what arrived already. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create schema tally`)

  await run(`create table tally.person (
    email text primary key check (email = lower(email) and email like '%_@_%'),
    display_name text not null,
    role text not null check (role in ('admin', 'member')),
    updated_at timestamptz not null default now()
  )`)
  await run(`create table tally.person_team (
    email text not null references tally.person on delete cascade,
    team text not null,
    primary key (email, team)
  )`)

  // An installation's own words: "prod" means environment production.
  await run(`create table tally.alias (
    dimension text not null, alias text not null, value text not null,
    primary key (dimension, alias)
  )`)

  // Every answer can show where it came from.
  await run(`create table tally.answer (
    answer_id text primary key,
    -- Who asked: an email where it is known, else platform:workspace:user.
    asker text not null,
    asked_text text not null,
    question jsonb not null,
    reading jsonb not null,
    timezone text not null,
    sources jsonb not null,
    row_count integer not null,
    sql text not null,
    answered_at timestamptz not null default now()
  )`)
  await run(`create index answer_by_time on tally.answer (answered_at)`)

  // The last question of each person in each thread: what a follow-up builds on, for half an hour.
  await run(`create table tally.thread_question (
    platform text not null, workspace_id text not null, conversation_id text not null, thread_id text not null,
    asker text not null, question jsonb not null, asked_at timestamptz not null default now(),
    primary key (platform, workspace_id, conversation_id, thread_id, asker)
  )`)

  // A question asked back, waiting for its click.
  await run(`create table tally.open_question (
    open_id text primary key,
    asker text not null, asked_text text not null, choices jsonb not null, options jsonb not null, about text not null,
    previous jsonb, today date not null, timezone text not null,
    asked_at timestamptz not null default now()
  )`)

  // What arrived already. Slack delivers one event twice, and one message under several event ids.
  await run(`create table tally.delivery (
    platform text not null, delivery_key text not null, received_at timestamptz not null default now(),
    primary key (platform, delivery_key)
  )`)
  await run(`create index delivery_by_time on tally.delivery (received_at)`)

  // Words that Tally did not know, for an admin to teach; never amounts.
  await run(`create table tally.unknown_word (
    word text primary key check (length(word) <= 80), asked_count bigint not null default 1,
    last_asked_at timestamptz not null default now()
  )`)

  await run(`create table tally.setting (name text primary key, value text not null)`)
}
