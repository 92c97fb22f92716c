import { addDays, type CivilDate } from '../civil-date.ts'

const DAY_MS = 86_400_000
/** When people begin to work: what sleeps until a day wakes then. */
const WAKING_HOUR = 9

/** The morning of a day in somebody's zone. */
export function morningOf(day: CivilDate, timezone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + WAKING_HOUR * 3_600_000
  // The offset there and then is only known of an instant: guessed by UTC, then put right once more where a clock changes between.
  const guess = wall - offsetMs(new Date(wall), timezone)
  return new Date(wall - offsetMs(new Date(guess), timezone))
}

/** The day that it is somewhere. */
export function localDay(at: Date, timezone: string): CivilDate {
  return new Date(at.getTime() + offsetMs(at, timezone)).toISOString().slice(0, 10)
}

/** The last day whose morning is not more than so many days away. */
export function lastMorning(now: Date, days: number, timezone: string): CivilDate {
  const day = addDays(localDay(now, timezone), days)
  return morningOf(day, timezone).getTime() - now.getTime() <= days * DAY_MS ? day : addDays(day, -1)
}

function offsetMs(at: Date, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at.getTime() / 1000) * 1000
}
