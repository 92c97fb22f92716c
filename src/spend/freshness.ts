import { addDays, type CivilDate, daysBetween, earlier, later } from '../civil-date.ts'
import type { Period } from './question.ts'
import type { Watermark } from './watermarks.ts'

/** How much of a period the bill is complete for. */
export interface Freshness {
  /** The last day up to which every source that matters is complete; null where not even the first day is. */
  readonly completeThrough: CivilDate | null
  readonly complete: boolean
  /** Delivered but still moving, or not delivered yet, after `completeThrough`. */
  readonly waiting: readonly {
    readonly source: string
    readonly provisional: Period | null
    readonly missing: Period | null
  }[]
  /** Sources that stopped delivering long before: told, but nobody waits for them. */
  readonly stopped: readonly { readonly source: string; readonly lastDay: CivilDate }[]
}

// A source that is silent for so long was switched off, or is broken in a way that waiting does not mend.
const STOPPED_AFTER_DAYS = 35

/** Undefined where nothing is known about the sources. `utcToday` because bills run in UTC days. */
export function freshness(period: Period, sources: readonly Watermark[], utcToday: CivilDate): Freshness | undefined {
  const known = sources.filter((source) => source.firstDay < period.end)
  if (known.length === 0) return undefined
  const isStopped = (source: Watermark) => daysBetween(source.lastDay, utcToday) > STOPPED_AFTER_DAYS
  const lastDay = addDays(period.end, -1)
  const live = known.filter((source) => !isStopped(source))
  const waiting = live.flatMap((source) => {
    const moving = source.provisional.filter((day) => day >= period.start && day < period.end)
    const [firstMoving] = moving
    const missing =
      source.lastDay < lastDay ? { start: later(addDays(source.lastDay, 1), period.start), end: period.end } : null
    if (firstMoving === undefined && missing === null) return []
    const lastMoving = moving.at(-1)
    const provisional =
      firstMoving === undefined || lastMoving === undefined ? null : { start: firstMoving, end: addDays(lastMoving, 1) }
    return [{ source: source.source, provisional, missing }]
  })
  const firstOpen = waiting
    .map(
      ({ provisional, missing }) =>
        [provisional?.start, missing?.start].filter((day) => day !== undefined).sort()[0] ?? period.end,
    )
    .reduce(earlier, period.end)
  const completeThrough = addDays(firstOpen, -1)
  return {
    completeThrough: completeThrough < period.start ? null : completeThrough,
    complete: waiting.length === 0,
    waiting,
    stopped: known
      .filter((source) => isStopped(source) && source.lastDay < lastDay)
      .map(({ source, lastDay }) => ({ source, lastDay })),
  }
}

/** Null where nothing is known of completeness; the day before the period where no day of it is complete. */
export const throughOf = (fresh: Freshness | undefined, period: Period): CivilDate | null =>
  fresh === undefined ? null : (fresh.completeThrough ?? addDays(period.start, -1))

/** A bill is complete within weeks; what is older need not be looked at to know how far it is. */
const COMPLETENESS_DAYS = 60

export const lately = (utcToday: CivilDate): Period => ({
  start: addDays(utcToday, -COMPLETENESS_DAYS),
  end: addDays(utcToday, 1),
})

/** The last day up to which all of them are complete, some day long ago where lately none is; null where nothing tells. */
export const completeLately = (sources: readonly Watermark[], utcToday: CivilDate): CivilDate | null =>
  throughOf(freshness(lately(utcToday), sources, utcToday), lately(utcToday))
