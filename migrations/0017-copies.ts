import { type Kysely, sql } from 'kysely'

/** One person on several platforms: known apart where they were only found, and told the same on each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  // When they wrote or pressed last; null where they were only looked for and found. Seen is either.
  await run(`alter table tally.account add column wrote_at timestamptz check (wrote_at <= seen_at)`)
  await run(`update tally.account set wrote_at = seen_at`)
  // From now on by platform: what was asked of one says nothing of another.
  await run(`delete from tally.setting where name like 'looked for %'`)

  // The same message where else its recipient is. The message itself is one: of one day, counted once.
  await run(`create table tally.nudge_copy (
    copy_key text primary key,
    message_key text not null references tally.nudge_message on delete cascade,
    platform text not null, workspace_id text not null,
    place_kind text not null check (place_kind = 'person'), place_id text not null,
    unique (message_key, platform),
    check (copy_key = message_key || ':' || platform)
  )`)
}
