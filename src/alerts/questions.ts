import { type Sight, sightKey } from '../people/sight.ts'
import type { Answer } from '../spend/answer.ts'
import { answerQuestion } from '../spend/ask.ts'
import type { AskDeps } from '../spend/deps.ts'
import type { Question } from '../spend/question.ts'
import { idOf } from '../spend/store.ts'
import { explain } from '../spend/understanding/explain.ts'
import { ALERTS, askerOf } from './audience.ts'

/** Every group: what is looked for may be the smallest. */
const ALL = 100_000

/** The engine of `tally ask`, as of now; undefined where the data cannot tell. What is only looked at is not kept. */
export async function answered(
  asking: AskDeps,
  sight: Sight,
  question: Question,
  now: Date,
): Promise<Answer | undefined> {
  const unkept: AskDeps = { ...asking, memory: { ...asking.memory, keep: () => undefined } }
  const request = {
    text: explain(question),
    requestId: `${ALERTS} ${sightKey(sight)} ${now.toISOString()} ${JSON.stringify(question)}`,
    asker: askerOf(sight),
    timezone: 'UTC',
    now,
    most: ALL,
  }
  const outcome = await answerQuestion(unkept, request, question)
  return outcome.kind === 'answer' ? outcome.answer : undefined
}

/** An answer to go on from with "Why?": the same figures, narrowed to what the alert is about. */
export function narrowed(answer: Answer, alertKey: string, question: Question): Answer {
  const text = explain(question)
  return { ...answer, id: idOf(`alert ${alertKey}`), text, question, sentence: text }
}
