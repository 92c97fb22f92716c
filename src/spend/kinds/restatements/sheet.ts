import type { Sheet } from '../kind.ts'
import type { Restatements } from './found.ts'

export const restatementsSheet = ({ rows, totals }: Restatements): Sheet => ({
  columns: ['source', 'day', 'days', 'currency', 'was', 'is', 'change', 'recorded_at'],
  rows: rows.map((row) => [
    row.kind === 'other' ? 'other' : row.source,
    row.day,
    String(row.count),
    row.currency,
    row.was,
    row.is,
    row.change,
    row.recordedAt,
  ]),
  totals: totals.map(({ currency, change }) => ({ currency, total: change })),
  adds: 'change',
})
