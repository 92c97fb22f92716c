import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { nextSlot } from '../due.ts'
import type { Subscription } from '../subscription.ts'

type Db = Kysely<Database>

/** Slots that came while it was broken are claimed together: the newest is sent if it is still worth it. */
export async function slotAfterBreak(db: Db, { id, state, schedule }: Subscription): Promise<Date> {
  const since = state.kind === 'broken' ? state.since : new Date(0)
  return nextSlot(schedule, await notBefore(db, id, since))
}

/** A clock that went back, or a schedule that changed, never leads before a slot that was claimed. */
export async function notBefore(db: Db, id: string, now: Date): Promise<Date> {
  const { last } = await db
    .selectFrom('tally.digest_run')
    .select(sql<Date | null>`max(slot_at)`.as('last'))
    .where('subscription_id', '=', id)
    .executeTakeFirstOrThrow()
  return last !== null && last > now ? last : now
}
