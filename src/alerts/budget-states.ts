import { Big } from 'big.js'
import { sql } from 'kysely'
import { BUDGET_SCOPES, type BudgetScope } from '../budgets/budget.ts'
import { addDays, addUnits, type CivilDate, dayOf, daysBetween, earlier, startOf } from '../civil-date.ts'
import type { Sight } from '../people/sight.ts'
import type { Answer } from '../spend/answer.ts'
import type { AskDeps } from '../spend/deps.ts'
import type { BudgetLine } from '../spend/kinds/budget/found.ts'
import { type Dimension, type Period, plainQuestion } from '../spend/question.ts'
import { grouped } from './grouped.ts'
import { answered } from './questions.ts'

/** How one budget of one month stands. */
export interface BudgetState {
  readonly line: BudgetLine
  readonly month: Period
  readonly completeThrough: CivilDate
  /** All its days are complete. */
  readonly final: boolean
  readonly answer: Answer
}

/** Bills of a month arrive until the middle of the next: till then it may still cross something. */
const LATE_DAYS = 15

/** All budgets that somebody sees, one question for each dimension that has any. */
export async function budgetStates(asking: AskDeps, sight: Sight, now: Date): Promise<readonly BudgetState[]> {
  const today = now.toISOString().slice(0, 10)
  const states: BudgetState[] = []
  for (const month of monthsOf(today))
    for (const dimension of await dimensionsWithBudgets(asking, month)) {
      if (dimension === 'total' && sight.kind === 'teams') continue
      const groupBy = dimension === 'total' ? [] : [dimension]
      const question = plainQuestion({ intent: 'budget', measure: 'budget', period: month, groupBy })
      const answer = await answered(asking, sight, question, now)
      if (answer?.finding?.kind !== 'budget') continue
      const { lines, completeThrough, final } = answer.finding.found
      // Where there is no total, all others are told instead; they have a question of their own.
      for (const line of lines)
        if (line.dimension === dimension) states.push({ line, month, completeThrough, final, answer })
    }
  return states
}

function monthsOf(today: CivilDate): readonly Period[] {
  const start = startOf('month', today)
  const month = { start, end: addUnits('month', start, 1) }
  return dayOf(today) > LATE_DAYS ? [month] : [{ start: addUnits('month', start, -1), end: start }, month]
}

async function dimensionsWithBudgets({ spend, views }: AskDeps, month: Period): Promise<readonly BudgetScope[]> {
  if (!(await views()).has('spend.budget')) return []
  const { rows } = await sql<{ dimension: string }>`
    select distinct scope_dimension as dimension from spend.budget
    where month >= ${month.start} and month < ${month.end}`.execute(spend)
  return BUDGET_SCOPES.filter((scope) => rows.some(({ dimension }) => dimension === scope))
}

/** What grew most against the same days of the month before. */
export interface Driver {
  readonly dimension: Dimension
  readonly value: string | null
  readonly more: string
  readonly before: Period
}

/** For many budgets of one dimension at once; undefined where nothing grew or nothing can be compared. */
export async function driversOf(
  asking: AskDeps,
  sight: Sight,
  states: readonly BudgetState[],
  now: Date,
): Promise<ReadonlyMap<BudgetState, Driver>> {
  const drivers = new Map<BudgetState, Driver>()
  const alike = grouped(states, ({ line, month }) => `${line.dimension} ${month.start}`)
  for (const same of alike.values()) {
    const [first] = same
    if (first === undefined) continue
    const { dimension } = first.line
    const end = earlier(first.month.end, addDays(first.completeThrough, 1))
    if (end <= first.month.start) continue
    const start = addUnits('month', first.month.start, -1)
    const before = {
      start,
      end: earlier(addDays(start, daysBetween(first.month.start, end)), first.month.start),
    }
    const by: Dimension = dimension === 'total' ? 'team' : dimension === 'project' ? 'model_name' : 'project'
    const question = plainQuestion({
      intent: 'compare',
      filters: dimension === 'total' ? {} : { [dimension]: [...new Set(same.map(({ line }) => line.value))] },
      groupBy: dimension === 'total' ? [by] : [dimension, by],
      period: { start: first.month.start, end },
      compare: before,
    })
    const answer = await answered(asking, sight, question, now)
    for (const state of same) {
      const grown = (answer?.rows ?? [])
        .filter(({ currency, kind }) => currency === state.line.currency && kind !== 'other')
        .filter(({ keys }) => dimension === 'total' || keys[0] === state.line.value)
        .map(({ keys, amount, before }) => ({
          value: keys.at(-1) ?? null,
          more: new Big(amount ?? '0').minus(before ?? '0'),
        }))
        .filter(({ more }) => more.gt(0))
        .toSorted((a, b) => b.more.cmp(a.more))
      const [most] = grown
      if (most !== undefined)
        drivers.set(state, { dimension: by, value: most.value, more: most.more.toFixed(), before })
    }
  }
  return drivers
}
