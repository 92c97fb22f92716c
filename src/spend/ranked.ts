import { type RawBuilder, sql } from 'kysely'
import type { Grain, Having } from './question.ts'
import type { Condition } from './scope.ts'

/** Sums by group, the largest groups by name, all others as one row, so that the rows add up to the total to the last digit. */
export interface Ranked {
  /** A view, or a statement in brackets with a name. */
  readonly from: string | RawBuilder<unknown>
  readonly where: Condition
  /** What sums are kept apart by and never added over: the currency, where there is one. */
  readonly currency: RawBuilder<string | null>
  readonly keys: readonly RawBuilder<string | null>[]
  readonly grain: Grain | null
  /** Name → aggregate. `amount` is the one that is ranked. */
  readonly figures: Readonly<Record<string, RawBuilder<unknown>>>
  readonly order: 'amount' | 'change'
  readonly sort: 'desc' | 'asc'
  /** How many groups are named; where it was not asked for, a few more are no reason for a row of others. */
  readonly limit: number
  readonly limitAsked: boolean
  readonly having: Having | null
}

export interface RankedRow {
  readonly currency: string | null
  readonly bucket: string | null
  readonly kind: 'group' | 'none' | 'other'
  /** How many groups the row stands for. */
  readonly groups: string
  /** `key_1`, …; each figure, and each total of a figure over its currency as `total_…`. */
  readonly [name: string]: string | null
}

// A list of twelve beats a list of ten and a row for the other two.
const SLACK = 2

export function ranked(ask: Ranked): RawBuilder<RankedRow> {
  const figures = Object.entries(ask.figures)
  const keys = ask.keys.map((expression, i) => ({ expression, name: sql.ref(`key_${i + 1}`) }))
  const alike = list([sql`currency`, ...keys.map(({ name }) => name)])
  const hasKeys = keys.length > 0

  const worth = ask.grain === null ? sql`amount` : sql`sum(amount) over (partition by ${alike})`
  const size = ask.order === 'change' ? sql`coalesce(amount, 0) - coalesce(before, 0)` : worth
  const passes =
    ask.having === null
      ? sql`true`
      : sql`coalesce(worth ${OPERATORS[ask.having.op]} ${ask.having.value}::numeric, false)`
  // What does not pass, then what has no key, stands behind all that does, so that it takes no place. Ties go by name.
  const order = list([
    sql`passes desc`,
    sql`keyless`,
    ask.sort === 'desc' ? sql`size desc nulls last` : sql`size asc nulls last`,
    ...keys.map(({ name }) => sql`${name} collate "C" nulls last`),
  ])
  const named = sql`max(place) filter (where passes and not keyless) over (partition by currency)`
  const room = ask.limitAsked
    ? sql`${ask.limit}::int`
    : sql`case when ${named} <= ${ask.limit + SLACK}::int then ${ask.limit + SLACK}::int else ${ask.limit}::int end`

  return sql<RankedRow>`with grouped as (
  select ${list([
    sql`${ask.currency} as currency`,
    sql`${ask.grain === null ? sql`null::date` : bucketOf(ask.grain)} as bucket`,
    ...keys.map(({ expression, name }) => sql`${expression} as ${name}`),
    ...figures.map(([name, figure]) => sql`${figure} as ${sql.ref(name)}`),
  ])}
  from ${typeof ask.from === 'string' ? sql.table(ask.from) : ask.from}
  where ${ask.where}
  group by ${sql.raw(['1', ...(ask.grain === null ? [] : ['2']), ...keys.map((_, i) => `${i + 3}`)].join(', '))}
), sized as (
  select *, ${worth} as worth, ${size} as size, ${
    hasKeys
      ? sql.join(
          keys.map(({ name }) => sql`${name} is null`),
          sql` and `,
        )
      : sql`false`
  } as keyless
  from grouped
), placed as (
  select *, dense_rank() over (partition by currency order by ${order}) as place
  from (select *, ${passes} as passes from sized) as judged
), kinded as (
  select *, ${hasKeys ? sql`case when keyless then 'none' when passes and place <= ${room} then 'group' else 'other' end` : sql`'group'`} as kind
  from placed
)
select ${list([
    sql`currency`,
    sql`bucket`,
    sql`kind`,
    ...keys.map(({ name }) => name),
    sql`count(distinct place) as groups`,
    ...figures.map(([name]) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`),
    ...figures.map(
      ([name]) => sql`sum(sum(${sql.ref(name)})) over (partition by currency) as ${sql.ref(`total_${name}`)}`,
    ),
  ])}
from (
  select ${list([
    sql`currency, bucket, kind, place`,
    ...keys.map(({ name }) => sql`case when kind = 'group' then ${name} end as ${name}`),
    ...figures.map(([name]) => sql.ref(name)),
  ])}
  from kinded
) as shown
group by ${list([sql`currency`, sql`bucket`, sql`kind`, ...keys.map(({ name }) => name)])}
order by currency, case kind when 'group' then 1 when 'none' then 2 else 3 end, min(place), bucket`
}

const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)

const OPERATORS = { '>': sql`>`, '<': sql`<`, '>=': sql`>=`, '<=': sql`<=` } as const

/** The first day of the bucket; weeks begin on Monday. */
export function bucketOf(grain: Grain): RawBuilder<string> {
  return grain === 'day' ? sql`day` : sql`date_trunc(${sql.lit(grain)}, day::timestamp)::date`
}
