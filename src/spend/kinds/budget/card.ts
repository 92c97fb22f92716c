import { Big } from 'big.js'
import { type Block, type Cell, type Fact, plain, strong, type Table } from '../../../cards/card.ts'
import { day, days, money, NO_DATA, percent } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, dimensionWords, listed } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { BudgetLine, Budgets } from './found.ts'

export function budgetCard(_answer: Answer, found: Budgets): Said {
  const [first, ...others] = found.lines
  return {
    headline: first !== undefined && others.length === 0 ? onlyHeadline(first) : headline(found),
    blocks: [
      ...(first !== undefined && others.length === 0 ? onlyBlocks(first, found) : [...listBlocks(found)]),
      ...elsewhereBlocks(found),
    ],
    notes: notes(found),
  }
}

const onlyHeadline = ({ used, budget, currency, pace, unrecorded }: BudgetLine): string => {
  if (unrecorded) return `Nothing recorded against ${money(budget, currency)}`
  const state = pace.state === 'unknown' ? '' : `, ${HEADLINE[pace.state]}`
  return `${money(used, currency)} of ${money(budget, currency)}${shareWords(used, budget)}${state}`
}

const shareWords = (used: string, budget: string) => {
  const share = percent(used, budget)
  return share === undefined ? '' : ` (${share})`
}

const named = ({ dimension, value }: BudgetLine) => (dimension === 'total' ? 'In all' : value)

function headline({ lines, dimensions, final }: Budgets): string {
  const [only] = dimensions
  const what = dimensions.length === 1 && only !== undefined && only !== 'total' ? dimensionWords(only) : 'budgets'
  const spent = lines.filter(({ pace }) => pace.state === 'over')
  const over = spent.length
  const who = over === 0 || over > FEW ? '' : `: ${listed(spent.map(named))}`
  const ahead = lines.filter(({ pace }) => pace.state === 'ahead').length
  const heading =
    final || ahead === 0 ? '' : `${who === '' ? ',' : ';'} ${ahead} ${over === 0 ? '' : 'more '}heading over`
  return what === 'budgets'
    ? `${over} of ${lines.length} budgets overspent${who}${heading}`
    : `${over} of ${lines.length} ${what} over budget${who}${heading}`
}

const FEW = 3

/** How it goes, in one sentence. */
function paceWords({ pace, budget, used, currency, unrecorded }: BudgetLine, { final }: Budgets): string {
  if (unrecorded && final) return 'nothing was recorded.'
  const over = (amount: string) => money(new Big(amount).minus(budget).abs().toFixed(), currency)
  switch (pace.state) {
    case 'within':
      return `ended within budget, ${money(pace.left, currency)} left.`
    case 'over':
      return final
        ? `ended ${over(used)} over budget.`
        : `over budget by ${over(used)}${pace.expected === null ? '' : `, and expected to end at ${money(pace.expected, currency)}`}.`
    case 'on_track':
      return `on track to end at ${money(pace.expected ?? used, currency)}, ${over(pace.expected ?? used)} below the budget.`
    case 'ahead':
      return `heading for ${money(pace.expected ?? used, currency)}, ${over(pace.expected ?? used)} over the budget${pace.spentOn === null ? '' : `, which is spent on ${day(pace.spentOn)}`}.`
    case 'unknown':
      return 'nothing recorded tells where it will end.'
  }
}

const HEADLINE = {
  within: 'within budget',
  over: 'over budget',
  on_track: 'on track',
  ahead: 'heading over',
} as const

const STATES = {
  within: 'within',
  over: 'over',
  on_track: 'on track',
  ahead: 'heading over',
  unknown: 'unknown',
} as const

function onlyBlocks(line: BudgetLine, found: Budgets): Block[] {
  const { pace, currency, dimension, value, unrecorded } = line
  const whose = dimension === 'total' ? 'All spend' : `${capital(dimensionWord(dimension))} ${value}`
  const crossed = pace.crossed.map((threshold) => `${threshold}%`).join(', ')
  const facts: Fact[] = [
    { label: 'Left', value: [strong(unrecorded ? NO_DATA : money(pace.left, currency))] },
    ...(found.final
      ? []
      : [
          { label: 'Days left', value: [plain(`${found.daysLeft} after today`)] },
          { label: 'Time gone', value: [plain(`${percent(found.gone.toFixed(6), '1') ?? '0%'}, today not counted`)] },
        ]),
    { label: 'Thresholds crossed', value: [plain(crossed === '' ? 'none' : crossed)] },
    ...(pace.next === null
      ? []
      : [{ label: 'Next threshold', value: [plain(`${pace.next.threshold}% on ${day(pace.next.day)} at this pace`)] }]),
  ]
  return [
    { kind: 'text', text: [plain(`${whose}, ${days(found.period)}: `), strong(paceWords(line, found))] },
    { kind: 'facts', facts },
  ]
}

function* listBlocks(found: Budgets): Generator<Block> {
  const heading = found.lines.filter(({ pace }) => pace.state === 'ahead' && pace.spentOn !== null).slice(0, 3)
  if (heading.length > 0)
    yield {
      kind: 'text',
      text: [
        plain('At this pace spent before the end: '),
        strong(heading.map((line) => `${named(line)} on ${day(line.pace.spentOn ?? '')}`).join(', ')),
        plain('.'),
      ],
    }
  for (const currency of new Set(found.lines.map((line) => line.currency)))
    yield table(
      found,
      currency,
      found.lines.filter((line) => line.currency === currency),
    )
}

const SLACK = 2

function table(found: Budgets, currency: string, lines: readonly BudgetLine[]): Table {
  const shown = lines.length <= found.most + SLACK ? lines : lines.slice(0, found.most)
  const others = lines.slice(shown.length)
  const amount = (value: string | null): Cell =>
    value === null ? { text: '–' } : { text: money(value, currency), value: Number(value) }
  const several = found.dimensions.length > 1
  const add = (of: (line: BudgetLine) => string | null) =>
    others.reduce((sum, line) => sum.plus(of(line) ?? '0'), new Big(0)).toFixed()
  const right = (title: string) => ({ title, align: 'right' as const })
  const left = (title: string) => ({ title, align: 'left' as const })
  const [only] = found.dimensions
  return {
    kind: 'table',
    caption: `Budgets of ${days(found.period)}, ${currency}, most used first`,
    columns: [
      left(several || only === undefined ? 'Budget' : capital(dimensionTitle(only))),
      right('Used'),
      right('Budget'),
      right('Share'),
      right(found.final ? 'Left' : 'Expected'),
      left('Pace'),
    ],
    rows: [
      ...shown.map((line) => [
        {
          text: several && line.dimension !== 'total' ? `${dimensionWord(line.dimension)} ${line.value}` : named(line),
        },
        line.unrecorded ? { text: NO_DATA } : amount(line.used),
        amount(line.budget),
        { text: (line.unrecorded ? undefined : percent(line.used, line.budget)) ?? '–' },
        amount(found.final ? (line.unrecorded ? null : line.pace.left) : line.pace.expected),
        { text: STATES[line.unrecorded ? 'unknown' : line.pace.state] },
      ]),
      // Budgets of several dimensions hold the same money: their sum is none.
      ...(others.length === 0
        ? []
        : several
          ? [[{ text: `Other (${others.length})` }, ...Array.from({ length: 5 }, () => ({ text: '–' }))]]
          : [
              [
                { text: `Other (${others.length})` },
                amount(add(({ used }) => used)),
                amount(add(({ budget }) => budget)),
                {
                  text:
                    percent(
                      add(({ used }) => used),
                      add(({ budget }) => budget),
                    ) ?? '–',
                },
                { text: '–' },
                { text: '–' },
              ],
            ]),
    ],
  }
}

const dimensionTitle = (dimension: BudgetLine['dimension']) =>
  dimension === 'total' ? 'budget' : dimensionWord(dimension)

/** Spend in a currency that has no budget is told, never converted. */
function elsewhereBlocks({ lines }: Budgets): Block[] {
  const told = lines.flatMap((line) =>
    line.elsewhere.map(({ currency, used }) =>
      line.dimension === 'total' ? money(used, currency) : `${named(line)} ${money(used, currency)}`,
    ),
  )
  if (told.length === 0) return []
  return [
    {
      kind: 'text',
      text: [plain(`Not counted above, for there is no budget in its currency: ${[...new Set(told)].join(', ')}.`)],
    },
  ]
}

function notes({ lines, months, widened, period, assumed, completeThrough, final, dimensions }: Budgets): string[] {
  const short = lines.filter((line) => line.months < months)
  return [
    ...(widened ? [`Budgets are monthly: this is ${days(period)}.`] : []),
    ...(short.length === 0
      ? []
      : [
          `Not every month has a budget: ${short
            .slice(0, 5)
            .map((line) => `${named(line)} has ${line.months} of ${months}`)
            .join(', ')}; spend is of all of them.`,
        ]),
    ...(dimensions.length > 1
      ? ['Budgets of teams, projects and the like hold the same money: they do not add up.']
      : []),
    ...(final
      ? ['All days are complete: this is final unless a bill is restated.']
      : [
          `Used is all that is recorded; expected goes on from the days complete through ${day(completeThrough)}${assumed ? ', which is taken for granted, for nothing tells' : ''}.`,
        ]),
  ]
}
