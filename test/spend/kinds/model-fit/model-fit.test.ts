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
import { requests, scores, tokens } from '../token-facts.ts'

const { db } = await testDatabase()
const fits = (slots: Partial<Question> = {}) =>
  asked({ intent: 'model_fit', groupBy: ['model_name'], period: { start: '2026-11-01', end: '2026-11-24' }, ...slots })
const move = (project: string, ...models: readonly string[]) =>
  fits({ filters: { project: [project], model_name: models } })
type Json = {
  kind: string
  rows: Record<string, string | null>[]
  totals: { currency: string; total: string | null }[]
}
const json = async (question: Question, person?: typeof ana) =>
  outcomeJson(await answering(db, question, person)) as unknown as Json
const words = async (question: Question) => plainText(outcomeCard(await answering(db, question)))
const sumOf = (rows: Json['rows'], column: string) =>
  String(rows.reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 1e6), 0) / 1e6)

const SONNET = 'claude-sonnet-4-5'
const HAIKU = 'claude-haiku-4-5'
const FACTS = [
  tokens('triage', SONNET, 'Input', 10_000_000, 3),
  tokens('triage', SONNET, 'CacheRead', 5_000_000, 0.3),
  tokens('triage', SONNET, 'CacheWrite', 1_000_000, 3.75),
  tokens('triage', SONNET, 'Output', 2_000_000, 15),
  tokens('search', HAIKU, 'Input', 1_000_000, 1),
  tokens('search', HAIKU, 'CacheRead', 1_000_000, 0.1),
  tokens('search', HAIKU, 'CacheWrite', 1_000_000, 1.25),
  tokens('search', HAIKU, 'Output', 1_000_000, 5),
  tokens('reply', 'gpt-4o', 'Input', 4_000_000, 2.5),
  tokens('reply', 'gpt-4o', 'CacheRead', 2_000_000, 1.25),
  tokens('reply', 'gpt-4o', 'Output', 1_000_000, 10),
  tokens('reply', 'gpt-4.1-mini', 'Input', 4_000_000, 0.4),
  tokens('reply', 'gpt-4.1-mini', 'CacheRead', 2_000_000, 0.1),
  tokens('reply', 'gpt-4.1-mini', 'Output', 1_000_000, 1.6),
  tokens('index', 'text-embedding-3-small', 'Input', 9_000_000, 0.02),
  tokens('lumen', 'gpt-4o', 'Input', 1_000_000, 2.5, { team: 'vision' }),
  tokens('lumen', 'gpt-4o', 'Output', 100_000, 10, { team: 'vision' }),
  {
    day: '2026-11-02',
    team: 'search',
    project: 'own',
    model: 'llama-3.3',
    effective: '70',
    unit: 'GPU-Hours',
    meter: 'GPU-Hours',
    quantity: '9',
  },
]

beforeEach(async () => {
  for (const table of ['ledger.quality_day', 'ledger.unit_day']) await sql`delete from ${sql.table(table)}`.execute(db)
  await loadFacts(db, FACTS)
})

const judgeTriage = async () => {
  await scores(db, 'triage', SONNET, 0.93, 900)
  await scores(db, 'triage', HAIKU, 0.92, 850)
}
const judgeReply = async () => {
  await scores(db, 'reply', 'gpt-4o', 0.74, 1200)
  await scores(db, 'reply', 'gpt-4.1-mini', 0.735, 1200)
}

describe('which model fits', () => {
  it('re-prices tokens by direction at the other model’s list price, like with like, as hand-written SQL does', async () => {
    await judgeTriage()
    const { rows, totals } = await json(move('triage', HAIKU))
    const { rows: byHand } = await sql<{ now: string; other: string }>`
      with price as (select model_name, meter, sum(list_cost) / sum(quantity) as each from spend.daily group by 1, 2)
      select sum(d.list_cost)::float8::text as now, sum(d.quantity * price.each)::float8::text as other
      from spend.daily d join price on price.meter = d.meter and price.model_name = ${HAIKU}
      where d.project = 'triage' and d.model_name = ${SONNET}`.execute(db)
    // 10M × 1 + 5M × 0.10 + 1M × 1.25 + 2M × 5 = 21.75, against 65.25 at Sonnet's list price.
    expect(byHand).toEqual([{ now: '65.25', other: '21.75' }])
    expect(rows).toMatchObject([
      {
        from_model: SONNET,
        to_model: HAIKU,
        list_cost: '65.25',
        list_cost_on_other_model: '21.75',
        saving_at_list_price: '43.5',
        effective_cost: '58.725',
        score: '0.93',
        n: '900',
        other_score: '0.92',
        other_n: '850',
        verdict: 'alike',
      },
    ])
    expect(totals).toEqual([{ currency: 'USD', total: '43.5' }])
    const text = await words(move('triage', HAIKU))
    expect(text.split('\n')[0]).toBe(`$43.50 less at list price: triage: ${SONNET} → ${HAIKU}`)
    expect(text).toContain('$65.25 at list price now ($58.73 effective), $21.75 on claude-haiku-4-5.')
    expect(text).toContain('accuracy 0.920 (n 850) against 0.930 (n 900), 1.0 points lower, which may be chance')
    expect(text).toContain('tokens are taken as they are counted')
    expectGolden('model-what-if', outcomeCard(await answering(db, move('triage', HAIKU))))
  })

  it('says no quality without n of both sides, and no saving without a list price', async () => {
    const text = await words(move('triage', HAIKU))
    expect(text).toContain('too few scores to say, no scores against no scores')
    const never = await words(move('triage', 'gpt-5'))
    expect(never.split('\n')[0]).toBe('No list price known for gpt-5 in Nov 1 – Nov 23, 2026')
    expect(never).toContain('no list price known for input, cache reads, cache writes, output of gpt-5')
    expect((await json(move('triage', 'gpt-5'))).rows).toMatchObject([{ saving_at_list_price: null }])
    // Bought, but never a cache read of it.
    await loadFacts(db, [...FACTS.slice(0, 4), tokens('x', 'o3', 'Input', 10, 2), tokens('x', 'o3', 'Output', 10, 8)])
    expect(await words(move('triage', 'o3'))).toContain('no list price known for cache reads, cache writes of o3')
  })

  it('prices cache writes as input where the other model reads from a cache and charges no writes', async () => {
    const { rows } = await json(move('triage', 'gpt-4o'))
    // (10M + 1M) × 2.50 + 5M × 1.25 + 2M × 10
    expect(rows[0]).toMatchObject({ list_cost_on_other_model: '53.75' })
    expect(await words(move('triage', 'gpt-4o'))).toContain(
      'gpt-4o charges nothing for cache writes: they are priced as input.',
    )
  })

  it('shows both ways where the project uses both models, and claims neither', async () => {
    await judgeReply()
    for (const question of [move('reply', 'gpt-4.1-mini'), move('reply', 'gpt-4o', 'gpt-4.1-mini')]) {
      const { rows, totals } = await json(question)
      expect(rows.map((row) => [row.from_model, row.to_model, row.saving_at_list_price])).toEqual([
        ['gpt-4o', 'gpt-4.1-mini', '19.1'],
        ['gpt-4.1-mini', 'gpt-4o', '-19.1'],
      ])
      expect(totals).toEqual([{ currency: 'USD', total: '19.1' }])
      expect(await words(question)).toContain('Both ways are shown')
    }
  })

  it('knows which way from the one of two that is used', async () => {
    await judgeTriage()
    expect((await json(move('triage', HAIKU, SONNET))).rows.map(({ from_model }) => from_model)).toEqual([SONNET])
    expect(await words(move('triage', SONNET, HAIKU))).not.toContain('Both ways')
  })

  it('suggests the cheaper model that scores as well, in every project, and the savings add up', async () => {
    await judgeTriage()
    await judgeReply()
    await requests(db, 'triage', SONNET, 5000)
    const { rows, totals } = await json(fits())
    expect(totals).toEqual([{ currency: 'USD', total: '62.6' }])
    expect(sumOf(rows, 'saving_at_list_price')).toBe('62.6')
    expect(rows[0]).toMatchObject({
      project: 'triage',
      model_name: SONNET,
      requests: '5000',
      suggested_model: HAIKU,
      suggested_n: '850',
      saving_at_list_price: '43.5',
    })
    const { rows: byHand } = await sql<{ cost: string; million: string }>`
      select sum(effective_cost)::float8::text as cost, (sum(effective_cost) * 1e6 / sum(quantity))::float8::text as million
      from spend.daily where project = 'triage'`.execute(db)
    expect(rows[0]).toMatchObject({ effective_cost: byHand[0]?.cost })
    expect(Number(rows[0]?.effective_per_million)).toBeCloseTo(Number(byHand[0]?.million), 12)
    expect(Number(rows[0]?.score_per_dollar)).toBeCloseTo(0.93 / Number(byHand[0]?.million), 12)
    const text = await words(fits())
    expect(text.split('\n')[0]).toBe('$62.60 could be saved at list price in 2 projects')
    expect(text).toContain('No quality scores: search, lumen.')
    expectGolden('model-fit', outcomeCard(await answering(db, fits())))
    expectGolden('model-fit-project', outcomeCard(await answering(db, fits({ filters: { project: ['reply'] } }))))
  })

  it('suggests nothing that scores worse, or of which too little is known', async () => {
    await scores(db, 'triage', SONNET, 0.93, 900)
    await scores(db, 'triage', HAIKU, 0.85, 900)
    const worse = fits({ filters: { project: ['triage'] } })
    expect((await words(worse)).split('\n')[0]).toBe(
      '$58.73 on 1 model in Nov 1 – Nov 23, 2026: no cheaper one scores as well',
    )
    expect((await json(worse)).totals).toEqual([{ currency: 'USD', total: '58.725' }])
    expect(await words(worse)).toContain('Scored and not used here: claude-haiku-4-5 0.850 (n 900).')
    await sql`delete from ledger.quality_day`.execute(db)
    await scores(db, 'triage', SONNET, 0.93, 900)
    await scores(db, 'triage', HAIKU, 0.93, 20)
    const few = await words(worse)
    expect(few.split('\n')[0]).toContain('not enough scores to say')
    expect(few).toContain('less, 0.930 (n 20) against 0.930 (n 900))')
  })

  it('never mixes metrics: the one with most scores of a project counts', async () => {
    await judgeTriage()
    await scores(db, 'triage', HAIKU, 4.6, 40, { metric: 'stars' })
    await scores(db, 'triage', HAIKU, 0.1, 600, { metric: 'toxicity' })
    expect((await json(move('triage', HAIKU))).rows[0]).toMatchObject({ metric: 'accuracy', other_score: '0.92' })
  })

  it('does not test scores that are not between 0 and 1', async () => {
    await scores(db, 'triage', SONNET, 4.5, 900, { metric: 'stars' })
    await scores(db, 'triage', HAIKU, 4.5, 900, { metric: 'stars' })
    expect(await words(move('triage', HAIKU))).toContain('difference not tested')
    expect((await json(fits({ filters: { project: ['triage'] } }))).rows[0]).toMatchObject({ suggested_model: null })
  })

  it('moves neither embeddings nor what is paid by the hour', async () => {
    expect(await answering(db, move('index', 'gpt-4o'))).toMatchObject({ kind: 'cannot' })
    expect(await answering(db, move('own', 'gpt-4o'))).toMatchObject({ kind: 'cannot' })
    expect((await json(fits({ filters: { project: ['own'] } }))).rows[0]).toMatchObject({
      effective_cost: '70',
      tokens: null,
      effective_per_million: null,
    })
  })

  it('takes scores of the period and the project only', async () => {
    await judgeTriage()
    await scores(db, 'triage', HAIKU, 0.1, 900, { day: '2026-10-31' })
    await scores(db, 'reply', HAIKU, 0.1, 900)
    expect((await json(move('triage', HAIKU))).rows[0]).toMatchObject({ other_score: '0.92', other_n: '850' })
  })

  it('is of own teams only for who sees no others: uses, prices and scores', async () => {
    await scores(db, 'lumen', 'gpt-4o', 0.8, 500, { team: 'vision' })
    await scores(db, 'lumen', 'gpt-4.1-mini', 0.8, 500, { team: 'vision' })
    const { rows } = await json(fits(), ana)
    expect(rows.map((row) => [row.project, row.suggested_model])).toEqual([['lumen', null]])
    expect((await json(fits({ filters: { project: ['lumen'] } }))).rows[0]).toMatchObject({
      suggested_model: 'gpt-4.1-mini',
    })
  })
})
