import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

const NAME = 'nudges confirmed'

/** Until somebody has looked at what would be sent, nobody is nudged. The first to say so stays written down; false for later ones. */
export async function confirmNudges(db: Kysely<Database>, by: string, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('tally.setting')
    .values({ name: NAME, value: JSON.stringify({ by, at: now.toISOString() }) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

export async function isConfirmed(db: Kysely<Database>): Promise<boolean> {
  const row = await db.selectFrom('tally.setting').select('name').where('name', '=', NAME).executeTakeFirst()
  return row !== undefined
}
