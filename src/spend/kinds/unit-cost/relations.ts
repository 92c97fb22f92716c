import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { costColumn, viewFor } from '../../query.ts'
import type { Dimension, Period, Unit } from '../../question.ts'
import { type Condition, keyOf, scope, within } from '../../scope.ts'
import type { SpendView } from '../../views.ts'
import type { Asked } from '../kind.ts'
import type { Basis } from './basis.ts'
import type { Ratio, Relation } from './ratio.ts'
import { runsOf } from './runs.ts'
import type { Spans } from './spans.ts'
import { DIRECTIONS } from './words.ts'

export const spansOf = ({ now, whole, before }: Spans): readonly Period[] => [
  whole ?? now,
  ...(before === null ? [] : [before]),
]

export const anyOf = (spans: readonly Period[]): Condition =>
  sql`(${sql.join(
    spans.map((span) => sql`(${within(span)})`),
    sql` or `,
  )})`

export const isMachine = (dimension: Dimension, unit: Unit | null) => dimension === 'resource' && unit === 'gpu_hour'

/** Where cost and units are read, and what is summed of them. */
export function relations(
  asked: Asked,
  unit: Unit,
  basis: Basis,
  spans: Spans,
): Pick<Ratio, 'above' | 'below' | 'sides'> {
  const { question, sight, views } = asked
  const cost = sql.ref(costColumn(question))
  const sides = ['', ...(spans.before === null ? [] : ['_before']), ...(spans.whole === null ? [] : ['_whole'])]
  const figures = (name: string, value: RawBuilder<unknown>) => sidesOf(name, value, spans)
  switch (basis.kind) {
    case 'bill': {
      const view = viewFor({ ...question, measure: 'quantity' }, views)
      const directions = unit === 'token' ? DIRECTIONS : []
      return {
        above: {
          from: sql.table(view),
          where: sql`${anyOf(spansOf(spans))} and unit = ${unit === 'token' ? 'Tokens' : 'GPU-Hours'} and ${scope(question, sight, view)}`,
          currency: sql`billing_currency`,
          keys: question.groupBy.map((dimension) =>
            isMachine(dimension, unit) ? sql`instance_type` : keyOf(dimension, view),
          ),
          figures: {
            ...figures('amount', cost),
            ...figures('units', sql`quantity`),
            ...Object.fromEntries(
              directions.flatMap(({ name, meter }) => {
                const of = sql`${within(spans.now)} and ${meterIs(meter)}`
                return [
                  [`amount_${name}`, sql`sum(${cost}) filter (where ${of})`],
                  [`units_${name}`, sql`sum(quantity) filter (where ${of})`],
                ]
              }),
            ),
            rows: sql`count(*)`,
          },
        },
        below: null,
        sides: [...sides, ...directions.map(({ name }) => `_${name}`)],
      }
    }
    case 'runs': {
      const over = (status: string) => sql`count(*) filter (where status = ${status} and ${within(spans.now)})`
      const paid = (status: string) =>
        sql`sum(effective_cost) filter (where status = ${status} and ${within(spans.now)})`
      return {
        above: {
          ...runsOf(question, sight, spansOf(spans)),
          currency: sql`billing_currency`,
          keys: question.groupBy.map((dimension) => keyOf(dimension, 'spend.units')),
          figures: {
            ...figures('amount', sql`case when status <> 'running' then effective_cost end`),
            ...figures('units', sql`case when status <> 'running' then 1 end`),
            amount_hours: sql`sum(effective_cost) filter (where status <> 'running' and gpu_hours is not null and ${within(spans.now)})`,
            units_hours: sql`sum(gpu_hours) filter (where status <> 'running' and ${within(spans.now)})`,
            ...Object.fromEntries(
              ['failed', 'cancelled', 'running'].flatMap((status) => [
                [status, over(status)],
                [`${status}_cost`, paid(status)],
              ]),
            ),
            runs: sql`nullif(count(*), 0)`,
            rows: sql`count(*)`,
          },
        },
        below: null,
        sides: [...sides, '_hours'],
      }
    }
    case 'counts': {
      const bases = basis.apart === undefined ? [basis] : [...basis.apart.bases.values()]
      const extra: Dimension[] = bases.some(({ makers }) => makers !== null)
        ? ['project']
        : bases.some(({ workloads }) => workloads !== null)
          ? ['workload_type']
          : []
      const view = viewFor(question, views, extra)
      const relation = (of: SpendView | 'spend.units'): Omit<Relation, 'figures'> => ({
        from: sql.table(of),
        where: sql`${anyOf(spansOf(spans))} and ${scope(question, sight, of)}${madeThere(basis, of)}`,
        keys: question.groupBy.map((dimension) => keyOf(dimension, of)),
      })
      const counts = relation('spend.units')
      return {
        above: {
          ...relation(view),
          currency: sql`billing_currency`,
          figures: { ...figures('amount', cost), rows: sql`count(*)` },
        },
        below: {
          ...counts,
          where: sql`${counts.where} and unit_name = ${basis.unitName}`,
          figures: figures('units', sql`quantity`),
        },
        sides,
      }
    }
  }
}

/** A sum for each span: that of the answer without a name of its own. */
export function sidesOf(name: string, value: RawBuilder<unknown>, { now, whole, before }: Spans): Relation['figures'] {
  const sum = (span: Period) => sql`sum(${value}) filter (where ${within(span)})`
  return {
    [name]: whole === null && before === null ? sql`sum(${value})` : sum(now),
    ...(before === null ? {} : { [`${name}_before`]: sum(before) }),
    ...(whole === null ? {} : { [`${name}_whole`]: sum(whole) }),
  }
}

const meterIs = (meter: string | null): Condition =>
  meter === null
    ? sql`(meter is null or meter not in (${sql.join(DIRECTIONS.flatMap(({ meter }) => meter ?? []))}))`
    : sql`meter = ${meter}`

export function madeThere(
  { workloads, makers, apart }: Extract<Basis, { kind: 'counts' }>,
  view: SpendView | 'spend.units',
): Condition {
  if (apart !== undefined) return sql` and (${madeThereEach(apart, view)})`
  if (makers !== null)
    return sql` and (project, workload_type) in (${sql.join(makers.map(({ project, workload }) => sql`(${project}, ${workload})`))})`
  return workloads === null ? sql`` : sql` and workload_type in (${sql.join(workloads)})`
}

/** The same for each value by itself: all of it, some workloads of it, or some workloads of some projects. */
function madeThereEach(
  { dimension, bases }: NonNullable<Extract<Basis, { kind: 'counts' }>['apart']>,
  view: SpendView | 'spend.units',
): Condition {
  const key = keyOf(dimension, view)
  const all = [...bases].flatMap(([value, { workloads, makers }]) =>
    workloads === null && makers === null ? [sql`${value}`] : [],
  )
  const some = [...bases].flatMap(([value, { workloads }]) =>
    (workloads ?? []).map((workload) => sql`(${value}, ${workload})`),
  )
  const made = [...bases].flatMap(([value, { makers }]) =>
    (makers ?? []).map(({ project, workload }) => sql`(${value}, ${project}, ${workload})`),
  )
  const parts: Condition[] = [
    ...(all.length === 0 ? [] : [sql<SqlBool>`${key} in (${sql.join(all)})`]),
    ...(some.length === 0 ? [] : [sql<SqlBool>`(${key}, workload_type) in (${sql.join(some)})`]),
    ...(made.length === 0 ? [] : [sql<SqlBool>`(${key}, project, workload_type) in (${sql.join(made)})`]),
  ]
  return parts.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`${sql.join(parts, sql` or `)}`
}
