import type { Question } from '../question.ts'

/** The question in one English sentence that reads back as the same question. */
export function explain(question: Question, _setting: object): string {
  return question.intent
}

/** The reading, one chip a slot, with explicit dates. */
export function chips(question: Question): string[] {
  return [question.intent]
}
