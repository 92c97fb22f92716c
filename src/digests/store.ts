import { randomInt } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { withdraw } from '../outbox/withdraw.ts'
import type { About } from './correcting/told.ts'
import { nextSlot } from './due.ts'
import { ACTIVE, repairPlace, UNBROKEN } from './running/broken.ts'
import { notBefore, slotAfterBreak } from './running/next-slot.ts'
import type { Place, Schedule, Subscription } from './subscription.ts'
import { placeColumns, toColumns, toSubscription, type Wanted } from './subscription-row.ts'

type Db = Kysely<Database>

export { type LastRun, lastRuns } from './running/last-runs.ts'
export type { Wanted } from './subscription-row.ts'

/** Where its place was closed it is tried anew: somebody wants it there. */
export async function addSubscription(db: Db, wanted: Wanted, now: Date): Promise<Subscription> {
  await repairPlace(db, wanted.place, now)
  for (;;) {
    const row = await db
      .insertInto('tally.subscription')
      .values({
        ...toColumns(wanted),
        subscription_id: shortId(),
        status: 'active',
        updated_by: wanted.createdBy,
        created_at: now,
        updated_at: now,
        next_slot_at: nextSlot(wanted.schedule, now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row !== undefined) return toSubscription(row)
  }
}

export async function findSubscription(db: Db, id: string): Promise<Subscription | undefined> {
  const row = await db.selectFrom('tally.subscription').selectAll().where('subscription_id', '=', id).executeTakeFirst()
  return row && toSubscription(row)
}

/** Of one place, or all; by id. */
export async function listSubscriptions(db: Db, place?: Place): Promise<readonly Subscription[]> {
  const all = db.selectFrom('tally.subscription').selectAll().orderBy('subscription_id')
  const rows = await (place === undefined
    ? all
    : all.where((is) =>
        is.and(Object.entries(placeColumns(place)).map(([column, value]) => is(column as 'platform', '=', value))),
      )
  ).execute()
  return rows.map(toSubscription)
}

/** Active again where it was broken; its next slot is computed anew. */
export async function changeSubscription(db: Db, id: string, wanted: Wanted, by: string, now: Date): Promise<void> {
  await locked(db, id, async (trx, before) => {
    if (before.state.kind === 'broken') await repairPlace(trx, wanted.place, now)
    const paused = before.state.kind === 'paused'
    const moved = !sameSchedule(before.schedule, wanted.schedule)
    const slot =
      before.state.kind === 'broken' && !moved
        ? await slotAfterBreak(trx, before)
        : // A slot that is due already is not skipped by a change of something else.
          ((moved ? null : before.nextSlotAt) ?? nextSlot(wanted.schedule, await notBefore(trx, id, now)))
    await trx
      .updateTable('tally.subscription')
      .set({ ...toColumns(wanted), ...(paused ? {} : ACTIVE), next_slot_at: paused ? null : slot, ...touched(by, now) })
      .where('subscription_id', '=', id)
      .execute()
    await keepAbout(trx, before)
    // A week was waited for and now days are wanted.
    if (before.schedule.rhythm !== wanted.schedule.rhythm)
      await trx
        .updateTable('tally.digest_run')
        .set({ status: 'missed', error: 'The schedule was changed before it was sent.' })
        .where('subscription_id', '=', id)
        .where('status', 'in', ['due', 'waiting'])
        .execute()
  })
}

/** Also of alerts, such as those that wait for the end of quiet hours. */
export async function pauseSubscription(db: Db, id: string, by: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('tally.subscription')
      .set({ status: 'paused', ...UNBROKEN, next_slot_at: null, ...touched(by, now) })
      .where('subscription_id', '=', id)
      .execute()
    await withdraw(trx, [`alert:${id}:`])
  })
}

/** From paused or broken; what waited for a broken place is sent if it is still due. */
export async function resumeSubscription(db: Db, id: string, by: string, now: Date): Promise<void> {
  await locked(db, id, async (trx, before) => {
    if (before.state.kind === 'active') return
    if (before.state.kind === 'broken') await repairPlace(trx, before.place, now)
    const slot =
      before.state.kind === 'broken'
        ? await slotAfterBreak(trx, before)
        : nextSlot(before.schedule, await notBefore(trx, id, now))
    await trx
      .updateTable('tally.subscription')
      .set({ ...ACTIVE, next_slot_at: slot, ...touched(by, now) })
      .where('subscription_id', '=', id)
      .execute()
  })
}

/** With what of it waits for a place that was busy or closed, or for the end of quiet hours. */
export async function removeSubscription(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('tally.subscription').where('subscription_id', '=', id).execute()
    await withdraw(trx, [`digest:${id}:`, `correction:${id}:`, `alert:${id}:`])
  })
}

/** What was told already stays about what it was about. */
async function keepAbout(db: Db, { id, scope, schedule }: Subscription): Promise<void> {
  const about: About = { scope, schedule }
  await db
    .updateTable('tally.digest_run')
    .set({ reported: sql`${JSON.stringify({ about })}::jsonb || reported` })
    .where('subscription_id', '=', id)
    .where('reported', 'is not', null)
    .execute()
}

const touched = (by: string, now: Date) => ({ updated_by: by, updated_at: now })

async function locked(db: Db, id: string, change: (trx: Db, before: Subscription) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('tally.subscription')
      .selectAll()
      .where('subscription_id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (row !== undefined) await change(trx, toSubscription(row))
  })
}

const sameSchedule = (a: Schedule, b: Schedule): boolean =>
  a.rhythm === b.rhythm &&
  a.weekday === b.weekday &&
  a.monthDay === b.monthDay &&
  a.time === b.time &&
  a.timezone === b.timezone

// Nothing that is mistaken for another, and no vowels, so that no word comes out.
const LETTERS = '23456789bcdfghjkmnpqrstvwxz'
const ID_LENGTH = 4
const shortId = () => Array.from({ length: ID_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
