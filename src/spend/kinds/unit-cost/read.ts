import { type RawBuilder, sql } from 'kysely'
import { addDays } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn, viewFor } from '../../query.ts'
import type { Dimension, Period, Question, Unit } from '../../question.ts'
import { type Condition, keyOf, scope, within } from '../../scope.ts'
import type { SpendView } from '../../views.ts'
import { dimensionWord } from '../../words.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { type Basis, basisOf } from './basis.ts'
import type { Figures, UnitCost } from './found.ts'
import { obstacleOf } from './obstacle.ts'
import { type Ratio, type RatioRow, type Relation, ratio } from './ratio.ts'
import { runQuestion, runsOf } from './runs.ts'
import { billedSpans, countedSpans, type Spans } from './spans.ts'
import { DIRECTIONS, unitWords } from './words.ts'

/** More lines than this in one chart are a tangle. */
const SERIES_LIMIT = 5
/** Whoever sets a bar wants to see all who pass it. */
const HAVING_LIMIT = 25

/** Cost and units over the same scope in the same days: what kind of unit it is decides where both are read. */
export async function readUnitCost(
  deps: AskDeps,
  asked: Asked,
  order: Ratio['order'] = 'each',
): Promise<Read<UnitCost>> {
  const question = asked.question.unit === 'training_run' ? runQuestion(asked.question) : asked.question
  const { unit } = question
  const why = obstacleOf(question)
  if (unit === null || why !== undefined) return { kind: 'cannot', why: why ?? '' }
  const spans =
    unit === 'token' || unit === 'gpu_hour' || unit === 'training_run'
      ? billedSpans(question)
      : countedSpans(question, asked.completeThrough ?? addDays(asked.utcToday, -1))
  const { basis, sql: first } = await basisOf(deps, { ...asked, question }, unit, spansOf(spans))
  const ran = await run(
    deps,
    ratio({
      ...relations({ ...asked, question }, unit, basis, spans),
      ...ranking(question, asked.most),
      per: unitWords(unit).size,
      order,
    }),
  )
  const found = {
    unit,
    basis,
    spans,
    grain: question.grain,
    groupedBy: groupNames(question),
    keyNames: question.groupBy.map((dimension) => (isMachine(dimension, unit) ? 'instance_type' : dimension)),
    ...readRows(ran.rows, question),
  }
  if (found.totals.every(({ figures }) => !figures.amount && !figures.units && !figures.amount_before && !figures.runs))
    return { kind: 'nothing' }
  const rowCount = found.totals.reduce((sum, { figures }) => sum + Number(figures.rows ?? 0), 0)
  return { kind: 'found', found, sql: together(...first, ran), rowCount }
}

export const spansOf = ({ now, whole, before }: Spans): readonly Period[] => [
  whole ?? now,
  ...(before === null ? [] : [before]),
]

export const anyOf = (spans: readonly Period[]): Condition =>
  sql`(${sql.join(
    spans.map((span) => sql`(${within(span)})`),
    sql` or `,
  )})`

/** What a GPU hour costs is a property of the machine's type and not of one machine. */
const groupNames = ({ groupBy, unit }: Question): readonly string[] =>
  groupBy.map((dimension) => (isMachine(dimension, unit) ? 'instance type' : dimensionWord(dimension)))

const isMachine = (dimension: Dimension, unit: Unit | null) => dimension === 'resource' && unit === 'gpu_hour'

export function ranking(
  question: Question,
  most: number,
): Pick<Ratio, 'grain' | 'sort' | 'limit' | 'limitAsked' | 'having'> {
  const { grain, sort, having, limit } = question
  const usual = having === null ? most : Math.max(most, HAVING_LIMIT)
  return {
    grain,
    sort,
    having,
    limit: grain === null ? (limit ?? usual) : Math.min(limit ?? SERIES_LIMIT, SERIES_LIMIT),
    limitAsked: limit !== null,
  }
}

function relations(asked: Asked, unit: Unit, basis: Basis, spans: Spans): Pick<Ratio, 'above' | 'below' | 'sides'> {
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
      const extra: Dimension[] = basis.makers !== null ? ['project'] : basis.workloads !== null ? ['workload_type'] : []
      const view = viewFor(question, views, extra)
      const relation = (of: SpendView | 'spend.units'): Omit<Relation, 'figures'> => ({
        from: sql.table(of),
        where: sql`${anyOf(spansOf(spans))} and ${scope(question, sight, of)}${madeThere(basis)}`,
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

export function madeThere({ workloads, makers }: Extract<Basis, { kind: 'counts' }>): Condition {
  if (makers !== null)
    return sql` and (project, workload_type) in (${sql.join(makers.map(({ project, workload }) => sql`(${project}, ${workload})`))})`
  return workloads === null ? sql`` : sql` and workload_type in (${sql.join(workloads)})`
}

export function readRows(rows: readonly RatioRow[], question: Question): Pick<UnitCost, 'totals' | 'lines'> {
  const known = new Set(['currency', 'bucket', 'kind', 'groups'])
  const names =
    rows[0] === undefined ? [] : Object.keys(rows[0]).filter((name) => !known.has(name) && !name.startsWith('key_'))
  const figures = (row: RatioRow, total: boolean): Figures =>
    Object.fromEntries(
      names
        .filter((name) => name.startsWith('total_') === total)
        .map((name) => [total ? name.slice('total_'.length) : name, decimal(row[name])]),
    )
  const byCurrency = new Map(rows.map((row) => [row.currency, row]))
  return {
    totals: [...byCurrency.values()]
      .toSorted((a, b) => Number(b.total_rows) - Number(a.total_rows))
      .map((row) => ({ currency: row.currency, figures: figures(row, true) })),
    lines:
      question.groupBy.length === 0 && question.grain === null
        ? []
        : rows.map((row) => ({
            kind: row.kind,
            keys: question.groupBy.map((_, i) => row[`key_${i + 1}`] ?? null),
            groups: Number(row.groups),
            currency: row.currency,
            bucket: row.bucket,
            figures: figures(row, false),
          })),
  }
}
