import { expect, it } from 'vitest'
import { addDays } from '../../../src/civil-date.ts'
import { testDatabase } from '../../database.ts'
import { KINDS } from '../every-kind.ts'
import { asked, loadFacts } from '../facts.ts'
import { answering } from './answering.ts'

const { db } = await testDatabase()

// A source that nothing makes complete, such as one that delivers half of what it did: that is known, and not "nothing tells".
it.each(['anomaly', 'explain', 'short_prompts', 'cache_what_if'])(
  'no %s is told of months of which no day is complete',
  async (name) => {
    const days = Array.from({ length: 90 }, (_, i) => addDays('2026-11-22', -i))
    const spike = (day: string) => (day === '2026-11-20' ? '9000' : '10')
    await loadFacts(
      db,
      days.map((day) => ({ day, team: 'vision', effective: spike(day) })),
      { provisional: days },
    )
    const outcome = await answering(db, asked(KINDS[name]))
    expect(outcome.kind === 'answer' ? outcome.answer.finding : null).toBeNull()
  },
)
