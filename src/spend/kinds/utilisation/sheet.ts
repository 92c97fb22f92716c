import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Utilisation } from './found.ts'

/** The money of idle hours adds up to the headline's; shares do not add. */
export function sheet(_: Answer, { rows, groupBy, total }: Utilisation): Sheet {
  const keys = groupBy.length === 0 ? ['resource'] : groupBy
  return {
    columns: [
      'kind',
      ...keys,
      'hours',
      'busy_hours',
      'idle_hours',
      'gpu_util_avg',
      'currency',
      'effective_cost',
      'idle_cost_estimate',
    ],
    rows: rows.flatMap((row) =>
      row.money.map(({ currency, cost, idleCost }) => [
        row.kind,
        ...keys.map((_, i) => row.keys[i] ?? null),
        row.hours.toFixed(),
        row.busyHours.toFixed(),
        row.idleHours.toFixed(),
        row.meanUtil === null ? null : row.meanUtil.toFixed(2),
        currency,
        cost,
        idleCost,
      ]),
    ),
    totals: total.money.map(({ currency, idleCost }) => ({ currency, total: idleCost })),
    adds: 'idle_cost_estimate',
  }
}
