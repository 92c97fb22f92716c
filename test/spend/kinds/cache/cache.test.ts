import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'
import { tokens } from '../token-facts.ts'

const { db } = await testDatabase()
const PERIOD = { start: '2026-11-01', end: '2026-11-03' }
const cache = (slots: Partial<Question> = {}) => asked({ focus: { on: 'cache' }, period: PERIOD, ...slots })
const whatIf = (percent: string, slots: Partial<Question> = {}) =>
  cache({ focus: { on: 'cache_what_if', percent }, ...slots })
type Json = { rows: Record<string, string | null>[]; totals: { currency: string; total: string | null }[] }
const json = async (question: Question, person?: typeof ana) =>
  outcomeJson(await answering(db, question, person)) as unknown as Json
const words = async (question: Question) => plainText(outcomeCard(await answering(db, question)))

const FACTS = [
  tokens('atlas', 'gpt-4o', 'Input', 6_000_000, 2.5),
  tokens('atlas', 'gpt-4o', 'CacheRead', 4_000_000, 1.25),
  tokens('atlas', 'gpt-4o', 'Output', 1_000_000, 10),
  tokens('orion', 'gpt-4o', 'Input', 1_000_000, 2.5),
  tokens('orion', 'claude-opus-4-5', 'Input', 700_000, 5),
  tokens('orion', 'claude-opus-4-5', 'CacheRead', 200_000, 0.5),
  tokens('orion', 'claude-opus-4-5', 'CacheWrite', 100_000, 6.25),
  tokens('lumen', 'llama-4', 'Input', 9_000_000, null, { team: 'vision' }),
  tokens('lumen', 'llama-4', 'CacheRead', 1_000_000, null, { team: 'vision' }),
]

describe('the cache', () => {
  it('serves a share of the input and saves what it would have cost at list price, by hand-written SQL too', async () => {
    await loadFacts(db, FACTS)
    const { rows, totals } = await json(cache())
    const { rows: byHand } = await sql<{ saved: string }>`
      select sum(c.quantity * (i.price - r.price))::text as saved
      from (select project, model_name, sum(quantity) as quantity from spend.daily where meter = 'CacheRead' group by 1, 2) c
      join (select model_name, sum(list_cost) / sum(quantity) as price from spend.daily where meter = 'Input' and list_cost is not null group by 1) i
        using (model_name)
      join (select model_name, sum(list_cost) / sum(quantity) as price from spend.daily where meter = 'CacheRead' and list_cost is not null group by 1) r
        using (model_name)`.execute(db)
    expect(Number(totals[0]?.total)).toBe(Number(byHand[0]?.saved))
    expect(totals).toEqual([{ currency: 'USD', total: '5.9' }])
    expect(rows[0]).toMatchObject({ project: 'atlas', model_name: 'gpt-4o', saved_at_list_price: '5' })
    expect(rows[1]).toMatchObject({
      project: 'orion',
      saved_at_list_price: '0.9',
      cache_write_extra_at_list_price: '0.125',
    })
    const text = await words(cache())
    expect(text.split('\n')[0]).toBe('23.6% from cache, $5.90 saved, at list price')
    expect(text).toContain('atlas · gpt-4o: Input 10M tokens, From cache 40%, Saved at list price $5.00')
    expect(text).toContain('orion · gpt-4o: Input 1M tokens, From cache 0%, Saved at list price –')
    expectGolden('cache', outcomeCard(await answering(db, cache())))
  })

  it('says no saving where no list price is known', async () => {
    await loadFacts(db, FACTS)
    const text = await words(cache({ filters: { project: ['lumen'] } }))
    expect(text.split('\n')[0]).toBe('10% from cache, no list price known')
    expect(text).toContain('1M tokens are of models for which the bill has no list price')
    await loadFacts(
      db,
      FACTS.map((fact) => ({ ...fact, list: '0' })),
    )
    expect((await words(cache())).split('\n')[0]).toBe('23.6% from cache, no list price known')
  })

  it('takes the list price of a model from the whole bill, and the tokens from what is asked', async () => {
    await loadFacts(db, [...FACTS, tokens('nova', 'gpt-4o', 'CacheRead', 2_000_000, null, { team: 'vision' })])
    expect((await json(cache({ filters: { project: ['nova'] } }))).totals).toEqual([{ currency: 'USD', total: '2.5' }])
    // Own teams' bills have no price of it.
    expect((await json(cache({ filters: { project: ['nova'] } }), ana)).totals).toEqual([
      { currency: 'USD', total: null },
    ])
  })

  it('keeps prices of one currency out of the other', async () => {
    await loadFacts(db, [
      ...FACTS.slice(0, 3),
      tokens('euro', 'gpt-4o', 'Input', 1_000_000, 2, { currency: 'EUR' }),
      tokens('euro', 'gpt-4o', 'CacheRead', 1_000_000, 1, { currency: 'EUR' }),
    ])
    expect((await json(cache())).totals).toEqual(
      expect.arrayContaining([
        { currency: 'USD', total: '5' },
        { currency: 'EUR', total: '1' },
      ]),
    )
  })

  it('at a better hit rate saves more, of each use what it has beyond', async () => {
    await loadFacts(db, FACTS)
    const { totals, rows } = await json(whatIf('50', { filters: { model_name: ['gpt-4o'] } }))
    // atlas: half of 10M less 4M read; orion: half of 1M. Each at 1.25 less.
    expect(totals).toEqual([{ currency: 'USD', total: '1.875' }])
    expect(rows.map((row) => row.more_saved_at_list_price)).toEqual(['1.25', '0.625'])
    expect((await json(whatIf('30', { filters: { project: ['atlas'] } }))).totals[0]?.total).toBe('0')
    const text = await words(whatIf('50'))
    expect(text.split('\n')[0]).toBe('$3.23 more saved in 2 days, at list price')
    expect(text).toContain('at that rate $48.38 in 30 days')
    expect(text).toContain('9M tokens are of models for which the bill has no list price of cache reads')
  })

  it('reckons a rate from complete days only', async () => {
    await loadFacts(db, [...FACTS, tokens('atlas', 'gpt-4o', 'Input', 5_000_000, 2.5, { day: '2026-11-22' })], {
      provisional: ['2026-11-22'],
    })
    const month = { period: { start: '2026-11-01', end: '2026-11-24' }, filters: { project: ['atlas'] } }
    const outcome = await json(whatIf('50', month))
    expect(outcome.totals).toEqual([{ currency: 'USD', total: '1.25' }])
    expect(await answering(db, whatIf('50', { period: { start: '2026-11-22', end: '2026-11-24' } }))).toMatchObject({
      kind: 'cannot',
    })
    expect(await answering(db, whatIf('500'))).toMatchObject({ kind: 'cannot' })
  })

  it('adds up with the rest as one row', async () => {
    await loadFacts(db, FACTS)
    const { rows, totals } = await json(cache({ groupBy: ['model_name'], limit: 1 }))
    expect(rows).toMatchObject([
      { model_name: 'gpt-4o', saved_at_list_price: '5' },
      { kind: 'other', saved_at_list_price: '0.9' },
    ])
    expect(totals).toEqual([{ currency: 'USD', total: '5.9' }])
  })

  it('is never zero where no list price tells what it would be', async () => {
    await loadFacts(db, [
      tokens('lumen', 'llama-4', 'Input', 9_000_000, null),
      tokens('lumen', 'llama-4', 'CacheRead', 1_000_000, null),
    ])
    const said = await words(whatIf('50'))
    expect(said).toContain('against 10% now: no saving is known, for the bill in USD has no list price of cache reads.')
    expect(said).not.toContain('$0.00')
    expect((await json(whatIf('50'))).totals).toEqual([{ currency: 'USD', total: null }])
  })

  it.each(['-5', '101', '1e9', 'NaN', '', '1; drop table'])('of a rate of %j is asked back', async (percent) => {
    expect((await answering(db, whatIf(percent))).kind).toBe('cannot')
  })
})
