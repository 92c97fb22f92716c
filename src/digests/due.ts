import { Cron } from 'croner'
import { addDays, addUnits, type CivilDate, earlier, startOf } from '../civil-date.ts'
import type { Period } from '../spend/question.ts'
import type { Rhythm, Schedule } from './subscription.ts'

const HOUR_MS = 3_600_000

/** The first wall-clock moment of the schedule after this instant. A local hour that does not exist is the next that does; one that comes twice counts once. */
export function nextSlot(schedule: Schedule, after: Date): Date {
  const next = cronOf(schedule).nextRun(after)
  if (next === null) throw new Error(`no next slot of ${patternOf(schedule)} in ${schedule.timezone}`)
  return next
}

/** Slots after `from` up to and including `until`, oldest first. */
export function slotsBetween(schedule: Schedule, from: Date, until: Date): readonly Date[] {
  const cron = cronOf(schedule)
  const slots: Date[] = []
  for (let slot = cron.nextRun(from); slot !== null && slot <= until; slot = cron.nextRun(slot)) slots.push(slot)
  return slots
}

/** The days that the digest of a slot is about. `settledThrough` is the last UTC day that should be complete by then. */
export function periodOf(schedule: Schedule, slotAt: Date, settledThrough: CivilDate): Period {
  const today = utcDay(earliestAt(schedule, slotAt))
  switch (schedule.rhythm) {
    case 'daily':
    case 'weekdays': {
      const day = earlier(settledThrough, addDays(today, -1))
      return { start: day, end: addDays(day, 1) }
    }
    case 'weekly':
      return unitBefore('week', today)
    case 'monthly':
      return unitBefore('month', today)
  }
}

// Of a source that does not say how long its bill takes.
const USUAL_HOURS = 24

/** The last UTC day that all sources should have settled by a slot, each so many hours after the end of a day. */
export function settledThrough(schedule: Schedule, slotAt: Date, hours: readonly number[]): CivilDate {
  const slowest = hours.length === 0 ? USUAL_HOURS : Math.max(...hours)
  return addDays(utcDay(new Date(earliestAt(schedule, slotAt).getTime() - slowest * HOUR_MS)), -1)
}

/** For how many hours after its slot a digest is still worth sending: up to half of the way to the next one. */
export const GRACE_HOURS: Readonly<Record<Rhythm, number>> = { daily: 12, weekdays: 12, weekly: 72, monthly: 168 }

function patternOf({ rhythm, weekday, monthDay, time }: Schedule): string {
  const [hour, minute] = time.split(':').map(Number)
  const days = { daily: '* * *', weekdays: '* * 1-5', weekly: `* * ${weekday}`, monthly: `${monthDay} * *` }
  return `${minute} ${hour} ${days[rhythm]}`
}

const cronOf = (schedule: Schedule) => new Cron(patternOf(schedule), { timezone: schedule.timezone, paused: true })

/**
 * The earliest UTC moment that this wall-clock time ever is that year. Days are told by it, summer and winter: otherwise one
 * would be told twice in spring and one never in autumn, wherever the change of clocks moves a slot over the end of a day.
 */
function earliestAt({ time, timezone }: Schedule, slotAt: Date): Date {
  const year = slotAt.getUTCFullYear()
  const offsets = [slotAt, ...[0, 3, 6, 9].map((month) => new Date(Date.UTC(year, month, 1)))]
  const wallClock = Date.parse(`${civilDay(slotAt, timezone)}T${time}:00Z`)
  return new Date(wallClock - Math.max(...offsets.map((at) => offsetMs(at, timezone))))
}

function offsetMs(at: Date, timezone: string): number {
  const seconds = Math.floor(at.getTime() / 1000) * 1000
  return Date.parse(`${civilFormat(timezone).format(at).replace(', ', 'T')}Z`) - seconds
}

const civilDay = (at: Date, timezone: string): CivilDate => civilFormat(timezone).format(at).slice(0, 10)

const formats = new Map<string, Intl.DateTimeFormat>()
/** Building a formatter costs a hundred times as much as using it. */
function civilFormat(timeZone: string): Intl.DateTimeFormat {
  // Sweden writes dates as ISO does.
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, format)
  return format
}

const utcDay = (at: Date): CivilDate => at.toISOString().slice(0, 10)

function unitBefore(unit: 'week' | 'month', today: CivilDate): Period {
  const end = startOf(unit, today)
  return { start: addUnits(unit, end, -1), end }
}
