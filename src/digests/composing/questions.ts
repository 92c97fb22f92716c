import { addDays, addUnits, type CivilDate, earlier, startOf } from '../../civil-date.ts'
import {
  type Dimension,
  type Grain,
  type Period,
  plainQuestion,
  type Question,
  type Scope,
} from '../../spend/question.ts'
import type { Rhythm } from '../subscription.ts'

/** How a digest looks back: what it is about, what that is compared with, what is drawn. */
export interface Span {
  readonly grain: Extract<Grain, 'day' | 'week' | 'month'>
  readonly period: Period
  /** The day, week or month before it. */
  readonly before: Period
  /** The same weekday a week before a day; else the unit before. */
  readonly against: Period
  /** First days of what the average is of. */
  readonly averaged: readonly CivilDate[]
  /** First days of what is drawn, oldest first. */
  readonly drawn: readonly CivilDate[]
}

const GRAIN: Readonly<Record<Rhythm, Span['grain']>> = {
  daily: 'day',
  weekdays: 'day',
  weekly: 'week',
  monthly: 'month',
}

const DRAWN: Readonly<Record<Span['grain'], number>> = { day: 28, week: 5, month: 6 }

export function spanOf(rhythm: Rhythm, period: Period): Span {
  const grain = GRAIN[rhythm]
  const back = (count: number) => addUnits(grain, period.start, -count)
  const unitFrom = (start: CivilDate): Period => ({ start, end: addUnits(grain, start, 1) })
  const ago = grain === 'day' ? [7, 14, 21, 28] : grain === 'week' ? [1, 2, 3, 4] : [1, 2, 3]
  return {
    grain,
    period,
    before: unitFrom(back(1)),
    against: unitFrom(back(grain === 'day' ? 7 : 1)),
    averaged: ago.map(back),
    drawn: Array.from({ length: DRAWN[grain] }, (_, i) => back(DRAWN[grain] - 1 - i)),
  }
}

/** All that the series needs: what is drawn, and what the average is of. */
export const lookedAt = ({ period, averaged, drawn }: Span): Period => ({
  start: [...averaged, ...drawn].reduce(earlier, period.start),
  end: period.end,
})

/** Of whom a question is asked: a scope as it stands, or each value of a dimension of it. */
export interface Asking {
  readonly filters: Scope
  readonly each?: Dimension
}

const plain = (period: Period, { filters }: Asking): Question => plainQuestion({ intent: 'spend', period, filters })

/** Nothing but a scope and its days. */
export const wholeQuestion = (period: Period, filters: Scope): Question => plain(period, { filters })

const apart = ({ each }: Asking) => (each === undefined ? {} : { each })
const without = (sources: readonly string[]) => (sources.length === 0 ? {} : { withoutSources: sources })
const by = ({ each }: Asking, ...dimensions: readonly Dimension[]): readonly Dimension[] =>
  each === undefined ? dimensions : [each, ...dimensions]

export const trendQuestion = (span: Span, asking: Asking, missing: readonly string[]): Question => ({
  ...plain(lookedAt(span), asking),
  intent: 'trend',
  groupBy: by(asking),
  grain: span.grain,
  ...without(missing),
})

export const whyQuestion = (span: Span, asking: Asking, missing: readonly string[]): Question => ({
  ...plain(span.period, asking),
  intent: 'explain',
  compare: span.against,
  ...apart(asking),
  ...without(missing),
})

/** Who the money went to; beside the time before where both sides are whole. */
export const topQuestion = (
  { grain, period, before }: Span,
  asking: Asking,
  child: Dimension,
  whole: boolean,
): Question => {
  const compare = grain === 'day' || !whole ? null : before
  return {
    ...plain(period, asking),
    intent: compare === null ? 'top' : 'compare',
    groupBy: by(asking, child),
    compare,
  }
}

export const budgetQuestion = (month: Period, asking: Asking): Question => ({
  ...plain(month, asking),
  intent: 'budget',
  measure: 'budget',
})

export const forecastQuestion = (month: Period, asking: Asking): Question => ({
  ...plain(month, asking),
  intent: 'forecast',
  measure: 'forecast',
  ...apart(asking),
})

export const anomalyQuestion = (period: Period, asking: Asking, missing: readonly string[]): Question => ({
  ...plain(period, asking),
  intent: 'anomaly',
  ...apart(asking),
  ...without(missing),
})

/** What is idle now: telemetry does not wait for bills. */
export const idleQuestion = (utcToday: CivilDate, asking: Asking): Question => ({
  ...plain({ start: startOf('month', utcToday), end: addDays(utcToday, 1) }, asking),
  intent: 'idle',
  measure: 'waste',
  groupBy: by(asking),
})

/** Which service most of what nobody owns is. */
export const unownedQuestion = (period: Period, none: string): Question => ({
  ...plain(period, { filters: { team: [none] } }),
  intent: 'top',
  groupBy: ['service'],
})

/** Its unit is chosen by what is counted. */
export const unitQuestion = (span: Span, asking: Asking, whole: boolean): Question => ({
  ...plain(span.period, asking),
  intent: 'unit_cost',
  measure: 'cost_per_unit',
  compare: whole ? span.against : null,
  ...apart(asking),
})

/** What the buttons go on from: all of the scope, beside what it is compared with. */
export const keptQuestion = (span: Span, filters: Scope, missing: readonly string[]): Question => ({
  ...plain(span.period, { filters }),
  intent: 'compare',
  compare: span.against,
  ...without(missing),
})

/** What "Why unusual?" goes on from: an anomaly's place within the scope, on its days. */
export const unusualQuestion = (
  { filters, period }: Pick<Question, 'filters' | 'period'>,
  scope: Scope,
  missing: readonly string[],
): Question => ({
  ...plain(period, { filters: { ...scope, ...filters } }),
  ...without(missing),
})

export const monthOf = (day: CivilDate): Period => {
  const start = startOf('month', day)
  return { start, end: addUnits('month', start, 1) }
}
