import { addDays } from '../../civil-date.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import type { Correction } from '../card/correction-card.ts'
import { type DeliveredDay, within } from './delivered-days.ts'
import type { QueuedRun } from './queued-runs.ts'

/** Which sources delivered which of the days since that was told. */
export function causesOf(
  { told, period }: QueuedRun,
  missing: readonly string[],
  sources: readonly Watermark[],
  delivered: readonly DeliveredDay[],
): Correction['causes'] {
  return sources.flatMap(({ source }) => {
    const days = delivered
      .filter(within(period))
      .filter((each) => each.source_name === source && each.last_updated > new Date(told.at))
      .map(({ day }) => day)
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined || missing.includes(source)) return []
    const kind = told.missing.includes(source) ? ('late' as const) : ('restated' as const)
    return [{ kind, source, days: { start: first, end: addDays(last, 1) } }]
  })
}
