import { beforeAll, expect, it } from 'vitest'
import type { Question } from '../../../src/spend/question.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { answering } from './answering.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-10-24' }
const OVER = { op: '>', value: '5' } as const

beforeAll(() => loadFacts(db, [{ day: '2026-11-02', team: 'vision', effective: '10', list: '12' }]))

it.each<[string, Partial<Question>, string]>([
  ['a budget over an amount', { intent: 'budget', measure: 'budget', having: OVER }, 'hold a limit'],
  ['unusual spend over an amount', { intent: 'anomaly', having: OVER }, 'hold a limit'],
  ['idle waste beside an earlier span', { intent: 'idle', measure: 'waste', compare: OCTOBER }, 'one span at a time'],
  ['coverage beside an earlier span', { intent: 'coverage', measure: 'coverage', compare: OCTOBER }, 'one span'],
  [
    'a share beside an earlier span',
    { focus: { on: 'share' }, filters: { team: ['vision'] }, compare: OCTOBER },
    'one span',
  ],
])('%s is not answered as if it had not been asked', async (_, slots, why) => {
  expect(await answering(db, asked(slots))).toMatchObject({ kind: 'cannot', why: expect.stringContaining(why) })
})

it('what a kind heeds it answers', async () => {
  const slots: Partial<Question> = { intent: 'coverage', measure: 'coverage', groupBy: ['team'], having: OVER }
  expect((await answering(db, asked(slots))).kind).toBe('answer')
})
