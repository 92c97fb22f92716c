import { addDays, addUnits, type CivilDate, type CivilUnit, startOf } from '../../civil-date.ts'
import type { Dimension, Intent, Measure, Period, Question } from '../question.ts'
import type { Almanac, Found } from './almanac.ts'
import { POINTS } from './building-on.ts'
import { type Against, compareWith, preceding, type Sides, toDate } from './comparing.ts'
import { OWN_MEASURE } from './flags.ts'
import { focusIntent, focusMeasure, focusUnit } from './focus.ts'
import { DIMENSION_WORDS } from './lexicon.ts'
import { asked, type Reading } from './reading.ts'
import type { Scopes } from './scope.ts'
import { defaultGrain } from './settle.ts'
import type { Slots } from './slots.ts'

const DIMENSION_BY_WORD = new Map(
  Object.entries(DIMENSION_WORDS).flatMap(([dimension, words]) =>
    words.flat().map((word) => [word, dimension as Dimension] as const),
  ),
)
/** "for all teams", "every project" */
const EVERY = new RegExp(` (?:all|every)(?: (?:of|the|our))* (${[...DIMENSION_BY_WORD.keys()].join('|')})(?= )`, 'g')
const AGAIN = / (?:same|again|repeat|rerun|refresh|once more) /
/** Nothing but words for money. */
const namesNothing = (slots: Slots, sides: Sides, scope: Scopes): boolean =>
  [...slots.flags].every((flag) => flag === 'cost') &&
  slots.groupBy.length === 0 &&
  [slots.focus, slots.measure, slots.unit, slots.limit, slots.superlative, slots.grain, slots.having].every(
    (each) => each === undefined,
  ) &&
  sides.periods.length === 0 &&
  sides.against === undefined &&
  Object.keys(scope.filters).length + Object.keys(scope.exclude).length === 0

export interface Turn {
  readonly previous: Question
  readonly slots: Slots
  readonly sides: Sides
  readonly scope: Scopes
  readonly almanac: Almanac
  readonly opening: string
}

/** The question before with the slots that this text names. */
export function followUp({ previous, slots, sides, scope, almanac, opening }: Turn): Reading {
  const { today } = almanac
  const { flags } = slots
  const ask = (): Reading => ({ kind: 'clarify', clarify: { slot: 'compare', about: '', options: [] } })
  let { intent, measure, limit, grain, sort, having, unit, chart, compare } = previous
  let { period, focus } = previous
  let groupBy: readonly Dimension[] = previous.groupBy
  let defaulted = previous.periodDefaulted
  const filters: Partial<Record<Dimension, readonly string[]>> = { ...previous.filters }
  for (const [dimension, values] of Object.entries(scope.filters)) filters[dimension as Dimension] = values
  const exclude: Partial<Record<Dimension, readonly string[]>> = { ...previous.exclude, ...scope.exclude }
  // "remove fraud" after a question about fraud leaves the others; "for all teams" all of them.
  for (const [dimension, values] of Object.entries(scope.exclude)) {
    const rest = filters[dimension as Dimension]?.filter((value) => !values.includes(value)) ?? []
    if (rest.length > 0) filters[dimension as Dimension] = rest
    else delete filters[dimension as Dimension]
  }
  let widened = false
  for (const [, symbol] of opening.matchAll(EVERY)) {
    const dimension = DIMENSION_BY_WORD.get(symbol ?? '')
    if (dimension !== undefined && scope.filters[dimension] === undefined && filters[dimension] !== undefined) {
      delete filters[dimension]
      widened = true
    }
  }
  // "is that a lot?", "the total" after one: what would the same answer again say?
  if (!widened && previous.focus === undefined && !AGAIN.test(opening) && namesNothing(slots, sides, scope))
    return asked('word', opening.trim())

  let first = known(period, today, almanac)
  let against: Against | undefined = sides.against
  let { periods } = sides
  if (sides.unclear || periods.length > 2) return ask()
  if (periods.length === 2) {
    const second = periods[1]
    if (second === undefined || !(sides.versus || flags.has('compare'))) return ask()
    against = { kind: 'period', found: second }
    periods = periods.slice(0, 1)
  }
  // "compare with September" names only the other side.
  if (periods.length === 1 && against === undefined && flags.has('compare') && periods[0] !== undefined) {
    against = { kind: 'period', found: periods[0] }
    periods = []
  }
  if (
    against !== undefined &&
    against.kind !== 'period' &&
    periods.length === 0 &&
    POINTS.test(opening) &&
    !sides.versus &&
    !flags.has('compare') &&
    !flags.has('change') &&
    sides.rhythm === undefined
  ) {
    // "and the week before?" asks about that week.
    const both = compareWith(first, against, today)
    if (both === undefined) return ask()
    periods = [{ days: both.compare, unit: 'days', relative: false }]
    against = undefined
  }
  const named = periods[0]
  if (named !== undefined) {
    first = named
    defaulted = false
    period = toDate(named.days, today)
    if (compare !== null && against === undefined) {
      compare = null
      if (intent === 'compare') intent = plainIntent(limit, grain)
    }
    if (named.days.start > today || named.untilEnd === true) intent = 'forecast'
    else if (intent === 'forecast' && named.days.end <= today) intent = plainIntent(limit, grain)
  }
  const own = (['anomaly', 'idle', 'coverage', 'budget', 'forecast', 'value', 'model_fit', 'unit_cost'] as const).find(
    (each) => flags.has(each),
  )
  // A narrower question stays what it is until the text speaks of something else.
  if (own !== undefined || flags.has('explain')) focus = undefined
  if (own !== undefined) intent = own
  if (slots.focus !== undefined) {
    focus = slots.focus
    intent = focusIntent(focus.on)
  }
  if (slots.measure !== undefined) measure = slots.measure
  else if (flags.has('cost') && measure === 'quantity' && own === undefined) measure = 'effective_cost'
  if (slots.unit !== undefined) unit = slots.unit
  if (slots.having !== undefined) having = slots.having
  if (slots.superlative !== undefined) sort = slots.superlative
  const pointless =
    slots.groupBy.length === 1 &&
    slots.groupBy[0] === 'service' &&
    !/[\ue200-\ue27f]| services? /.test(opening) &&
    (groupBy.length > 0 || previous.focus !== undefined)
  if (slots.groupBy.length > 0 && !(pointless && (flags.has('top') || flags.has('breakdown')))) {
    groupBy = slots.groupBy
    if (own === undefined && intent !== 'trend' && intent !== 'explain' && !isOwn(intent))
      intent = limit === null ? 'spend' : 'top'
    if (compare !== null && intent !== 'explain' && !isOwn(intent)) intent = 'compare'
  }
  if (slots.limit !== undefined) {
    limit = slots.limit
    if (own === undefined && !isOwn(intent) && intent !== 'compare') intent = 'top'
    grain = slots.grain ?? null
    if (groupBy.length === 0 && focus === undefined) groupBy = ['service']
  }
  if (slots.grain !== undefined) {
    grain = slots.grain
    if (own === undefined && !isOwn(intent)) intent = 'trend'
  } else if (flags.has('trend')) {
    grain ??= defaultGrain(period)
    if (own === undefined && !isOwn(intent)) intent = 'trend'
  }
  if (flags.has('chart')) {
    chart = true
    if (intent === 'spend' && groupBy.length === 0) {
      intent = 'trend'
      grain = defaultGrain(period)
    }
  }
  if (
    scope.compared !== undefined ||
    (sides.versus && Object.keys(scope.filters).length > 0 && against === undefined) ||
    (flags.has('compare') && Object.keys(scope.filters).length > 0 && against === undefined)
  ) {
    // "vs fraud": beside what was asked about before.
    const dimension = (scope.compared ?? Object.keys(scope.filters)[0]) as Dimension
    const before = previous.filters[dimension] ?? []
    const values = [...new Set([...(scope.compared === undefined ? before : []), ...(scope.filters[dimension] ?? [])])]
    if (values.length < 2) return ask()
    filters[dimension] = values
    groupBy = groupBy.includes(dimension) ? groupBy : [...groupBy, dimension]
    intent = 'compare'
  } else if ((sides.versus || flags.has('compare')) && against === undefined) return ask()
  if (flags.has('explain')) intent = 'explain'
  if (
    against === undefined &&
    (flags.has('explain') || (flags.has('change') && own === undefined) || (intent === 'explain' && compare === null))
  ) {
    against = { kind: 'preceding' }
    if (flags.has('explain') && compare !== null && named === undefined) against = undefined
  }
  if (against !== undefined) {
    const both = compareWith(first, against, today)
    if (both === undefined) return ask()
    period = both.period
    compare = both.compare
    if (!isOwn(intent) && intent !== 'explain') intent = 'compare'
  }
  if (focus?.on === 'new_names' && named !== undefined) compare = preceding(first)
  if (intent === 'budget' || intent === 'forecast')
    period = named?.days ?? (isWhole(period, today) ? period : first.days)
  if (intent === 'forecast' || intent === 'budget') {
    compare = null
    grain = null
  }
  // "why?" about a unit cost, waste or coverage explains that, not the cost.
  const explained = intent === 'explain' && (previous.intent === 'explain' || previous.intent in EXPLAINED)
  measure =
    (OWN_MEASURE[intent] as Measure | undefined) ?? (measure in OWNED && !explained ? 'effective_cost' : measure)
  if (intent === 'model_fit' && !groupBy.includes('model_name')) groupBy = [...groupBy, 'model_name']
  if (focus !== undefined) {
    intent = focusIntent(focus.on)
    measure = focusMeasure(focus.on) ?? (measure in OWNED || measure === 'quantity' ? 'effective_cost' : measure)
    unit = focusUnit(focus.on)
    if (intent === 'trend') grain ??= 'week'
  } else if (measure !== 'quantity' && measure !== 'cost_per_unit') unit = null
  const everyUnit = flags.has('every_unit') || (previous.intent === 'unit_cost' && previous.unit === null)
  if (intent === 'unit_cost' && unit === null && !everyUnit)
    return { kind: 'clarify', clarify: { slot: 'unit', about: '', options: [] } }
  const question: Question = {
    intent,
    measure,
    filters,
    exclude,
    groupBy,
    period,
    periodDefaulted: defaulted,
    compare,
    limit,
    grain,
    sort,
    having,
    unit,
    chart,
    ...(focus === undefined ? {} : { focus }),
    ...(previous.withoutSources === undefined ? {} : { withoutSources: previous.withoutSources }),
  }
  return { kind: 'question', question, repairs: [] }
}

const EXPLAINED: Readonly<Record<string, true>> = { unit_cost: true, idle: true, coverage: true }
const OWNED: Readonly<Record<string, true>> = {
  coverage: true,
  waste: true,
  budget: true,
  forecast: true,
  cost_per_unit: true,
}
const isOwn = (intent: Intent): boolean =>
  intent in OWN_MEASURE || intent === 'anomaly' || intent === 'value' || intent === 'model_fit'
const plainIntent = (limit: number | null, grain: string | null): Intent =>
  limit !== null ? 'top' : grain !== null ? 'trend' : 'spend'
const isWhole = (period: Period, today: CivilDate): boolean => period.end > addDays(today, 1) || period.start > today

/** The calendar unit that a period is, whole or to date. */
function known(period: Period, today: CivilDate, almanac: Almanac): Found {
  const tomorrow = addDays(today, 1)
  const units: CivilUnit[] = ['day', 'week', 'month', 'quarter', 'half', 'year']
  for (const unit of units) {
    const start = startOf(unit, period.start, almanac.weekStart)
    const end = addUnits(unit, start, 1)
    if (start !== period.start) continue
    if (end === period.end) return { days: { start, end }, unit, relative: start <= today && today < end }
    if (period.end === tomorrow && tomorrow < end) return { days: { start, end }, unit, relative: true }
  }
  return { days: period, unit: 'days', relative: false }
}
