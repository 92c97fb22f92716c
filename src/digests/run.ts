import { enqueue } from '../outbox/enqueue.ts'
import type { AskDeps } from '../spend/deps.ts'
import { type DigestSigns, digestCard, moreCard } from './card.ts'
import { type Composed, compose } from './compose.ts'
import type { Told } from './correcting/told.ts'
import type { Digest, DigestAsked } from './digest.ts'
import { GRACE_HOURS } from './due.ts'
import { destinationOf } from './running/destination.ts'
import { failRun, keyOf, LEASE_MS, missStaleRuns, renewRuns, takeRuns } from './running/open-runs.ts'
import { type Ready, readyRuns } from './running/ready-runs.ts'
import type { Subscription } from './subscription.ts'
import { toSubscription } from './subscription-row.ts'

export interface DigestDeps {
  readonly asking: AskDeps
  readonly signs: DigestSigns
  readonly compose?: typeof compose
  readonly onError: (error: unknown, subscriptionId: string) => void
  /** What became of how many: complete, partial, troubled, failed, missed, corrected. */
  readonly observe?: (outcome: string, count: number) => void
}

export interface Ran {
  readonly complete: number
  readonly partial: number
  /** Will be tried again. */
  readonly troubled: number
  readonly failed: number
  readonly missed: number
}

const HOUR_MS = 3_600_000

/** Composes what is ready and puts it into the outbox, each digest by itself: one that fails holds up no other. */
export async function runDigests(deps: DigestDeps, now: Date): Promise<Ran> {
  const { asking } = deps
  const { own } = asking
  const ran = { complete: 0, partial: 0, troubled: 0, failed: 0, missed: await missStaleRuns(own, now) }
  const ready = await readyRuns(asking, now)
  const runs = ready.map(({ run }) => run)
  const taken = new Set(await takeRuns(own, runs, now))
  const mine = new Map(ready.filter(({ run }) => taken.has(run)).map((each) => [keyOfReady(each), each]))
  if (mine.size === 0) return ran
  const sent = await sentBefore(
    own,
    [...mine.values()].map(({ run }) => run.subscription.id),
  )
  const asked = [...mine.values()].map((each) => askedOf(each, !sent.has(each.run.subscription.id)))

  const fail = async (ready: Ready, error: unknown) => {
    deps.onError(error, ready.run.subscription.id)
    const became = await failRun(own, ready.run, error, now)
    ran[became === 'failed' ? 'failed' : 'troubled'] += 1
  }
  const atIt = setInterval(() => {
    renewRuns(
      own,
      [...mine.values()].map(({ run }) => run),
      asking.now(),
    ).catch(asking.onError)
  }, LEASE_MS / 3).unref()
  try {
    for await (const composed of (deps.compose ?? compose)(asking, asked)) {
      const { subscription, slotAt } = composed.asked
      const ready = mine.get(keyOf(subscription.id, slotAt))
      mine.delete(keyOf(subscription.id, slotAt))
      if (ready === undefined) continue
      await finish(ready, composed)
    }
  } catch (error) {
    for (const each of mine.values()) await fail(each, error)
    mine.clear()
  } finally {
    clearInterval(atIt)
  }
  for (const each of mine.values()) await fail(each, new Error('It was not composed.'))
  return ran

  async function finish(ready: Ready, composed: Composed) {
    if (composed.kind === 'failed') return fail(ready, composed.error)
    try {
      if (await send(deps, ready, composed.digest, now)) ran[ready.partial ? 'partial' : 'complete'] += 1
    } catch (error) {
      await fail(ready, error)
    }
  }
}

const keyOfReady = ({ run }: Ready) => keyOf(run.subscription.id, run.slotAt)

const askedOf = ({ run, sight }: Ready, first: boolean): DigestAsked => ({
  subscription: run.subscription,
  slotAt: run.slotAt,
  period: run.period,
  missing: run.missing,
  sight,
  first,
})

/** The message and what is known of it, in one transaction; false where another replica, or a person, was quicker. */
async function send({ asking, signs }: DigestDeps, ready: Ready, digest: Digest, now: Date): Promise<boolean> {
  const { run, partial } = ready
  const { id, place, schedule } = run.subscription
  const card = digestCard(digest, signs)
  const more = moreCard(digest, signs)
  const key = `digest:${keyOf(id, run.slotAt)}`
  return asking.own.transaction().execute(async (trx) => {
    const subscription = await trx
      .selectFrom('tally.subscription')
      .selectAll()
      .where('subscription_id', '=', id)
      .forShare()
      .executeTakeFirst()
    if (subscription?.status !== 'active') return false
    // Composed anew when its lease is over: of what is wanted now, to where it is wanted now.
    if (!isWantedAs(toSubscription(subscription), run.subscription)) return false
    const told: Told = {
      totals: digest.totals.map(({ currency, amount, comparable }) => ({ currency, amount, comparable })),
      missing: run.missing.map(({ source }) => source),
      at: now.toISOString(),
      sight: ready.sight,
    }
    const { numUpdatedRows } = await trx
      .updateTable('tally.digest_run')
      .set({
        status: 'queued',
        partial,
        waiting_for: [],
        reported: JSON.stringify(told),
        more: JSON.stringify(more),
        answer_id: digest.answerId,
        message_key: key,
        error: null,
        queued_at: now,
      })
      .where('subscription_id', '=', id)
      .where('slot_at', '=', run.slotAt)
      .where('status', 'in', ['due', 'waiting'])
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    const expiresAt = new Date(now.getTime() + GRACE_HOURS[schedule.rhythm] * HOUR_MS)
    await enqueue(trx, [{ key, to: destinationOf(place), card, expiresAt }])
    return true
  })
}

function isWantedAs(now: Subscription, composed: Subscription): boolean {
  const told = ({ place, scope, sections, schedule, createdBy }: Subscription) =>
    JSON.stringify([place, scope, sections, schedule, createdBy])
  return told(now) === told(composed)
}

async function sentBefore(db: AskDeps['own'], ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('tally.digest_run')
    .select('subscription_id')
    .distinct()
    .where('subscription_id', 'in', ids)
    .where('status', '=', 'queued')
    .execute()
  return new Set(rows.map((row) => row.subscription_id))
}
