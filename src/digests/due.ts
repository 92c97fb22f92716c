import type { Period } from '../spend/question.ts'
import type { Schedule } from './subscription.ts'

/** The first wall-clock moment of the schedule after this instant. A local hour that does not exist is the next that does; one that comes twice counts once. */
export function nextSlot(_schedule: Schedule, _after: Date): Date {
  throw new Error('to be built')
}

/** Slots after `from` up to and including `until`, oldest first. */
export function slotsBetween(_schedule: Schedule, _from: Date, _until: Date): readonly Date[] {
  throw new Error('to be built')
}

/** The days that the digest of a slot is about. `settledThrough` is the last UTC day that should be complete by then. */
export function periodOf(_schedule: Schedule, _slotAt: Date, _settledThrough: string): Period {
  throw new Error('to be built')
}
