import { type Kysely, type Selectable, sql } from 'kysely'
import { isOutage } from '../../db/outage.ts'
import type { Database } from '../../db/schema.ts'
import type { Period } from '../../spend/question.ts'
import type { Missing } from '../digest.ts'
import { GRACE_HOURS } from '../due.ts'
import { RHYTHMS, type Subscription } from '../subscription.ts'
import { toSubscription } from '../subscription-row.ts'

type Db = Kysely<Database>

/** A slot that was claimed and whose digest did not go out yet. */
export interface OpenRun {
  readonly subscription: Subscription
  readonly slotAt: Date
  /** Null until somebody looked which sources matter. */
  readonly period: Period | null
  readonly deadlineAt: Date
  /** Empty until it was looked at. */
  readonly waitingFor: readonly string[]
  readonly attempts: number
}

/** A run whose digest may be composed. */
export interface ReadyRun extends OpenRun {
  readonly period: Period
  readonly missing: readonly Missing[]
}

/** Whoever composes renews this while at it; then another replica believes it dead. Both may go on: only one of them can commit. */
export const LEASE_MS = 30_000
const RETRY_MINUTES = [1, 5, 15, 60]

/** Those that nobody is composing, of subscriptions that are active; oldest first. */
export async function openRuns(db: Db, now: Date): Promise<readonly OpenRun[]> {
  const rows = await db
    .selectFrom('tally.digest_run as r')
    .innerJoin('tally.subscription as s', 's.subscription_id', 'r.subscription_id')
    .selectAll('s')
    .select(['r.slot_at', 'r.first_day', 'r.end_day', 'r.deadline_at', 'r.waiting_for', 'r.attempts'])
    .where('r.status', 'in', ['due', 'waiting'])
    .where('s.status', '=', 'active')
    .where((is) => is.or([is('r.next_attempt_at', 'is', null), is('r.next_attempt_at', '<=', now)]))
    .orderBy('r.slot_at')
    .orderBy('r.subscription_id')
    .execute()
  return rows.map((row) => ({
    subscription: toSubscription(row),
    slotAt: row.slot_at,
    period: periodOf(row),
    deadlineAt: row.deadline_at ?? row.slot_at,
    waitingFor: row.waiting_for,
    attempts: row.attempts,
  }))
}

export const periodOf = (
  row: Pick<Selectable<Database['tally.digest_run']>, 'first_day' | 'end_day'>,
): Period | null => (row.first_day === null || row.end_day === null ? null : { start: row.first_day, end: row.end_day })

/** What nobody could send while it was worth something: the subscription was paused or broken, or nobody was there. */
export async function missStaleRuns(db: Db, now: Date): Promise<number> {
  const grace = RHYTHMS.map((rhythm) => sql`when ${rhythm} then ${GRACE_HOURS[rhythm]}::int`)
  const { numUpdatedRows } = await db
    .updateTable('tally.digest_run as r')
    .from('tally.subscription as s')
    .set({ status: 'missed', error: 'It could not be sent while it was of use.' })
    .whereRef('s.subscription_id', '=', 'r.subscription_id')
    .where('r.status', 'in', ['due', 'waiting'])
    .where((is) => is.or([is('r.next_attempt_at', 'is', null), is('r.next_attempt_at', '<=', now)]))
    .where(
      sql<boolean>`greatest(r.slot_at, r.deadline_at) + (case s.rhythm ${sql.join(grace, sql` `)} end) * interval '1 hour' < ${now}`,
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** For status; and so that nobody asks which sources matter again before those have come. */
export async function keepWaiting(db: Db, runs: readonly ReadyRun[]): Promise<void> {
  if (runs.length === 0) return
  await sql`update tally.digest_run r set status = 'waiting', first_day = w.first_day, end_day = w.end_day, waiting_for = w.waiting_for
    from (${recordsOf(runs)}) w
    where r.subscription_id = w.subscription_id and r.slot_at = w.slot_at and r.status in ('due', 'waiting')`.execute(
    db,
  )
}

/** Takes those that are still free, so that no two replicas compose the same; gives back what was taken. */
export async function takeRuns(db: Db, runs: readonly ReadyRun[], now: Date): Promise<readonly ReadyRun[]> {
  if (runs.length === 0) return []
  const { rows } = await sql<{ subscription_id: string; slot_at: Date }>`
    with free as (
      select r.subscription_id, r.slot_at, w.first_day, w.end_day, w.waiting_for
      from tally.digest_run r join (${recordsOf(runs)}) w using (subscription_id, slot_at)
      where r.status in ('due', 'waiting') and (r.next_attempt_at is null or r.next_attempt_at <= ${now})
      for update of r skip locked
    )
    update tally.digest_run r set next_attempt_at = ${new Date(now.getTime() + LEASE_MS)}, first_day = f.first_day,
      end_day = f.end_day, waiting_for = f.waiting_for
    from free f where r.subscription_id = f.subscription_id and r.slot_at = f.slot_at
    returning r.subscription_id, r.slot_at`.execute(db)
  const taken = new Set(rows.map((row) => keyOf(row.subscription_id, row.slot_at)))
  return runs.filter(({ subscription, slotAt }) => taken.has(keyOf(subscription.id, slotAt)))
}

/** Whoever took them is still at it. */
export async function renewRuns(db: Db, runs: readonly OpenRun[], now: Date): Promise<void> {
  if (runs.length === 0) return
  const records = runs.map(({ subscription, slotAt }) => ({ subscription_id: subscription.id, slot_at: slotAt }))
  await sql`update tally.digest_run r set next_attempt_at = ${new Date(now.getTime() + LEASE_MS)}
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as mine (subscription_id text, slot_at timestamptz)
    where r.subscription_id = mine.subscription_id and r.slot_at = mine.slot_at and r.status in ('due', 'waiting')`.execute(
    db,
  )
}

/** Tried again a few times, later and later; then it is told as failed. A database that was away costs no attempt. */
export async function failRun(db: Db, run: OpenRun, error: unknown, now: Date): Promise<'again' | 'failed'> {
  const counted = isOutage(error) ? 0 : 1
  const wait = counted === 0 ? RETRY_MINUTES[0] : RETRY_MINUTES[run.attempts]
  await db
    .updateTable('tally.digest_run')
    .set({
      attempts: run.attempts + counted,
      error: (error instanceof Error ? error.message : String(error)).slice(0, MOST_ERROR),
      ...(wait === undefined ? { status: 'failed' } : { next_attempt_at: new Date(now.getTime() + wait * 60_000) }),
    })
    .where('subscription_id', '=', run.subscription.id)
    .where('slot_at', '=', run.slotAt)
    .where('status', 'in', ['due', 'waiting'])
    .execute()
  return wait === undefined ? 'failed' : 'again'
}

const MOST_ERROR = 500

export const keyOf = (subscriptionId: string, slotAt: Date): string => `${subscriptionId}:${slotAt.toISOString()}`

function recordsOf(runs: readonly ReadyRun[]) {
  const records = runs.map(({ subscription, slotAt, period, missing }) => ({
    subscription_id: subscription.id,
    slot_at: slotAt,
    first_day: period.start,
    end_day: period.end,
    waiting_for: missing.map(({ source }) => source),
  }))
  return sql`select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
    as record (subscription_id text, slot_at timestamptz, first_day date, end_day date, waiting_for text[])`
}
