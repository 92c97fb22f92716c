import { describe, expect, it } from 'vitest'
import type { Person } from '../../src/people/person.ts'
import type { Answer } from '../../src/spend/answer.ts'
import { answerQuestion, type Outcome } from '../../src/spend/ask.ts'
import { asking } from '../../src/spend/deps.ts'
import type { Question } from '../../src/spend/question.ts'
import { testDatabase } from '../database.ts'
import { asked, loadFacts } from './facts.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T10:00:00Z')
const asker = { key: 'ana@example.com', email: 'ana@example.com' }
let requests = 0

const deps = (visibility: 'everyone' | 'own-teams' = 'everyone') =>
  asking({
    own: db,
    spend: db,
    visibility,
    now: () => MONDAY,
    onError: (error) => {
      throw error
    },
  })

const answering = (question: Question, person?: Person, visibility: 'everyone' | 'own-teams' = 'everyone') =>
  answerQuestion(
    deps(visibility),
    { text: 'q', requestId: `r${requests++}`, asker: { ...asker, person }, timezone: 'UTC' },
    question,
  )

function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'answer') throw new Error(`not an answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

describe('the smoke', () => {
  it('sums', async () => {
    await loadFacts(db, [
      { day: '2026-11-20', team: 'search', resourceClass: 'gpu', workload: 'training', effective: '10.25' },
      { day: '2026-11-21', team: 'search', resourceClass: 'gpu', workload: 'inference', effective: '5' },
      { day: '2026-11-20', team: null, effective: '3' },
    ])
    const answer = answerOf(await answering(asked({ filters: { team: ['search'], resource: ['gpu'] } })))
    console.log(JSON.stringify(answer, null, 1))
    expect(answer.totals).toMatchObject([{ amount: '15.25' }])
  })
})
