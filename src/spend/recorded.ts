import { sql } from 'kysely'
import { addDays, type CivilDate, earlier, later } from '../civil-date.ts'
import { type Sight, sightKey } from '../people/sight.ts'
import type { AskDeps } from './deps.ts'
import { viewFor } from './query.ts'
import type { Question } from './question.ts'
import { dimensionsOf, scope, within } from './scope.ts'
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
  const unbounded = sight.kind === 'everything' && dimensionsOf(question.filters).length === 0
  if (unbounded || all.length < 2) return all
  const { start, end } = question.period
  const newest = all.map(({ lastDay }) => lastDay).reduce(later, start)
  const last = earlier(addDays(newest, 1), end)
  // Periods that reach the newest day look at the same days.
  const key = JSON.stringify([question.filters, question.exclude, sightKey(sight), last])
  const version = await deps.version()
  const known = deps.scopeSources.get(key)
  const names = known?.version === version ? known.sources : await read()
  if (known?.version !== version) deps.scopeSources.set(key, { version, sources: names })
  return names.length === 0 ? all : all.filter(({ source }) => names.includes(source))

  async function read(): Promise<readonly string[]> {
    const from = addDays(last, -LOOK_BACK_DAYS)
    const view = viewFor(bare(question), views)
    const { rows } = await sql<{ source_name: string }>`
      select distinct source_name from ${sql.table(view)}
      where ${within({ start: from, end: last })} and ${scope(question, sight, view)}`.execute(deps.spend)
    return rows.map((row) => row.source_name)
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
