import { median, quantile } from './robust.ts'

/** What a day may cost without being unusual. Money as a number: a guess needs no exact cents. */
export interface Range {
  readonly expected: number
  readonly low: number
  readonly high: number
  /** How far ordinary days like this one lie from the expected, in money. */
  readonly noise: number
}

/** The range of a day by its place in the series. */
export type Usual = (day: number) => Range

export interface JudgedDay extends Range {
  readonly day: number
  readonly value: number
}

/** One value a day; null is not known, which is not zero. */
export type Values = readonly (number | null)[]

export interface Sensitivity {
  /** Money a day that is never unusual, in the currency of the series. */
  readonly minimum: number
  /** How many times the noise a day must lie above. */
  readonly times: number
}
export const SENSITIVITY: Sensitivity = { minimum: 25, times: 6 }

/** What is known of the days before. */
export interface Known {
  /** Where the level of now began. */
  readonly since: number
  /** Days that were unusual themselves and tell nothing of what is usual. */
  readonly odd: ReadonlySet<number>
}

interface Dated {
  readonly day: number
  readonly value: number
}

/** Six weeks: each weekday six times, and old enough for a trend. */
const WINDOW_DAYS = 42
const BURST_DAYS = 63
const OFTEN = 3
const LARGER = 1.6
/** A day with fewer days before it is not judged. */
export const HISTORY_DAYS = 28
/** Each weekday twice: less tells nothing of a week. */
export const LEAST_DAYS = 14
const WEEK = 7
/** Nothing that grows for months grows faster a day. */
const FASTEST_GROWTH = 0.015
/** A twentieth part of a day is always ordinary; bills are not smoother than this for long. */
const LEAST_NOISE = 0.02
const LEAST_RISE = 0.15
const LEAST_DROP = 0.3

/**
 * What the days before `end` tell of those from it on: the shape of the week by medians, the recent level and its trend, and the
 * usual distance from both. Medians throughout, so that a few odd days move nothing. Undefined where too few days are known.
 */
export function usual(
  values: Values,
  end: number,
  { minimum, times }: Sensitivity,
  { since, odd }: Known,
): Usual | undefined {
  const days: Dated[] = []
  for (let day = Math.max(since, end - WINDOW_DAYS); day < end; day++) {
    const value = values[day]
    if (value !== null && value !== undefined && !odd.has(day)) days.push({ day, value })
  }
  if (days.length < LEAST_DAYS) return undefined
  const shape = weekShape(days)
  const whole = shape.whole
  if (whole <= 0 || comesAndGoes(days, shape)) return irregular(days, minimum)

  const smooth = days.flatMap(({ day, value }) => {
    const part = shape.part(day)
    return part < 0.1 ? [] : [{ day, value: value / part }]
  })
  if (smooth.length < LEAST_DAYS / 2) return irregular(days, minimum)
  const slope = trend(smooth, end)
  const level = median(smooth.slice(-3 * WEEK).map(({ day, value }) => value + slope * (end - day)))
  if (level <= 0) return irregular(days, minimum)
  const distances = smooth.map(({ day, value }) => Math.abs(value - level + slope * (end - day)) / level)
  // By the middle and by the tail of what is ordinary, whichever says more.
  const spread = Math.max(1.4826 * median(distances), quantile(distances, 0.75) / 1.15, LEAST_NOISE)
  const range = (day: number): Range => {
    const part = shape.part(day)
    const expected = Math.max(0, level + slope * (day - end)) * part
    const noise = spread * level * Math.max(part, 0.3)
    return {
      expected,
      low: expected - Math.max(times * noise, LEAST_DROP * expected, minimum),
      high: expected + Math.max(times * noise, LEAST_RISE * expected, minimum),
      noise,
    }
  }
  const burst = usualBurst(values, end, since, range)
  return burst === 0
    ? range
    : (day) => {
        const plain = range(day)
        return { ...plain, high: Math.max(plain.high, plain.expected + burst) }
      }
}

/**
 * What a series does now and then on top of its usual days, such as training jobs: well above the second largest of the bursts
 * of the last nine weeks, for one alone may have been the mistake; above the largest, where they come often.
 */
function usualBurst(values: Values, end: number, since: number, range: Usual): number {
  const peaks: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let day = Math.max(since, end - BURST_DAYS); day < end; day++) {
    const value = values[day]
    if (value === null || value === undefined) continue
    const { high, expected } = range(day)
    if (value <= high) continue
    if (day - last > 2) peaks.push(value - expected)
    else peaks[peaks.length - 1] = Math.max(peaks.at(-1) ?? 0, value - expected)
    last = day
  }
  const [largest = 0, second = 0] = peaks.toSorted((a, b) => b - a)
  return LARGER * (peaks.length >= OFTEN ? largest : second)
}

/** The known days from one to another, both included, beside what was usual for them. */
export const judged = (values: Values, from: number, to: number, by: Usual): JudgedDay[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((day) => {
    const value = values[day]
    return value === null || value === undefined ? [] : [{ day, value, ...by(day) }]
  })

interface Shape {
  /** The mean day. */
  readonly whole: number
  /** What part of a mean day this weekday is. */
  part(day: number): number
}

function weekShape(days: readonly Dated[]): Shape {
  const byWeekday: number[][] = Array.from({ length: WEEK }, () => [])
  for (const { day, value } of days) byWeekday[day % WEEK]?.push(value)
  const medians = byWeekday.map((values) => (values.length === 0 ? undefined : median(values)))
  const known = medians.filter((value) => value !== undefined)
  const whole = known.reduce((sum, value) => sum + value, 0) / known.length
  return { whole, part: (day) => Math.max(0, (medians[day % WEEK] ?? whole) / whole) }
}

/** Jobs that run now and then: days of next to nothing, or of several times the usual, are no exception. */
function comesAndGoes(days: readonly Dated[], shape: Shape): boolean {
  const odd = days.filter(({ day, value }) => {
    const ordinary = shape.part(day) * shape.whole
    return value > 3 * ordinary + 0.1 * shape.whole || (shape.part(day) > 0.3 && value < 0.15 * ordinary)
  })
  return odd.length > 0.12 * days.length
}

/** No level and no trend: half above the dearest of the days before is unusual, and no day is too cheap. */
function irregular(days: readonly { readonly value: number }[], minimum: number): Usual {
  const values = days.map(({ value }) => value)
  const expected = values.reduce((sum, value) => sum + value, 0) / values.length
  const dearest = Math.max(...values, 0)
  const range = { expected, low: Math.min(...values, 0) - minimum, high: 1.5 * dearest + minimum, noise: dearest / 2 }
  return () => range
}

/** Money a day, by the median of the slopes between all weeks (Theil–Sen). */
function trend(days: readonly Dated[], end: number): number {
  const weeks = new Map<number, number[]>()
  for (const { day, value } of days) {
    const week = Math.floor((end - 1 - day) / WEEK)
    weeks.set(week, [...(weeks.get(week) ?? []), value])
  }
  const points = [...weeks]
    .filter(([, values]) => values.length >= 3)
    .map(([week, values]) => [-week, median(values)] as const)
  if (points.length < 3) return 0
  const slopes = points.flatMap(([x, y], i) => points.slice(i + 1).map(([x2, y2]) => (y2 - y) / (x2 - x)))
  const most =
    (FASTEST_GROWTH *
      Math.max(
        0,
        points.reduce((sum, [, y]) => sum + y, 0),
      )) /
    points.length
  return Math.min(most, Math.max(-most, median(slopes) / WEEK))
}
