/** What a budget can be set for. */
export const BUDGET_SCOPES = ['total', 'team', 'project', 'business_unit', 'cost_center', 'product'] as const
export type BudgetScope = (typeof BUDGET_SCOPES)[number]

export const isBudgetScope = (name: string): name is BudgetScope => BUDGET_SCOPES.some((scope) => scope === name)

/** The value of the scope that is everything. */
export const TOTAL = 'total'
