import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** One replica at a time, which may use as many transactions as it likes; undefined for the others, who come again soon. */
export async function alone<Result>(
  db: Kysely<Database>,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  return db.transaction().execute(async (lock) => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`.execute(lock)
    return rows[0]?.free ? work() : undefined
  })
}
