import { type RawBuilder, sql } from 'kysely'
import { addDays } from '../../../civil-date.ts'
import { costColumn, viewFor } from '../../query.ts'
import { type Dimension, NONE, type Period, type Question, type Scope } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import type { Finding } from './found.ts'
import { isByModel } from './series.ts'

/** Of whom one is asked: a finding by its number. */
export interface Suspect {
  readonly n: number
  readonly finding: Pick<Finding, 'of' | 'groupBy' | 'keys' | 'currency' | 'since' | 'last' | 'over'>
}

export interface DriverRow {
  readonly n: number
  readonly dimension: Dimension | 'place'
  readonly value: string | null
  /** Of a place: the cost area, beside the team. */
  readonly area: string | null
  readonly excess: string
}

const EXPLAINING: readonly Dimension[] = ['project', 'service', 'model_name', 'resource', 'team']
const BEFORE_DAYS = 28

/**
 * What brought most of the money of each finding: by dimension, the value that cost most above its own median day of the four
 * weeks before (days without a charge are zero, so the 14th largest of 28). A model is looked up by team and cost area, which
 * also says whether it is the same money as another finding. One statement for all.
 */
export function driversQuery(asked: Asked, suspects: readonly Suspect[]): RawBuilder<DriverRow> | undefined {
  const branches = suspects.map(({ n, finding }) => daysOf(asked, n, finding))
  if (branches.length === 0) return undefined
  return sql<DriverRow>`with daily as (
${sql.join(branches, sql`\nunion all\n`)}
), compared as (
  select n, side, dimension, value, area, coalesce(sum(amount) filter (where inside), 0)
    - max(length) * coalesce((array_agg(amount order by amount desc) filter (where not inside))[14], 0) as excess
  from daily group by n, side, dimension, value, area
)
select n, dimension, value, area, trim_scale(excess) as excess from (
  select *, row_number() over (partition by n, dimension order by side * excess desc, value) as place from compared
) as ranked where place = 1`
}

function daysOf({ question, sight, views }: Asked, n: number, finding: Suspect['finding']): RawBuilder<unknown> {
  const byModel = isByModel(finding.groupBy)
  const own = question.each === undefined || finding.of === null ? {} : { [question.each]: [finding.of] }
  const narrowed: Question = { ...question, filters: { ...question.filters, ...own, ...keysAsFilters(finding) } }
  const explaining = byModel ? [] : EXPLAINING.filter((dimension) => narrowed.filters[dimension]?.length !== 1)
  const view = viewFor({ ...narrowed, groupBy: byModel ? ['team', 'cost_area'] : explaining }, views)
  const values = byModel
    ? [sql`('place', team, cost_area)`]
    : explaining.map((dimension) => sql`(${dimension}, ${keyOf(dimension, view)}, null)`)
  const days: Period = { start: addDays(finding.since, -BEFORE_DAYS), end: addDays(finding.last, 1) }
  return sql`select ${n}::int as n, ${finding.over.startsWith('-') ? -1 : 1}::int as side, by.dimension, by.value, by.area, day,
    day >= ${finding.since} as inside, (${finding.last}::date - ${finding.since}::date + 1) as length,
    sum(${sql.ref(costColumn(question))}) as amount
  from ${sql.table(view)} cross join lateral (values ${sql.join(values)}) as by (dimension, value, area)
  where ${within(days)} and billing_currency = ${finding.currency} and ${scope(narrowed, sight, view)}
  group by by.dimension, by.value, by.area, day`
}

/** The group of a finding as filters, which its sight still cuts. */
const keysAsFilters = ({ groupBy, keys }: Suspect['finding']): Scope =>
  Object.fromEntries(groupBy.map((dimension, i) => [dimension, [keys[i] ?? NONE]]))
