import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Sight } from '../people/sight.ts'
import { type Dimension, NONE, type Period, type Question } from './question.ts'
import { columnOf, type SpendView } from './views.ts'

export type Condition = RawBuilder<SqlBool>

// What `resource_class` holds; every other value of the dimension names a type of machine or one resource.
const RESOURCE_CLASSES: ReadonlySet<string> = new Set([
  'gpu',
  'cpu',
  'tpu',
  'endpoint',
  'notebook',
  'vector-index',
  'provisioned-throughput',
  'api-commitment',
  'bucket',
  'nat-gateway',
  'load-balancer',
  'other',
])

/** Whether the question names resources by more than their class. */
export const namesResources = (question: Pick<Question, 'groupBy' | 'filters' | 'exclude'>): boolean =>
  question.groupBy.includes('resource') ||
  [...(question.filters.resource ?? []), ...(question.exclude.resource ?? [])].some(
    (value) => value !== NONE && !RESOURCE_CLASSES.has(value),
  )

/** The rows that the question is about, cut down to those that the asker may see. Values are parameters, always. */
export function scope(
  question: Pick<Question, 'filters' | 'exclude' | 'withoutSources'>,
  sight: Sight,
  view: SpendView | 'spend.units',
): Condition {
  const conditions: Condition[] = []
  for (const [dimension, values] of dimensionsOf(question.filters)) conditions.push(oneOf(dimension, values, view))
  // A row without the tag is not one of the excluded, unless that is what is excluded.
  for (const [dimension, values] of dimensionsOf(question.exclude))
    conditions.push(sql<SqlBool>`(${oneOf(dimension, values, view)}) is not true`)
  const { withoutSources = [] } = question
  // Units are counted by nobody's bill; whoever asks for them without a source is told so before.
  if (withoutSources.length > 0 && view !== 'spend.units')
    conditions.push(sql<SqlBool>`source_name not in (${sql.join(withoutSources)})`)
  if (sight.kind === 'teams') conditions.push(isIn(sql.ref('team'), sight.teams))
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

/** Days are always bounded: no question may read the whole table. */
export const within = (period: Period): Condition => sql<SqlBool>`day >= ${period.start} and day < ${period.end}`

export const dimensionsOf = (values: Question['filters']): readonly (readonly [Dimension, readonly string[]])[] =>
  Object.entries(values).filter(([, wanted]) => wanted.length > 0) as [Dimension, readonly string[]][]

function oneOf(dimension: Dimension, values: readonly string[], view: SpendView | 'spend.units'): Condition {
  const named = values.filter((value) => value !== NONE)
  const parts: Condition[] = []
  if (named.length > 0)
    parts.push(dimension === 'resource' ? oneResource(named, view) : isIn(sql.ref(columnOf(dimension)), named))
  if (values.includes(NONE)) parts.push(sql<SqlBool>`${keyOf(dimension, view)} is null`)
  return parts.length === 1 && parts[0] ? parts[0] : sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}

/** What a group by this dimension is named after. */
export function keyOf(dimension: Dimension, view: SpendView | 'spend.units'): RawBuilder<string | null> {
  if (dimension !== 'resource') return sql`${sql.ref(columnOf(dimension))}`
  return view === 'spend.daily' ? sql`coalesce(resource_name, resource_id)` : sql`resource_class`
}

function oneResource(values: readonly string[], view: SpendView | 'spend.units'): Condition {
  const classes = values.filter((value) => RESOURCE_CLASSES.has(value))
  const names = values.filter((value) => !RESOURCE_CLASSES.has(value))
  const parts: Condition[] = []
  if (classes.length > 0) parts.push(isIn(sql.ref('resource_class'), classes))
  if (names.length > 0) {
    const columns =
      view === 'spend.daily' ? ['resource_name', 'resource_id', 'instance_type', 'resource_class'] : ['resource_class']
    for (const column of columns) parts.push(isIn(sql.ref(column), names))
  }
  return parts.length === 1 && parts[0] ? parts[0] : sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}

function isIn(column: RawBuilder<unknown>, values: readonly string[]): Condition {
  if (values.length === 0) return sql<SqlBool>`false`
  const [only] = values
  return values.length === 1 ? sql<SqlBool>`${column} = ${only}` : sql<SqlBool>`${column} in (${sql.join(values)})`
}
