import { addUnits, startOf } from '../../../civil-date.ts'
import type { Period } from '../../question.ts'

/** The whole months inside a period, for value is stated by month; undefined where there is none. */
export function wholeMonths({ start, end }: Period): Period | undefined {
  const first = startOf('month', start) === start ? start : addUnits('month', startOf('month', start), 1)
  const last = startOf('month', end)
  return first < last ? { start: first, end: last } : undefined
}
