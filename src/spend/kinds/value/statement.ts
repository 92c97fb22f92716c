import { type RawBuilder, sql } from 'kysely'
import { addUnits } from '../../../civil-date.ts'
import type { Sight } from '../../../people/sight.ts'
import type { Dimension, Period, Question } from '../../question.ts'
import { scope, within } from '../../scope.ts'
import type { ValueRow } from './worth.ts'

/** What statements of value carry: nothing finer can be asked of them. */
export const VALUE_DIMENSIONS: readonly Dimension[] = ['team', 'product', 'project', 'customer']

/** What a statement can name; a product beside a project only says where the project belongs. */
const SHAPES: readonly (readonly Dimension[])[] = [
  [],
  ['customer'],
  ['product'],
  ['product', 'customer'],
  ['project'],
  ['project', 'customer'],
]
const shape = sql`concat_ws(' ', case when project is not null then 'project' when product is not null then 'product' end,
      case when customer is not null then 'customer' end)`

/**
 * Whether a row lies in the scope of a statement, asked shape by shape: each is one look into a hash, where one join over
 * columns that may be null would set every charge beside every statement.
 */
function among(statements: 'said' | 'stated', groupBy: readonly Dimension[] = []): RawBuilder<boolean> {
  const looks = SHAPES.map((named) => {
    const columns = [...new Set([...named, ...groupBy])]
    const list = sql.join(
      ['month', ...columns].map((column) => sql.ref(column)),
      sql`, `,
    )
    const known = columns.map((column) => sql`${sql.ref(column)} is not null and `)
    // A statement lies in its own scope, which says nothing; it is a part of another one's.
    const other = statements === 'said' ? sql`shape <> ${named.join(' ')} and ` : sql``
    const wanted = statements === 'said' ? sql`fits and ` : sql``
    return sql`(${other}${sql.join(known, sql``)}(${list}) in (select ${list} from ${sql.table(statements)} where ${wanted}shape = ${named.join(' ')}))`
  })
  return sql`coalesce(${sql.join(looks, sql` or `)}, false)`
}

/**
 * A value is set against the cost of exactly what it is stated for: a project, or a part of it for one customer, or a whole
 * product; in the months it is stated for. A statement about a part of what another one speaks of is not counted on top.
 */
export function valueStatement(question: Question, months: Period, sight: Sight): RawBuilder<ValueRow> {
  const { groupBy } = question
  const keys = groupBy.map((dimension, i) => ({ column: sql.ref(dimension), name: sql.ref(`key_${i + 1}`), dimension }))
  const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
  const every = (parts: readonly RawBuilder<unknown>[]) =>
    parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
  const named = every(keys.map(({ column }) => sql`${column} is not null`))
  const missing =
    keys.length === 0
      ? sql`false`
      : sql.join(
          keys.map(({ name }) => sql`${name} is null`),
          sql` and `,
        )
  const columns = [...new Set<Dimension>(['product', 'project', 'customer', ...groupBy])]
  const charged = list(columns.map((column) => sql.ref(column)))
  const isOne = addUnits('month', months.start, 1) === months.end
  const month = isOne ? sql`${months.start}::date` : sql`date_trunc('month', day::timestamp)::date`
  const cut = scope(question, sight, 'spend.daily')

  return sql<ValueRow>`with said as (
  select month, team, product, project, customer, billing_currency as currency, value_amount, stated_by, stated_at,
    ${shape} as shape, ${named} as fits
  from spend.business_value
  where month >= ${months.start} and month < ${months.end} and ${cut}
), stated as (
  select * from said
  where fits and not ${among('said')}
), charges as (
  select ${month} as month, ${charged}, billing_currency as currency, sum(effective_cost) as cost, count(*) as rows
  from spend.daily
  where ${within(months)} and ${cut}
  group by ${sql.raw(columns.map((_, i) => String(i + 2)).join(', '))}, currency${isOne ? sql`` : sql`, 1`}
), judged as (
  select *, ${among('stated', groupBy)} as covered
  from charges
), sides as (
  select ${list([
    sql`currency`,
    ...keys.map(({ column, name }) => sql`${column} as ${name}`),
    sql`null::numeric as value`,
    sql`case when covered then cost end as cost`,
    sql`case when not covered then cost end as other_cost`,
    sql`rows`,
    sql`null::date as month, null::text as stated_by, null::date as stated_at`,
  ])}
  from judged
  union all
  select ${list([
    sql`currency`,
    ...keys.map(({ column }) => column),
    sql`value_amount, null, null, null, month, stated_by, stated_at`,
  ])}
  from stated
), grouped as (
  select ${list([
    sql`currency`,
    ...keys.map(({ name }) => name),
    sql`sum(value) as value, sum(cost) as cost, sum(other_cost) as other_cost, sum(rows) as rows`,
    sql`count(distinct month) as months, count(value) as statements`,
    sql`string_agg(distinct stated_by, ', ' order by stated_by) as stated_by, max(stated_at) as stated_at`,
  ])}
  from sides
  group by ${list([sql`currency`, ...keys.map(({ name }) => name)])}
), told as (
  select *, count(cost) over (${keys.length === 0 ? sql`` : sql`partition by ${list(keys.map(({ name }) => name))}`}) > count(cost) over (partition by ${list([sql`currency`, ...keys.map(({ name }) => name)])}) as other_currency
  from grouped
)
select ${list([
    sql`case when ${missing} then 'none' else 'group' end as kind`,
    sql`currency`,
    ...keys.map(({ name }) => name),
    sql`value, cost, other_cost, case when not other_currency and cost > 0 then value / cost end as ratio`,
    sql`months, stated_by, stated_at::text as stated_at, statements, other_currency, rows`,
  ])}
from told
union all
select ${list([
    sql`'broader', currency`,
    ...keys.map(() => sql`null`),
    sql`sum(value_amount), null, null, null, count(distinct month), null, null, count(*), false, null`,
  ])}
from said where not fits group by currency`
}
