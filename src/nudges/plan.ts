import { Big } from 'big.js'
import { addDays, type CivilDate } from '../civil-date.ts'
import { type WorkingTime, workingDayAt, workingDaysBetween } from './calendar.ts'
import type { Money, Nudge } from './nudge.ts'

/** How often and about what people are told; part of the rules file. */
export interface Politeness {
  /** A reminder comes after so many working days without an answer. */
  readonly reminderAfterDays: number
  /** After so many unanswered reminders others are told. */
  readonly remindersBeforeEscalation: number
  /** Per day and resource, in its own currency: below, it is not worth a person's minute. */
  readonly worthPerDay: string
  /** Per day and resource: below, nobody else is bothered. */
  readonly escalateFromPerDay: string
  /** Messages to one person in seven days. */
  readonly mostPerWeek: number
}

/** What one person was sent. */
export interface SentDays {
  /** Local working days with a message that was sent or is on its way. */
  readonly days: readonly CivilDate[]
}

export type Plan =
  | { readonly kind: 'nothing'; readonly why: 'not working' | 'told today' | 'told enough' | 'nothing due' }
  | {
      readonly kind: 'message'
      readonly day: CivilDate
      /** All that is open and worth telling, most money first; what is due is among them. */
      readonly items: readonly Nudge[]
      /** Those of them that are to be told of now; never empty. What was told lately waits, though a message goes out. */
      readonly due: readonly Nudge[]
      /** Unanswered reminders enough: to be told to others as well. */
      readonly escalate: readonly Nudge[]
    }

/** What one person is told now: at most one message a local working day, and none where nothing new is due. */
export function plan(
  nudges: readonly Nudge[],
  sent: SentDays,
  time: WorkingTime,
  { reminderAfterDays, remindersBeforeEscalation, worthPerDay, escalateFromPerDay, mostPerWeek }: Politeness,
  now: Date,
): Plan {
  const nothing = (why: Extract<Plan, { kind: 'nothing' }>['why']): Plan => ({ kind: 'nothing', why })
  const day = workingDayAt(time, now)
  if (day === undefined) return nothing('not working')
  // A clock or a zone that moved back must not make a second message of one day.
  if (sent.days.some((each) => each >= day)) return nothing('told today')
  if (sent.days.filter((each) => each > addDays(day, -7)).length >= mostPerWeek) return nothing('told enough')

  const items = nudges
    .filter(
      ({ state, perDay }) => (state.kind === 'open' || state.kind === 'acknowledged') && costs(perDay, worthPerDay),
    )
    .toSorted(byMoney)
  const isDue = ({ notices }: Nudge): boolean =>
    notices.lastDay === null || workingDaysBetween(time, notices.lastDay, day) >= reminderAfterDays
  const due = items.filter(isDue)
  if (due.length === 0) return nothing('nothing due')
  return {
    kind: 'message',
    day,
    items,
    due,
    escalate: due.filter(
      (nudge) =>
        nudge.state.kind === 'open' &&
        nudge.notices.escalatedAt === null &&
        // The first notice is no reminder.
        nudge.notices.count > remindersBeforeEscalation &&
        costs(nudge.perDay, escalateFromPerDay),
    ),
  }
}

const costs = (perDay: readonly Money[], least: string): boolean =>
  perDay.some(({ amount }) => new Big(amount).gte(least))

/** Only for the order: the sums of different currencies are never shown. */
const byMoney = (a: Nudge, b: Nudge): number => {
  const sum = ({ perDay }: Nudge) => perDay.reduce((all, { amount }) => all.plus(amount), new Big(0))
  return sum(b).cmp(sum(a)) || (a.id < b.id ? -1 : 1)
}
