/** One line of `npm run bench`: a value beside a yardstick that was measured in the same run. */
export interface Measured {
  readonly case: string
  readonly value: number
  readonly unit: string
  readonly yardstick: { readonly name: string; readonly value: number }
  /** value ÷ yardstick. */
  readonly ratio: number
}

export interface BenchOptions {
  /** How many generated charge rows; a benchmark makes and keeps them under bench/.cache. */
  readonly rows: number
  /** Only cases whose names hold this; `intents` heeds it. */
  readonly only: string
}

export function measured(name: string, value: number, unit: string, yardstick: Measured['yardstick']): Measured {
  return { case: name, value, unit, yardstick, ratio: Number((value / yardstick.value).toPrecision(4)) }
}

/** The p-th percentile (0–100) of some timings. */
export function percentile(timings: readonly number[], p: number): number {
  const sorted = timings.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN
}
