import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Prompts } from './read.ts'

export const promptsSheet = (_: Answer, { rows, totals }: Prompts): Sheet => ({
  columns: [
    'kind',
    'project',
    'model_name',
    'currency',
    'input_tokens',
    'requests',
    'input_tokens_per_request',
    'effective_cost',
    'list_price_output_per_million',
  ],
  rows: rows.map((row) => [
    row.kind,
    row.project,
    row.model,
    row.currency,
    row.inputTokens,
    row.requests,
    row.perRequest,
    row.cost,
    row.outputPrice,
  ]),
  totals: totals.map(({ currency, cost }) => ({ currency, total: cost })),
  adds: 'effective_cost',
})
