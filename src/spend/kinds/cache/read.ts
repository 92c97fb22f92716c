import { addDays, daysBetween, earlier } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension, Period } from '../../question.ts'
import { folded, sum } from '../folded.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { type CacheRow, cacheStatement } from './statement.ts'

/** How much of the input came from a cache, and what it saved at list price. Figures are exact; null is unknown. */
export interface Caching {
  readonly groupBy: readonly Dimension[]
  /** Of `cache_what_if`; null where what is is asked for. */
  readonly percent: string | null
  /** The days that were used: only complete ones where a rate is told for thirty. */
  readonly period: Period
  readonly days: number
  readonly totals: readonly CacheUse[]
  readonly rows: readonly CacheUse[]
}

export interface CacheUse {
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly groups: number
  readonly currency: string
  readonly input: string | null
  readonly cached: string | null
  readonly written: string | null
  readonly saved: string | null
  readonly writeExtra: string | null
  readonly unpriced: string | null
  readonly whatIf: string | null
}

export async function readCache(deps: AskDeps, asked: Asked): Promise<Read<Caching>> {
  const { question, most } = asked
  const percent = question.focus?.on === 'cache_what_if' ? (question.focus.percent ?? null) : null
  if (
    question.focus?.on === 'cache_what_if' &&
    (percent === null || !/^\d+(\.\d+)?$/.test(percent) || Number(percent) > 100)
  )
    return { kind: 'cannot', why: 'What hit rate? Ask for example “what would a 50 % cache hit rate save”.' }
  const groupBy: readonly Dimension[] = question.groupBy.length === 0 ? ['project', 'model_name'] : question.groupBy
  const period = percent === null ? question.period : completeDays(asked)
  if (period.end <= period.start)
    return {
      kind: 'cannot',
      why: 'No day of this period is complete yet, so nothing can be told of a whole month. Leave the period out, and I take the last 30 days.',
    }
  const { rows, sql } = await run(deps, cacheStatement(question, asked, groupBy, period, percent))
  if (rows.length === 0) return { kind: 'nothing' }
  const uses = rows
    .map((row) => use(row, groupBy))
    .toSorted(
      (a, b) => Number(worth(b, percent) ?? -1) - Number(worth(a, percent) ?? -1) || Number(b.input) - Number(a.input),
    )
  const currencies = [...new Set(uses.map(({ currency }) => currency))]
  const found: Caching = {
    groupBy,
    percent,
    period,
    days: daysBetween(period.start, period.end),
    totals: currencies
      .map((currency) => together(uses.filter((each) => each.currency === currency)))
      .toSorted((a, b) => b.groups - a.groups),
    rows: folded(uses, Math.min(question.limit ?? most, most), together),
  }
  return { kind: 'found', found, sql, rowCount: rows.reduce((count, row) => count + Number(row.rows), 0) }
}

/** What the answer is about: what was saved, or what would be. */
export const worth = ({ saved, whatIf }: CacheUse, percent: string | null): string | null =>
  percent === null ? saved : whatIf

/** Days ahead or not delivered would make any rate too low. */
function completeDays({ question: { period }, completeThrough, utcToday }: Asked): Period {
  return { start: period.start, end: earlier(period.end, addDays(completeThrough ?? addDays(utcToday, -1), 1)) }
}

function use(row: CacheRow, groupBy: readonly Dimension[]): CacheUse {
  const keys = groupBy.map((_, i) => row[`key_${i + 1}`] ?? null)
  return {
    kind: keys.every((key) => key === null) ? 'none' : 'group',
    keys,
    groups: 1,
    currency: row.currency,
    input: decimal(row.input),
    cached: decimal(row.cached),
    written: decimal(row.written),
    saved: decimal(row.saved),
    writeExtra: decimal(row.write_extra),
    unpriced: decimal(row.unpriced),
    whatIf: decimal(row.what_if),
  }
}

function together(uses: readonly CacheUse[]): CacheUse {
  const all = (of: (each: CacheUse) => string | null) => sum(uses.map(of))
  return {
    kind: 'other',
    keys: [],
    groups: uses.length,
    currency: uses[0]?.currency ?? '',
    input: all((each) => each.input),
    cached: all((each) => each.cached),
    written: all((each) => each.written),
    saved: all((each) => each.saved),
    writeExtra: all((each) => each.writeExtra),
    unpriced: all((each) => each.unpriced),
    whatIf: all((each) => each.whatIf),
  }
}
