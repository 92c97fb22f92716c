import type { CivilDate } from '../civil-date.ts'
import { bounded } from './recent.ts'

/** The civil date in a zone. Making a calendar takes longer than asking it, and there are few zones. */
export function civilToday(now: Date, timezone: string): CivilDate {
  const known = calendars.get(timezone)
  const calendar =
    known ?? new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' })
  if (known === undefined) calendars.set(timezone, calendar)
  return calendar.format(now)
}
const calendars = bounded<string, Intl.DateTimeFormat>(100)
