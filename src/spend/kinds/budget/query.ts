import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type BudgetScope, TOTAL } from '../../../budgets/budget.ts'
import type { Sight } from '../../../people/sight.ts'
import type { Period } from '../../question.ts'
import { type Condition, within } from '../../scope.ts'
import { smallestView } from '../../views.ts'
import type { Chosen } from './choose.ts'

export interface BudgetRow {
  readonly dimension: BudgetScope
  readonly value: string
  readonly currency: string
  readonly budget: string
  readonly months: string
  readonly thresholds: readonly string[] | null
  /** Of all recorded days of the period, and of the complete ones. */
  readonly used: string | null
  readonly complete: string | null
  /** `2026-11-01=12.5,…`: the known days, for the pace. */
  readonly days: string | null
  /** `EUR=12.5,…`: used in currencies without a budget. */
  readonly elsewhere: string | null
  readonly rows: string
}

export interface BudgetsAsked {
  readonly chosen: Chosen
  readonly sight: Sight
  readonly views: ReadonlySet<string>
  readonly period: Period
  /** Of the period, what is complete. */
  readonly complete: Period
  readonly known: Period
}

/** All chosen budgets with their spend, in one statement: each charge is summed once for every scope that it falls under. */
export function budgetsQuery({ chosen, sight, views, period, complete, known }: BudgetsAsked): RawBuilder<BudgetRow> {
  const columns = [...new Set(chosen.dimensions)].filter((dimension) => dimension !== 'total')
  const view = smallestView({ dimensions: columns, namedResources: false, quantity: false, unknowns: false }, views)
  const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
  const refs = columns.map((column) => sql.ref(column))
  const scopes = chosen.dimensions.map(
    (dimension) => sql`(${dimension}, ${dimension === 'total' ? sql`${TOTAL}` : sql`by_day.${sql.ref(dimension)}`})`,
  )
  const own = sight.kind === 'teams' ? sql<SqlBool>`team in (${sql.join(sight.teams)})` : sql<SqlBool>`true`
  return sql<BudgetRow>`with budget as (
  select scope_dimension, scope_value, billing_currency as currency, sum(budget_amount) as budget, count(*) as months,
    (array_agg(to_json(thresholds::text[]) order by month desc))[1] as thresholds
  from spend.budget
  where month >= ${period.start} and month < ${period.end} and ${chosenOnly(chosen)} and ${visible(sight, views)}
  group by 1, 2, 3
), scoped as (
  select distinct scope_dimension, scope_value from budget
), by_day as (
  select ${list([sql`day, billing_currency as currency`, ...refs, sql`sum(effective_cost) as amount, count(*) as rows`])}
  from ${sql.table(view)}
  where (${within(known)} or ${within(period)}) and ${own}
  group by ${list([sql`day, billing_currency`, ...refs])}
), spent as (
  select scope.dimension, scope.value, by_day.currency, day, sum(amount) as amount, sum(rows) as rows
  from by_day
  cross join lateral (values ${list(scopes)}) as scope (dimension, value)
  join scoped on scoped.scope_dimension = scope.dimension and scoped.scope_value = scope.value
  group by 1, 2, 3, 4
), summed as (
  select dimension, value, currency, sum(amount) filter (where ${within(period)}) as used,
    sum(amount) filter (where ${within(complete)}) as complete,
    string_agg(day || '=' || amount, ',' order by day) filter (where ${within(known)}) as days, sum(rows) as rows
  from spent group by 1, 2, 3
)
select b.scope_dimension as dimension, b.scope_value as value, b.currency, b.budget, b.months, b.thresholds,
  s.used, s.complete, s.days, coalesce(s.rows, 0) as rows,
  (select string_agg(o.currency || '=' || o.used, ',' order by o.currency) from summed as o
   where o.dimension = b.scope_dimension and o.value = b.scope_value and o.used <> 0
     and not exists (select from budget as same where same.scope_dimension = o.dimension
       and same.scope_value = o.value and same.currency = o.currency)) as elsewhere
from budget as b
left join summed as s on s.dimension = b.scope_dimension and s.value = b.scope_value and s.currency = b.currency
order by s.used / nullif(b.budget, 0) desc nulls last, b.scope_dimension, b.scope_value collate "C", b.currency`
}

function chosenOnly({ dimensions, values, not }: Chosen): Condition {
  const conditions: Condition[] = [sql<SqlBool>`scope_dimension in (${sql.join(dimensions)})`]
  const oneOf = ({ dimension, values }: Chosen['not'][number]) =>
    sql<SqlBool>`(scope_dimension = ${dimension} and scope_value in (${sql.join(values)}))`
  if (values.length > 0) conditions.push(sql<SqlBool>`(${sql.join(values.map(oneOf), sql` or `)})`)
  for (const unwanted of not) conditions.push(sql<SqlBool>`not ${oneOf(unwanted)}`)
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

/** Budgets of own teams, and of what only they ever spent on; whatever cannot be told is not shown. */
function visible(sight: Sight, views: ReadonlySet<string>): Condition {
  if (sight.kind === 'everything') return sql<SqlBool>`true`
  const teams = sql.join(sight.teams)
  const team = sql<SqlBool>`(scope_dimension = 'team' and scope_value in (${teams}))`
  if (!views.has('spend.name')) return team
  const named = sql`from spend.name n where n.dimension = scope_dimension and n.value = scope_value`
  return sql<SqlBool>`(${team} or (scope_dimension not in ('team', 'total') and exists (select ${named} and n.team in (${teams}))
    and not exists (select ${named} and (n.team is null or n.team not in (${teams})))))`
}
