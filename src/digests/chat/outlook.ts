import type { Period } from '../../spend/question.ts'
import { nextSlot, periodOf, settledThrough } from '../due.ts'
import type { Schedule } from '../subscription.ts'

/** How long after the end of a day a source's bill for it takes. */
export interface Bill {
  readonly source: string
  readonly hours: number
}

/** What can be said of a digest before it comes. */
export interface Outlook {
  readonly slotAt: Date
  readonly period: Period
  /** It waits no longer than this. */
  readonly deadlineAt: Date
  /** Sources that cannot be complete by then, slowest first. */
  readonly late: readonly { readonly source: string; readonly hours: number; readonly settledAt: Date }[]
  /** The same digest with which it would be complete; null where nothing is late, or no day helps. */
  readonly better: Schedule | null
}

const HOUR_MS = 3_600_000

export function outlook(schedule: Schedule, waitHours: number, slotAt: Date, bills: readonly Bill[]): Outlook {
  const told = lookAt(schedule, waitHours, slotAt, bills)
  const better =
    told.late.length === 0
      ? undefined
      : others(schedule).find((other) => {
          const next = nextSlot(other, slotAt)
          return lookAt(other, waitHours, next, bills).late.length === 0
        })
  return { ...told, better: better ?? null }
}

function lookAt(schedule: Schedule, waitHours: number, slotAt: Date, bills: readonly Bill[]): Omit<Outlook, 'better'> {
  const hours = bills.map((bill) => bill.hours)
  const period = periodOf(schedule, slotAt, settledThrough(schedule, slotAt, hours))
  const deadlineAt = new Date(slotAt.getTime() + waitHours * HOUR_MS)
  const over = Date.parse(`${period.end}T00:00:00Z`)
  const late = bills
    .map(({ source, hours }) => ({ source, hours, settledAt: new Date(over + hours * HOUR_MS) }))
    .filter(({ settledAt }) => settledAt > deadlineAt)
    .toSorted((a, b) => b.hours - a.hours || (a.source < b.source ? -1 : 1))
  return { slotAt, period, deadlineAt, late }
}

const DAYS_OF_WORK = 5

/** Later working days of the week, or dates of the month, nearest first. */
function others(schedule: Schedule): readonly Schedule[] {
  const { weekday, monthDay } = schedule
  if (weekday !== null) return after(weekday, DAYS_OF_WORK).map((day) => ({ ...schedule, weekday: day }))
  if (monthDay !== null) return after(monthDay, 28).map((day) => ({ ...schedule, monthDay: day }))
  return []
}

const after = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first) }, (_, at) => first + 1 + at)
