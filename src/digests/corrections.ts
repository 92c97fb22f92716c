import { enqueue } from '../outbox/enqueue.ts'
import { type Sight, sightKey } from '../people/sight.ts'
import type { AskDeps } from '../spend/deps.ts'
import { type Correction, correctionCard } from './card/correction-card.ts'
import { causesOf } from './correcting/causes.ts'
import { deliveredDays, fingerprint } from './correcting/delivered-days.ts'
import { isMoved } from './correcting/moved.ts'
import { markSeen, type QueuedRun, toldPeriods, toldRuns } from './correcting/queued-runs.ts'
import type { Told, ToldTotal } from './correcting/told.ts'
import { totalsOfAll } from './correcting/totals.ts'
import { destinationOf } from './running/destination.ts'
import { missingOf } from './running/gate.ts'
import { keyOf } from './running/open-runs.ts'
import { allowedOf } from './running/sights.ts'
import { sourcesOfAll } from './running/sources.ts'

const DAY_MS = 86_400_000
// Bills are restated until they are invoiced, which is early in the next month.
const LOOK_BACK_DAYS = 45
/** A correction is of use for longer than what it corrects. */
const EXPIRES_DAYS = 7

/**
 * Tells the readers of a digest what became of its totals, in its thread, where they moved by more than is worth keeping to
 * oneself: once for each time that they moved so far. Days that nobody delivered anew are not even added up.
 */
export async function correctDigests(deps: AskDeps, now: Date): Promise<number> {
  const { own } = deps
  const since = new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS)
  const periods = await toldPeriods(own, since)
  if (periods.length === 0) return 0
  const delivered = await deliveredDays(deps, periods)
  const changed = periods
    .map((period) => ({ ...period, was: period.seen, seen: fingerprint(delivered, period) }))
    .filter(({ was, seen }) => was !== seen)
  if (changed.length === 0) return 0
  const runs = await toldRuns(own, changed, since)
  const allowed = await allowedOf(
    deps,
    runs.map(({ subscription }) => subscription),
  )
  const looked = runs.flatMap((run, index) => {
    const each = allowed[index]
    return each?.kind === 'allowed' && isComparable(run, each.sight)
      ? [{ run, sight: each.sight, scope: run.subscription.scope, period: run.period }]
      : []
  })
  const sources = await sourcesOfAll(deps, looked)
  const asked = looked.map((each, index) => {
    const missing = missingOf(each.period, sources[index] ?? [], now).map(({ source }) => source)
    return { ...each, missing: each.run.told.missing.filter((source) => missing.includes(source)) }
  })
  const amounts = await totalsOfAll(deps, asked, now)
  // What is still missing comes in bit by bit: until it is all there, only the others are compared.
  const comparable = await totalsOfAll(
    deps,
    asked.map((each) => ({ ...each, withoutSources: each.missing })),
    now,
  )
  let corrected = 0
  const right: QueuedRun[] = []
  for (const [index, { run, sight, missing }] of asked.entries()) {
    const totals = together(amounts[index] ?? [], comparable[index] ?? [])
    const moved = movedTotals(run.told, totals, missing)
    if (moved.length === 0) {
      right.push(run)
      continue
    }
    const told: Told = { ...run.told, totals, missing, at: now.toISOString() }
    const seen = fingerprint(delivered, run.period)
    const causes = causesOf(run, missing, sources[index] ?? [], delivered)
    if (await correct(deps, run, { sight, told, seen, totals: moved, causes }, now)) corrected += 1
  }
  await markSeen(own, right, (run) => fingerprint(delivered, run.period))
  return corrected
}

/** Names are seen whole or not at all; everything is what its person sees of it. */
const isComparable = ({ subscription: { scope }, told }: QueuedRun, sight: Sight): boolean =>
  scope !== null || told.sight === undefined || sightKey(told.sight) === sightKey(sight)

function together(
  amounts: readonly { readonly currency: string | null; readonly amount: string | null }[],
  comparable: readonly { readonly currency: string | null; readonly amount: string | null }[],
): readonly ToldTotal[] {
  return amounts.map(({ currency, amount }) => ({
    currency,
    amount,
    comparable: comparable.find((other) => other.currency === currency)?.amount ?? null,
  }))
}

/** Of each currency that moved far enough, what was told and what is so. */
function movedTotals(told: Told, now: readonly ToldTotal[], missing: readonly string[]): Correction['totals'] {
  const what = missing.length === 0 ? 'amount' : 'comparable'
  const currencies = new Set([...told.totals, ...now].map(({ currency }) => currency))
  return [...currencies].flatMap((currency) => {
    const old = told.totals.find((total) => total.currency === currency)
    const is = now.find((total) => total.currency === currency)
    if (!isMoved(old?.[what] ?? null, is?.[what] ?? null)) return []
    return [{ currency, old: old?.amount ?? null, now: is?.amount ?? null }]
  })
}

/** The reply and what was told by it, in one transaction; false where another replica told it. */
async function correct(
  { own }: AskDeps,
  run: QueuedRun,
  found: Pick<Correction, 'totals' | 'causes'> & { readonly sight: Sight; readonly told: Told; readonly seen: string },
  now: Date,
): Promise<boolean> {
  const { subscription, slotAt, period, messageKey, corrections, place } = run
  const { sight, told, seen, totals, causes } = found
  const asked = { subscription, slotAt, period, missing: [], sight, first: false }
  return own.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('tally.digest_run')
      .set({ corrections: corrections + 1, reported: JSON.stringify(told), seen })
      .where('subscription_id', '=', subscription.id)
      .where('slot_at', '=', slotAt)
      .where('corrections', '=', corrections)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await enqueue(trx, [
      {
        key: `correction:${keyOf(subscription.id, slotAt)}:${corrections + 1}`,
        to: destinationOf(place ?? subscription.place),
        replyTo: messageKey,
        card: correctionCard({ asked, totals, causes }),
        expiresAt: new Date(now.getTime() + EXPIRES_DAYS * DAY_MS),
      },
    ])
    return true
  })
}
