import type { BudgetScope } from '../../../budgets/budget.ts'
import type { Pace } from '../../../budgets/pace.ts'
import type { CivilDate } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'

/** Budgets with what was spent of each; those that are used most first. */
export interface Budgets {
  /** Whole months. */
  readonly period: Period
  /** The question named a part of a month. */
  readonly widened: boolean
  readonly completeThrough: CivilDate
  readonly assumed: boolean
  readonly final: boolean
  /** Days after today. */
  readonly daysLeft: number
  /** How much of the period lay before today, 0–1. */
  readonly gone: number
  readonly months: number
  /** The budgets of one dimension add up; those of several are the same money several times. */
  readonly dimensions: readonly BudgetScope[]
  readonly lines: readonly BudgetLine[]
  readonly most: number
}

export interface BudgetLine {
  readonly dimension: BudgetScope
  readonly value: string
  readonly currency: string
  readonly budget: string
  readonly used: string
  /** Nothing was recorded: the used amount is zero for want of charges. */
  readonly unrecorded: boolean
  readonly pace: Pace
  /** Months of the period that have a budget. */
  readonly months: number
  /** Spend of the same scope in currencies that it has no budget in. */
  readonly elsewhere: readonly { readonly currency: string; readonly used: string }[]
}
