import { expect, it } from 'vitest'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import type { Fact } from '../../facts.ts'
import { asked, loadFacts } from '../../facts.ts'
import { answering, answerOf } from '../answering.ts'

const { db } = await testDatabase()
const NOW = '2026-11-10'
const BEFORE = '2026-11-03'
const SPANS = {
  period: { start: '2026-11-09', end: '2026-11-16' },
  compare: { start: '2026-11-02', end: '2026-11-09' },
}

const charge = (day: string, effective: string, more: Partial<Fact>): Fact => ({
  day,
  team: 'chatbot',
  project: 'nova-chat',
  workload: 'inference',
  unit: 'Tokens',
  meter: 'Input',
  service: 'Amazon Bedrock',
  effective,
  ...more,
})
const machine = { unit: 'GPU-Hours', meter: 'GPU-Hours', service: 'Amazon EC2', resourceClass: 'gpu' }

const FACTS: readonly Fact[] = [
  charge(BEFORE, '3168.42', { model: 'claude-opus-4-5', quantity: '211228000' }),
  charge(NOW, '4372.42', { model: 'claude-opus-4-5', quantity: '291494640' }),
  charge(BEFORE, '700', { model: 'claude-haiku-4-5', quantity: '700000000', project: 'ticket-triage' }),
  charge(NOW, '2310.5', { model: 'claude-sonnet-4-5', quantity: '770000000', project: 'ticket-triage' }),
  charge(BEFORE, '900', { ...machine, quantity: '100', resourceName: 'serve-1' }),
  charge(NOW, '945', { ...machine, quantity: '100', resourceName: 'serve-1' }),
  charge(NOW, '512.25', { ...machine, quantity: '48', resourceName: 'serve-2' }),
  charge(BEFORE, '81', { ...machine, quantity: '9', resourceName: 'nb-old', project: 'lab' }),
  charge(NOW, '-250', { category: 'Credit', unit: null, meter: null, service: 'Vertex AI', project: null }),
  charge(NOW, '12.5', { unit: null, meter: null, service: 'AWS Config', project: null, quantity: null }),
  charge(BEFORE, '11', { unit: null, meter: null, service: 'AWS Config', project: null, quantity: null }),
  charge(BEFORE, '20', { model: 'gpt-4o', quantity: '4000000', currency: 'EUR' }),
  charge(NOW, '18', { model: 'gpt-4o', quantity: '4000000', currency: 'EUR' }),
  charge('2026-11-22', '1', {}),
]

it('reads the same on both platforms as when somebody last looked', async () => {
  await loadFacts(db, FACTS)
  const question = asked({ intent: 'explain', ...SPANS, filters: { team: ['chatbot'] } })
  const answer = {
    ...answerOf(await answering(db, question)),
    text: 'why did team chatbot go down',
    id: 'k3f9xT2aLmQ8rV1w',
  }
  expectGolden('explanation', outcomeCard({ kind: 'answer', answer }))
})

it('lets names be names', async () => {
  const [project, model, resourceName] = ['<!channel> *_~`', '</script>=HYPERLINK("x")', "'; drop table\u202E"]
  await loadFacts(db, [
    charge(NOW, '5', { project, model, quantity: '10' }),
    charge(NOW, '7', { ...machine, project, service: resourceName, resourceName, quantity: '10' }),
    charge('2026-11-22', '1', {}),
  ])
  const question = asked({ intent: 'explain', ...SPANS })
  const named = { ...question, filters: { team: ['chatbot'] } }
  const answer = { ...answerOf(await answering(db, named)), id: 'k3f9xT2aLmQ8rV1w' }
  expectGolden('explanation-hostile', outcomeCard({ kind: 'answer', answer }))
  expect(answer.finding?.kind).toBe('explanation')
})
