import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Forecasts } from './found.ts'

/** Day by day, or group by group; known and expected money add up to the headline. */
export function forecastSheet(answer: Answer, { landings }: Forecasts): Sheet {
  const totals = landings.map(({ currency, expected, low, high }) => ({ currency, total: expected, low, high }))
  if (answer.groupBy.length > 0)
    return {
      columns: ['kind', ...answer.groupBy, 'currency', 'recorded', 'ahead', 'expected', 'before'],
      rows: landings.flatMap(({ currency, groups }) =>
        groups.map((group) => [
          group.kind,
          ...answer.groupBy.map((_, i) => group.keys[i] ?? null),
          currency,
          group.actual,
          group.ahead,
          group.expected,
          group.before,
        ]),
      ),
      totals,
      adds: 'expected',
    }
  return {
    columns: ['day', 'kind', 'currency', 'amount'],
    rows: landings.flatMap(({ currency, knownDays, outlook }) => [
      ...knownDays.map(({ day, cost }) => [day, 'recorded', currency, cost]),
      ...(outlook?.days ?? []).map(({ day, cost }) => [day, 'expected', currency, cost]),
    ]),
    totals,
    adds: 'amount',
  }
}
