import { addDays, type CivilDate, daysBetween, earlier } from '../../../civil-date.ts'
import type { Period, Question } from '../../question.ts'

/** The days over which cost and units are counted: the same for both. */
export interface Spans {
  readonly now: Period
  /** What was asked, where its end is not billed yet: told beside, for its units are counted already. */
  readonly whole: Period | null
  readonly before: Period | null
  /** Not one asked day is complete, so the figure is what is billed so far. */
  readonly soFar: boolean
}

/** Where cost and units stand on the same bill, what is late lacks both: the days are those that were asked for. */
export const billedSpans = ({ period, compare, grain }: Question): Spans => ({
  now: period,
  whole: null,
  before: grain === null ? compare : null,
  soFar: false,
})

/** Units are counted on the day, their bill arrives later: only days whose bill is complete make a ratio. */
export function countedSpans({ period, compare, grain }: Question, through: CivilDate): Spans {
  const next = addDays(through, 1)
  const end = earlier(period.end, next)
  const soFar = end <= period.start
  const now = soFar ? period : { start: period.start, end }
  const against = grain === null ? compare : null
  return {
    now,
    whole: now.end < period.end ? period : null,
    before: against === null || soFar ? against : likeForLike(period, now, against, next),
    soFar,
  }
}

function likeForLike(period: Period, now: Period, before: Period, next: CivilDate): Period {
  const alike = daysBetween(period.start, period.end) === daysBetween(before.start, before.end)
  const end = alike ? addDays(before.start, daysBetween(now.start, now.end)) : before.end
  return { start: before.start, end: before.start < next ? earlier(end, next) : end }
}
