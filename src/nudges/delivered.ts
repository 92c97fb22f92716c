import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type MessageState, messageState } from '../outbox/state.ts'
import { type MessageRow, placesOf } from './copies.ts'
import { findNudges } from './listing.ts'
import type { NudgeEvent } from './nudge.ts'
import { applyEvents } from './store.ts'

type Db = Kysely<Database>

export interface Counted {
  readonly delivered: number
  readonly lost: number
}

/** Only what truly arrived counts, and of that only what the card showed; what never arrives frees its day. */
export async function countDelivered(db: Db, now: Date): Promise<Counted> {
  const open = await db
    .selectFrom('tally.nudge_message')
    .selectAll()
    .where('outcome', '=', 'open')
    .orderBy('message_key')
    .execute()
  const places = await placesOf(db, open)
  const keysOf = (row: MessageRow) => (places.get(row.message_key) ?? []).map(({ key }) => key)
  const states = await messageState(db, open.flatMap(keysOf))
  const counted = { delivered: 0, lost: 0 }
  for (const row of open) {
    const keys = keysOf(row)
    switch (became(keys.map((key) => states.get(key)?.status))) {
      case 'sent':
        if (await count(db, row, keys, now)) counted.delivered += 1
        break
      case 'lost':
        if (await lose(db, row, keys, now)) counted.lost += 1
        break
      case 'open':
        break
    }
  }
  return counted
}

/** Of all its copies: one that arrived is enough, and while one is on its way nothing is lost. */
function became(statuses: readonly (MessageState['status'] | undefined)[]): MessageRow['outcome'] {
  if (statuses.includes('sent')) return 'sent'
  return statuses.includes('pending') || statuses.includes('sending') ? 'open' : 'lost'
}

async function count(db: Db, row: MessageRow, keys: readonly string[], now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The nudges first, as whoever presses locks them.
    await applyEvents(trx, await noticesOf(trx, row, now))
    const settled = await settle(trx, row, 'sent', now)
    if (settled && keys.length > 1) await drop(trx, keys)
    return settled
  })
}

/** What waits for a place that takes nothing must not arrive on another day. */
const drop = (trx: Db, keys: readonly string[]) =>
  sql`
    update tally.outbox set status = 'dropped', retry_at = null, last_error = 'it was for another day'
    where message_key = any(${[...keys]}::text[]) and status = 'held' and not unsure`.execute(trx)

async function noticesOf(trx: Db, row: MessageRow, now: Date): Promise<ReadonlyMap<string, readonly NudgeEvent[]>> {
  const { kind, local_day: day, recipient } = row
  switch (kind) {
    case 'first':
    case 'reminder': {
      if (day === null) return new Map()
      // Who got it meanwhile was shown nothing.
      const shown = (await findNudges(trx, { ids: row.shown })).filter(({ owner }) => owner.email === recipient)
      return new Map(shown.map(({ id }) => [id, [{ kind: 'delivered', at: now, day }]]))
    }
    case 'escalation':
      return new Map(row.shown.map((id) => [id, [{ kind: 'escalated', at: now }]]))
    case 'dry_run':
      return new Map()
  }
}

/** What waits for a place that takes nothing must not arrive after all, beside what is sent in its stead. */
async function lose(db: Db, row: MessageRow, keys: readonly string[], now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The message before what the outbox holds of it, as whoever edits it does.
    await sql`select from tally.nudge_message where message_key = ${row.message_key} for update`.execute(trx)
    await drop(trx, keys)
    const { rows } = await sql`
      select from tally.outbox where message_key = any(${[...keys]}::text[]) and status not in ('dead', 'dropped')`.execute(
      trx,
    )
    // It may have arrived, or somebody mended the place in this moment.
    return rows.length === 0 && settle(trx, row, 'lost', now)
  })
}

async function settle(trx: Db, row: MessageRow, outcome: 'sent' | 'lost', now: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('tally.nudge_message')
    .set({ outcome, counted_at: now })
    .where('message_key', '=', row.message_key)
    .where('outcome', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
