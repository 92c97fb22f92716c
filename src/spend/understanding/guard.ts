import type { Refusal } from './reading.ts'
import { ACTIONS, INSTRUCTIONS, TOPICS } from './refusals.ts'

/** Somebody tells Tally how to answer, or speaks SQL: never answered, whatever else the text says. Runs on the bare text. */
export const dictates = (text: string): boolean => INSTRUCTIONS.some((pattern) => pattern.test(text))

/** An order to do something. Runs after names were found, so that a project called "deploy-bot" may be asked about. */
export const orders = (text: string): boolean => ACTIONS.some((pattern) => pattern.test(text))

/** Topics that are not ours. Runs after names were found, so that a team called "sales" may be asked about. */
export function topic(text: string, except: readonly Refusal[]): Refusal | undefined {
  return TOPICS.find(([reason, pattern]) => !except.includes(reason) && pattern.test(text))?.[0]
}
