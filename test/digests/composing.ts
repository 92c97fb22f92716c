import type { Connection } from '../../src/db/connect.ts'
import { type Composed, compose } from '../../src/digests/compose.ts'
import type { Digest, DigestAsked } from '../../src/digests/digest.ts'
import { type DigestScope, type Rhythm, SECTIONS } from '../../src/digests/subscription.ts'
import type { Person } from '../../src/people/person.ts'
import type { Sight } from '../../src/people/sight.ts'
import type { Answer } from '../../src/spend/answer.ts'
import { answerQuestion } from '../../src/spend/ask.ts'
import { type AskDeps, asking } from '../../src/spend/deps.ts'
import type { Period, Question } from '../../src/spend/question.ts'

export const EVERYTHING: Sight = { kind: 'everything' }

export const depsOf = (connection: Pick<Connection, 'db'>, now: Date): AskDeps =>
  asking({
    own: connection.db,
    spend: connection.db,
    visibility: 'everyone',
    now: () => now,
    onError: (error) => {
      throw error
    },
  })

let made = 0

/** A digest that is due: of everything about everything unless it says otherwise. */
export function due(
  rhythm: Rhythm,
  period: Period,
  scope: DigestScope,
  more: Partial<Pick<DigestAsked, 'sight' | 'missing'>> & { readonly id?: string } = {},
): DigestAsked {
  const { id = `s${made++}`, ...rest } = more
  return {
    subscription: {
      id,
      scope,
      sections: SECTIONS,
      schedule: { rhythm, weekday: null, monthDay: null, time: '09:00', timezone: 'UTC' },
    },
    slotAt: new Date(`${period.end}T09:00:00Z`),
    period,
    missing: [],
    sight: EVERYTHING,
    first: false,
    ...rest,
  }
}

export async function composed(deps: AskDeps, asked: readonly DigestAsked[]): Promise<readonly Composed[]> {
  const all: Composed[] = []
  for await (const one of compose(deps, asked)) all.push(one)
  return all
}

/** By subscription; a failure is thrown. */
export async function digests(deps: AskDeps, asked: readonly DigestAsked[]): Promise<ReadonlyMap<string, Digest>> {
  const all = await composed(deps, asked)
  return new Map(
    all.map((one) => {
      if (one.kind === 'failed') throw one.error
      return [one.asked.subscription.id, one.digest]
    }),
  )
}

export async function digest(deps: AskDeps, asked: DigestAsked): Promise<Digest> {
  const [one] = (await digests(deps, [asked])).values()
  if (one === undefined) throw new Error('nothing was composed')
  return one
}

/** What somebody who asks this alone is answered; undefined where it cannot be told. */
export async function answered(deps: AskDeps, question: Question, person?: Person): Promise<Answer | undefined> {
  const asker = { key: 'alone', person }
  const asked = { ...deps, visibility: person === undefined ? 'everyone' : 'own-teams' } as const
  const request = { text: '', requestId: 'alone', asker, timezone: 'UTC', most: 100_000 }
  const outcome = await answerQuestion(asked, request, question)
  await deps.later.drained()
  return outcome.kind === 'answer' ? outcome.answer : undefined
}
