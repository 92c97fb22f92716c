import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Accuracies } from './found.ts'

/** A row a forecast; the headline is a mean, so nothing adds up. */
export function accuracySheet(_answer: Answer, { months }: Accuracies): Sheet {
  const inPercent = (error: number | null) => (error === null ? null : (error * 100).toFixed(2))
  return {
    columns: [
      'month',
      'made_on',
      'source',
      'currency',
      'forecast',
      'actual',
      'off_percent',
      'run_rate',
      'run_rate_off_percent',
    ],
    rows: months.flatMap(({ month, currency, actual, source, forecasts }) =>
      forecasts.map((made) => [
        month.start,
        made.madeOn,
        source,
        currency,
        made.forecast,
        actual,
        inPercent(made.error),
        made.runRate,
        inPercent(made.runRateError),
      ]),
    ),
    totals: [],
    adds: null,
  }
}
