import { type Kysely, sql } from 'kysely'
import { addDays, type CivilDate, daysBetween } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { BUDGET_SCOPES, type BudgetScope, TOTAL } from './budget.ts'
import type { Daily } from './forecast.ts'
import type { Span } from './outlook.ts'

export interface ScopeSeries {
  readonly dimension: BudgetScope
  readonly value: string
  readonly currency: string
  readonly known: Daily
  /** Of the days of the span that are known, exact. */
  readonly actual: string
}

export interface SeriesAsked {
  readonly views: ReadonlySet<string>
  /** Complete days, and the span they are forecast for. */
  readonly known: Span
  readonly span: Span
}

/** Daily costs in all, of each team, and of whatever has a budget in the span: one statement, whatever the number of scopes. */
export async function scopeSeries(
  spend: Kysely<Database>,
  { views, known, span }: SeriesAsked,
): Promise<readonly ScopeSeries[]> {
  const budgets = views.has('spend.budget')
    ? (
        await sql<{ dimension: BudgetScope; value: string }>`
          select distinct scope_dimension as dimension, scope_value as value from spend.budget
          where month >= ${span.start} and month < ${span.end} and scope_dimension not in ('total', 'team')`.execute(
          spend,
        )
      ).rows
    : []
  const dimensions = BUDGET_SCOPES.filter((scope) => budgets.some(({ dimension }) => dimension === scope))
  const view = dimensions.length === 0 && views.has('spend.daily_area') ? 'spend.daily_area' : 'spend.daily'
  const list = (parts: Parameters<typeof sql.join>[0]) => sql.join(parts, sql`, `)
  const columns = ['team', ...dimensions].map((name) => sql.ref(name))
  const scopes = ['team', ...dimensions].map((name) => sql`(${name}, by_day.${sql.ref(name)})`)
  const { rows } = await sql<{
    dimension: BudgetScope
    value: string
    currency: string
    days: string
    actual: string | null
  }>`with by_day as (
      select ${list([sql`day, billing_currency as currency`, ...columns, sql`sum(effective_cost) as amount`])}
      from ${sql.table(view)} where day >= ${known.start} and day < ${known.end}
      group by ${list([sql`day, billing_currency`, ...columns])}
    ), scoped as (
      select scope.dimension, scope.value, currency, day, sum(amount) as amount
      from by_day cross join lateral (values ${list([sql`('total', ${TOTAL})`, ...scopes])}) as scope (dimension, value)
      where scope.value is not null and (scope.dimension in ('total', 'team')
        or (scope.dimension, scope.value) in (select * from unnest(
          ${budgets.map(({ dimension }) => dimension)}::text[], ${budgets.map(({ value }) => value)}::text[])))
      group by 1, 2, 3, 4
    )
    select dimension, value, currency, string_agg(day || '=' || amount, ',') as days,
      sum(amount) filter (where day >= ${span.start}) as actual
    from scoped group by 1, 2, 3 order by 1, 2, 3`.execute(spend)
  return rows.map(({ dimension, value, currency, days, actual }) => ({
    dimension,
    value,
    currency,
    known: dailyOf(days, known),
    actual: actual ?? '0',
  }))
}

function dailyOf(days: string, { start, end }: Span): Daily {
  const costs = new Map<CivilDate, number>(
    days.split(',').map((entry) => [entry.slice(0, entry.indexOf('=')), Number(entry.slice(entry.indexOf('=') + 1))]),
  )
  return {
    first: start,
    costs: Array.from({ length: daysBetween(start, end) }, (_, i) => costs.get(addDays(start, i)) ?? 0),
  }
}
