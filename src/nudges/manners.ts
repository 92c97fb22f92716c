import type { WorkingTime } from './calendar.ts'
import type { Politeness } from './plan.ts'

/** How people are told, in this installation. */
export interface Manners {
  readonly politeness: Politeness
  /** Each in their own zone. */
  readonly working: Omit<WorkingTime, 'timezone'>
  /** Of those whose own is not known. */
  readonly timezone: string
}

/** Where nobody said otherwise. */
export const MANNERS: Omit<Manners, 'timezone'> = {
  politeness: {
    reminderAfterDays: 3,
    remindersBeforeEscalation: 2,
    worthPerDay: '1',
    escalateFromPerDay: '50',
    mostPerWeek: 3,
  },
  working: { weekdays: [1, 2, 3, 4, 5], from: 9, until: 17, holidays: new Set() },
}
