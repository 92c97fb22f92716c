import { Big } from 'big.js'
import { plain, strong, type Text } from '../cards/card.ts'
import { day, percent } from '../cards/format.ts'
import type { Say } from './amounts.ts'
import type { DigestBudget } from './digest.ts'
import { name } from './lines.ts'

/** "$38,100 of $52,000 (73.3%), on track for $50,012" */
export function budgetWords(line: DigestBudget, say: Say): string {
  const { used, budget, currency } = line
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
/** Whose names matter. */
const WORRYING: ReadonlySet<DigestBudget['state']> = new Set(['over', 'ahead'])
const MOST_NAMED = 2

/** The only budget in full; of several how many stand how, and who is in trouble. */
export function budgetLine(budgets: readonly DigestBudget[], say: Say): readonly Text[] {
  const [only, ...others] = budgets
  if (only === undefined) return []
  if (others.length === 0) return [[strong('Budget: '), plain(budgetWords(only, say))]]
  const told = STATES.flatMap(([state, words]) => {
    const mine = budgets.filter((budget) => budget.state === state)
    if (mine.length === 0) return []
    const named = WORRYING.has(state) ? mine.slice(0, MOST_NAMED) : []
    const rest = mine.length - named.length
    return [
      [
        plain(`${mine.length} ${words}`),
        ...named.flatMap((budget, i) => [plain(i === 0 ? ': ' : ', '), plain(name(budget.name, 40))]),
        ...(named.length > 0 && rest > 0 ? [plain(` and ${rest} more`)] : []),
      ],
    ]
  })
  return [[strong('Budgets: '), ...told.flatMap((part, i) => (i === 0 ? part : [plain('; '), ...part]))]]
}

/** Worst first, as a list of all tells them. */
export const worstFirst = (budgets: readonly DigestBudget[]): readonly DigestBudget[] =>
  STATES.flatMap(([state]) => budgets.filter((budget) => budget.state === state))
