/** Statistics that a single odd day does not move. Estimates only: sums of money are made in SQL. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Between the two nearest values; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = new Float64Array(values).sort()
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

// What the median deviation of normal noise is multiplied by to be its standard deviation.
const NORMAL = 1.4826

/** Cuts what lies further from the median than `times` robust standard deviations. */
export function clipped(values: readonly number[], times: number): readonly number[] {
  const middle = median(values)
  const reach = times * NORMAL * median(values.map((value) => Math.abs(value - middle)))
  return values.map((value) => Math.min(middle + reach, Math.max(middle - reach, value)))
}

/** The median of the slopes between all pairs (Theil–Sen); 0 of fewer than three points. */
export function slope(values: readonly number[]): number {
  if (values.length < 3) return 0
  return median(values.flatMap((to, j) => values.slice(0, j).map((from, i) => (to - from) / (j - i))))
}
