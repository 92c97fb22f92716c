import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import { difference, type Values, type Worth } from './worth.ts'

/** One row a group and currency; `difference` is value less cost. */
export function valueSheet({ question }: Answer, found: Values): Sheet {
  const above = question.focus?.on === 'cost_above_value'
  const row = (worth: Worth) => [
    worth.kind,
    ...found.groupBy.map((_, i) => worth.keys[i] ?? null),
    worth.currency,
    worth.value,
    worth.cost,
    difference(worth),
    worth.ratio,
    worth.costWithoutValue,
    worth.statedBy,
    worth.statedAt,
  ]
  return {
    columns: [
      'kind',
      ...found.groupBy,
      'currency',
      'stated_value',
      'effective_cost',
      'difference',
      'value_per_cost',
      'cost_without_stated_value',
      'stated_by',
      'stated_at',
    ],
    rows: [...found.stated, ...(above ? [] : found.silent)].map(row),
    totals: above
      ? found.totals
          .filter((total) => total.above > 0)
          .map(({ currency, aboveBy }) => ({ currency, total: `-${aboveBy}` }))
      : found.totals.map(({ currency, value }) => ({ currency, total: value })),
    adds: above ? 'difference' : 'stated_value',
  }
}
