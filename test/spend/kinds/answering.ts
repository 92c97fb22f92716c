import type { Kysely } from 'kysely'
import type { Database } from '../../../src/db/schema.ts'
import type { Person } from '../../../src/people/person.ts'
import type { Answer } from '../../../src/spend/answer.ts'
import { answerQuestion, type Outcome } from '../../../src/spend/ask.ts'
import { asking } from '../../../src/spend/deps.ts'
import type { Question } from '../../../src/spend/question.ts'

const MONDAY = new Date('2026-11-23T10:00:00Z')

/** Asks a question that is read already; a person sees only the spend of their own teams, nobody in particular sees all. */
export async function answering(db: Kysely<Database>, question: Question, person?: Person): Promise<Outcome> {
  const deps = asking({
    own: db,
    spend: db,
    visibility: person === undefined ? 'everyone' : 'own-teams',
    now: () => MONDAY,
    maxAgeMs: 0,
    onError: (error) => {
      throw error
    },
  })
  const asker = { key: person?.email ?? 'somebody', email: person?.email, person }
  const request = { text: 'q', requestId: JSON.stringify(question), asker, timezone: 'UTC' }
  const outcome = await answerQuestion(deps, request, question)
  await deps.later.drained()
  return outcome
}

export function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'answer') throw new Error(`not an answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

export const ana: Person = { email: 'ana@example.com', displayName: 'Ana', role: 'member', teams: ['vision'] }
