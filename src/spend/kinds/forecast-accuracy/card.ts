import { mean } from '../../../budgets/robust.ts'
import { type Block, plain, strong, type Table } from '../../../cards/card.ts'
import { days, money, percent, shortDay } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import type { Said } from '../kind.ts'
import type { Accuracies, MonthAccuracy } from './found.ts'

export function accuracyCard(_answer: Answer, { months, open }: Accuracies): Said {
  const tested = months.some(({ source }) => source === 'back_test')
  return {
    headline: headline(months),
    blocks: months.flatMap(monthBlocks),
    notes: [
      'Off by: |forecast − actual| ÷ actual.',
      ...(tested ? ['A back-test asks the method of today with what was known on that day.'] : []),
      ...open.map((month) => `${days(month)} is not complete yet.`),
    ],
  }
}

const share = (error: number | null) => (error === null ? '–' : (percent(error.toFixed(6), '1') ?? '0%'))
const known = (errors: readonly (number | null)[]) => errors.filter((error) => error !== null)

/** Each currency by itself: errors of several are no error of anything. */
function headline(months: readonly MonthAccuracy[]): string {
  const currencies = [...new Set(months.map(({ currency }) => currency))]
  const said = currencies.flatMap((currency) => {
    const mine = months.filter((month) => month.currency === currency)
    const errors = known(mine.flatMap(({ forecasts }) => forecasts.map(({ error }) => error)))
    return errors.length === 0 ? [] : [`${share(mean(errors))} off${currencies.length === 1 ? '' : ` in ${currency}`}`]
  })
  return said.length === 0 ? 'No forecast to hold against' : `${said.join(', ')} on average`
}

function monthBlocks(month: MonthAccuracy): Block[] {
  const { currency, actual, source, forecasts } = month
  const naive = known(forecasts.map(({ runRateError }) => runRateError))
  const what = source === 'kept' ? 'Forecasts kept on these days' : 'Back-test: no forecast was kept then'
  const beside = naive.length === 0 ? '' : ` A run rate was off by ${share(mean(naive))} on average.`
  const none = forecasts.length === 0 ? ' Too little was known before it for a forecast.' : beside
  return [
    {
      kind: 'text',
      text: [plain(`${days(month.month)} came to `), strong(money(actual, currency)), plain(`. ${what}.${none}`)],
    },
    ...(forecasts.length === 0 ? [] : [table(month)]),
  ]
}

function table({ month, currency, forecasts }: MonthAccuracy): Table {
  const right = (title: string) => ({ title, align: 'right' as const })
  const amount = (value: string | null) =>
    value === null ? { text: '–' } : { text: money(value, currency), value: Number(value) }
  return {
    kind: 'table',
    caption: `Forecasts of ${days(month)}, ${currency}`,
    columns: [
      { title: 'Made on', align: 'left' },
      right('Forecast'),
      right('Off by'),
      right('Run rate'),
      right('Run rate off by'),
    ],
    rows: forecasts.map((made) => [
      { text: shortDay(made.madeOn) },
      amount(made.forecast),
      { text: share(made.error) },
      amount(made.runRate),
      { text: share(made.runRateError) },
    ]),
  }
}
