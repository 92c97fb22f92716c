import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'
import { requests, tokens } from '../token-facts.ts'

const { db } = await testDatabase()
const prompts = (slots: Partial<Question> = {}) =>
  asked({ focus: { on: 'short_prompts' }, period: { start: '2026-11-01', end: '2026-11-24' }, ...slots })
type Json = { rows: Record<string, string | null>[]; totals: { currency: string; total: string | null }[] }
const json = async (question: Question, person?: typeof ana) =>
  outcomeJson(await answering(db, question, person)) as unknown as Json

const use = (project: string, model: string, input: number, output: number, price: number, team = 'search') => [
  tokens(project, model, 'Input', input, price / 4, { team }),
  tokens(project, model, 'CacheRead', input, price / 40, { team }),
  tokens(project, model, 'Output', output, price, { team }),
]
const FACTS = [
  ...use('triage', 'claude-sonnet-4-5', 300_000, 10_000, 15),
  ...use('chat', 'claude-sonnet-4-5', 4_000_000, 500_000, 15),
  ...use('chat', 'gpt-4o-mini', 4_000_000, 500_000, 0.6),
  ...use('silent', 'gpt-5', 1_000_000, 500_000, 10),
  ...use('lumen', 'gpt-5', 100_000, 500, 10, 'vision'),
]

beforeEach(async () => {
  await sql`delete from ledger.unit_day`.execute(db)
  await loadFacts(db, [...FACTS, { day: '2026-11-22', team: 'search', project: 'triage', effective: '1' }], {
    provisional: ['2026-11-22'],
  })
  await requests(db, 'triage', 'claude-sonnet-4-5', 1000)
  await requests(db, 'chat', 'claude-sonnet-4-5', 2000)
  await requests(db, 'chat', 'gpt-4o-mini', 2000)
  await requests(db, 'lumen', 'gpt-5', 1000, 'vision')
  // Of a day that is not billed yet: in no rate.
  await sql`insert into ledger.unit_day (day, source_name, team, project, model_name, unit_name, quantity)
    values ('2026-11-22', 'units', 'search', 'triage', 'claude-sonnet-4-5', 'request', 99999)`.execute(db)
})

describe('short prompts on premium models', () => {
  it('are input tokens by requests of the same complete days, shortest first; small models are no matter', async () => {
    const { rows, totals } = await json(prompts())
    const { rows: byHand } = await sql<{ project: string; per: string }>`
      select t.project, round(t.tokens / r.n, 6)::float8::text as per
      from (select project, model_name, sum(quantity) filter (where meter in ('Input', 'CacheRead')) as tokens
        from spend.daily where day < '2026-11-22' group by 1, 2) t
      join (select project, model_name, sum(quantity) as n from spend.units where day < '2026-11-22' group by 1, 2) r
        using (project, model_name)
      where model_name in ('claude-sonnet-4-5', 'gpt-5') order by t.tokens / r.n`.execute(db)
    expect(rows.slice(0, 3).map((row) => ({ project: row.project, per: row.input_tokens_per_request }))).toEqual(byHand)
    expect(rows.map((row) => [row.project, row.input_tokens_per_request])).toEqual([
      ['lumen', '200'],
      ['triage', '600'],
      ['chat', '4000'],
      ['silent', null],
    ])
    expect(totals[0]?.total).toBe(
      String(rows.reduce((sum, row) => sum + Math.round(Number(row.effective_cost) * 1e9), 0) / 1e9),
    )
  })

  it('says where no requests were recorded', async () => {
    const text = plainText(outcomeCard(await answering(db, prompts())))
    expect(text.split('\n')[0]).toMatch(/^\$\d+\.\d\d on premium models, the shortest prompts 200 input tokens$/)
    expect(text).toContain('No requests recorded: silent · gpt-5 ($')
    expect(text).not.toMatch(/Infinity|NaN/)
    expectGolden('short-prompts', outcomeCard(await answering(db, prompts())))
  })

  it('cannot be told per what requests do not carry, nor where nothing premium is used', async () => {
    expect(await answering(db, prompts({ filters: { service: ['OpenAI'] } }))).toMatchObject({ kind: 'cannot' })
    expect(await answering(db, prompts({ filters: { model_name: ['gpt-4o-mini'] } }))).toMatchObject({ kind: 'cannot' })
  })

  it('are of own teams only for who sees no others', async () => {
    expect((await json(prompts(), ana)).rows.map((row) => row.project)).toEqual(['lumen'])
  })
})
