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
  if (dimensionsOf(question.exclude).length > 0 || filters.length > 1) return undefined
  const [only] = filters
  if (only === undefined) return sight.kind === 'everything' ? { dimension: 'total', value: TOTAL } : undefined
  const [dimension, [value, ...others]] = only
  if (value === undefined || others.length > 0 || value === NONE || !isBudgetScope(dimension)) return undefined
  if (sight.kind === 'teams' && (dimension !== 'team' || !sight.teams.includes(value))) return undefined
  return { dimension, value }
}

export interface PlainBudget {
  readonly currency: string
  readonly amount: string
  /** Months of the period that have one. */
  readonly months: string
}

/** The months' budgets of a scope, added. */
export const plainBudget = ({ dimension, value }: PlainScope, { start, end }: Period) => sql<PlainBudget>`
  select billing_currency as currency, sum(budget_amount) as amount, count(*) as months
  from spend.budget
  where scope_dimension = ${dimension} and scope_value = ${value} and month >= ${start} and month < ${end}
  group by 1`

export const hasBudgets = ({ views }: Pick<Asked, 'views'>): boolean => views.has('spend.budget')
