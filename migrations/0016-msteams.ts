import { type Kysely, sql } from 'kysely'

/** Microsoft Teams tells an app where its conversations are reached and who is in them only while they speak: kept here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create table tally.msteams_conversation (
    tenant_id text not null,
    -- Without ;messageid=: a thread is a part of its channel.
    conversation_id text not null check (conversation_id <> '' and position(';messageid=' in conversation_id) = 0),
    kind text not null check (kind in ('personal', 'groupChat', 'channel')),
    -- The server that its newest activity named.
    service_url text not null check (service_url ~ '^https?://'),
    bot_id text not null,
    -- Whose personal chat it is.
    user_id text,
    -- A channel's team, and the team's group in Entra.
    team_id text, group_id text,
    seen_at timestamptz not null,
    -- The app was removed there: nothing is sent and nobody looked for until it speaks again.
    gone_at timestamptz,
    primary key (tenant_id, conversation_id),
    check ((user_id is not null) = (kind = 'personal')),
    check (kind = 'channel' or (team_id is null and group_id is null))
  )`)
  await run(`create index msteams_conversation_of_person on tally.msteams_conversation (tenant_id, user_id)
    where user_id is not null`)
  await run(
    `create index msteams_conversation_newest on tally.msteams_conversation (seen_at desc) where gone_at is null`,
  )

  await run(`create table tally.msteams_member (
    tenant_id text not null, user_id text not null,
    aad_object_id text check (aad_object_id = lower(aad_object_id)),
    email text check (email = lower(email)),
    user_principal_name text check (user_principal_name = lower(user_principal_name)),
    display_name text not null, timezone text,
    -- Of another company: no spend is theirs to see.
    guest boolean not null,
    -- When a roster told it last.
    seen_at timestamptz not null,
    primary key (tenant_id, user_id)
  )`)
  await run(`create index msteams_member_by_email on tally.msteams_member (email) where email is not null`)
  await run(`create index msteams_member_by_name on tally.msteams_member (user_principal_name)
    where user_principal_name is not null`)
  await run(
    `create index msteams_member_by_object on tally.msteams_member (aad_object_id) where aad_object_id is not null`,
  )
}
