import { addDays, type CivilDate, weekdayOf } from '../civil-date.ts'

/** When somebody works: nothing is sent to them at other times. */
export interface WorkingTime {
  /** IANA name. */
  readonly timezone: string
  /** 1 is Monday. */
  readonly weekdays: readonly number[]
  /** Local hours, half-open. */
  readonly from: number
  readonly until: number
  readonly holidays: ReadonlySet<CivilDate>
}

/** The local working day of this instant; undefined outside of working hours. */
export function workingDayAt(time: WorkingTime, at: Date): CivilDate | undefined {
  const { day, hour } = localTime(at, time.timezone)
  return hour >= time.from && hour < time.until && isWorkingDay(time, day) ? day : undefined
}

export const isWorkingDay = ({ weekdays, holidays }: WorkingTime, day: CivilDate): boolean =>
  weekdays.includes(weekdayOf(day) + 1) && !holidays.has(day)

/** How many working days lie after `from`, up to and including `to`. */
export function workingDaysBetween(time: WorkingTime, from: CivilDate, to: CivilDate): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(time, day)) count += 1
  return count
}

const formats = new Map<string, Intl.DateTimeFormat>()

function localTime(at: Date, timezone: string): { readonly day: CivilDate; readonly hour: number } {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    })
  formats.set(timezone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) }
}
