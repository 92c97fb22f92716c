import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Chargeback } from './found.ts'

export const sheet = (_: Answer, { totals, rows }: Chargeback): Sheet => ({
  columns: ['kind', 'cost_center', 'currency', 'billed_cost'],
  rows: rows.map((row) => [row.kind, row.keys[0] ?? null, row.currency, row.billed]),
  totals: totals.map(({ currency, billed }) => ({ currency, total: billed })),
  adds: 'billed_cost',
})
