import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import { lostCost } from './card.ts'
import type { Training } from './found.ts'

/** Runs, or groups of lost ones, with all others as one row: their cost adds up to the headline. */
export function trainingSheet(answer: Answer, { about, money, groupedBy }: Training): Sheet {
  if (about === 'lost')
    return {
      columns: ['kind', ...groupedBy, 'failed', 'cancelled', 'currency', 'cost'],
      rows: money.flatMap(({ lost, others, currency }) => [
        ...lost.map(({ keys, failed, cancelled, cost }) => ['group', ...keys, failed, cancelled, currency, cost]),
        ...(others === null
          ? []
          : [['other', ...groupedBy.map(() => null), others.failed, others.cancelled, currency, others.cost]]),
      ]),
      totals: money.map((each) => ({ currency: each.currency, total: lostCost(each) })),
      adds: 'cost',
    }
  const single = answer.question.limit === 1
  return {
    columns: [
      'kind',
      'run_id',
      'team',
      'project',
      'model_name',
      'status',
      'started',
      'gpu_hours',
      'cost_per_gpu_hour',
      'currency',
      'cost',
    ],
    rows: money.flatMap(({ dearest, others, currency }) => [
      ...dearest.map((run) => [
        'group',
        run.runId,
        run.team,
        run.project,
        run.model,
        run.status,
        run.day,
        run.gpuHours,
        run.price,
        currency,
        run.cost,
      ]),
      ...(others === null || single
        ? []
        : [['other', null, null, null, null, null, null, others.gpuHours, null, currency, others.cost]]),
    ]),
    totals: money.map(({ currency, cost, dearest }) => ({
      currency,
      total: single ? (dearest[0]?.cost ?? null) : cost,
    })),
    adds: 'cost',
  }
}
