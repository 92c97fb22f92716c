import fc from 'fast-check'
import { addDays } from '../../../src/civil-date.ts'
import {
  DIMENSIONS,
  type Dimension,
  FOCUSES,
  type Focus,
  type FocusName,
  INTENTS,
  type Intent,
  type Measure,
  type Period,
  type Question,
  type Scope,
  UNITS,
} from '../../../src/spend/question.ts'
import { CATALOGUE, TODAY } from './said.ts'

const OWN: Partial<Record<Intent, Measure>> = {
  coverage: 'coverage',
  idle: 'waste',
  budget: 'budget',
  forecast: 'forecast',
  unit_cost: 'cost_per_unit',
  value: 'effective_cost',
  model_fit: 'effective_cost',
}
const NAMED = DIMENSIONS.filter((dimension) => (CATALOGUE.values[dimension] ?? []).length > 0)

const scope = (most: number): fc.Arbitrary<Scope> =>
  fc
    .uniqueArray(fc.constantFrom(...NAMED), { maxLength: most })
    .chain((dimensions) =>
      fc.record(
        Object.fromEntries(
          dimensions.map((dimension) => [
            dimension,
            fc.uniqueArray(fc.constantFrom(...(CATALOGUE.values[dimension] ?? [])), { minLength: 1, maxLength: 3 }),
          ]),
        ),
      ),
    )

const run = (latestEnd: number): fc.Arbitrary<Period> =>
  fc.tuple(fc.integer({ min: -700, max: latestEnd - 1 }), fc.integer({ min: 1, max: 400 })).map(([from, days]) => {
    const end = Math.min(from + days, latestEnd)
    return { start: addDays(TODAY, from), end: addDays(TODAY, end) }
  })

const FOCUS_INTENT: Readonly<Record<FocusName, Intent>> = {
  training_runs: 'top',
  failed_runs: 'spend',
  token_direction: 'spend',
  tokens_per_request: 'trend',
  cache: 'model_fit',
  cache_what_if: 'model_fit',
  short_prompts: 'model_fit',
  forecast_accuracy: 'forecast',
  restatements: 'spend',
  telemetry_gaps: 'idle',
  utilisation: 'idle',
  off_hours: 'idle',
  gateway: 'coverage',
  savings_rate: 'spend',
  share: 'spend',
  new_names: 'spend',
  ownership: 'spend',
  cost_above_value: 'value',
  nudge_savings: 'idle',
}
const OWNERSHIP: readonly Dimension[] = ['team', 'owner', 'business_unit', 'cost_center']

interface Drawn {
  readonly on: FocusName
  readonly percent: string
  readonly cost: Measure
  readonly filters: Scope
  readonly exclude: Scope
  readonly groupBy: readonly Dimension[]
  readonly past: Period
  readonly before: number
  readonly periodDefaulted: boolean
  readonly limit: number | null
  readonly grain: Question['grain']
}

/** A question with a focus, and the intent and slots that go with it. */
function narrower(r: Drawn): Question {
  const { on } = r
  const intent = FOCUS_INTENT[on]
  const focus: Focus = on === 'cache_what_if' ? { on, percent: r.percent } : { on }
  let groupBy = [...r.groupBy]
  let { filters } = r
  if (intent === 'model_fit' && !groupBy.includes('model_name')) groupBy.push('model_name')
  if (on === 'new_names') groupBy = groupBy.slice(0, 1)
  if (on === 'new_names' && groupBy.length === 0) groupBy = ['model_name']
  if (on === 'ownership') groupBy = [...OWNERSHIP]
  if ((on === 'ownership' || on === 'share') && Object.keys(filters).length === 0) filters = { team: ['vision'] }
  if (on === 'cost_above_value' && groupBy.length === 0 && Object.keys(filters).length === 0) groupBy = ['project']
  if (on === 'training_runs') groupBy = []
  const exclude = Object.fromEntries(Object.entries(r.exclude).filter(([dimension]) => !(dimension in filters)))
  const paid = r.cost === 'billed_cost' ? 'billed_cost' : 'effective_cost'
  return {
    intent,
    measure:
      intent === 'trend'
        ? 'quantity'
        : intent === 'idle'
          ? 'waste'
          : intent === 'coverage' || intent === 'forecast'
            ? intent
            : intent === 'spend' && on !== 'savings_rate' && on !== 'ownership'
              ? paid
              : 'effective_cost',
    filters,
    exclude,
    groupBy,
    period: r.past,
    periodDefaulted: r.periodDefaulted,
    compare:
      on === 'new_names' ? { start: addDays(r.past.start, -r.before), end: addDays(r.past.end, -r.before) } : null,
    limit: on === 'training_runs' ? (r.limit ?? 1) : null,
    grain: intent === 'trend' ? (r.grain ?? 'week') : null,
    sort: 'desc',
    having: null,
    unit: on === 'training_runs' ? 'training_run' : on === 'tokens_per_request' ? 'token' : null,
    chart: false,
    focus,
  }
}

/** Any question that a text can lead to: the invariants are those of the conventions. */
export const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    intent: fc.constantFrom(...INTENTS),
    cost: fc.constantFrom<Measure>('effective_cost', 'billed_cost', 'list_cost', 'quantity'),
    counted: fc.constantFrom(...UNITS.filter((unit) => unit !== 'customer')),
    unit: fc.constantFrom(...UNITS),
    filters: scope(3),
    exclude: scope(2),
    groupBy: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { maxLength: 3 }),
    past: run(1),
    ahead: run(500),
    before: fc.integer({ min: 1, max: 400 }),
    compared: fc.boolean(),
    periodDefaulted: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 99 })),
    grain: fc.option(fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const)),
    asc: fc.boolean(),
    having: fc.option(
      fc.record({
        op: fc.constantFrom('>' as const, '<' as const, '>=' as const, '<=' as const),
        value: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }).map(String), fc.constant('2500.5')),
      }),
    ),
    chart: fc.boolean(),
    focused: fc.integer({ min: 0, max: 2 }).map((chance) => chance === 0),
    on: fc.constantFrom(...FOCUSES),
    percent: fc.oneof(fc.integer({ min: 0, max: 100 }).map(String), fc.constant('62.5')),
  })
  .map((r) => {
    if (r.focused) return narrower(r)
    const { intent } = r
    const measure = OWN[intent] ?? r.cost
    let groupBy: Dimension[] = r.groupBy
    let { filters } = r
    const exclude = Object.fromEntries(Object.entries(r.exclude).filter(([dimension]) => !(dimension in r.filters)))
    const whole = intent === 'budget' || intent === 'forecast'
    let compare: Period | null = null
    if (
      !whole &&
      (intent === 'compare' || intent === 'explain' || (r.compared && !['spend', 'top', 'trend'].includes(intent)))
    ) {
      compare = { start: addDays(r.past.start, -r.before), end: addDays(r.past.end, -r.before) }
    }
    if ((intent === 'top' || (intent === 'value' && Object.keys(r.filters).length === 0)) && groupBy.length === 0)
      groupBy = ['team']
    if (intent === 'model_fit' && !groupBy.includes('model_name')) groupBy = [...groupBy, 'model_name']
    const several = Object.entries(r.filters).find(([, values]) => values.length > 1)?.[0] as Dimension | undefined
    if (intent === 'compare' && r.compared && several !== undefined) {
      compare = null
      if (!groupBy.includes(several)) groupBy = [...groupBy, several]
      // Only one dimension's values can stand against each other.
      filters = Object.fromEntries(
        Object.entries(filters).map(([dimension, values]) => [
          dimension,
          dimension === several ? values : values.slice(0, 1),
        ]),
      )
    }
    const limit = intent === 'top' ? (r.limit ?? 5) : intent === 'spend' || intent === 'trend' ? null : r.limit
    // A ranking without a dimension is one of services.
    if (limit !== null && groupBy.length === 0 && r.grain === null) groupBy = ['service']
    const grain =
      intent === 'trend' ? (r.grain ?? 'day') : intent === 'spend' || intent === 'top' || whole ? null : r.grain
    if (limit !== null && groupBy.length === 0) groupBy = ['service']
    return {
      intent,
      measure,
      filters,
      exclude,
      groupBy,
      period: whole ? r.ahead : r.past,
      periodDefaulted: r.periodDefaulted,
      compare,
      limit,
      grain,
      sort: limit !== null && r.asc ? ('asc' as const) : ('desc' as const),
      having: r.having,
      unit: measure === 'quantity' ? r.counted : measure === 'cost_per_unit' ? r.unit : null,
      chart: intent === 'spend' && groupBy.length === 0 ? false : r.chart,
    }
  })

export const sorted = (q: Question) => ({
  ...q,
  filters: tidy(q.filters),
  exclude: tidy(q.exclude),
  groupBy: q.groupBy.toSorted(),
})
const tidy = (s: Scope) =>
  Object.fromEntries(Object.entries(s).map(([dimension, values]) => [dimension, values.toSorted()]))
