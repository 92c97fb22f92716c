import { addDays, type CivilDate, earlier } from '../civil-date.ts'
import type { Sight } from '../people/sight.ts'
import { type Answer, rowsOf, totalsOf, trendOf } from './answer.ts'
import { askedComparison, type Comparison, preceding } from './comparison.ts'
import type { AskDeps } from './deps.ts'
import { completeLately, freshness, lately, throughOf } from './freshness.ts'
import { type KindName, readFinding } from './kinds/kinds.ts'
import { isBilledUnit, showsUnallocated, spendQuery } from './query.ts'
import type { Question } from './question.ts'
import type { RankedRow } from './ranked.ts'
import { readableSql } from './readable-sql.ts'
import { recordedDays, sourcesOf } from './recorded.ts'

/** What an answer holds besides how it was asked. */
type Found = Pick<
  Answer,
  | 'totals'
  | 'comparison'
  | 'groupBy'
  | 'rows'
  | 'trend'
  | 'finding'
  | 'freshness'
  | 'sources'
  | 'recorded'
  | 'rowCount'
  | 'sql'
>

/** A question as it is read, by whom and when. */
interface Reader {
  readonly deps: AskDeps
  readonly question: Question
  readonly sight: Sight
  readonly today: CivilDate
  readonly timezone: string
  readonly now: Date
  readonly most: number | undefined
}

/** Groups that a card names; a file names all. */
const USUAL_MOST = 10

/** A kind of question that is more than sums. */
export async function readKind(name: KindName, reader: Reader): Promise<Found | { readonly why: string }> {
  const { deps, question, sight, today, timezone, now, most } = reader
  const views = await deps.views()
  const utcToday = now.toISOString().slice(0, 10)
  const sources = await sourcesOf(deps, question, sight, views)
  const tomorrow = addDays(utcToday, 1)
  const completeThrough = completeLately(sources, utcToday)
  const asked = {
    question,
    sight,
    views,
    today,
    timezone,
    utcToday,
    now,
    sources,
    completeThrough,
    most: most ?? USUAL_MOST,
  }
  const result = await readFinding(name, deps, asked)
  if (result.kind === 'cannot') return { why: result.why }
  // What is ahead cannot be complete: freshness tells of the days that have begun.
  const { start, end } = question.period
  const begun = start < tomorrow ? { start, end: earlier(end, tomorrow) } : lately(utcToday)
  const nothing = result.kind === 'nothing'
  return {
    totals: [],
    comparison: null,
    groupBy: question.groupBy,
    rows: [],
    trend: null,
    finding: nothing ? null : result.found,
    freshness: freshness(begun, sources, utcToday) ?? null,
    sources,
    recorded: nothing ? await recordedDays(deps, question, sight, views, today) : null,
    rowCount: nothing ? 0 : result.rowCount,
    sql: nothing ? '' : result.sql,
  }
}

/** Sums: what most questions are. */
export async function readSums({ deps, question, sight, today, now, most }: Reader): Promise<Found> {
  const views = await deps.views()
  const utcToday = now.toISOString().slice(0, 10)
  const counted = question.unit !== null && !isBilledUnit(question.unit)
  const finding = counted ? Promise.resolve([]) : sourcesOf(deps, question, sight, views)
  const plainTotal =
    question.intent === 'spend' && question.groupBy.length === 0 && question.grain === null && question.compare === null
  // Only a comparison waits for the sources: it ends where they are complete.
  const through = async () => throughOf(freshness(question.period, await finding, utcToday), question.period)
  const comparison: Comparison | undefined =
    question.compare !== null && question.grain === null
      ? askedComparison(question.period, question.compare, today, question.period.end > today ? await through() : null)
      : plainTotal
        ? preceding(question.period, today, await through())
        : undefined
  const query = spendQuery(question, { sight, views, comparison, most })
  const compiled = query.sql.compile(deps.spend)
  const run =
    deps.prepared !== undefined && query.view !== 'spend.daily' && isWithinTeams(question, sight)
      ? deps.prepared(compiled)
      : deps.spend.executeQuery(compiled).then((result) => result.rows)
  const [rows, sources] = await Promise.all([run, finding])

  const totals = totalsOf(rows, showsUnallocated(question, sight))
  const empty = totals.every((total) => total.amount === null && total.unknown === 0)
  const count = query.groupBy.length
  return {
    totals: empty ? [] : totals,
    comparison: empty ? null : (comparison ?? null),
    groupBy: query.groupBy,
    rows: empty || question.grain !== null || count === 0 ? [] : rowsOf(rows, count, comparison?.asked ?? false),
    trend: question.grain === null || empty ? null : trendOf(rows, count, question.grain, question.period),
    finding: null,
    freshness: freshness(question.period, sources, utcToday) ?? null,
    sources,
    recorded: empty ? await recordedDays(deps, question, sight, views, today) : null,
    rowCount: countRows(rows),
    sql: readableSql(compiled),
  }
}

/** A few rows by an index whatever the values are: one plan serves all. */
const isWithinTeams = (question: Question, sight: Sight): boolean =>
  sight.kind === 'teams' || question.filters.team !== undefined

const countRows = (rows: readonly RankedRow[]) =>
  [...new Map(rows.map((row) => [row.currency, Number(row.total_rows ?? 0)])).values()].reduce(
    (sum, count) => sum + count,
    0,
  )
