import { sql } from 'kysely'
import { addDays, earlier, later } from '../../../civil-date.ts'
import { judge, type Verdict } from '../../../nudges/idle.ts'
import type { IdleRule, IdleRules } from '../../../nudges/idle-rules.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { scope } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { type Ran, run } from '../run.ts'
import { measurable } from './signals.ts'
import { instant, type JudgedRow, type PaidDays, statement, summaryOf } from './statement.ts'

/** A resource that is paid for and that a rule judges. */
export interface Judged {
  readonly resourceId: string
  readonly rule: IdleRule
  readonly verdict: Verdict
  /** What it cost on the paid day, per currency; null where nothing was charged that day. */
  readonly perDay: readonly { readonly currency: string; readonly amount: string | null }[]
}

export interface Judgement {
  /** The end of the newest hour of telemetry. */
  readonly asOf: Date
  /** When that lies so far back that nothing can be judged. */
  readonly stale: boolean
  readonly paid: PaidDays
  readonly judged: readonly Judged[]
  /** Those that were in use lately are counted, and listed only where everyone is asked for. */
  readonly busy: number
  readonly used: readonly Judged[]
  readonly ran: readonly Ran<unknown>[]
}

const HOUR_MS = 3_600_000
/** How far back the beginning of idleness is looked for. */
export const LOOK_BACK_DAYS = 92
/** A bill that is later than this is not waited for. */
const LATE_DAYS = 7

/** What is idle at the end of the period, or now where that is earlier; undefined where there is no telemetry. */
export async function judgement(
  deps: AskDeps,
  asked: Asked,
  given: IdleRules,
  { who, of }: { readonly who: 'quiet' | 'everyone'; readonly of: number } = { who: 'quiet', of: 1 },
): Promise<Judgement | undefined> {
  const { question, now, utcToday } = asked
  const rules = measurable(given, asked.views)
  const periodEnd = new Date(`${question.period.end}T00:00:00Z`)
  const until = periodEnd < now ? periodEnd : now
  const floor = new Date(until.getTime() - LOOK_BACK_DAYS * 24 * HOUR_MS)
  const newest = await run(
    deps,
    sql<{ newest: Date | null }>`select max(hour) as newest from spend.resource_hour
where hour >= ${instant(floor)} and hour < ${instant(until)}`,
  )
  const last = newest.rows[0]?.newest
  if (!last) return undefined
  const asOf = new Date(last.getTime() + HOUR_MS)
  const stale = until.getTime() - asOf.getTime() > rules.staleHours * HOUR_MS

  const end = earlier(question.period.end, addDays(utcToday, 1))
  const complete = asked.completeThrough ?? addDays(utcToday, -1)
  const day = later(earlier(complete, addDays(end, -1)), addDays(end, -LATE_DAYS))
  const paid = { day, end, complete: asked.completeThrough !== null && day <= asked.completeThrough }
  const scoped = scope(question, asked.sight, 'spend.daily')
  const parts = await Promise.all(
    Array.from({ length: of }, async (_, part) => {
      const { rows, sql } = await run(deps, statement(rules, scoped, paid, floor, asOf, stale, { who, part, of }))
      // The rows of a part may go as soon as they are judged.
      return { ...verdicts(rules, rows, asOf, stale), busy: Number(rows[0]?.busy ?? 0), ran: { rows: [], sql } }
    }),
  )
  return {
    asOf,
    stale,
    paid,
    judged: parts.flatMap(({ judged }) => judged),
    used: parts.flatMap(({ used }) => used),
    busy: parts.reduce((sum, { busy }) => sum + busy, 0),
    ran: [newest, ...parts.map(({ ran }) => ran)],
  }
}

function verdicts(
  rules: IdleRules,
  rows: readonly JudgedRow[],
  asOf: Date,
  stale: boolean,
): Pick<Judgement, 'judged' | 'used'> {
  const byKind = new Map(rules.rules.map((rule) => [rule.kind, rule]))
  const byResource = new Map<string, JudgedRow[]>()
  for (const row of rows) {
    if (row.resource_id === null) continue
    const known = byResource.get(row.resource_id)
    if (known === undefined) byResource.set(row.resource_id, [row])
    else known.push(row)
  }
  const judged: Judged[] = []
  const used: Judged[] = []
  for (const [resourceId, rows] of byResource) {
    const [row] = rows
    const rule = row && byKind.get(row.kind)
    if (row === undefined || rule === undefined) continue
    const perDay = rows.map(({ billing_currency, per_day }) => ({
      currency: billing_currency,
      amount: decimal(per_day),
    }))
    const resource = { resourceId, rule, perDay }
    const verdict = judge(rule, summaryOf(row), asOf)
    if (row.used) {
      used.push({ ...resource, verdict: { kind: 'busy', evidence: verdict.evidence } })
      continue
    }
    judged.push({
      ...resource,
      verdict: stale ? { kind: 'unknown', reason: 'stale', evidence: verdict.evidence } : verdict,
    })
  }
  return { judged, used }
}
