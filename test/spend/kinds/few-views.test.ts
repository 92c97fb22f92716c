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
import { hoursBefore, loadHours } from './telemetry.ts'
import { requests, scores, tokens } from './token-facts.ts'

// Whatever a database lacks is said and never thrown: views of a warehouse, data, or days.

const warehouse = await testDatabase()
const empty = await testDatabase()
const counted = await testDatabase()
const credited = await testDatabase()

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
  // What nudges saved is Tally's own.
  for (const { name } of rows)
    if (name !== 'daily' && name !== 'nudge_savings') await sql`drop view ${sql.table(`spend.${name}`)}`.execute(db)
})

/** Counts, scores, claims, budgets, hours and meters, and nothing that was billed. */
beforeAll(async () => {
  const { db } = counted
  await requests(db, 'lens', 'gpt-5', 1000, 'vision')
  await scores(db, 'lens', 'gpt-5', 0.9, 1000, { team: 'vision' })
  await loadHours(db, { g1: hoursBefore(new Date('2026-11-23T10:00:00Z'), 200) })
  for (const [id, status] of Object.entries({ a: 'running', b: 'failed' }))
    await sql`insert into ledger.training_run (team, run_id, status, started_at, effective_cost, billing_currency)
      values ('vision', ${id}, ${status}, '2026-11-20T00:00:00Z', 0, 'USD')`.execute(db)
  await sql`insert into ledger.business_value (team, month, project, value_amount, billing_currency, stated_by, stated_at)
    values ('vision', '2026-10-01', 'lens', 300, 'USD', 'Ana', '2026-10-20')`.execute(db)
  await sql`insert into ledger.budget (scope_dimension, scope_value, month, budget_amount, billing_currency)
    values ('team', 'vision', '2026-11-01', 0, 'USD')`.execute(db)
  await sql`insert into ledger.meter_day (day, source_name, team, project, model_name, service_name, cost_area, charge_category, unit,
      billing_currency, billed_cost, effective_cost)
    values ('2026-11-20', 'gateway', 'vision', 'lens', 'gpt-5', 'gateway', 'Model Usage', 'Usage', 'Tokens', 'USD', 0, 0)`.execute(
    db,
  )
})

/** Nothing but money that came back, of what was counted as well. */
beforeAll(async () => {
  const { db } = credited
  const days = Array.from({ length: 60 }, (_, i) => addDays('2026-11-22', -i))
  const back = { team: 'vision', project: 'lens', model: 'gpt-5', category: 'Credit', effective: '-30', list: '-30' }
  await loadFacts(db, [
    ...days.map((day) => ({ ...back, day, resourceClass: 'gpu', resourceId: 'g1' })),
    { ...back, day: '2026-11-02', category: 'Usage', unit: 'Tokens', meter: 'Input', quantity: '-1000' },
    { ...back, day: '2026-11-02', category: 'Usage', unit: 'GPU-Hours', quantity: '0' },
    {
      ...back,
      day: '2026-10-02',
      category: 'Usage',
      unit: 'Tokens',
      meter: 'Output',
      quantity: null,
      effective: '0',
      list: '0',
    },
  ])
  await requests(db, 'lens', 'gpt-5', 0, 'vision')
})

/** Everything that is made of an outcome, which must not throw either. */
function told(outcome: Outcome): string {
  JSON.stringify(outcomeJson(outcome))
  if (outcome.kind === 'answer') toCsv(sheetOf(outcome.answer))
  const card = outcomeCard(outcome)
  for (const block of card.blocks) if (block.kind === 'headline') expect(block.text).not.toBe('')
  return plainText(card)
}

const PERIODS: Readonly<Record<string, Period | undefined>> = {
  'its usual days': undefined,
  'days far ahead': { start: '2031-01-01', end: '2031-02-01' },
  today: { start: '2026-11-23', end: '2026-11-24' },
  'days of counts alone': { start: '2026-11-02', end: '2026-11-03' },
  'a leap day before anything': { start: '2024-02-29', end: '2024-03-01' },
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
    ['a database of counts without a bill', counted.db],
    ['a database of credits alone', credited.db],
  ])('says what is missing in %s', async (_, db) => {
    for (const question of questions(slots)) {
      const says = told(await answering(db, question))
      expect(says, JSON.stringify(question)).not.toMatch(/NaN|Infinity|undefined|null|Invalid/)
    }
  })
})
