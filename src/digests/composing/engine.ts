import type { Sight } from '../../people/sight.ts'
import type { Answer } from '../../spend/answer.ts'
import { answerQuestion } from '../../spend/ask.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { NONE, type Question } from '../../spend/question.ts'

/** The engine of `tally ask` for questions that are read already; undefined where it cannot tell, which is no fault. */
export type Ask = (question: Question, most?: number) => Promise<Answer | undefined>

/** So many groups are all of them: what is cut out later must not be among the others. */
const ALL = 1_000_000

/** Answers as whoever sees this much is answered. Nothing of it is kept: a digest keeps one answer of its own. */
export function engineFor(deps: AskDeps, sight: Sight, now: Date): Ask {
  const quiet: AskDeps = {
    ...deps,
    visibility: sight.kind === 'everything' ? 'everyone' : 'own-teams',
    // What is asked for hundreds at once is no statement to keep ready.
    prepared: undefined,
    memory: { ...deps.memory, keep: () => undefined, remember: () => undefined },
  }
  const person =
    sight.kind === 'everything'
      ? undefined
      : { email: '', displayName: '', role: 'member' as const, teams: sight.teams }
  const answered = async (question: Question, most: number) => {
    const request = { text: '', requestId: 'digest', asker: { key: 'digest', person }, timezone: 'UTC', now, most }
    const outcome = await answerQuestion(quiet, request, question)
    return outcome.kind === 'answer' ? outcome.answer : undefined
  }
  // The whole company stands in every digest, and its answers are small.
  const known = new Map<string, Promise<Answer | undefined>>()
  return (question, most = ALL) => {
    const values = Object.values(question.filters).flat()
    if (values.some((value) => value !== NONE)) return answered(question, most)
    const key = JSON.stringify([question, most])
    const answer = known.get(key) ?? answered(question, most)
    known.set(key, answer)
    return answer
  }
}
