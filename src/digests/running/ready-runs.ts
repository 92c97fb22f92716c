import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { Sight } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import type { Period } from '../../spend/question.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import { periodOf, settledThrough } from '../due.ts'
import { breakSubscriptions } from './broken.ts'
import { gate } from './gate.ts'
import { keepWaiting, type OpenRun, openRuns, type ReadyRun } from './open-runs.ts'
import { allowedOf } from './sights.ts'
import { sourcesOfAll } from './sources.ts'

export interface Ready {
  readonly run: ReadyRun
  readonly sight: Sight
  readonly partial: boolean
}

/** Of all slots that were claimed, those whose digest may go out now; the others keep what they wait for. */
export async function readyRuns(deps: AskDeps, now: Date): Promise<readonly Ready[]> {
  const open = await openRuns(deps.own, now)
  if (open.length === 0) return []
  const sources = await deps.watermarks()
  const looked = await permitted(
    deps,
    open.filter((run) => isWorthALook(run, sources, now)),
    now,
  )
  if (looked.length === 0) return []
  const hours = await hoursOf(deps.own)
  // Which day it is depends on the sources, but not by so much that other sources would matter.
  const mattering = await sourcesOfAll(
    deps,
    looked.map(({ run, sight }) => ({ scope: run.subscription.scope, sight, period: daysOf(run, []) })),
  )
  const ready: Ready[] = []
  const waiting: ReadyRun[] = []
  looked.forEach(({ run, sight }, index) => {
    const own = mattering[index] ?? []
    const period = daysOf(
      run,
      own.flatMap(({ source }) => hours.get(source) ?? []),
    )
    const gated = gate(period, own, now, run.deadlineAt)
    switch (gated.kind) {
      case 'go':
        ready.push({ run: { ...run, period, missing: [] }, sight, partial: false })
        break
      case 'partial':
        ready.push({ run: { ...run, period, missing: gated.missing }, sight, partial: true })
        break
      case 'wait':
        waiting.push({ ...run, period, missing: gated.missing })
    }
  })
  await keepWaiting(deps.own, waiting)
  return ready
}

/** What waits is looked at again when its time is up or all that it waited for has come: until then it costs no query. */
function isWorthALook(run: OpenRun, sources: readonly Watermark[], now: Date): boolean {
  if (run.period === null || run.waitingFor.length === 0) return true
  const awaited = sources.filter(({ source }) => run.waitingFor.includes(source))
  return gate(run.period, awaited, now, run.deadlineAt).kind !== 'wait'
}

async function permitted(deps: AskDeps, runs: readonly OpenRun[], now: Date) {
  const allowed = await allowedOf(
    deps,
    runs.map(({ subscription }) => subscription),
  )
  const permitted: { readonly run: OpenRun; readonly sight: Sight }[] = []
  const lost = new Map<string, string[]>()
  runs.forEach((run, index) => {
    const each = allowed[index]
    if (each?.kind === 'allowed') permitted.push({ run, sight: each.sight })
    else if (each !== undefined) lost.set(each.reason, [...(lost.get(each.reason) ?? []), run.subscription.id])
  })
  for (const [reason, ids] of lost) await breakSubscriptions(deps.own, ids, { reason, by: 'person' }, now)
  return permitted
}

/** How long after the end of a day each source's bill takes; nobody knows it of a ledger in another database. */
async function hoursOf(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('ledger.source').select(['source_name', 'complete_after_hours']).execute()
  return new Map(rows.map((row) => [row.source_name, row.complete_after_hours]))
}

/** Once it was looked at, a run keeps its days. */
function daysOf({ period, slotAt, subscription: { schedule } }: OpenRun, hours: readonly number[]): Period {
  return period ?? periodOf(schedule, slotAt, settledThrough(schedule, slotAt, hours))
}
