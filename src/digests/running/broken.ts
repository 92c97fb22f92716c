import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { closedPlaces, reopenPlace } from '../../outbox/reopen.ts'
import type { Place } from '../subscription.ts'
import { placeColumns, toSubscription } from '../subscription-row.ts'
import { slotAfterBreak } from './next-slot.ts'

type Db = Kysely<Database>

export const UNBROKEN = { broken_reason: null, broken_at: null, broken_told_at: null, broken_by: null } as const
export const ACTIVE = { status: 'active', ...UNBROKEN } as const

/** They send nothing until somebody mends what the reason says, in plain words; whoever set them is told. */
export async function breakSubscriptions(
  db: Db,
  ids: readonly string[],
  { reason, by }: { readonly reason: string; readonly by: 'place' | 'person' },
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('tally.subscription')
    .set({
      status: 'broken',
      broken_reason: reason,
      broken_at: now,
      broken_told_at: null,
      broken_by: by,
      next_slot_at: null,
    })
    .where('subscription_id', 'in', ids)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

const RESUME = 'When that is mended, resume the digest.'

/** What goes to a place that takes nothing any more is broken, and says why and what to do. */
export async function breakClosed(db: Db, now: Date): Promise<number> {
  let broken = 0
  for (const { place, reason } of await closedPlaces(db)) {
    const rows = await at(db, place).select('subscription_id').where('status', '=', 'active').execute()
    const ids = rows.map((row) => row.subscription_id)
    broken += await breakSubscriptions(db, ids, { reason: `${reason} ${RESUME}`, by: 'place' }, now)
  }
  return broken
}

/**
 * Somebody mended the place, or says so: what waits there and is still due is sent, and whatever broke with it is active again.
 * If it is closed all the same, the next message finds out.
 */
export async function repairPlace(db: Db, place: Place, now: Date): Promise<void> {
  const lane = await db
    .selectFrom('tally.lane')
    .select('closed_at')
    .where((is) => is.and(placeColumns(place)))
    .where('closed_at', 'is not', null)
    .executeTakeFirst()
  if (lane !== undefined) await reopenPlace(db, place, now)
  const rows = await at(db, place).selectAll().where('status', '=', 'broken').where('broken_by', '=', 'place').execute()
  for (const row of rows)
    await db
      .updateTable('tally.subscription')
      .set({ ...ACTIVE, next_slot_at: await slotAfterBreak(db, toSubscription(row)) })
      .where('subscription_id', '=', row.subscription_id)
      .where('status', '=', 'broken')
      .execute()
}

const at = (db: Db, place: Place) => db.selectFrom('tally.subscription').where((is) => is.and(placeColumns(place)))
