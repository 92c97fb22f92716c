import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { GRACE_HOURS, nextSlot, slotsBetween } from '../due.ts'
import type { Subscription } from '../subscription.ts'
import { toSubscription } from '../subscription-row.ts'

// A thousand digests at nine o'clock are two transactions, and another replica may take the one of them.
const BATCH = 500
const HOUR_MS = 3_600_000

export interface Claimed {
  readonly claimed: number
  readonly missed: number
}

/**
 * Writes down a run for every slot that is due, and moves each subscription on, in one transaction: whoever dies in between has
 * claimed nothing. Of several slots that came while nobody was there the newest is due, if it is still worth sending; the others
 * are missed. The next slot lies after all that were claimed, so a clock that goes back repeats none.
 */
export async function claimDueSlots(db: Kysely<Database>, now: Date): Promise<Claimed> {
  const sum = { claimed: 0, missed: 0 }
  for (;;) {
    const batch = await db.transaction().execute((trx) => claimBatch(trx, now))
    sum.claimed += batch.claimed
    sum.missed += batch.missed
    if (batch.subscriptions < BATCH) return sum
  }
}

async function claimBatch(db: Kysely<Database>, now: Date): Promise<Claimed & { readonly subscriptions: number }> {
  const rows = await db
    .selectFrom('tally.subscription')
    .selectAll()
    .where('status', '=', 'active')
    .where('next_slot_at', '<=', now)
    .orderBy('next_slot_at')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute()
  const runs = rows.map(toSubscription).flatMap((subscription) => runsOf(subscription, now))
  if (runs.length === 0) return { claimed: 0, missed: 0, subscriptions: rows.length }
  const written = await db
    .insertInto('tally.digest_run')
    .columns(['subscription_id', 'slot_at', 'status', 'deadline_at', 'claimed_at'])
    .expression(
      sql`select subscription_id, slot_at, status, deadline_at, ${now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb)
          as run (subscription_id text, slot_at timestamptz, status text, deadline_at timestamptz)` as never,
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('status')
    .execute()
  const moves = rows.map(toSubscription).map((subscription) => ({
    subscription_id: subscription.id,
    next_slot_at: nextSlot(subscription.schedule, later(subscription.nextSlotAt ?? now, now)),
  }))
  await sql`update tally.subscription s set next_slot_at = move.next_slot_at
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as move (subscription_id text, next_slot_at timestamptz)
    where s.subscription_id = move.subscription_id`.execute(db)
  const missed = written.filter(({ status }) => status === 'missed').length
  return { claimed: written.length - missed, missed, subscriptions: rows.length }
}

function runsOf({ id, schedule, nextSlotAt, waitHours }: Subscription, now: Date) {
  if (nextSlotAt === null) return []
  const slots = [nextSlotAt, ...slotsBetween(schedule, nextSlotAt, now)]
  const stillWorth = new Date(now.getTime() - GRACE_HOURS[schedule.rhythm] * HOUR_MS)
  return slots.map((slotAt, index) => ({
    subscription_id: id,
    slot_at: slotAt,
    status: index === slots.length - 1 && slotAt >= stillWorth ? 'due' : 'missed',
    deadline_at: new Date(slotAt.getTime() + waitHours * HOUR_MS),
  }))
}

/**
 * A zone that changed its rules since a slot was found has moved it: "09:00" is kept, not the instant. How many moved; never before
 * a slot that was claimed, nor into the past.
 */
export async function realignSlots(db: Kysely<Database>, now: Date): Promise<number> {
  const rows = await db
    .selectFrom('tally.subscription as s')
    .selectAll('s')
    .select((is) =>
      is
        .selectFrom('tally.digest_run as r')
        .whereRef('r.subscription_id', '=', 's.subscription_id')
        .select(sql<Date | null>`max(r.slot_at)`.as('last'))
        .as('last'),
    )
    .where('s.status', '=', 'active')
    .where('s.next_slot_at', '>', now)
    .execute()
  let moved = 0
  for (const row of rows) {
    const { id, schedule, nextSlotAt } = toSubscription(row)
    const slot = nextSlot(schedule, later(row.last ?? now, now))
    if (nextSlotAt === null || slot.getTime() === nextSlotAt.getTime()) continue
    const { numUpdatedRows } = await db
      .updateTable('tally.subscription')
      .set({ next_slot_at: slot })
      .where('subscription_id', '=', id)
      .where('next_slot_at', '=', nextSlotAt)
      .executeTakeFirst()
    moved += Number(numUpdatedRows)
  }
  return moved
}

const later = (a: Date, b: Date) => (a > b ? a : b)
