import type { Refusal } from './reading.ts'
import { ACTIONS, INSTRUCTIONS, TOPICS } from './refusals.ts'

/** What is never answered, whatever else the text says: orders, dictated answers, SQL. Runs on the bare text. */
export function guard(text: string): Refusal | undefined {
  if (INSTRUCTIONS.some((pattern) => pattern.test(text))) return 'instructions'
  if (ACTIONS.some((pattern) => pattern.test(text))) return 'action'
  return undefined
}

/** Topics that are not ours. Runs after names were found, so that a team called "sales" may be asked about. */
export function topic(text: string, except: readonly Refusal[]): Refusal | undefined {
  return TOPICS.find(([reason, pattern]) => !except.includes(reason) && pattern.test(text))?.[0]
}
