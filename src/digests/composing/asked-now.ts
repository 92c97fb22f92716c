import type { Sight } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import type { Bill } from '../chat/outlook.ts'
import type { DigestAsked } from '../digest.ts'
import { periodOf, settledThrough } from '../due.ts'
import { missingOf } from '../running/gate.ts'
import { sourcesOfAll } from '../running/sources.ts'
import type { DigestScope, Schedule } from '../subscription.ts'

/** A digest as it would be at any moment, with what is there: a test, a preview. */
export async function askedNow(
  deps: AskDeps,
  subscription: DigestAsked['subscription'],
  sight: Sight,
  slotAt: Date,
): Promise<DigestAsked> {
  const { schedule, scope } = subscription
  const sources = await sourcesOf(deps, scope, sight, schedule, slotAt)
  const period = periodOf(schedule, slotAt, settledThrough(schedule, slotAt, hours(await billsOf(deps, sources))))
  return { subscription, slotAt, period, missing: missingOf(period, sources, deps.now()), sight, first: false }
}

/** The sources that matter to a scope, and how long the bill of each takes. */
export async function scopeBills(
  deps: AskDeps,
  scope: DigestScope,
  sight: Sight,
  schedule: Schedule,
  slotAt: Date,
): Promise<readonly Bill[]> {
  return billsOf(deps, await sourcesOf(deps, scope, sight, schedule, slotAt))
}

async function sourcesOf(deps: AskDeps, scope: DigestScope, sight: Sight, schedule: Schedule, slotAt: Date) {
  const period = periodOf(schedule, slotAt, settledThrough(schedule, slotAt, []))
  const [sources = []] = await sourcesOfAll(deps, [{ scope, sight, period }])
  return sources
}

/** A ledger in another database does not say how long its sources take. */
async function billsOf({ own }: AskDeps, sources: readonly Watermark[]): Promise<readonly Bill[]> {
  if (sources.length === 0) return []
  const rows = await own
    .selectFrom('ledger.source')
    .select(['source_name', 'complete_after_hours'])
    .where(
      'source_name',
      'in',
      sources.map(({ source }) => source),
    )
    .orderBy('source_name')
    .execute()
  return rows.map((row) => ({ source: row.source_name, hours: row.complete_after_hours }))
}

const hours = (bills: readonly Bill[]) => bills.map((bill) => bill.hours)
