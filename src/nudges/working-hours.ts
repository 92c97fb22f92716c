import type { CivilDate } from '../civil-date.ts'
import { type WorkingTime, workingDayAt } from './calendar.ts'

const STEP_MS = 15 * 60_000
/** Nobody's holidays are longer. */
const MOST_DAYS = 40

/** The next instant, to a quarter of an hour, in somebody's working hours of a day that is not taken; now where that is one. */
export function nextWorking(
  time: WorkingTime,
  now: Date,
  isTaken: (day: CivilDate) => boolean = () => false,
): { readonly at: Date; readonly day: CivilDate } | undefined {
  for (let at = now; at.getTime() - now.getTime() < MOST_DAYS * 24 * 3_600_000; at = quarterAfter(at)) {
    const day = workingDayAt(time, at)
    if (day !== undefined && !isTaken(day)) return { at, day }
  }
  return undefined
}

/** When the working hours end that `at` lies in. */
export function endOfWork(time: WorkingTime, at: Date): Date {
  const day = workingDayAt(time, at)
  let end = at
  while (day !== undefined && workingDayAt(time, end) === day) end = quarterAfter(end)
  return end
}

const quarterAfter = (at: Date): Date => new Date((Math.floor(at.getTime() / STEP_MS) + 1) * STEP_MS)
