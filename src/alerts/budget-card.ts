import { Big } from 'big.js'
import { type Block, type Card, plain, strong, type Table, type Text } from '../cards/card.ts'
import { briefMoney, day, days, percent } from '../cards/format.ts'
import { name, textBlock } from '../digests/card/lines.ts'
import type { BudgetLine } from '../spend/kinds/budget/found.ts'
import { capital, dimensionWord, listed, tagLabel } from '../spend/words.ts'
import type { BudgetState, Driver } from './budget-states.ts'
import { type AlertSetting, alertButtons } from './buttons.ts'

/** A budget that crossed thresholds which its readers were not told of, lowest first. */
export interface CrossedBudget {
  readonly state: BudgetState
  readonly thresholds: readonly string[]
  readonly driver: Driver | undefined
}

/** The number first, and whether it is over or only ahead of its pace, which are different things. */
export function budgetAlertCard(crossed: CrossedBudget, now: Date, setting: AlertSetting): Card {
  const { state, thresholds, driver } = crossed
  return {
    blocks: [
      { kind: 'headline', text: headline(state, now) },
      ...textBlock([
        [strong(paceWords(state))],
        ...(driver === undefined ? [] : [driverLine(driver, state.line.currency)]),
        [plain(`Crossed: ${listed(thresholds.map((threshold) => `${threshold}%`))} of the budget.`)],
        ...elsewhere(state.line),
      ]),
      freshness([state]),
      alertButtons(setting),
    ],
  }
}

const isOver = ({ line }: BudgetState) => new Big(line.used).gt(line.budget)

/** "Team search has used 92% of its November budget: $46,100 of $50,000" */
function headline(state: BudgetState, now: Date): string {
  const { line, month } = state
  const { used, budget, currency } = line
  const its = line.dimension === 'total' ? 'the' : 'its'
  const budgetWord = `${its} ${days(month).replace(/ \d+$/, '')} budget`
  const past = month.end <= now.toISOString().slice(0, 10)
  const amounts = `${briefMoney(used, currency)} of ${briefMoney(budget, currency)}`
  const share = percent(used, budget)
  if (isOver(state))
    return `${whose(line)} ${past ? 'went' : 'is'} over ${budgetWord}: ${amounts}${share === undefined ? '' : ` (${share})`}`
  return `${whose(line)} ${past ? 'used' : 'has used'} ${share ?? 'all'} of ${budgetWord}: ${amounts}`
}

const MOST_NAME = 40
const whose = ({ dimension, value }: BudgetLine): string =>
  dimension === 'total' ? 'All spend' : `${capital(dimensionWord(dimension))} ${name(value, MOST_NAME)}`

/** Where it will end. */
function paceWords({ line: { pace, budget, used, currency } }: BudgetState): string {
  const say = (amount: Big | string) => briefMoney(new Big(amount).abs().toFixed(), currency)
  const expected = pace.expected ?? used
  const beyond = say(new Big(expected).minus(budget))
  switch (pace.state) {
    case 'over':
      return `Over by ${say(pace.left)}${pace.expected === null || new Big(pace.expected).eq(used) ? '' : `, and expected to end at ${say(pace.expected)}`}.`
    case 'ahead':
      return `Ahead of pace: expected to end at ${say(expected)}, ${beyond} over the budget${pace.spentOn === null ? '' : `, which is spent on ${day(pace.spentOn)}`}.`
    case 'on_track':
      return `On pace: expected to end at ${say(expected)}, ${beyond} below the budget.`
    case 'within':
      return `Ended within the budget, ${say(pace.left)} left.`
    case 'unknown':
      return 'Nothing recorded tells where it will end.'
  }
}

const driverLine = ({ dimension, value, more, before }: Driver, currency: string): Text => {
  const label = tagLabel(dimension, value)
  const what = value === null ? label : `${dimensionWord(dimension)} ${name(label, MOST_NAME)}`
  return [plain('Grew most: '), strong(what), plain(`, ${briefMoney(more, currency)} more than on ${days(before)}.`)]
}

/** Spend that no budget stands against is told, never converted. */
const elsewhere = ({ elsewhere }: BudgetLine): readonly Text[] =>
  elsewhere.length === 0
    ? []
    : [
        [
          plain(
            `Not counted, for there is no budget in its currency: ${listed(elsewhere.map(({ used, currency }) => briefMoney(used, currency)))}.`,
          ),
        ],
      ]

function freshness(states: readonly BudgetState[]): Block {
  const [through = ''] = states.map(({ completeThrough }) => completeThrough).sort()
  const words = states.every(({ final }) => final)
    ? 'All days are complete.'
    : `Used is all that is recorded; complete through ${day(through)}.`
  return { kind: 'note', text: [plain(words)] }
}

const STATES = {
  over: 'over',
  ahead: 'ahead of pace',
  on_track: 'on pace',
  within: 'within',
  unknown: 'unknown',
} as const
const MOST_ROWS = 10

/** More than a few at once: one message, the most used first. */
export function manyBudgetsCard(crossed: readonly CrossedBudget[], now: Date, setting: AlertSetting): Card {
  const states = crossed.map(({ state }) => state).toSorted((a, b) => share(b).cmp(share(a)))
  const over = states.filter(({ line }) => line.pace.state === 'over').length
  const ahead = states.filter(({ line }) => line.pace.state === 'ahead').length
  const told = [...(over > 0 ? [`${over} over`] : []), ...(ahead > 0 ? [`${ahead} ahead of pace`] : [])]
  return {
    blocks: [
      {
        kind: 'headline',
        text: `${states.length} budgets crossed a limit${told.length === 0 ? '' : `: ${listed(told)}`}`,
      },
      table(states, now),
      freshness(states),
      alertButtons(setting),
    ],
  }
}

const share = ({ line: { used, budget } }: BudgetState): Big =>
  new Big(budget).gt(0) ? new Big(used).div(budget) : new Big(used)

function table(states: readonly BudgetState[], now: Date): Table {
  const shown = states.length > MOST_ROWS + 1 ? states.slice(0, MOST_ROWS) : states
  const amount = (decimal: string | null, currency: string) =>
    decimal === null ? { text: '–' } : { text: briefMoney(decimal, currency), value: Number(decimal) }
  const right = (title: string) => ({ title, align: 'right' as const })
  const left = (title: string) => ({ title, align: 'left' as const })
  const rest = states.length - shown.length
  return {
    kind: 'table',
    caption: 'Budgets that crossed a limit, most used first',
    columns: [left('Budget'), right('Used'), right('Budget'), right('Share'), right('Expected'), left('Pace')],
    rows: [
      ...shown.map(({ line, month }) => [
        { text: month.end <= now.toISOString().slice(0, 10) ? `${whose(line)}, ${days(month)}` : whose(line) },
        amount(line.used, line.currency),
        amount(line.budget, line.currency),
        { text: percent(line.used, line.budget) ?? '–' },
        amount(line.pace.expected, line.currency),
        { text: STATES[line.pace.state] },
      ]),
      // Budgets of several dimensions hold the same money: their sum is none.
      ...(rest === 0 ? [] : [[{ text: `Other (${rest})` }, ...Array.from({ length: 5 }, () => ({ text: '–' }))]]),
    ],
  }
}
