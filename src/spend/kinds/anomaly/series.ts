import { type RawBuilder, sql } from 'kysely'
import { addDays, type CivilDate, daysBetween, later } from '../../../civil-date.ts'
import { costColumn, viewFor } from '../../query.ts'
import type { Dimension, Period, Question } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'
import type { Asked } from '../kind.ts'

/** What one group cost, day by day. */
export interface Series {
  readonly groupBy: readonly Dimension[]
  readonly keys: readonly (string | null)[]
  readonly currency: string
  readonly first: CivilDate
  /** Exact, one a day; null is not known. */
  readonly amounts: readonly (string | null)[]
}

interface SeriesRow {
  readonly currency: string
  /** "0:12.5 1:13 …": days since the first, and what they cost. */
  readonly days: string
  readonly rows: string
  readonly [key: string]: string | null
}

/**
 * Spend by day as one row a group, for half a million numbers travel better in a few thousand rows. What never costs the
 * minimum on any day cannot be unusual and stays where it is.
 */
export function seriesQuery(
  { question, sight, views }: Pick<Asked, 'question' | 'sight' | 'views'>,
  groupBy: readonly Dimension[],
  span: Period,
  minimum: number,
): RawBuilder<SeriesRow> {
  const view = viewFor({ ...question, groupBy }, views)
  const keys = groupBy.map((dimension, i) => ({ expression: keyOf(dimension, view), name: sql.ref(`key_${i + 1}`) }))
  const names = sql.join([...keys.map(({ name }) => name), sql`currency`])
  const only = isByModel(groupBy) ? sql` and model_name is not null` : sql``
  return sql<SeriesRow>`with daily as (
  select ${sql.join([...keys.map(({ expression, name }) => sql`${expression} as ${name}`), sql`billing_currency as currency`])},
    day, sum(${sql.ref(costColumn(question))}) as amount, count(*) as rows
  from ${sql.table(view)}
  where ${within(span)} and ${scope(question, sight, view)}${only}
  group by ${names}, day
)
select ${names}, sum(rows) as rows,
  string_agg((day - ${span.start}::date) || ':' || trim_scale(amount), ' ' order by day) as days
from daily where amount is not null
group by ${names}
having max(abs(amount)) >= ${minimum}::numeric`
}

/** How the question is looked at: by what it names, else by team and cost area, and by model. */
export const waysOf = ({ groupBy, filters }: Question): readonly (readonly Dimension[])[] =>
  groupBy.length > 0
    ? [groupBy]
    : [['team', 'cost_area'], ...(filters.model_name === undefined ? [['model_name'] as const] : [])]

export const isByModel = (groupBy: readonly Dimension[]): boolean => groupBy.length === 1 && groupBy[0] === 'model_name'

/**
 * Rows to series. In days that are complete, a group without a row cost nothing; where nothing tells what is complete, a day
 * without any row at all is not known. Days before the ledger began are no days.
 */
export function toSeries(
  rows: readonly SeriesRow[],
  groupBy: readonly Dimension[],
  span: Period,
  ledger: { readonly begun: CivilDate | undefined; readonly complete: boolean },
): readonly Series[] {
  const length = daysBetween(span.start, span.end)
  const read = rows.map((row) => {
    const amounts = new Map<number, string>()
    for (const entry of row.days.split(' ')) {
      const colon = entry.indexOf(':')
      amounts.set(Number(entry.slice(0, colon)), entry.slice(colon + 1))
    }
    return { row, amounts }
  })
  const seen = new Set(read.flatMap(({ amounts }) => [...amounts.keys()]))
  const earliest = Math.min(length, ...seen)
  const from = Math.max(0, daysBetween(span.start, later(span.start, ledger.begun ?? addDays(span.start, earliest))))
  return read.map(({ row, amounts }) => ({
    groupBy,
    keys: groupBy.map((_, i) => row[`key_${i + 1}`] ?? null),
    currency: row.currency,
    first: addDays(span.start, from),
    amounts: Array.from(
      { length: Math.max(0, length - from) },
      (_, i) => amounts.get(from + i) ?? (ledger.complete || seen.has(from + i) ? '0' : null),
    ),
  }))
}
