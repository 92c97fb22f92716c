import { days } from '../cards/format.ts'
import { addDays, type CivilDate, daysBetween } from '../civil-date.ts'
import { preceding } from './comparison.ts'
import { type KindName, kindOf } from './kinds/kinds.ts'
import { PAST, PERIODS, type PeriodName, unitBefore, WHOLE } from './named-periods.ts'
import { isBilledUnit } from './query.ts'
import type { Dimension, Period, Question } from './question.ts'
import { defaultGrain } from './understanding/settle.ts'
import { UNIT_DIMENSIONS } from './views.ts'
import { dimensionWord } from './words.ts'

/** A question that an answer leads to, by the name that its button carries. */
export interface Next {
  readonly name: string
  readonly label: string
  readonly question: Question
}

/** How each kind of answer goes on: what is not listed would give no answer, or the same one. */
interface Ways {
  readonly steps: readonly Step[]
  readonly groups: readonly Dimension[]
  readonly periods: readonly PeriodName[]
}

type Step = 'why' | 'compare' | 'earlier' | 'model' | 'per' | 'owner' | 'team' | 'forecast' | 'budget'
const MOST_STEPS = 4

const GROUPS: readonly Dimension[] = [
  'team',
  'project',
  'service',
  'model_name',
  'workload_type',
  'environment',
  'cost_area',
  'provider',
]
/** What the bill counts units by. */
const COUNTED: readonly Dimension[] = ['team', 'project', 'model_name', 'workload_type', 'environment', 'product']
/** Without the days whose bill is on its way: their answer stands on complete days. */
const DELIVERED = ['last_week', 'this_month', 'last_month', 'last_30_days', 'this_quarter', 'last_3_months'] as const
const WHOLE_MONTHS = ['last_month', 'this_quarter', 'last_3_months'] as const

const SUMS: Ways = { steps: ['why', 'compare', 'model', 'earlier', 'per'], groups: GROUPS, periods: PAST }
const USUAL: Ways = { steps: ['earlier'], groups: [], periods: PAST }
const GROUPED: Ways = { steps: ['earlier'], groups: GROUPS, periods: PAST }
const WAYS: Readonly<Partial<Record<KindName, Ways>>> = {
  coverage: { steps: ['earlier', 'team'], groups: GROUPS, periods: PAST },
  unit_cost: { steps: ['model', 'earlier'], groups: COUNTED, periods: PAST },
  tokens: { steps: ['model', 'earlier'], groups: COUNTED, periods: PAST },
  explanation: { steps: ['compare', 'model', 'per'], groups: GROUPS, periods: DELIVERED },
  anomaly: { steps: ['why', 'per'], groups: GROUPS, periods: DELIVERED },
  idle: { steps: ['owner', 'team'], groups: ['team', 'owner', 'project', 'environment'], periods: [] },
  telemetry_gaps: { steps: [], groups: [], periods: [] },
  nudge_savings: {
    steps: ['earlier', 'team', 'owner'],
    groups: ['team', 'owner', 'project', 'environment'],
    periods: WHOLE_MONTHS,
  },
  utilisation: GROUPED,
  budget: {
    steps: ['forecast', 'per'],
    groups: ['team', 'project', 'cost_center', 'product'],
    periods: [...WHOLE, 'last_month'],
  },
  forecast: { steps: ['budget', 'per'], groups: GROUPS, periods: WHOLE },
  forecast_accuracy: { steps: [], groups: [], periods: [] },
  value: { steps: ['earlier'], groups: ['project', 'product', 'customer', 'team'], periods: WHOLE_MONTHS },
  cache: { steps: ['earlier'], groups: GROUPS, periods: DELIVERED },
  short_prompts: { steps: ['earlier'], groups: [], periods: DELIVERED },
  gateway: GROUPED,
  savings_rate: GROUPED,
  share: GROUPED,
  new_names: { steps: [], groups: GROUPS, periods: DELIVERED },
  ownership: { steps: [], groups: [], periods: DELIVERED },
}

function waysOf(question: Question): Ways {
  const kind = kindOf(question)
  return kind === undefined ? SUMS : (WAYS[kind] ?? USUAL)
}

/** The few questions that most people ask next; `today` is the day of the answer. */
export function nextQuestions(question: Question, today: CivilDate): readonly Next[] {
  return waysOf(question)
    .steps.flatMap((step) => {
      const next = STEPS[step](question, today)
      return next === undefined ? [] : [{ name: step, ...next }]
    })
    .slice(0, MOST_STEPS)
}

export const nextQuestion = (question: Question, today: CivilDate, name: string): Question | undefined =>
  nextQuestions(question, today).find((next) => next.name === name)?.question

/** What "Group by" offers: what the figures can be told apart by, without what they are told apart by already. */
export function groupsOf(question: Question): readonly Dimension[] {
  const counted = question.measure === 'quantity' && question.unit !== null && !isBilledUnit(question.unit)
  return waysOf(question).groups.filter(
    (dimension) =>
      !question.groupBy.includes(dimension) &&
      question.filters[dimension]?.length !== 1 &&
      !(counted && !UNIT_DIMENSIONS.includes(dimension)),
  )
}

export const regrouped = (question: Question, dimension: string): Question | undefined => {
  const known = groupsOf(question).find((each) => each === dimension)
  return known && { ...question, groupBy: [known] }
}

/** What "Another period" offers: by name, what it is called. */
export const periodsOf = (question: Question, today: CivilDate): ReadonlyMap<string, string> =>
  new Map(
    waysOf(question)
      .periods.filter((name) => !isSame(PERIODS[name].of(today), question.period))
      .map((name) => [name, PERIODS[name].label]),
  )

const isSame = (a: Period, b: Period) => a.start === b.start && a.end === b.end

/** The same question about other days; a comparison that was asked is not about these, and "why" compares anew. */
export function withPeriod(question: Question, name: string, today: CivilDate): Question | undefined {
  const known = waysOf(question).periods.find((each) => each === name)
  return known && about(question, PERIODS[known].of(today), today)
}

function about(question: Question, period: Period, today: CivilDate): Question {
  const { intent, limit, grain } = question
  const asked = { ...question, period, periodDefaulted: false }
  if (intent === 'explain' || question.focus?.on === 'new_names') return { ...asked, compare: before(period, today) }
  const plain = limit !== null ? 'top' : grain !== null ? 'trend' : 'spend'
  return { ...asked, compare: null, intent: intent === 'compare' && question.compare !== null ? plain : intent }
}

type Making = (question: Question, today: CivilDate) => Omit<Next, 'name'> | undefined

const STEPS: Readonly<Record<Step, Making>> = {
  why(question, today) {
    const compare = question.compare ?? before(question.period, today)
    if (question.measure === 'quantity' || compare === null) return undefined
    return { label: 'Why?', question: { ...bare(question), intent: 'explain', compare } }
  },
  compare(question, today) {
    const compare = question.compare ?? before(question.period, today)
    if (compare === null || question.intent === 'compare') return undefined
    return {
      label: question.intent === 'explain' ? 'Compare both' : `Compare with ${days(compare)}`,
      question: { ...question, intent: 'compare', compare, grain: null, limit: null, having: null, chart: false },
    }
  },
  earlier(question, today) {
    if (question.compare !== null) return undefined
    const { period, label } = unitBefore(question.period, today)
    return { label, question: about(question, period, today) }
  },
  model: (question) => by(question, 'model_name'),
  owner: (question) => by(question, 'owner'),
  team: (question) => by(question, 'team'),
  per(question, today) {
    const { period, compare } = question
    if (question.grain !== null || (compare !== null && question.intent === 'compare')) return undefined
    // A year that is not over has no days ahead.
    const end = period.end > today ? addDays(today, 1) : period.end
    if (daysBetween(period.start, end) < 2) return undefined
    const grain = defaultGrain({ start: period.start, end })
    const asked = question.measure === 'quantity' ? question : bare(question)
    const { groupBy } = kindOf(question) === undefined ? question : { groupBy: [] }
    const trend = { ...asked, intent: 'trend', grain, groupBy, period: { start: period.start, end } } as const
    return { label: `Per ${grain}`, question: { ...trend, limit: null, having: null, compare: null } }
  },
  forecast: (question) => ({
    label: 'Forecast',
    question: { ...bare(question), intent: 'forecast', measure: 'forecast' },
  }),
  budget: (question) => ({ label: 'Budget', question: { ...bare(question), intent: 'budget', measure: 'budget' } }),
}

function by(question: Question, dimension: Dimension): Omit<Next, 'name'> | undefined {
  if (question.groupBy.includes(dimension) || question.filters[dimension]?.length === 1) return undefined
  return { label: `By ${dimensionWord(dimension)}`, question: { ...question, groupBy: [dimension] } }
}

/** The same scope and days, and nothing else that was asked of them. */
function bare({ focus: _, ...question }: Question): Question {
  const { measure } = question
  return {
    ...question,
    measure: measure === 'billed_cost' || measure === 'list_cost' ? measure : 'effective_cost',
    groupBy: [],
    compare: null,
    limit: null,
    grain: null,
    sort: 'desc',
    having: null,
    unit: null,
    chart: false,
  }
}

const before = (period: Period, today: CivilDate): Period | null => preceding(period, today, null)?.before ?? null
