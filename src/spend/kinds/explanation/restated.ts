import { sql } from 'kysely'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn } from '../../query.ts'
import { within } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { run } from '../run.ts'
import type { Restated } from './found.ts'
import type { Spans } from './spans.ts'

/**
 * By how much days of either side moved after they were first reported. Restatements are recorded for a source and day over
 * all teams, so who sees only some teams is told nothing of them.
 */
export async function readRestated(
  deps: AskDeps,
  { question, sight, views, sources }: Asked,
  { now, before }: Spans,
): Promise<{ readonly rows: readonly Restated[]; readonly sql: string } | undefined> {
  const cost = costColumn(question)
  if (sight.kind === 'teams' || cost === 'list_cost' || !views.has('spend.restatement') || sources.length === 0)
    return undefined
  const moved = sql`${sql.ref(`new_${cost}`)} - ${sql.ref(`old_${cost}`)}`
  const { rows, sql: text } = await run(
    deps,
    sql<{ source: string; currency: string; days: string; now: string; before: string }>`
    select source_name as source, billing_currency as currency, count(distinct day) as days,
      coalesce(sum(${moved}) filter (where ${within(now)}), 0) as now,
      coalesce(sum(${moved}) filter (where ${within(before)}), 0) as before
    from spend.restatement
    where (${within(now)} or ${within(before)}) and ${moved} <> 0 and source_name in (${sql.join(sources.map(({ source }) => source))})
    group by 1, 2 order by 1, 2`,
  )
  return {
    rows: rows.map((row) => ({
      ...row,
      days: Number(row.days),
      now: decimal(row.now) ?? '0',
      before: decimal(row.before) ?? '0',
    })),
    sql: text,
  }
}
