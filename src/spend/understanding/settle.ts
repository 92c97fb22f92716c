import { addUnits, type CivilUnit, daysBetween, startOf, yearOf } from '../../civil-date.ts'
import type { Intent, Measure, Period } from '../question.ts'
import type { Almanac, Found } from './almanac.ts'
import { type Against, compareWith, preceding, type Sides, toDate } from './comparing.ts'
import { OWN_MEASURE } from './flags.ts'
import { focusIntent, focusMeasure, focusUnit } from './focus.ts'
import { asked, type Reading } from './reading.ts'
import type { Scopes } from './scope.ts'
import type { Slots } from './slots.ts'

/** The first intent of this list that the words speak of. */
const PRECEDENCE = [
  'explain',
  'anomaly',
  'idle',
  'coverage',
  'budget',
  'forecast',
  'value',
  'model_fit',
  'unit_cost',
] as const

export function settle(
  slots: Slots,
  sides: Sides,
  scope: Scopes,
  almanac: Almanac,
  opening: string,
  budgetWord: boolean,
): Reading {
  const { today } = almanac
  const { flags } = slots
  let intent: Intent | undefined = PRECEDENCE.find((each) => flags.has(each))
  let { focus } = slots
  let groupBy = [...slots.groupBy]
  if (focus?.on === 'ownership' && intent === 'idle') {
    // "who owns the idle resources": waste by owner.
    focus = undefined
    groupBy = ['owner']
  }
  if (focus !== undefined) {
    if (intent === 'explain') return asked('compare', '')
    if (focus.on === 'ownership' && Object.keys(scope.filters).length === 0) return asked('context', '')
    intent = focusIntent(focus.on)
  }
  if (intent === 'forecast' && budgetWord) intent = 'budget'
  const current = (unit: CivilUnit): Found => {
    const start = startOf(unit, today, almanac.weekStart)
    return { days: { start, end: addUnits(unit, start, 1) }, unit, relative: true }
  }
  const back = (unit: CivilUnit, count: number): Found => {
    const start = addUnits(unit, startOf(unit, today, almanac.weekStart), -count)
    return { days: { start, end: addUnits(unit, start, count) }, unit: count === 1 ? unit : 'days', relative: true }
  }
  if (sides.unclear || (scope.uncomparable && scope.compared !== undefined)) return asked('compare', '')
  if (slots.limit === 0) return asked('word', '0')
  // "grew by more than 1000": the amount is of the change, not of the cost.
  const by = slots.having === undefined ? null : ROSE_BY.exec(opening)
  if (by !== null) return asked('word', by[1] ?? '')
  // "rose from October to November" compares the two; "spend from October to November" is one run.
  if (flags.has('change') && sides.periods.some(({ pair }) => pair === true)) return asked('compare', '')
  let periods = sides.periods
  let against: Against | undefined = sides.against
  const changes = flags.has('change') && !flags.has('trend')
  if (periods.length === 2 && against === undefined) {
    const [a, b] = periods
    if (a === undefined || b === undefined) return asked('period', '')
    if (sides.versus || flags.has('compare') || ((intent === 'explain' || changes) && sides.versus)) {
      against = { kind: 'period', found: b }
      periods = [a]
    } else {
      const joined = contiguous(a, b, opening)
      if (joined === undefined) return asked('period', '')
      periods = [joined]
    }
  }
  if (periods.length > 1) return asked('period', '')
  let grain = slots.grain ?? null
  let first = periods[0]
  let defaulted = flags.has('default')
  if ((intent === 'budget' || intent === 'forecast') && first === undefined) {
    const whole = slots.rhythm ?? (grain === 'day' ? undefined : (grain ?? undefined))
    if (whole !== undefined) {
      first = current(whole)
      grain = null
    }
  }
  if (intent === 'budget' && first?.again === 'year' && yearOf(first.days.start) < yearOf(today)) {
    // "the December budget" in November: last year's or the coming one?
    const { start } = first.days
    return asked(
      'period',
      first.words ?? '',
      [start, `${yearOf(start) + 1}${start.slice(4)}`].map((day) => ({ kind: 'words', text: day.slice(0, 7) })),
    )
  }
  if (first !== undefined && intent !== 'budget') {
    if (first.days.start > today || first.untilEnd === true) {
      if (intent !== undefined && intent !== 'forecast') return asked('period', '')
      intent = 'forecast'
    }
  }
  const comparesEntities = scope.compared !== undefined
  if (first === undefined && against !== undefined) {
    if (against.kind === 'period') {
      const { found } = against
      if (!found.relative || found.unit === 'days' || (found.days.end > today && found.days.start <= today))
        return asked('compare', '')
      first = found.unit === 'weekend' ? undefined : current(found.unit)
      if (first === undefined) return asked('compare', '')
    } else if (against.kind === 'preceding' && !sides.versus && intent !== 'explain' && !changes) {
      // "the weekend before": before what?
      return asked('compare', '')
    } else if (sides.rhythm !== undefined) first = back(sides.rhythm === 'year' ? 'month' : sides.rhythm, 1)
    else if (against.kind === 'shifted')
      first = current(against.base ?? (against.unit === 'year' ? 'month' : against.unit))
  }
  if (first === undefined) {
    defaulted = true
    const weekly = focus?.on === 'tokens_per_request' || focus?.on === 'restatements'
    const trending =
      weekly ||
      (intent === undefined &&
        !comparesEntities &&
        against === undefined &&
        !changes &&
        !flags.has('top') &&
        (grain !== null || flags.has('trend') || (flags.has('chart') && slots.groupBy.length === 0)))
    if (intent === 'anomaly') first = back('day', 7)
    else if (focus?.on === 'nudge_savings') first = current('quarter')
    else if (intent === 'model_fit' || trending) first = back('day', 30)
    else if (intent === 'value' || focus?.on === 'forecast_accuracy') first = back('month', 1)
    else first = current('month')
  }
  const whole = intent === 'budget' || intent === 'forecast'
  let period: Period = whole ? first.days : toDate(first.days, today)
  let compare: Period | null = null
  if (
    against === undefined &&
    (intent === 'explain' ||
      (changes &&
        focus === undefined &&
        // A series shows its own changes.
        slots.grain === undefined &&
        !comparesEntities &&
        intent !== 'anomaly' &&
        intent !== 'budget' &&
        intent !== 'forecast' &&
        intent !== 'value' &&
        intent !== 'model_fit'))
  ) {
    against = { kind: 'preceding' }
  }
  if (focus?.on === 'new_names' && against === undefined) compare = preceding(first)
  if (against !== undefined) {
    const both = compareWith(first, against, today)
    if (both === undefined) return asked('compare', '')
    if (!whole) period = both.period
    // A whole month or quarter ahead stands against a whole one.
    compare = whole && against.kind === 'period' ? before(period, against.found.days) : both.compare
  }
  if (comparesEntities && scope.compared !== undefined && !groupBy.includes(scope.compared))
    groupBy.push(scope.compared)
  if (intent === undefined) {
    if (compare !== null || comparesEntities) intent = 'compare'
    else if (scope.uncomparable || flags.has('compare') || (sides.versus && !comparesEntities))
      return asked('compare', '')
    else if (slots.superlative !== undefined || flags.has('top') || (slots.limit !== undefined && groupBy.length > 0))
      intent = 'top'
    else if (
      grain !== null ||
      flags.has('trend') ||
      (flags.has('chart') && groupBy.length === 0 && slots.having === undefined)
    )
      intent = 'trend'
    else intent = 'spend'
  }
  if (intent === 'model_fit' && !groupBy.includes('model_name')) groupBy.push('model_name')
  if (intent === 'value' && groupBy.length === 0 && Object.keys(scope.filters).length === 0) groupBy.push('project')
  if (intent === 'trend') grain ??= focus === undefined ? defaultGrain(period) : 'week'
  const own = (['unit_cost', 'idle', 'coverage'] as const).find((each) => intent === 'explain' && flags.has(each))
  const measure: Measure =
    (focus === undefined ? undefined : focusMeasure(focus.on)) ??
    (own === undefined ? undefined : OWN_MEASURE[own]) ??
    (OWN_MEASURE[intent] as Measure | undefined) ??
    (intent === 'value' || intent === 'model_fit' ? 'effective_cost' : (slots.measure ?? 'effective_cost'))
  if (measure === 'cost_per_unit' && slots.unit === undefined && !flags.has('every_unit'))
    return asked('unit', '', [
      { kind: 'words', text: 'per token' },
      { kind: 'words', text: 'per request' },
      { kind: 'words', text: 'per gpu hour' },
    ])
  return {
    kind: 'question',
    repairs: [],
    question: {
      intent,
      measure,
      filters: scope.filters,
      exclude: scope.exclude,
      groupBy,
      period,
      periodDefaulted: defaulted,
      compare,
      limit: slots.limit ?? null,
      grain,
      sort: slots.superlative ?? 'desc',
      having: slots.having ?? null,
      unit:
        focus !== undefined
          ? focusUnit(focus.on)
          : measure === 'quantity' || measure === 'cost_per_unit' || isOfQuantity(intent, slots)
            ? (slots.unit ?? null)
            : null,
      chart: flags.has('chart'),
      ...(focus === undefined ? {} : { focus }),
    },
  }
}

/** "Forecast tokens", "untagged tokens": not of money, which whoever answers must know. */
const isOfQuantity = (intent: Intent, slots: { readonly measure?: Measure | undefined }): boolean =>
  (intent === 'forecast' || intent === 'budget' || intent === 'coverage') && slots.measure === 'quantity'

const ROSE_BY =
  / ((?:grew|grow|grown|growing|rose|rise|rises|risen|increase|increased|increases|increasing|jump|jumped|climbed|change|changed|changes|drop|dropped|drops|fell|fallen|decrease|decreased|decreases|declined|went up|went down|gone up|gone down|up|down|growth|delta|difference)(?: (?:by|of|is|was|are|were))?) (?:more|less|over|above|under|below|at least|at most|greater|>|<|≥|≤)/

/** "Q4 against Q3" of a forecast: the Q3 before, though names of what is ahead mean the next one. */
const before = (period: Period, { start, end }: Period): Period =>
  start < period.end ? { start, end } : { start: addUnits('year', start, -1), end: addUnits('year', end, -1) }

/** "October and November" is one run of days. */
function contiguous(a: Found, b: Found, opening: string): Found | undefined {
  const [early, late] = a.days.start <= b.days.start ? [a, b] : [b, a]
  if (!/ and [^ ]*[\ue100-\ue1ff]/.test(opening) || early.days.end !== late.days.start || early.unit !== late.unit)
    return undefined
  return { days: { start: early.days.start, end: late.days.end }, unit: 'days', relative: false }
}

export function defaultGrain({ start, end }: Period): 'day' | 'week' | 'month' {
  const days = daysBetween(start, end)
  return days <= 31 ? 'day' : days <= 92 ? 'week' : 'month'
}
