import type { CivilDate } from '../civil-date.ts'
import { outgrown, overOf, risen, weekSums } from './drift.ts'
import { repeats } from './repeats.ts'
import { median } from './robust.ts'
import { HISTORY_DAYS, type JudgedDay, judged, SENSITIVITY, type Usual, usual, type Values } from './usual.ts'

/** What a series cost, day by day, as far as its bill is complete. */
export interface DailySeries {
  readonly first: CivilDate
  readonly values: Values
}

/**
 * A run of days that the days before do not explain. Increases are what people mean by an anomaly (finops.org); a drop or a
 * credit is told apart, for it costs nobody anything and may still be a mistake.
 */
export interface Anomaly {
  readonly kind: 'spike' | 'step' | 'ramp' | 'new' | 'drop' | 'credit'
  /** Its first day, as a place in the series; it is told once, as of this day. */
  readonly from: number
  readonly days: readonly JudgedDay[]
  /** What was usual when it began, for any day near it. */
  readonly usual: Usual
  /** It had not fallen back by the newest day, or has become the level. */
  readonly goesOn: boolean
}

/** After two weeks a new level is the level; until then it may fall back. */
const SETTLED_DAYS = 14
/** Offices are empty for two weeks a year, and then come back. */
const RETURN_DAYS = 21
/** The money of a new level is counted for so long; then it is what is usual. */
const COUNTED_DAYS = 28
/** A step is told from its third day. */
const STEP_DAYS = 3
const SPIKE_DAYS = 7

interface Run {
  readonly side: 1 | -1
  readonly from: number
  readonly usual: Usual
  readonly kind?: 'ramp' | 'new' | 'spike'
  readonly days: JudgedDay[]
}

interface Closed {
  readonly run: Run
  /** It fell back, has become the level, or is not over yet. */
  readonly end: 'back' | 'settled' | 'open'
}

/**
 * All that is unusual in a series, oldest first: each day is judged by the days before it and by nothing after it, those before
 * `from` not at all.
 */
export function anomalies(
  { first, values }: DailySeries,
  { from = 0, sensitivity = SENSITIVITY } = {},
): readonly Anomaly[] {
  const begun = values.findIndex((value) => value !== null && value !== 0)
  if (begun < 0) return []
  const closed: Closed[] = []
  const odd = new Set<number>()
  let since = begun
  let newest: number | undefined
  let run: Run | undefined
  let inRange = 0
  let rampsFrom = 0
  const usualFrom = (end: number) => usual(values, end, sensitivity, { since, odd })
  const seen = { values, week: weekSums(values), odd, usualFrom, sensitivity }

  const open = (side: 1 | -1, from: number, to: number, by: Usual, kind?: 'ramp' | 'new') => {
    run = { side, from, usual: by, days: judged(values, from, to, by), ...(kind === undefined ? {} : { kind }) }
    inRange = 0
    for (let day = from; day <= to; day++) odd.add(day)
  }
  const close = (over: Run, end: Closed['end']) => {
    closed.push({ run: over, end })
    if (over.kind === 'ramp') rampsFrom = (over.days.at(-1)?.day ?? over.from) + HISTORY_DAYS
    run = undefined
  }

  for (let day = Math.max(begun, HISTORY_DAYS, from); day < values.length; day++) {
    const value = values[day]
    if (value === null || value === undefined) continue
    if (run !== undefined) {
      if (day - run.from >= (run.side === 1 ? SETTLED_DAYS : RETURN_DAYS)) {
        since = run.from
        for (const { day } of run.days) odd.delete(day)
        close(run, 'settled')
      } else if (isBeyond(run, day, value)) {
        closed.push({
          run: { ...run, from: day, kind: 'spike', days: judged(values, day, day, run.usual) },
          end: 'back',
        })
        odd.add(day)
        continue
      } else if (run.kind === 'new' || isStill(run, day, value)) {
        inRange = 0
        run.days.push(...judged(values, day, day, run.usual))
        odd.add(day)
        continue
      } else if (isIdle(run, day, value) || ++inRange < 2) continue
      else close(run, 'back')
    }
    const arrived = value >= sensitivity.minimum ? arrival(values, day) : undefined
    if (arrived !== undefined && arrived !== newest) {
      if (repeats(values, first, day, value)) continue
      since = arrived
      newest = arrived
      open(1, arrived, day, NOTHING, 'new')
      continue
    }
    const by = isPlain(values, day, value, odd) ? undefined : usualFrom(day)
    const range = by?.(day)
    if (by !== undefined && range !== undefined && (value > range.high || value < range.low)) {
      const side = value > range.high ? 1 : -1
      if (!repeats(values, first, day, value - range.expected)) open(side, day, day, by)
      continue
    }
    const step = risen(seen, day)
    const ramp = step === undefined && day >= rampsFrom ? outgrown(seen, day) : undefined
    if (step !== undefined) open(1, step.from, day, step.by)
    else if (ramp !== undefined) open(1, ramp.from, day, ramp.by, 'ramp')
  }
  if (run !== undefined) close(run, 'open')
  return closed
    .map((one, i) => told(one, values, closed[i + 1]?.run.from ?? values.length))
    .filter(({ days }) => Math.abs(overOf(days)) >= sensitivity.minimum)
    .toSorted((a, b) => a.from - b.from)
}

const NOTHING: Usual = () => ({ expected: 0, low: 0, high: 0, noise: 0 })

/** The first day of a series that cost nothing for four weeks and has come to a sum within one; undefined for all others. */
function arrival(values: Values, day: number): number | undefined {
  const isNothing = (at: number) => (values[at] ?? 0) === 0
  let arrived = day
  for (let earlier = day - 1; earlier >= day - 7; earlier--) if (!isNothing(earlier)) arrived = earlier
  if (arrived < HISTORY_DAYS) return undefined
  for (let earlier = arrived - 1; earlier >= arrived - HISTORY_DAYS; earlier--)
    if (!isNothing(earlier)) return undefined
  return arrived
}

/** Within what this weekday cost in the four weeks before, so that no closer look is needed. */
function isPlain(values: Values, day: number, value: number, odd: ReadonlySet<number>): boolean {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let earlier = day - 7; earlier >= day - 28; earlier -= 7) {
    const known = values[earlier]
    if (known === null || known === undefined || odd.has(earlier)) return false
    least = Math.min(least, known)
    most = Math.max(most, known)
  }
  return value >= 0 && value <= 1.05 * most && value >= 0.8 * least
}

/** A weekday on which nothing happens, which tells nothing of whether a run goes on. */
function isIdle({ usual, days }: Run, day: number, value: number): boolean {
  const mean = days.reduce((sum, { expected }) => sum + expected, 0) / days.length
  return usual(day).expected < 0.1 * mean && value < 0.1 * mean
}

/** Several times as far out as the days of a rise before it: a spike upon a step. */
function isBeyond({ side, kind, usual, days }: Run, day: number, value: number): boolean {
  if (side === -1 || kind === 'new' || days.length < STEP_DAYS) return false
  const { expected, high } = usual(day)
  const typical = median(days.map(({ value, expected }) => value - expected))
  return value - expected > Math.max(3 * typical, 2 * (high - expected))
}

/** Still out of range, or half as far out as the days before were: a step has its own good and bad days. */
function isStill({ side, usual, days }: Run, day: number, value: number): boolean {
  const range = usual(day)
  if (side === 1 ? value > range.high : value < range.low) return true
  const mean = days.reduce((sum, { expected }) => sum + expected, 0) / days.length
  const weight = mean > 0 ? range.expected / mean : 1
  const typical = median(days.map(({ value, expected }) => value - expected)) * weight
  return side * (value - range.expected) > 0.5 * Math.abs(typical)
}

/** With the days after it settled, as far as they are counted and nothing else has begun. */
function told({ run, end }: Closed, values: Values, next: number): Anomaly {
  const { side, kind, from, usual } = run
  const last = run.days.at(-1)?.day ?? from
  const isCounted = end === 'settled' && side === 1
  const more = isCounted ? judged(values, last + 1, Math.min(next, from + COUNTED_DAYS) - 1, usual) : []
  const made = { from, usual, days: [...run.days, ...more], goesOn: end !== 'back' }
  if (side === -1) return { ...made, kind: made.days.some(({ value }) => value < 0) ? 'credit' : 'drop' }
  const length = last - from + 1
  const isLevel = length >= SPIKE_DAYS || (made.goesOn && length >= STEP_DAYS)
  return { ...made, kind: kind ?? (isLevel ? (isRamp(made.days) ? 'ramp' : 'step') : 'spike') }
}

/** Ends with more than twice of what it began with, as part of what was expected. */
function isRamp(days: readonly JudgedDay[]): boolean {
  if (days.length < SPIKE_DAYS) return false
  const excess = (some: readonly JudgedDay[]) =>
    median(some.flatMap(({ value, expected }) => (expected > 0 ? value / expected - 1 : [])))
  const begin = excess(days.slice(0, 3))
  const middle = excess(days.slice(Math.floor(days.length / 2) - 1).slice(0, 3))
  const end = excess(days.slice(-3))
  return end > 2 * begin && middle > 1.2 * begin && end > 1.2 * middle
}
