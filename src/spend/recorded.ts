import { sql } from 'kysely'
import { addDays, type CivilDate, earlier, later } from '../civil-date.ts'
import { type Sight, sightKey } from '../people/sight.ts'
import type { AskDeps } from './deps.ts'
import { viewFor } from './query.ts'
import type { Dimension, Period, Question } from './question.ts'
import { dimensionsOf, keyOf, scope, within } from './scope.ts'
import type { Watermark } from './watermarks.ts'

const bare = (question: Question): Question => ({ ...question, groupBy: [], measure: 'effective_cost' })

// A source that billed for this scope lately is expected to do so again; others need not be waited for.
const LOOK_BACK_DAYS = 14

/** The ledger sources that matter for a scope: those that lately held rows of it, all where that cannot be told. */
export async function sourcesOf(
  deps: AskDeps,
  question: Question,
  sight: Sight,
  views: ReadonlySet<string>,
): Promise<readonly Watermark[]> {
  const all = await deps.watermarks()
  const { withoutSources = [] } = question
  const heard = (sources: readonly Watermark[]) => sources.filter(({ source }) => !withoutSources.includes(source))
  const unbounded = sight.kind === 'everything' && dimensionsOf(question.filters).length === 0
  if (unbounded || all.length < 2) return heard(all)
  const last = lookedAtUntil(all, question.period)
  const key = keyOfSources(question, sight, last)
  const version = await deps.version()
  const known = deps.scopeSources.get(key)
  const names = known?.version === version ? known.sources : await read()
  if (known?.version !== version) deps.scopeSources.set(key, { version, sources: names })
  return heard(names.length === 0 ? all : all.filter(({ source }) => names.includes(source)))

  async function read(): Promise<readonly string[]> {
    const from = addDays(last, -LOOK_BACK_DAYS)
    const view = viewFor(bare(question), views)
    const { rows } = await sql<{ source_name: string }>`
      select distinct source_name from ${sql.table(view)}
      where ${within({ start: from, end: last })} and ${scope(question, sight, view)}`.execute(deps.spend)
    return rows.map((row) => row.source_name)
  }
}

// Periods that reach the newest day look at the same days.
const lookedAtUntil = (all: readonly Watermark[], { start, end }: Period): CivilDate =>
  earlier(addDays(all.map(({ lastDay }) => lastDay).reduce(later, start), 1), end)

const keyOfSources = (
  { filters, exclude, withoutSources }: Pick<Question, 'filters' | 'exclude' | 'withoutSources'>,
  sight: Sight,
  last: CivilDate,
): string => JSON.stringify([filters, exclude, sightKey(sight), last, withoutSources])

/** Which sources matter for each of many values, and how that is told to those who ask for several of them at once. */
export interface SourcesOfEach {
  of(value: string, question: Pick<Question, 'period' | 'withoutSources'>): readonly Watermark[]
  /** Questions about these values together find the sources of all of them without looking again. */
  remember(question: Question, values: readonly string[]): Promise<void>
}

/** The same as `sourcesOf` says of each value alone, in one statement for all values and periods. */
export async function sourcesOfEach(
  deps: AskDeps,
  { dimension, values }: { readonly dimension: Dimension; readonly values: readonly string[] },
  sight: Sight,
  periods: readonly Period[],
): Promise<SourcesOfEach> {
  const [all, views, version] = await Promise.all([deps.watermarks(), deps.views(), deps.version()])
  const ends = [...new Set(periods.map((period) => lookedAtUntil(all, period)))]
  const found = new Map<string, Set<string>>()
  const keyOfValue = (end: CivilDate, value: string) => JSON.stringify([end, value])
  if (all.length >= 2 && values.length > 0) {
    const scoped = { filters: { [dimension]: values }, exclude: {} }
    const view = viewFor({ ...scoped, groupBy: [], measure: 'effective_cost' }, views)
    const spans = ends.map((end) => within({ start: addDays(end, -LOOK_BACK_DAYS), end }))
    const { rows } = await sql<{ value: string; source_name: string; [at: `at_${number}`]: boolean }>`
      select ${keyOf(dimension, view)} as value, source_name,
        ${sql.join(spans.map((span, i) => sql`bool_or(${span}) as ${sql.ref(`at_${i}`)}`))}
      from ${sql.table(view)}
      where (${sql.join(spans, sql` or `)}) and ${scope(scoped, sight, view)} group by 1, 2`.execute(deps.spend)
    for (const row of rows)
      for (const [i, end] of ends.entries())
        if (row[`at_${i}`]) {
          const key = keyOfValue(end, row.value)
          found.set(key, (found.get(key) ?? new Set()).add(row.source_name))
        }
  }
  const of: SourcesOfEach['of'] = (value, { period, withoutSources = [] }) => {
    const names = found.get(keyOfValue(lookedAtUntil(all, period), value)) ?? new Set()
    const others = all.filter(({ source }) => !withoutSources.includes(source))
    const own = others.filter(({ source }) => names.has(source))
    return own.length === 0 ? others : own
  }
  return {
    of,
    async remember(together, some) {
      const sources = [...new Set(some.flatMap((value) => of(value, together).map(({ source }) => source)))]
      deps.scopeSources.set(keyOfSources(together, sight, lookedAtUntil(all, together.period)), { version, sources })
    },
  }
}

// Two years and a bit: no question may read the whole table, not even one that finds nothing.
const HORIZON_DAYS = 800

/** First and last day of a scope, for an answer that found nothing in its period. */
export async function recordedDays(
  deps: AskDeps,
  question: Question,
  sight: Sight,
  views: ReadonlySet<string>,
  today: CivilDate,
): Promise<{ readonly first: CivilDate; readonly last: CivilDate } | null> {
  const view = viewFor(bare(question), views)
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select min(day) as first, max(day) as last from ${sql.table(view)}
    where ${within({ start: addDays(today, -HORIZON_DAYS), end: addDays(today, 2) })} and ${scope(question, sight, view)}`.execute(
    deps.spend,
  )
  const [row] = rows
  return row?.first && row.last ? { first: row.first, last: row.last } : null
}
