import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { earlier } from '../civil-date.ts'
import type { Subscription } from '../digests/subscription.ts'
import type { AskDeps } from '../spend/deps.ts'
import { plainQuestion, type Question } from '../spend/question.ts'
import { audiences } from './audience.ts'
import { budgetAlertCard, type CrossedBudget, manyBudgetsCard } from './budget-card.ts'
import { type BudgetState, budgetStates, driversOf } from './budget-states.ts'
import { holds, type TeamName, withinOf } from './holds.ts'
import { narrowed } from './questions.ts'
import type { AlertRow, Raise, Raised } from './raise.ts'

/** More in one place at one time are one message. */
const MOST_MESSAGES = 3

/** Every budget that crossed a threshold which this place was not told of. Several thresholds at once are one message naming the highest. */
export const budgetAlerts: Raise = async ({ asking, signs }, known, now) => {
  const raised: Raised[] = []
  for (const { sight, subscriptions } of await audiences(asking, 'budget')) {
    const crossed = (await budgetStates(asking, sight, now)).filter(({ line }) => line.pace.crossed.length > 0)
    if (crossed.length === 0) continue
    const within = withinOf(await teamNames(asking, subscriptions))
    const news = subscriptions.map((subscription) => ({
      subscription,
      budgets: crossed
        .filter(({ line }) => holds(subscription.scope, line.dimension, line.value, within))
        .map((state) => ({ state, ...newOf(state, known.get(subscription.id) ?? []) })),
    }))
    const loud = [...new Set(news.flatMap(({ budgets }) => budgets.filter(isNews).map(({ state }) => state)))]
    const drivers = await driversOf(asking, sight, loud, now)
    for (const { subscription, budgets } of news) {
      // A lower limit that somebody set after a higher one was told is no news.
      const quiet = budgets.filter((budget) => !isNews(budget)).flatMap(({ rows }) => rows(null))
      const told = budgets.filter(isNews).map(({ state, keys, ...rest }) => ({
        ...rest,
        key: keys.at(-1) ?? '',
        budget: { state, thresholds: rest.thresholds, driver: drivers.get(state) } satisfies CrossedBudget,
      }))
      const [first] = told
      const setting = { subscriptionId: subscription.id, signs }
      if (told.length > MOST_MESSAGES && first !== undefined)
        raised.push({
          subscription,
          rows: [...quiet, ...told.flatMap(({ rows }) => rows(first.key))],
          message: {
            key: first.key,
            card: manyBudgetsCard(
              told.map(({ budget }) => budget),
              now,
              setting,
            ),
          },
          answers: [],
        })
      else {
        if (quiet.length > 0) raised.push({ subscription, rows: quiet, message: null, answers: [] })
        for (const { key, rows, budget } of told) {
          const answer = narrowed(budget.state.answer, key, questionAbout(budget.state, now))
          raised.push({
            subscription,
            rows: rows(key),
            message: { key, card: budgetAlertCard(budget, now, { ...setting, answerId: answer.id }) },
            answers: [answer],
          })
        }
      }
    }
  }
  return raised
}

interface News {
  /** Those crossed that were not told, lowest first. */
  readonly thresholds: readonly string[]
  readonly keys: readonly string[]
  readonly highest: boolean
  rows(messageKey: string | null): readonly AlertRow[]
}

const isNews = ({ highest }: News): boolean => highest

function newOf({ line, month }: BudgetState, known: readonly AlertRow[]): News {
  const told = new Set(known.map(({ key }) => key))
  const fresh = line.pace.crossed
    .map((threshold) => ({ threshold, key: keyOf(line, month.start, threshold) }))
    .filter(({ key }) => !told.has(key))
  const top = line.pace.crossed.at(-1)
  return {
    thresholds: fresh.map(({ threshold }) => threshold),
    keys: fresh.map(({ key }) => key),
    highest: fresh.some(({ threshold }) => threshold === top),
    rows: (messageKey) =>
      fresh.map(({ threshold, key }) => ({ key, told: { threshold, used: line.used, messageKey }, updates: 0 })),
  }
}

/** One for each budget, threshold and month; names are as long as somebody made them, and keys are not. */
const keyOf = ({ dimension, value, currency }: BudgetState['line'], month: string, threshold: string): string =>
  `budget:${month.slice(0, 7)}:${createHash('sha256')
    .update(JSON.stringify([dimension, value, currency]))
    .digest('base64url')
    .slice(0, 16)}:${threshold}`

/** The spend that stands against the budget, up to today. */
function questionAbout({ line, month }: BudgetState, now: Date): Question {
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10)
  return plainQuestion({
    intent: 'spend',
    filters: line.dimension === 'total' ? {} : { [line.dimension]: [line.value] },
    period: { start: month.start, end: earlier(month.end, tomorrow) },
  })
}
const DAY_MS = 86_400_000

async function teamNames(
  { spend, views }: AskDeps,
  subscriptions: readonly Subscription[],
): Promise<readonly TeamName[]> {
  if (subscriptions.every(({ scope }) => scope === null) || !(await views()).has('spend.name')) return []
  const { rows } = await sql<TeamName>`
    select team, dimension, value from spend.name
    where dimension in ('project', 'business_unit', 'cost_center', 'product')`.execute(spend)
  return rows
}
