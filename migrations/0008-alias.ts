import { type Kysely, sql } from 'kysely'

/** Who taught an alias and when; unknown for those that were there before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tally.alias add column taught_by text, add column taught_at timestamptz`.execute(db)
}
