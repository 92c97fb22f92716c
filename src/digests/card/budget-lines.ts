import { Big } from 'big.js'
import { plain, strong, type Text } from '../../cards/card.ts'
import { day, NO_DATA, percent } from '../../cards/format.ts'
import type { DigestBudget } from '../digest.ts'
import type { Say } from './amounts.ts'
import { name } from './lines.ts'

/** "$38,100 of $52,000 (73.3%), on track for $50,012" */
export function budgetWords(line: DigestBudget, say: Say): string {
  const { used, budget, currency, state } = line
  // What nobody recorded is not zero.
  if (state === 'unknown' && new Big(used).eq(0)) return `${NO_DATA} against ${say(budget, currency)}`
  const share = percent(used, budget)
  return `${say(used, currency)} of ${say(budget, currency)}${share === undefined ? '' : ` (${share})`}, ${paceWords(line, say)}`
}

function paceWords({ state, used, budget, currency, expected, spentOn }: DigestBudget, say: Say): string {
  switch (state) {
    case 'within':
      return 'within budget'
    case 'over':
      return `over by ${say(new Big(used).minus(budget).abs().toFixed(), currency)}`
    case 'on_track':
      return expected === null ? 'on track' : `on track for ${say(expected, currency)}`
    case 'ahead':
      return `heading ${expected === null ? 'over' : `for ${say(expected, currency)}`}${spentOn === null ? '' : `, spent on ${day(spentOn)}`}`
    case 'unknown':
      return 'pace unknown'
  }
}

const STATES = [
  ['over', 'over'],
  ['ahead', 'heading over'],
  ['on_track', 'on track'],
  ['within', 'within'],
  ['unknown', 'unknown'],
] as const
const MOST_NAMED = 2

/** The only budget in full; of several who is in trouble, else how many stand how. */
export function budgetLine(budgets: readonly DigestBudget[], say: Say): readonly Text[] {
  const [only, ...others] = budgets
  if (only === undefined) return []
  if (others.length === 0) return [[strong('Budget: '), plain(budgetWords(only, say))]]
  const standing = STATES.map(([state, words]) => ({
    state,
    words,
    mine: budgets.filter((one) => one.state === state),
  }))
  const told = standing.filter(({ mine }) => mine.length > 0)
  const trouble = told.filter(({ state }) => state === 'over' || state === 'ahead')
  const parts: readonly Text[] =
    trouble.length === 0
      ? told.map(({ words, mine }) => [plain(`${mine.length} ${words}`)])
      : trouble.map(({ words, mine }) => [plain(`${words} `), ...names(mine)])
  return [
    [strong(`${budgets.length} budgets: `), ...parts.flatMap((part, i) => (i === 0 ? part : [plain('; '), ...part]))],
  ]
}

function names(budgets: readonly DigestBudget[]): Text {
  const rest = budgets.length - MOST_NAMED
  return [
    ...budgets.slice(0, MOST_NAMED).flatMap((budget, i) => [plain(i === 0 ? '' : ', '), plain(name(budget.name, 40))]),
    plain(rest > 0 ? ` and ${rest} more` : ''),
  ]
}

/** Worst first, as a list of all tells them. */
export const worstFirst = (budgets: readonly DigestBudget[]): readonly DigestBudget[] =>
  STATES.flatMap(([state]) => budgets.filter((budget) => budget.state === state))
