import { addDays, type CivilDate, daysBetween, earlier } from '../../../civil-date.ts'
import { preceding } from '../../comparison.ts'
import type { Period, Question } from '../../question.ts'

/** The two spans of complete days whose difference is explained. */
export interface Spans {
  readonly now: Period
  readonly before: Period
  readonly nowDays: number
  readonly beforeDays: number
  /** What was asked reaches further, into days whose bill is not complete. */
  readonly cut: boolean
}

/**
 * Undefined where no day of the newer side is complete. Sides of one length are cut alike, and an older side that is the shorter
 * never outlasts the newer; whoever names a longer older side, such as October against November so far, gets all of it.
 */
export function spansOf(
  { period, compare }: Pick<Question, 'period' | 'compare'>,
  today: CivilDate,
  completeThrough: CivilDate,
): Spans | undefined {
  const end = earlier(period.end, addDays(completeThrough, 1))
  if (end <= period.start) return undefined
  const now = { start: period.start, end }
  const cut = end < period.end
  const older = compare ?? preceding(period, today, completeThrough)?.before
  if (older === undefined) return undefined
  const wasLonger = daysBetween(older.start, older.end) > daysBetween(period.start, period.end)
  const before =
    cut && !wasLonger
      ? { start: older.start, end: earlier(older.end, addDays(older.start, daysBetween(now.start, end))) }
      : older
  const nowDays = daysBetween(now.start, now.end)
  const beforeDays = daysBetween(before.start, before.end)
  return beforeDays < 1 ? undefined : { now, before, nowDays, beforeDays, cut }
}
