import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { type PlaceRow, readPlace } from '../../outbox/place.ts'
import type { Period } from '../../spend/question.ts'
import type { Place, Subscription } from '../subscription.ts'
import { toSubscription } from '../subscription-row.ts'
import type { Told } from './told.ts'

type Db = Kysely<Database>

/** A digest that was told. */
export interface QueuedRun {
  /** As it was then in what it is about, as it is now in all else. */
  readonly subscription: Subscription
  readonly slotAt: Date
  readonly period: Period
  readonly told: Told
  readonly corrections: number
  readonly messageKey: string
  /** Where its message went; null where that is forgotten. */
  readonly place: Place | null
}

/** Days that digests told since then, with what of them was compared last. */
export async function toldPeriods(
  db: Db,
  since: Date,
): Promise<readonly (Period & { readonly seen: string | null })[]> {
  const rows = await db
    .selectFrom('tally.digest_run')
    .select(['first_day', 'end_day', 'seen'])
    .distinct()
    .where('status', '=', 'queued')
    .where('queued_at', '>=', since)
    .execute()
  return rows.flatMap(({ first_day, end_day, seen }) =>
    first_day === null || end_day === null ? [] : [{ start: first_day, end: end_day, seen }],
  )
}

/** Digests of these days that were told since then and not compared with what they are now. A message that never arrived told nothing. */
export async function toldRuns(
  db: Db,
  periods: readonly (Period & { readonly seen: string })[],
  since: Date,
): Promise<readonly QueuedRun[]> {
  const rows = await db
    .selectFrom('tally.digest_run as r')
    .innerJoin('tally.subscription as s', 's.subscription_id', 'r.subscription_id')
    .innerJoin(
      sql<{ first_day: string; end_day: string; seen: string }>`(
        select * from jsonb_to_recordset(${JSON.stringify(periods.map(({ start, end, seen }) => ({ first_day: start, end_day: end, seen })))}::jsonb)
          as p (first_day date, end_day date, seen text))`.as('p'),
      (join) => join.onRef('p.first_day', '=', 'r.first_day').onRef('p.end_day', '=', 'r.end_day'),
    )
    .leftJoin('tally.outbox as o', 'o.message_key', 'r.message_key')
    .selectAll('s')
    .select(['r.slot_at', 'r.reported', 'r.corrections', 'r.message_key', 'p.first_day', 'p.end_day'])
    .select(
      sql<PlaceRow | null>`case when o.outbox_id is not null then jsonb_build_object('platform', o.platform,
      'workspace_id', o.workspace_id, 'place_kind', o.place_kind, 'place_id', o.place_id) end`.as('place'),
    )
    .where('r.status', '=', 'queued')
    .where('r.queued_at', '>=', since)
    .where('s.status', '=', 'active')
    .where(sql<boolean>`r.seen is distinct from p.seen`)
    .where(sql<boolean>`coalesce(o.status, 'sent') not in ('dead', 'dropped')`)
    .orderBy('r.slot_at')
    .execute()
  return rows.flatMap((row) =>
    row.message_key === null || row.reported === null
      ? []
      : [
          {
            subscription: { ...toSubscription(row), ...(row.reported as Told).about },
            slotAt: row.slot_at,
            period: { start: row.first_day, end: row.end_day },
            told: row.reported as Told,
            corrections: row.corrections,
            messageKey: row.message_key,
            place: row.place && readPlace(row.place),
          },
        ],
  )
}

/** They still say what is so. */
export async function markSeen(db: Db, runs: readonly QueuedRun[], seenOf: (run: QueuedRun) => string): Promise<void> {
  if (runs.length === 0) return
  const records = runs.map((run) => ({
    subscription_id: run.subscription.id,
    slot_at: run.slotAt,
    corrections: run.corrections,
    seen: seenOf(run),
  }))
  await sql`update tally.digest_run r set seen = w.seen
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as w (subscription_id text, slot_at timestamptz, corrections int, seen text)
    where r.subscription_id = w.subscription_id and r.slot_at = w.slot_at and r.corrections = w.corrections`.execute(db)
}
