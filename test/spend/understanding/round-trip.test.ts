import fc from 'fast-check'
import { expect, it } from 'vitest'
import { explain } from '../../../src/spend/understanding/explain.ts'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { anyQuestion, sorted } from './any-question.ts'
import { setting } from './said.ts'

it('reads back what it explains, for 10,000 questions', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const sentence = explain(question)
      const reading = understand(sentence, setting())
      expect(reading.kind === 'question' ? sorted(reading.question) : [sentence, reading]).toEqual(sorted(question))
    }),
    { numRuns: 10_000 },
  )
}, 120_000) // some seconds alone, more where others use the machine
