import type { Question } from '../question.ts'
import { dictates, orders, topic } from '../understanding/guard.ts'
import { normalise } from '../understanding/normalise.ts'
import { type Setting, understand } from '../understanding/understand.ts'
import { type Labels, readLabels } from './labels.ts'
import { sentence } from './sentence.ts'

/**
 * Somebody to ask what an unclear question may mean, and that is all: it sees the question's words, no names of the catalogue, no
 * history, no amounts, and what it says is shown to the asker before anything runs. Undefined where it has nothing to say in time.
 */
export type Fallback = (question: string) => Promise<unknown>

/** What a question that was not understood may mean; undefined where nothing of it holds. Never throws. */
export async function suggestion(fallback: Fallback, text: string, setting: Setting): Promise<Question | undefined> {
  const plain = normalise(text)
  // What was refused for what it wants is not put to anybody else.
  if (dictates(plain) || orders(plain) || topic(plain, []) !== undefined) return undefined
  const { previous: _, choices: __, ...alone } = setting
  const labels = readLabels(await fallback(plain), plain)
  return labels === undefined ? undefined : meant(labels, alone)
}

function meant(labels: Labels, setting: Setting): Question | undefined {
  const reading = understand(sentence(labels), setting)
  return reading.kind === 'question' && reading.question.intent === labels.intent ? reading.question : undefined
}
