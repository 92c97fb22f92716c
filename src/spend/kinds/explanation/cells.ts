import { type RawBuilder, sql } from 'kysely'
import type { Spans } from './spans.ts'

/**
 * The parts of each cell, from `line` to `cell`. A cell is the same thing on both sides; why.md says what each part is. All
 * is exact by construction: a quotient is rounded once, and what it is taken from gets the rest.
 */
export function cells(
  { nowDays, beforeDays }: Pick<Spans, 'nowDays' | 'beforeDays'>,
  keys: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const workload = sql.join(
    [sql`currency`, ...keys, sql`team`, sql`project`, sql`environment`, sql`workload_type`],
    sql`, `,
  )
  const alike = sql`${workload}, family, model_name, what, service_name, instance_type, meter, unit`
  const n1 = sql.lit(nowDays)
  const n0 = sql.lit(beforeDays)
  /** A numerator with so many digits that the quotient is right to the last one that is kept. */
  const quotient = (dividend: RawBuilder<unknown>, divisor: RawBuilder<unknown>) =>
    sql`round(round(${dividend}, greatest(scale(${dividend}), digits + 8)) / (${divisor}), digits)`
  const scaled = (cost: RawBuilder<unknown>) =>
    nowDays === beforeDays ? cost : quotient(sql`(${cost} * ${n1})`, sql`${n0}::numeric`)
  const pool = sql`case when quantity_moved > 0 then rises else falls end`

  return sql`sided as (
  select *, c1 <> 0 or coalesce(q1, 0) <> 0 as here1, c0 <> 0 or coalesce(q0, 0) <> 0 as here0 from line
), changing as (
  select *, family = 'usage' and here1 <> here0 and resource is not null
    and bool_or(here1 and not here0 and resource is not null) over kind
    and bool_or(here0 and not here1 and resource is not null) over kind as renamed
  from sided window kind as (partition by ${alike})
), same as (
  select ${alike}, renamed, case when not renamed then resource end as resource, count(resource) as resources, sum(rows1) as rows1, sum(rows0) as rows0,
    sum(c1) as c1, sum(c0) as c0, sum(cq1) as cq1, sum(cq0) as cq0, sum(q1) as q1, sum(q0) as q0
  from changing group by ${alike}, renamed, case when not renamed then resource end
), judged as (
  select *, greatest(12, scale(c1), scale(c0)) as digits,
    case when family <> 'usage' then family
      when c0 = 0 and coalesce(q0, 0) = 0 then 'new'
      when c1 = 0 and coalesce(q1, 0) = 0 then 'gone'
      when q0 > 0 and (q1 > 0 or q1 = 0 and cq1 = 0) then 'both'
      else 'unmeasured' end as state
  from same
), counted as (
  select *, case when unit = 'Tokens' and (state = 'both' or state = 'new' and q1 > 0 and cq1 = c1 or state = 'gone' and q0 > 0 and cq0 = c0)
      then coalesce(q1, 0) * ${n0} - coalesce(q0, 0) * ${n1} end as quantity_moved
  from judged
), shifting as (
  select *, coalesce(sum(greatest(quantity_moved, 0)) over side, 0) as rises, coalesce(sum(greatest(-quantity_moved, 0)) over side, 0) as falls
  from counted window side as (partition by ${workload}, case when meter in ('Input', 'CacheRead', 'CacheWrite') then 'Input' else meter end)
), based as (
  select *, case when state in ('credits', 'one_off') then c0 else ${scaled(sql`c0`)} end as base,
    case when state = 'both' then ${scaled(sql`cq0`)} end as counted_base,
    case when state = 'both' then ${quotient(sql`(q1 * cq0)`, sql`q0`)} end as expected,
    case when quantity_moved is null or quantity_moved = 0 then 0 else least(rises, falls) end as shift, ${pool} as pool
  from shifting
), movable as (
  select *, case state when 'both' then expected - counted_base when 'new' then c1 when 'gone' then -base end as move from based
), mixed as (
  select *, state in ('new', 'gone') and shift * 2 >= pool and shift > 0 as moved_on,
    case when shift = 0 or move is null then 0 when shift = pool then move
      when state = 'both' then ${quotient(sql`(cq0 * quantity_moved * shift)`, sql`q0 * ${n0} * pool`)}
      else ${quotient(sql`(move * shift)`, sql`pool`)} end as mix
  from movable
), cell as (
  select *, base - c0 as days, case when state = 'both' or moved_on then move - mix else 0 end as usage,
    case when state = 'both' then cq1 - expected else 0 end as price,
    case when state = 'new' and not moved_on then move - mix else 0 end as came,
    case when state = 'gone' and not moved_on then move - mix else 0 end as went,
    case when state = 'credits' then c1 - c0 else 0 end as credits, case when state = 'one_off' then c1 - c0 else 0 end as one_off,
    case state when 'both' then (c1 - cq1) - (base - counted_base) when 'unmeasured' then c1 - base else 0 end as unmeasured
  from mixed
)`
}
