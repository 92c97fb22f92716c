import { Big } from 'big.js'
import { METHOD_WORDS } from '../../../budgets/forecast.ts'
import { LEAST_DAYS } from '../../../budgets/outlook.ts'
import { type Block, type Cell, plain, strong, type Table } from '../../../cards/card.ts'
import { change, day, days, money, percent } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import { landingChart } from './chart.ts'
import type { Forecasts, Landing } from './found.ts'

export function forecastCard(answer: Answer, found: Forecasts): Said {
  return {
    headline: headline(answer, found),
    blocks: found.landings.flatMap((landing) => landingBlocks(answer, found, landing)),
    notes: notes(answer, found),
  }
}

/** With its range where there is one currency; of several each tells its own below. */
function headline({ question: { period } }: Answer, { over, completeThrough, landings }: Forecasts): string {
  const amounts = landings.map(({ expected, currency }) => money(expected, currency)).join(' and ')
  if (over) return `${amounts} for ${days(period)}`
  const when = period.start <= completeThrough ? `by ${day(addDays(period.end, -1))}` : `for ${days(period)}`
  const [only, ...others] = landings
  const likely = only === undefined || others.length > 0 ? undefined : range(only)
  return `${amounts} ${when}${likely === undefined ? '' : ` (likely ${likely})`}`
}

const range = ({ low, high, currency }: Landing) =>
  low === null || high === null ? undefined : `${money(low, currency)} – ${money(high, currency)}`

function rangeBlocks(landing: Landing): Block[] {
  const likely = range(landing)
  if (likely === undefined) return []
  return [
    {
      kind: 'text',
      text: [strong(money(landing.expected, landing.currency)), plain(` expected, likely ${likely}.`)],
    },
  ]
}

function landingBlocks(answer: Answer, found: Forecasts, landing: Landing): Block[] {
  return [
    ...(found.landings.length > 1 && !found.over ? rangeBlocks(landing) : []),
    { kind: 'text', text: [plain(soFar(answer, found, landing))] },
    ...budgetBlocks(landing, found.over),
    ...comparedBlocks(answer, landing),
    ...(landing.groups.length === 0 ? landingChart(answer.question, landing) : []),
    ...(landing.groups.length === 0 ? [] : [groupTable(answer, landing)]),
    ...(found.over ? [] : [{ kind: 'text', text: [plain(past(landing))] } as const]),
  ]
}

function soFar({ question }: Answer, { over, completeThrough }: Forecasts, landing: Landing): string {
  const { actual, currency, outlook } = landing
  if (over) return `${days(question.period)} is over: this is what it came to, not a forecast.`
  const rest = `${money(outlook?.rest ?? '0', currency)} expected`
  if (question.period.start > completeThrough)
    return `All of it is ahead: an estimate from the days through ${day(completeThrough)}.`
  const known = actual === null ? 'Nothing recorded' : `${money(actual, currency)} recorded`
  const ahead = outlook?.days.length ?? 0
  return `${known} through ${day(completeThrough)}, and ${rest} for the ${ahead === 1 ? 'day' : `${ahead} days`} after it: an estimate.`
}

function budgetBlocks({ budget, expected, currency }: Landing, over: boolean): Block[] {
  if (budget === null) return []
  const left = new Big(budget).minus(expected)
  const share = percent(expected, budget)
  const way = left.gte(0) ? 'under' : 'over'
  const words = left.eq(0) ? 'exactly the budget' : `${money(left.abs().toFixed(), currency)} ${way} the budget`
  return [
    {
      kind: 'text',
      text: [
        strong(capital(words)),
        plain(
          ` of ${money(budget, currency)}${share === undefined ? '' : `: ${share} of it`}${over ? '.' : ', if it comes so.'}`,
        ),
      ],
    },
  ]
}

function comparedBlocks({ question }: Answer, { before, expected, currency }: Landing): Block[] {
  if (question.compare === null) return []
  const say = (decimal: string) => money(decimal, currency)
  const told = before === null ? 'nothing recorded' : say(before)
  return [
    {
      kind: 'text',
      text: [
        strong(capital(change(expected, before, say).words)),
        plain(` against ${days(question.compare)} (${told}).`),
      ],
    },
  ]
}

const share = (part: number) => percent(part.toFixed(6), '1') ?? 'less than 0.1%'

/** How near the same method came before. */
function past({ outlook, kept }: Landing): string {
  if (outlook === null) return ''
  if (outlook.method === 'run-rate')
    return `Only ${outlook.knownDays} complete ${outlook.knownDays === 1 ? 'day is' : 'days are'} recorded, and the pattern of a week takes ${LEAST_DAYS}: this is their daily mean carried on, a run rate.`
  if (kept !== null)
    return `The ${kept.forecasts} month-end forecasts kept for this lately were off by ${share(kept.error)} on average.`
  if (outlook.past === null) return 'The recorded past is too short to tell how far off this is, so there is no range.'
  const { origins, error, runRateError } = outlook.past
  return `Back-test on ${origins} earlier spans of as many days: off by ${share(error)} on average, a run rate by ${share(runRateError)}.`
}

function groupTable(answer: Answer, landing: Landing): Table {
  const { currency, expected } = landing
  const amount = (value: string | null): Cell =>
    value === null ? { text: 'no data' } : { text: money(value, currency), value: Number(value) }
  const compared = answer.question.compare !== null
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    kind: 'table',
    caption: `Expected by ${answer.groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
    columns: [
      { title: answer.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
      right('So far'),
      right('Expected'),
      ...(compared ? [right('Before')] : []),
      right('Share'),
    ],
    rows: landing.groups.map((group) => [
      { text: rowLabel(group, answer.groupBy) },
      amount(group.actual),
      amount(group.expected),
      ...(compared ? [amount(group.before)] : []),
      { text: percent(group.expected, expected) ?? '–' },
    ]),
  }
}

function notes(answer: Answer, { landings, assumed, over, completeThrough }: Forecasts): string[] {
  if (over) return []
  const patterned = landings.some(({ outlook }) => outlook !== null && outlook.method !== 'run-rate')
  return [
    ...(patterned ? [`Forecast from ${METHOD_WORDS}.`] : []),
    ...(assumed ? [`Nothing tells which days are complete: ${day(completeThrough)} is taken for the last one.`] : []),
    ...(landings.some(({ low }) => low !== null) ? ['“Likely” is where four of five back-tests ended.'] : []),
    ...(answer.groupBy.length > 0
      ? ['Each group is forecast by itself, then all are cut alike so that they add up to the forecast of the whole.']
      : []),
  ]
}
