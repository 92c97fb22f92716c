import { expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { sheetOf } from '../../../src/spend/sheet.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { answering, answerOf } from './answering.ts'
import { hoursBefore, loadHours } from './telemetry.ts'

const { db } = await testDatabase()

it('tells no zero for what was charged only on days that are not complete', async () => {
  const gpu = { team: 'vision', resourceClass: 'gpu', effective: '24' }
  await loadFacts(
    db,
    [
      { ...gpu, day: '2026-11-21', resourceId: 'seen' },
      { ...gpu, day: '2026-11-22', resourceId: 'new' },
    ],
    { provisional: ['2026-11-22'] },
  )
  await loadHours(db, { seen: hoursBefore(new Date('2026-11-23T10:00:00Z'), 200) })
  for (const slots of [{ intent: 'idle' }, { focus: { on: 'telemetry_gaps' } }] as const) {
    const outcome = await answering(db, asked(slots))
    const said = plainText(outcomeCard(outcome))
    expect(said).toContain('an amount not known yet')
    expect(said).not.toContain('$0.00')
  }
  const gaps = sheetOf(answerOf(await answering(db, asked({ focus: { on: 'telemetry_gaps' } }))))
  expect(gaps.totals).toEqual([{ currency: 'USD', total: null }])
})
