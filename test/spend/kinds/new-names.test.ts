import { expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { sheetOf } from '../../../src/spend/sheet.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { answering, answerOf } from './answering.ts'

const { db } = await testDatabase()

it('are as many as a card has room for and one row of others; the file has all', async () => {
  await loadFacts(db, [
    { day: '2026-10-05', project: 'old', effective: '1' },
    ...Array.from({ length: 15 }, (_, i) => ({ day: '2026-11-05', project: `new-${i}`, effective: `${i}.5` })),
  ])
  const question = asked({
    focus: { on: 'new_names' },
    groupBy: ['project'],
    compare: { start: '2026-10-01', end: '2026-11-01' },
  })
  const outcome = await answering(db, question)
  const said = plainText(outcomeCard(outcome)).split('\n')
  expect(said[0]).toBe('15 new projects')
  expect(said.filter((line) => line.startsWith('new-'))).toHaveLength(10)
  expect(said).toContain('Other (5): Since –, Cost $12.50')
  expect(sheetOf(answerOf(outcome)).rows).toHaveLength(15)
})
