import { type RawBuilder, sql } from 'kysely'
import { daysBetween, later } from '../civil-date.ts'
import type { Sight } from '../people/sight.ts'
import type { Comparison } from './comparison.ts'
import type { Dimension, Period, Question, Unit } from './question.ts'
import { type RankedRow, ranked } from './ranked.ts'
import { type Condition, dimensionsOf, keyOf, namesResources, scope, within } from './scope.ts'
import { helpfulBreakdown, type SpendView, smallestView } from './views.ts'

export interface SpendQuery {
  readonly view: SpendView | 'spend.units'
  /** What the rows are, which for a plain total is our choice. */
  readonly groupBy: readonly Dimension[]
  readonly sql: RawBuilder<RankedRow>
}

export interface QuerySetting {
  readonly sight: Sight
  readonly views: ReadonlySet<string>
  readonly comparison?: Comparison | undefined
  /** A file names so many groups, whatever the question wants to see first; absent for a card. */
  readonly most?: number | undefined
}

// Quantities that stand on the bill, and the unit they carry there. All others are counted by `spend.units`.
export const BILLED_UNITS: Partial<Record<Unit, string>> = { token: 'Tokens', gpu_hour: 'GPU-Hours' }
export const isBilledUnit = (unit: Unit): boolean => unit in BILLED_UNITS

const USUAL_LIMIT = 10
/** More lines than this in one chart are a tangle. */
const SERIES_LIMIT = 5
/** Whoever sets a bar wants to see all who pass it. */
const HAVING_LIMIT = 25

/** One statement that holds the whole answer: rows, totals by currency, what is unallocated, what is unknown, the earlier side. */
export function spendQuery(question: Question, setting: QuerySetting): SpendQuery {
  const unit = question.measure === 'quantity' ? question.unit : null
  const counted = unit !== null && !isBilledUnit(unit)
  const view = counted ? 'spend.units' : viewFor(question, setting.views)
  const groupBy = counted ? question.groupBy : groupsOf(question, view as SpendView)
  const { comparison } = setting
  const value = sql.ref(unit === null ? costColumn(question) : 'quantity')
  const now = comparison === undefined ? undefined : within(question.period)
  const sum = (where?: Condition) =>
    where === undefined ? sql`sum(${value})` : sql`sum(${value}) filter (where ${where})`
  const count = (what: RawBuilder<unknown>) =>
    now === undefined ? sql`count(${what})` : sql`count(${what}) filter (where ${now})`
  const both = (a: Condition | undefined, b: Condition): Condition => (a === undefined ? b : sql`${a} and ${b}`)

  const conditions = [days(question.period, comparison), scope(question, setting.sight, view)]
  if (unit !== null) conditions.push(counted ? sql`unit_name = ${unit}` : sql`unit = ${BILLED_UNITS[unit] ?? unit}`)
  return {
    view,
    groupBy,
    sql: ranked({
      from: view,
      where: sql`${sql.join(conditions, sql` and `)}`,
      currency: unit === null ? sql`billing_currency` : sql`null::text`,
      keys: groupBy.map((dimension) => keyOf(dimension, view)),
      grain: question.grain,
      figures: {
        amount: sum(now),
        ...(comparison === undefined
          ? {}
          : {
              comparable: sum(within(comparison.even?.now ?? comparison.now)),
              before: sum(within(comparison.before)),
              ...(comparison.even === undefined ? {} : { even_before: sum(within(comparison.even.before)) }),
            }),
        ...(showsUnallocated(question, setting.sight) ? { unallocated: sum(both(now, sql`team is null`)) } : {}),
        unknown: sql`${count(sql`*`)} - ${count(value)}`,
        rows: count(sql`*`),
      },
      order: question.intent === 'compare' && comparison !== undefined && question.limit !== null ? 'change' : 'amount',
      sort: question.sort,
      limit: setting.most ?? cardLimit(question),
      limitAsked: setting.most !== undefined || question.limit !== null,
      having: question.having,
    }),
  }
}

function cardLimit({ grain, limit, having }: Question): number {
  if (grain !== null) return Math.min(limit ?? SERIES_LIMIT, SERIES_LIMIT)
  return limit ?? (having === null ? USUAL_LIMIT : HAVING_LIMIT)
}

/** Within a team nothing is unallocated, and who sees only own teams sees nothing that is. */
export const showsUnallocated = (question: Question, sight: Sight): boolean =>
  sight.kind === 'everything' && question.filters.team === undefined

export type CostColumn = 'effective_cost' | 'billed_cost' | 'list_cost'

/** Showback is effective cost unless the question names another. */
export const costColumn = (question: Question): CostColumn =>
  question.measure === 'billed_cost' || question.measure === 'list_cost' ? question.measure : 'effective_cost'

export function viewFor(
  question: Pick<Question, 'groupBy' | 'filters' | 'exclude' | 'measure'>,
  views: ReadonlySet<string>,
  extra: readonly Dimension[] = [],
): SpendView {
  return smallestView(
    {
      dimensions: [
        ...question.groupBy,
        ...dimensionsOf(question.filters).map(([dimension]) => dimension),
        ...dimensionsOf(question.exclude).map(([dimension]) => dimension),
        ...extra,
      ],
      namedResources: namesResources(question),
      quantity: question.measure === 'quantity',
      unknowns: question.measure === 'list_cost',
    },
    views,
  )
}

function groupsOf(question: Question, view: SpendView): readonly Dimension[] {
  if (question.groupBy.length > 0 || question.grain !== null) return question.groupBy
  const pinned = dimensionsOf(question.filters)
    .filter(([, values]) => values.length === 1)
    .map(([dimension]) => dimension)
  const helpful = helpfulBreakdown(view, pinned)
  return helpful === undefined ? [] : [helpful]
}

/** Both spans in one range unless that would read more in vain than for use. */
export function days(period: Period, comparison: Comparison | undefined): Condition {
  if (comparison === undefined) return within(period)
  const { before } = comparison
  const [first, second] = before.start < period.start ? [before, period] : [period, before]
  const gap = daysBetween(first.end, second.start)
  const used = daysBetween(first.start, first.end) + daysBetween(second.start, second.end)
  if (gap > used / 2) return sql`((${within(first)}) or (${within(second)}))`
  return within({ start: first.start, end: later(first.end, second.end) })
}
