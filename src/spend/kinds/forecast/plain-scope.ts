import { sql } from 'kysely'
import { type BudgetScope, isBudgetScope, TOTAL } from '../../../budgets/budget.ts'
import type { Sight } from '../../../people/sight.ts'
import { NONE, type Period, type Question } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import type { Asked } from '../kind.ts'

export interface PlainScope {
  readonly dimension: BudgetScope
  readonly value: string
}

/**
 * The one thing that a budget is set or a forecast kept for, if the question is about just that. What was kept counts
 * everybody's spend, so whoever sees own teams only has no scope but a team of theirs.
 */
export function plainScope(question: Question, sight: Sight): PlainScope | undefined {
  const filters = dimensionsOf(question.filters)
  if (question.withoutSources !== undefined || dimensionsOf(question.exclude).length > 0 || filters.length > 1)
    return undefined
  const [only] = filters
  if (only === undefined) return sight.kind === 'everything' ? { dimension: 'total', value: TOTAL } : undefined
  const [dimension, [value, ...others]] = only
  if (value === undefined || others.length > 0 || value === NONE || !isBudgetScope(dimension)) return undefined
  if (sight.kind === 'teams' && (dimension !== 'team' || !sight.teams.includes(value))) return undefined
  return { dimension, value }
}

/** The same of each of many values, by name. */
export function plainScopes(question: Question, sight: Sight): readonly PlainScope[] {
  const { each } = question
  const values = each === undefined ? undefined : question.filters[each]
  const alone =
    each === undefined
      ? [question]
      : (values ?? []).map((value) => ({ ...question, filters: { ...question.filters, [each]: [value] } }))
  return alone.flatMap((one) => plainScope(one, sight) ?? [])
}

export interface PlainBudget {
  readonly dimension: BudgetScope
  readonly value: string
  readonly currency: string
  readonly amount: string
  /** Months of the period that have one. */
  readonly months: string
}

/** The months' budgets of scopes of one dimension, added. */
export const plainBudgets = (
  scopes: readonly [PlainScope, ...PlainScope[]],
  { start, end }: Period,
) => sql<PlainBudget>`
  select scope_dimension as dimension, scope_value as value, billing_currency as currency, sum(budget_amount) as amount, count(*) as months
  from spend.budget
  where scope_dimension = ${scopes[0].dimension} and scope_value in (${sql.join(scopes.map(({ value }) => value))})
    and month >= ${start} and month < ${end}
  group by 1, 2, 3`

export const hasBudgets = ({ views }: Pick<Asked, 'views'>): boolean => views.has('spend.budget')
