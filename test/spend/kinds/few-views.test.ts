import { type Kysely, sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { addDays } from '../../../src/civil-date.ts'
import type { Database } from '../../../src/db/schema.ts'
import type { Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { toCsv } from '../../../src/spend/csv.ts'
import { outcomeJson } from '../../../src/spend/json.ts'
import type { Period, Question } from '../../../src/spend/question.ts'
import { sheetOf } from '../../../src/spend/sheet.ts'
import { testDatabase } from '../../database.ts'
import { KINDS } from '../every-kind.ts'
import { asked, loadFacts } from '../facts.ts'
import { answering } from './answering.ts'
import { tokens } from './token-facts.ts'

// Whatever a database lacks is said and never thrown: views of a warehouse, data, or days.

const warehouse = await testDatabase()
const empty = await testDatabase()

beforeAll(async () => {
  const { db } = warehouse
  const days = Array.from({ length: 60 }, (_, i) => addDays('2026-11-22', -i))
  await loadFacts(db, [
    ...days.map((day) => ({
      day,
      team: 'vision',
      project: 'lens',
      effective: '10',
      resourceClass: 'gpu',
      resourceId: 'g1',
    })),
    tokens('lens', 'gpt-5', 'Input', 1e6, 2, { team: 'vision' }),
    tokens('lens', 'gpt-5', 'Output', 1e6, 12, { team: 'vision' }),
  ])
  const { rows } = await sql<{
    name: string
  }>`select viewname as name from pg_views where schemaname = 'spend'`.execute(db)
  for (const { name } of rows) if (name !== 'daily') await sql`drop view ${sql.table(`spend.${name}`)}`.execute(db)
})

/** Everything that is made of an outcome, which must not throw either. */
function told(outcome: Outcome): string {
  JSON.stringify(outcomeJson(outcome))
  if (outcome.kind === 'answer') toCsv(sheetOf(outcome.answer))
  return plainText(outcomeCard(outcome))
}

const PERIODS: Readonly<Record<string, Period | undefined>> = {
  'its usual days': undefined,
  'days before anything': { start: '1999-01-01', end: '1999-02-01' },
  'days far ahead': { start: '2031-01-01', end: '2031-02-01' },
  today: { start: '2026-11-23', end: '2026-11-24' },
  'a leap day': { start: '2024-02-29', end: '2024-03-01' },
  'the turn of a year': { start: '2025-12-31', end: '2026-01-01' },
  'all time': { start: '1970-01-01', end: '2100-01-01' },
}

const questions = (slots: Partial<Question>): readonly Question[] => [
  ...Object.values(PERIODS).map((period) => asked({ ...slots, ...(period && { period }) })),
  asked({ ...slots, groupBy: ['resource'] }),
]

describe.each(Object.entries(KINDS))('%s', (_, slots) => {
  it.each<[string, Kysely<Database>]>([
    ['a warehouse that has spend.daily alone', warehouse.db],
    ['an empty database', empty.db],
  ])('says what is missing in %s', async (_, db) => {
    for (const question of questions(slots)) {
      const says = told(await answering(db, question))
      expect(says, JSON.stringify(question)).not.toMatch(/NaN|Infinity|undefined|null|Invalid/)
    }
  })
})
