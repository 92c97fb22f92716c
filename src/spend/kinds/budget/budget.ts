import type { Kind } from '../kind.ts'
import { budgetCard } from './card.ts'
import type { Budgets } from './found.ts'
import { readBudgets } from './read.ts'
import { budgetSheet } from './sheet.ts'

/** How spend stands against what was planned for it. */
export const budget: Kind<Budgets> = { read: readBudgets, card: budgetCard, sheet: budgetSheet }
