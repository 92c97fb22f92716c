import type { Question } from '../question.ts'
import type { CivilDate } from './civil-date.ts'
import type { NameIndex } from './name-index.ts'
import type { Choice, Reading } from './reading.ts'

/** All that a reading depends on besides the text: nothing else, so the same text in the same setting reads the same. */
export interface Setting {
  /** The asker's own civil date. */
  readonly today: CivilDate
  readonly names: NameIndex
  /** The question this person asked just before in this thread; a follow-up builds on it. */
  readonly previous?: Question
  /** Answers to earlier questions back about this very text. */
  readonly choices?: readonly Choice[]
  readonly weekStart?: 'monday' | 'sunday'
  /** 1–12; a fiscal year is named after the calendar year in which it ends. */
  readonly fiscalStartMonth?: number
}

export function understand(_text: string, _setting: Setting): Reading {
  return { kind: 'help' }
}
