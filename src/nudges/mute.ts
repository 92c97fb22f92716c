import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { MOST_SNOOZE_DAYS } from './nudge.ts'

type Db = Kysely<Database>

const DAY_MS = 86_400_000

/** Somebody wants to hear nothing for a while, at most as long as a snooze lasts; null: to hear again. Until when it is. */
export async function muteNudges(db: Db, email: string, until: Date | null, now: Date): Promise<Date | null> {
  const name = `nudges muted ${email}`
  if (until === null || until <= now) {
    await db.deleteFrom('tally.setting').where('name', '=', name).execute()
    return null
  }
  const end = new Date(Math.min(until.getTime(), now.getTime() + MOST_SNOOZE_DAYS * DAY_MS))
  const value = end.toISOString()
  await db
    .insertInto('tally.setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  return end
}

/** Those of them who hear nothing now. */
export async function mutedOf(db: Db, emails: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ email: string }>`
    select email from unnest(${[...emails]}::text[]) as email join tally.setting s on s.name = 'nudges muted ' || email
    where s.value > ${now.toISOString()}`.execute(db)
  return new Set(rows.map(({ email }) => email))
}
