import { Big } from 'big.js'
import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Budgets } from './found.ts'

/** A row a budget. Those of one dimension add up to what they used together; those of several hold the same money. */
export function budgetSheet(_answer: Answer, { lines, dimensions }: Budgets): Sheet {
  const used = new Map<string, Big>()
  for (const line of lines)
    if (!line.unrecorded) used.set(line.currency, (used.get(line.currency) ?? new Big(0)).plus(line.used))
  const addable = dimensions.length === 1
  return {
    columns: [
      'scope_dimension',
      'scope_value',
      'currency',
      'budget',
      'used',
      'left',
      'used_percent',
      'expected',
      'pace',
      'thresholds_crossed',
      'budget_spent_on',
      'used_in_other_currencies',
    ],
    rows: lines.map(({ dimension, value, currency, budget, used, unrecorded, pace, elsewhere }) => [
      dimension,
      value,
      currency,
      budget,
      unrecorded ? null : used,
      unrecorded ? null : pace.left,
      unrecorded || new Big(budget).eq(0) ? null : new Big(used).times(100).div(budget).round(2).toFixed(),
      pace.expected,
      unrecorded ? 'unknown' : pace.state,
      pace.crossed.join(';'),
      pace.spentOn,
      elsewhere.map((other) => `${other.used} ${other.currency}`).join(';'),
    ]),
    totals: addable
      ? [...new Set(lines.map(({ currency }) => currency))].map((currency) => ({
          currency,
          total: used.get(currency)?.toFixed() ?? null,
        }))
      : [],
    adds: addable ? 'used' : null,
  }
}
