import { BUDGET_SCOPES, type BudgetScope, isBudgetScope } from '../../../budgets/budget.ts'
import type { Sight } from '../../../people/sight.ts'
import { NONE, type Question } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import { dimensionWord } from '../../words.ts'

/** Which budgets a question is about. */
export interface Chosen {
  readonly dimensions: readonly BudgetScope[]
  readonly values: readonly { readonly dimension: BudgetScope; readonly values: readonly string[] }[]
  readonly not: readonly { readonly dimension: BudgetScope; readonly values: readonly string[] }[]
  /** All budgets, where there is no total. */
  readonly orAll: boolean
}

const SET_FOR = 'Budgets are set for teams, projects, business units, cost centers, products and the total'

/** A sentence where no budget can be meant. */
export function chooseBudgets(
  { filters, exclude, groupBy, unit }: Question,
  sight: Sight,
): Chosen | { readonly why: string } {
  if (unit !== null) return { why: 'Budgets are set in money, not in quantities. Ask for example “budget by team”.' }
  const [wanted, unwanted] = [dimensionsOf(filters), dimensionsOf(exclude)]
  const strange = [...groupBy, ...[...wanted, ...unwanted].map(([dimension]) => dimension)].find(
    (dimension) => !isBudgetScope(dimension),
  )
  if (strange !== undefined)
    return { why: `${SET_FOR}, not for a ${dimensionWord(strange)}. Ask for example “budget by team”.` }
  if (wanted.some(([, values]) => values.includes(NONE)))
    return { why: `${SET_FOR}; what nobody owns has none. Ask for example “budget by team”.` }
  const groups = groupBy.flatMap((dimension) => (isBudgetScope(dimension) ? [dimension] : []))
  const values = wanted.flatMap(([dimension, values]) => (isBudgetScope(dimension) ? [{ dimension, values }] : []))
  const not = unwanted.flatMap(([dimension, values]) => (isBudgetScope(dimension) ? [{ dimension, values }] : []))
  if (groups.length > 0 && values.some(({ dimension }) => !groups.includes(dimension)))
    return {
      why: `A budget is set for one thing as a whole and not split further. Ask for “budget by ${dimensionWord(groupBy[0] ?? 'team')}”, or for the budget of one ${dimensionWord(wanted[0]?.[0] ?? 'team')}.`,
    }
  if (groups.length > 0) return { dimensions: groups, values, not, orAll: false }
  if (values.length > 0) return { dimensions: values.map(({ dimension }) => dimension), values, not, orAll: false }
  if (not.length > 0) return { dimensions: not.map(({ dimension }) => dimension), values, not, orAll: false }
  // The total is everybody's: whoever sees own teams only gets the budgets of these.
  if (sight.kind === 'teams') return { dimensions: ['team'], values, not, orAll: false }
  return { dimensions: ['total'], values, not, orAll: true }
}

/** The same question to all budgets there are. */
export const allBudgets = (chosen: Chosen): Chosen => ({ ...chosen, dimensions: BUDGET_SCOPES, orAll: false })
