import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../../../people/sight.ts'
import { costColumn, days } from '../../query.ts'
import type { Dimension, Question } from '../../question.ts'
import { type Condition, keyOf, scope, within } from '../../scope.ts'
import { cells } from './cells.ts'
import type { GrainOfCells } from './found.ts'
import type { Spans } from './spans.ts'

export interface ExplanationAsk {
  readonly question: Question
  readonly sight: Sight
  readonly spans: Spans
  readonly grain: GrainOfCells
  readonly places: readonly Dimension[]
  readonly most: number
}

/** One mover, or what is left of a part; every row carries the figures of its currency. A currency that nothing moved has one row without a part. */
export interface ExplanationRow {
  readonly currency: string | null
  /** Whose change it is, where each value is told apart. */
  readonly of: string | null
  /** Null where nothing was recorded. */
  readonly now: string | null
  readonly before: string | null
  readonly charges: string
  readonly part: string | null
  readonly slot: string | null
  readonly amount: string | null
  readonly movers: string | null
  readonly what: string | null
  readonly unit: string | null
  readonly resources: string | null
  readonly resource: string | null
  readonly quantity_now: string | null
  readonly quantity_before: string | null
  readonly cost_now: string | null
  readonly from_model: string | null
  readonly to_model: string | null
  readonly from_meter: string | null
  readonly to_meter: string | null
  /** `key_1`, … */
  readonly [key: `key_${number}`]: string | null
}

const NOT_USAGE = sql<boolean>`charge_category <> 'Usage' or charge_class is not null`
const FAMILY = sql<string>`case when charge_class = 'Correction' or charge_category in ('Credit', 'Adjustment', 'Refund') then 'credits'
      when charge_category in ('Purchase', 'Tax') then 'one_off' else 'usage' end`

/** Both spans in one statement: cells of the same thing on both sides, their parts, and who moved most. */
export function explanationSql(ask: ExplanationAsk): RawBuilder<ExplanationRow> {
  const keys = ask.places.map((_, i) => sql.ref(`key_${i + 1}`))
  // Each value has movers, places and a total of its own, as if nobody else had been asked for.
  const of = ask.question.each === undefined ? [] : [sql.ref('of')]
  const apart = list([sql`currency`, ...of])
  const masked = (column: RawBuilder<unknown>) => sql`case when slot > 0 then max(${column}) end as ${column}`
  return sql<ExplanationRow>`with line as (
  ${ask.grain === 'resource' ? resourceLines(ask) : workloadLines(ask)}
), ${cells(
    ask.spans,
    extraPlaces(ask).map(({ name }) => name),
  )}, moved as (
  select currency, part, ${list([...of.map((name) => sql`${eachColumn(ask)} as ${name}`), ...keys.map((key, i) => sql`case when part <> 'days' then ${placeColumn(ask, i)} end as ${key}`)])},
    case when part not in ('days', 'mix') then what end as what, case when part <> 'days' then unit end as unit,
    amount, q1, q0, cq1, model_name, meter, quantity_moved, resources, resource
  from cell cross join lateral (values ('days', days), ('usage', usage), ('price', price), ('mix', mix), ('new', came),
    ('gone', went), ('credits', credits), ('one_off', one_off), ('unmeasured', unmeasured)) as made (part, amount)
  where amount <> 0
), mover as (
  select ${apart}, part, ${list([...keys, sql`what`, sql`unit`])}, sum(amount) as amount, sum(q1) as quantity_now, sum(q0) as quantity_before,
    sum(cq1) as cost_now, sum(resources) as resources, case when sum(resources) = 1 then max(resource) end as resource,
    (array_agg(model_name order by quantity_moved))[1] as from_model, (array_agg(model_name order by quantity_moved desc))[1] as to_model,
    (array_agg(meter order by quantity_moved))[1] as from_meter, (array_agg(meter order by quantity_moved desc))[1] as to_meter
  from moved group by ${list([apart, sql`part`, ...keys, sql`what`, sql`unit`])} having sum(amount) <> 0
), placed as (
  select *, row_number() over (partition by ${apart}
    order by abs(amount) desc, part, ${list([...keys, sql`what`, sql`unit`].map((name) => sql`${name} collate "C"`))}) as place
  from mover
), slotted as (
  select *, case when place <= ${ask.most}::int then place else 0 end as slot from placed
), shown as (
  select ${apart}, part, slot, sum(amount) as amount, count(*) as movers,
    ${list([...keys, ...NAMES.map((name) => sql.ref(name))].map(masked))}
  from slotted group by ${apart}, part, slot
), total as (
  select ${list([sql`currency`, ...of.map((name) => sql`${eachColumn(ask)} as ${name}`)])}, case when sum(rows1) > 0 then sum(c1) end as now, case when sum(rows0) > 0 then sum(c0) end as before,
    sum(rows1) + sum(rows0) as charges from cell group by ${sql.raw(['1', ...of.map(() => '2')].join(', '))}
)
select total.currency, ${of.length === 0 ? sql`null` : sql`total.of`} as of, trim_scale(now) as now, trim_scale(before) as before, charges, part, slot, trim_scale(amount) as amount, movers,
  ${list([...keys, ...NAMES.map((name) => sql.ref(name))])}
from total left join shown on shown.currency is not distinct from total.currency${of.length === 0 ? sql`` : sql` and shown.of = total.of`} where charges > 0
order by charges desc, total.currency, ${of.length === 0 ? sql`` : sql`total.of, `} slot = 0, slot, part`
}

const NAMES = [
  'what',
  'unit',
  'resources',
  'resource',
  'quantity_now',
  'quantity_before',
  'cost_now',
  'from_model',
  'to_model',
  'from_meter',
  'to_meter',
] as const

// What a cell has anyway.
const CELL_COLUMNS: Readonly<Record<GrainOfCells, readonly Dimension[]>> = {
  resource: ['team', 'project', 'environment', 'workload_type', 'model_name'],
  workload: ['team', 'environment', 'workload_type', 'model_name'],
}

/** Places that a cell does not have: columns of their own. */
const extraPlaces = ({ places, grain, question: { each } }: ExplanationAsk) => [
  ...places.flatMap((place, i) =>
    CELL_COLUMNS[grain].includes(place) ? [] : [{ place, name: sql.ref(`place_${i + 1}`) }],
  ),
  ...(each === undefined || CELL_COLUMNS[grain].includes(each) ? [] : [{ place: each, name: sql.ref('place_of') }]),
]

const eachColumn = ({ grain, question: { each } }: ExplanationAsk) =>
  sql.ref(each !== undefined && CELL_COLUMNS[grain].includes(each) ? each : 'place_of')

const placeColumn = ({ places, grain }: ExplanationAsk, i: number) => {
  const place = places[i]
  return sql.ref(place !== undefined && CELL_COLUMNS[grain].includes(place) ? place : `place_${i + 1}`)
}

const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)

const read = ({ question, sight, spans }: ExplanationAsk, view: 'spend.daily' | 'spend.daily_model'): Condition =>
  sql`${days(spans.now, { now: spans.now, before: spans.before, asked: true })} and ${scope(question, sight, view)}
    and ${sql.ref(costColumn(question))} is not null`

/** Every resource and meter by itself; cost whose quantity is unknown apart from cost whose quantity is known. */
function resourceLines(ask: ExplanationAsk): RawBuilder<unknown> {
  const { question, spans } = ask
  const extra = extraPlaces(ask)
  const cost = sql.ref(costColumn(question))
  const [now, before] = [within(spans.now), within(spans.before)]
  const sum = (what: RawBuilder<unknown>, where: Condition) => sql`sum(${what}) filter (where ${where})`
  const counted = (where: Condition): Condition => sql`${where} and quantity is not null`
  const columns = list([
    ...extra.map(({ place }) => keyOf(place, 'spend.daily')),
    sql`team, project, environment, workload_type, model_name, coalesce(model_name, service_name), service_name, instance_type,
    coalesce(resource_name, resource_id), meter, unit`,
  ])
  const names = list([
    ...extra.map(({ name }) => name),
    sql`team, project, environment, workload_type, model_name, what, service_name, instance_type, resource, meter, unit`,
  ])
  return sql`select currency, family, ${names}, rows1, rows0, coalesce(c1, 0) as c1, coalesce(c0, 0) as c0, coalesce(cq1, 0) as cq1,
    coalesce(cq0, 0) as cq0, q1, q0
  from (
    select billing_currency, ${FAMILY}, ${columns}, count(*) filter (where ${now}), count(*) filter (where ${before}), ${sum(cost, now)}, ${sum(cost, before)},
      ${sum(cost, counted(now))}, ${sum(cost, counted(before))}, ${sum(sql`quantity`, now)}, ${sum(sql`quantity`, before)}
    from spend.daily where ${read(ask, 'spend.daily')}
    group by ${sql.raw(Array.from({ length: 13 + extra.length }, (_, i) => i + 1).join(', '))}
  ) as grouped (currency, family, ${names}, rows1, rows0, c1, c0, cq1, cq0, q1, q0)`
}

/** The same by workload from the rollup, which does not tell credits from usage: those few come from the charges, and are taken out here. */
function workloadLines(ask: ExplanationAsk): RawBuilder<unknown> {
  const { question, spans } = ask
  const extra = extraPlaces(ask)
  const cost = sql.ref(costColumn(question))
  const [now, before] = [within(spans.now), within(spans.before)]
  const columns = (view: 'spend.daily' | 'spend.daily_model') =>
    list([
      ...extra.map(({ place }) => (place === 'resource' ? sql`resource_class` : keyOf(place, view))),
      sql`team, environment, workload_type, model_name, coalesce(model_name, resource_class, cost_area), meter, unit`,
    ])
  const names = list([
    ...extra.map(({ name }) => name),
    sql`team, environment, workload_type, model_name, what, meter, unit`,
  ])
  const sums = (cost: RawBuilder<unknown>, quantity: RawBuilder<unknown>) => sql`sum(${cost}) filter (where ${now}),
      sum(${cost}) filter (where ${before}), sum(${quantity}) filter (where ${now}), sum(${quantity}) filter (where ${before})`
  const grouped = (from: number, to: number) =>
    sql.raw(Array.from({ length: to - from + 1 }, (_, i) => from + i).join(', '))
  return sql`select currency, family, ${names}, null as project, null as service_name, null as instance_type, null as resource, rows1, rows0,
    coalesce(c1, 0) as c1, coalesce(c0, 0) as c0, case when q1 is null then 0 else coalesce(c1, 0) end as cq1,
    case when q0 is null then 0 else coalesce(c0, 0) end as cq0, q1, q0
  from (
    select currency, family, ${names}, sum(rows1) as rows1, sum(rows0) as rows0, sum(c1) as c1, sum(c0) as c0, sum(q1) as q1,
      sum(q0) as q0
    from (
      select billing_currency, 'usage', ${columns('spend.daily_model')}, count(*) filter (where ${now}), count(*) filter (where ${before}), ${sums(cost, sql`quantity`)}
      from spend.daily_model where ${read(ask, 'spend.daily_model')} group by ${grouped(1, 9 + extra.length)}
      union all
      select billing_currency, of.family, ${columns('spend.daily')}, 0, 0, ${sums(sql`of.sign * ${cost}`, sql`of.sign * quantity`)}
      from spend.daily cross join lateral (values (${FAMILY}, 1), ('usage', -1)) as of (family, sign)
      where ${read(ask, 'spend.daily')} and (${NOT_USAGE}) group by ${grouped(1, 9 + extra.length)}
    ) as both_views (currency, family, ${names}, rows1, rows0, c1, c0, q1, q0)
    group by ${grouped(1, 9 + extra.length)}
  ) as line`
}
