import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Fit, Move } from './fit.ts'

const count = (n: number | undefined) => (n === undefined ? null : String(n))

export const fitSheet = (_: Answer, fit: Fit): Sheet => (fit.named.length > 0 ? movesSheet(fit) : usesSheet(fit))

/** Every use of a model, with the move that is suggested for it. */
function usesSheet({ uses, totals }: Fit): Sheet {
  const saves = totals.some(({ saving }) => saving !== null)
  return {
    columns: [
      'project',
      'model_name',
      'currency',
      'effective_cost',
      'list_cost',
      'tokens',
      'input_tokens',
      'cache_read_tokens',
      'cache_write_tokens',
      'output_tokens',
      'effective_per_million',
      'requests',
      'metric',
      'score',
      'n',
      'score_per_dollar',
      'suggested_model',
      'suggested_score',
      'suggested_n',
      'saving_at_list_price',
    ],
    rows: uses.map((use) => [
      use.project,
      use.model,
      use.currency,
      use.cost,
      use.listCost,
      use.tokens,
      use.input,
      use.cacheRead,
      use.cacheWrite,
      use.output,
      use.perMillion,
      use.requests,
      use.metric,
      use.quality?.score ?? null,
      count(use.quality?.n),
      use.scorePerDollar,
      use.move?.to ?? null,
      use.move?.after?.score ?? null,
      count(use.move?.after?.n),
      use.saving,
    ]),
    totals: saves
      ? totals.filter(({ saving }) => saving !== null).map(({ currency, saving }) => ({ currency, total: saving }))
      : totals.map(({ currency, cost }) => ({ currency, total: cost })),
    adds: saves ? 'saving_at_list_price' : 'effective_cost',
  }
}

/** Every move that was asked about. Both ways of a pair are no sum. */
function movesSheet({ moves, totals, certain }: Fit): Sheet {
  const row = (move: Move) => [
    move.project,
    move.currency,
    move.from,
    move.to,
    move.cost,
    move.listCost,
    move.toListCost,
    move.saving,
    move.metric,
    move.now?.score ?? null,
    count(move.now?.n),
    move.after?.score ?? null,
    count(move.after?.n),
    move.verdict.kind,
  ]
  const [first] = moves
  return {
    columns: [
      'project',
      'currency',
      'from_model',
      'to_model',
      'effective_cost',
      'list_cost',
      'list_cost_on_other_model',
      'saving_at_list_price',
      'metric',
      'score',
      'n',
      'other_score',
      'other_n',
      'verdict',
    ],
    rows: moves.map(row),
    totals: certain
      ? totals.filter(({ saving }) => saving !== null).map(({ currency, saving }) => ({ currency, total: saving }))
      : first
        ? [{ currency: first.currency, total: first.saving }]
        : [],
    adds: certain ? 'saving_at_list_price' : null,
  }
}
