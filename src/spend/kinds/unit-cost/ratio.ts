import { type RawBuilder, sql } from 'kysely'
import type { Grain, Having } from '../../question.ts'
import { bucketOf } from '../../ranked.ts'
import type { Condition } from '../../scope.ts'

/** Rows that are summed: those above the line of a ratio, or those below it. */
export interface Relation {
  readonly from: RawBuilder<unknown>
  readonly where: Condition
  readonly keys: readonly RawBuilder<string | null>[]
  /** Name → aggregate: `amount…` above the line, `units…` below it, and whatever else is to be summed along. */
  readonly figures: Readonly<Record<string, RawBuilder<unknown>>>
}

/**
 * What one unit costs, per group and in all, in one statement. Both sums are made apart and then put beside each other by group,
 * so a row of one never multiplies a row of the other, and a group that only one of them knows is still there.
 */
export interface Ratio {
  /** Rows that both relations are read from, by the name of `charged`. */
  readonly charged?: RawBuilder<unknown>
  readonly above: Relation & { readonly currency: RawBuilder<string | null> }
  /** Null where the rows above the line carry both figures. */
  readonly below: Relation | null
  /** `''` is the ratio that is ranked: `each` = `amount` / `units`; `'_before'` makes `each_before`, and so on. */
  readonly sides: readonly string[]
  /** How many units are one: a million tokens. */
  readonly per: number
  readonly grain: Grain | null
  /** What groups are ranked by, and held against `having`. */
  readonly order: 'each' | 'amount'
  readonly sort: 'desc' | 'asc'
  readonly limit: number
  readonly limitAsked: boolean
  readonly having: Having | null
}

export interface RatioRow {
  readonly currency: string | null
  readonly bucket: string | null
  readonly kind: 'group' | 'none' | 'other'
  readonly groups: string
  /** `key_1`, …; each figure and its total over the currency as `total_…`; `each…` and `total_each…`. */
  readonly [name: string]: string | null
}

// A list of twelve beats a list of ten and a row for the other two.
const SLACK = 2

export function ratio(ask: Ratio): RawBuilder<RatioRow> {
  const { above, below, having } = ask
  const names = above.keys.map((_, i) => sql.ref(`key_${i + 1}`))
  const hasKeys = names.length > 0
  const groups = list([sql`bucket`, ...names])
  const alike = list([sql`currency`, ...names])
  const counted = Object.keys(below?.figures ?? {}).filter((name) => !(name in above.figures))
  const figures = [...Object.keys(above.figures), ...counted]
  const each = (sum: (name: string) => RawBuilder<unknown>, side: string) =>
    sql`${sql.lit(ask.per)} * ${sum(`amount${side}`)} / nullif(${sum(`units${side}`)}, 0)`
  const summed = (name: string) => sql`sum(${sql.ref(name)})`
  const total = (name: string) => sql`sum(sum(${sql.ref(name)})) over (partition by currency)`
  const own = (name: string) => sql`sum(${sql.ref(name)}) over (partition by ${alike})`

  const passes =
    having === null ? sql`true` : sql`coalesce(worth ${OPERATORS[having.op]} ${having.value}::numeric, false)`
  // Behind what has a ratio stands what lacks one, and behind all what has no name or is paid in another currency.
  const order = list([
    sql`passes desc`,
    sql`nameless`,
    ask.sort === 'desc' ? sql`worth desc nulls last` : sql`worth asc nulls last`,
    sql`weight desc nulls last`,
    ...names.map((name) => sql`${name} collate "C" nulls last`),
  ])
  const named = sql`max(place) filter (where passes and not nameless) over (partition by currency)`
  const room = ask.limitAsked
    ? sql`${ask.limit}::int`
    : sql`case when ${named} <= ${ask.limit + SLACK}::int then ${ask.limit + SLACK}::int else ${ask.limit}::int end`
  const keyless = hasKeys ? join(names.map((name) => sql`${name} is null`)) : sql`false`

  const charged =
    ask.charged === undefined
      ? sql``
      : sql`charged as materialized (
  ${ask.charged}
), `
  return sql<RatioRow>`with ${charged}above as (
  ${sums(above, ask.grain, above.currency)}
)${
    below === null
      ? sql``
      : sql`, below as (
  ${sums(below, ask.grain)}
)`
  }, grouped as (
  ${
    below === null
      ? sql`select * from above`
      : sql`select currency, ${groups}, ${list(figures.map((name) => sql`${summed(name)} as ${sql.ref(name)}`))}
  from (
    select currency, ${groups}, ${list(figures.map((name) => (name in above.figures ? sql.ref(name) : sql`null::numeric as ${sql.ref(name)}`)))}
    from above
    union all
    select paid.currency, ${groups}, ${list(figures.map((name) => (name in below.figures ? sql.ref(name) : sql`null::numeric`)))}
    from below left join (select distinct currency from above) as paid on true
  ) as both_sums
  group by currency, ${groups}`
  }
), sized as (
  select *, ${ask.order === 'amount' ? own('amount') : each(own, '')} as worth, ${own('amount')} as weight, ${keyless} as keyless
  from grouped
), judged as (
  select *, ${passes} as passes, ${
    hasKeys ? sql`keyless or (weight is null and (select count(distinct currency) from above) > 1)` : sql`false`
  } as nameless
  from sized
), placed as (
  select *, dense_rank() over (partition by currency order by ${order}) as place from judged
), kinded as (
  select *, ${
    hasKeys
      ? sql`case when keyless then 'none' when passes and not nameless and place <= ${room} then 'group' else 'other' end`
      : sql`'group'`
  } as kind
  from placed
)
select ${list([
    sql`currency`,
    sql`bucket`,
    sql`kind`,
    ...names,
    sql`count(distinct place) as groups`,
    ...figures.flatMap((name) => [
      sql`${summed(name)} as ${sql.ref(name)}`,
      sql`${total(name)} as ${sql.ref(`total_${name}`)}`,
    ]),
    ...ask.sides.flatMap((side) => [
      sql`${each(summed, side)} as ${sql.ref(`each${side}`)}`,
      sql`${each(total, side)} as ${sql.ref(`total_each${side}`)}`,
    ]),
  ])}
from (
  select ${list([
    sql`currency, bucket, kind, place`,
    ...names.map((name) => sql`case when kind = 'group' then ${name} end as ${name}`),
    ...figures.map((name) => sql.ref(name)),
  ])}
  from kinded
) as shown
group by ${list([sql`currency`, sql`bucket`, sql`kind`, ...names])}
order by currency, case kind when 'group' then 1 when 'none' then 2 else 3 end, min(place), bucket`
}

function sums(of: Relation, grain: Grain | null, currency?: RawBuilder<string | null>): RawBuilder<unknown> {
  const columns = [
    ...(currency === undefined ? [] : [sql`${currency} as currency`]),
    sql`${grain === null ? sql`null::date` : bucketOf(grain)} as bucket`,
    ...of.keys.map((key, i) => sql`${key} as ${sql.ref(`key_${i + 1}`)}`),
  ]
  return sql`select ${list([...columns, ...Object.entries(of.figures).map(([name, figure]) => sql`${figure} as ${sql.ref(name)}`)])}
  from ${of.from}
  where ${of.where}
  group by ${sql.raw(columns.map((_, i) => i + 1).join(', '))}`
}

const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
const join = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql` and `)

const OPERATORS = { '>': sql`>`, '<': sql`<`, '>=': sql`>=`, '<=': sql`<=` } as const
