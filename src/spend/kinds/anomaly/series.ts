import { type RawBuilder, sql } from 'kysely'
import { addDays, type CivilDate, daysBetween, later } from '../../../civil-date.ts'
import { costColumn, viewFor } from '../../query.ts'
import type { Dimension, Period, Question } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'
import type { Asked } from '../kind.ts'

/** What one group cost, day by day. */
export interface Series {
  /** Whose, where the question tells each value of a dimension apart; else null. */
  readonly of: string | null
  readonly groupBy: readonly Dimension[]
  readonly keys: readonly (string | null)[]
  readonly currency: string
  readonly first: CivilDate
  /** One a day, to judge by; null is not known. */
  readonly values: readonly (number | null)[]
  /** The same exactly; nothing where there is none. Each source's for itself, and read when it is asked for, which is seldom. */
  exact(day: number): readonly string[]
}

export interface SeriesRow {
  /** Of a question that tells each value apart: whose, and in which way it is looked at. */
  readonly of: string | null
  readonly way: string | null
  readonly currency: string
  /** "0:12.5 1:13 0:4 …": days since the first of the span, and what they cost. */
  readonly days: string
  readonly rows: string
  readonly [key: `key_${number}`]: string | null
}

/**
 * Spend by day as one row a group, for a hundred thousand numbers travel better in a thousand rows. The smallest view has a
 * row a source and day, which needs no sum before; elsewhere a day is summed first.
 */
export function seriesQuery(
  { question, sight, views }: Pick<Asked, 'question' | 'sight' | 'views'>,
  groupBy: readonly Dimension[],
  span: Period,
  modelsOnly = isByModel(groupBy),
): RawBuilder<SeriesRow> {
  const view = viewFor({ ...question, groupBy }, views)
  const cost = sql.ref(costColumn(question))
  const keys = groupBy.map((dimension, i) => ({ expression: keyOf(dimension, view), name: sql.ref(`key_${i + 1}`) }))
  const named = sql.join([
    ...keys.map(({ expression, name }) => sql`${expression} as ${name}`),
    sql`billing_currency as currency`,
  ])
  const names = sql.join([...keys.map(({ name }) => name), sql`currency`])
  const places = sql.raw([...keys, 'currency'].map((_, i) => `${i + 1}`).join(', '))
  const only = modelsOnly ? sql` and model_name is not null` : sql``
  const where = sql`where ${within(span)} and ${scope(question, sight, view)}${only}`
  const days = (amount: RawBuilder<unknown>) =>
    sql`string_agg((day - ${span.start}::date) || ':' || ${amount}, ' ') as days`
  if (view === 'spend.daily_area')
    return sql<SeriesRow>`select ${named}, sum(charge_rows) as rows, ${days(cost)}, ${APART}
from ${sql.table(view)} ${where} and ${cost} is not null
group by ${places}`
  return sql<SeriesRow>`with daily as (
  select ${named}, day, sum(${cost}) as amount, count(*) as rows from ${sql.table(view)} ${where}
  group by ${places}, day
)
select ${names}, sum(rows) as rows, ${days(sql`amount`)}, ${APART} from daily where amount is not null group by ${names}`
}

const APART = sql`null as of, null as way`

/** The series of each value in all ways, in one statement: what the ways have no key for is null. */
export function eachSeriesQuery(
  asked: Pick<Asked, 'question' | 'sight' | 'views'>,
  each: Dimension,
  ways: readonly (readonly Dimension[])[],
  span: Period,
): RawBuilder<SeriesRow> {
  const width = Math.max(...ways.map(({ length }) => length))
  const branches = ways.map((way, index) => {
    // The last key says whose it is.
    const keys = Array.from({ length: width }, (_, i) => (i < way.length ? sql`${sql.ref(`key_${i + 1}`)}` : sql`null`))
    const of = sql.ref(`key_${way.length + 1}`)
    return sql`select ${String(index)} as way, ${of} as of, ${sql.join(keys.map((key, i) => sql`${key} as ${sql.ref(`key_${i + 1}`)}`))}, currency, rows, days
from (${seriesQuery(asked, [...way, each], span, isByModel(way))}) as ${sql.ref(`way_${index}`)}`
  })
  return sql<SeriesRow>`${sql.join(branches, sql`\nunion all\n`)}`
}

/** How the question is looked at: by what it names, else by team and cost area, and by model. */
export const waysOf = ({ groupBy, filters }: Question): readonly (readonly Dimension[])[] =>
  groupBy.length > 0
    ? [groupBy]
    : [['team', 'cost_area'], ...(filters.model_name === undefined ? [['model_name'] as const] : [])]

export const isByModel = (groupBy: readonly Dimension[]): boolean => groupBy.length === 1 && groupBy[0] === 'model_name'

/**
 * Rows to series. In days that are complete, a group without a row cost nothing; where nothing tells what is complete, a day
 * without any row at all is not known. Days before the ledger began are no days. What never comes to the minimum on any day
 * cannot be unusual and is no series.
 */
export function toSeries(
  rows: readonly SeriesRow[],
  groupBy: readonly Dimension[],
  span: Period,
  ledger: { readonly begun: CivilDate | undefined; readonly complete: boolean; readonly minimum: number },
): readonly Series[] {
  const length = daysBetween(span.start, span.end)
  const seen = new Set<number>()
  const read = rows.map((row) => ({ row, sums: sumsOf(row.days, length, seen) }))
  const earliest = Math.min(length, ...seen)
  const from = Math.max(0, daysBetween(span.start, later(span.start, ledger.begun ?? addDays(span.start, earliest))))
  return read
    .filter(({ sums }) => sums.some((sum) => Math.abs(sum) >= ledger.minimum))
    .map(({ row, sums }) => ({
      of: row.of,
      groupBy,
      keys: groupBy.map((_, i) => row[`key_${i + 1}`] ?? null),
      currency: row.currency,
      first: addDays(span.start, from),
      values: sums.slice(from).map((sum, i) => (ledger.complete || seen.has(from + i) ? sum : null)),
      exact: (day) => amountsOn(row.days, from + day),
    }))
}

function sumsOf(days: string, length: number, seen: Set<number>): readonly number[] {
  const sums = new Array<number>(length).fill(0)
  for (const [day, amount] of entriesOf(days)) {
    sums[day] = (sums[day] ?? 0) + Number(amount)
    seen.add(day)
  }
  return sums
}

const amountsOn = (days: string, day: number): readonly string[] =>
  entriesOf(days).flatMap(([at, amount]) => (at === day ? [amount] : []))

const entriesOf = (days: string) =>
  days.split(' ').map((entry) => {
    const colon = entry.indexOf(':')
    return [Number(entry.slice(0, colon)), entry.slice(colon + 1)] as const
  })
