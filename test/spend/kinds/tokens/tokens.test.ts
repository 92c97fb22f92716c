import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'
import { loadCounts } from '../unit-cost/counts.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const about = (on: 'token_direction' | 'tokens_per_request', slots: Partial<Question> = {}) =>
  asked({ intent: 'spend', period: OCTOBER, focus: { on }, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const headline = (outcome: Outcome) => words(outcome).split('\n')[0]
const json = (outcome: Outcome) =>
  outcomeJson(outcome) as { rows: Record<string, string | null>[]; totals: { currency: string; total: string }[] }
const tokens = (
  project: string,
  meter: string | null,
  quantity: string,
  effective: string,
  more: Partial<Fact> = {},
): Fact => ({
  day: '2026-10-05',
  team: 'vision',
  project,
  model: 'opus',
  workload: 'inference',
  meter,
  unit: 'Tokens',
  quantity,
  effective,
  ...more,
})

describe('where token money goes', () => {
  const load = () =>
    loadFacts(db, [
      tokens('chat', 'Input', '1000000', '5'),
      tokens('chat', 'CacheRead', '4000000', '2'),
      tokens('chat', 'CacheWrite', '100000', '0.6'),
      tokens('chat', 'Output', '500000', '12.5'),
      tokens('<!channel>', 'Input', '2000000', '10'),
      tokens('odd', null, '1000', '0.1', { team: 'search' }),
      tokens('eu', 'Output', '1000000', '3', { currency: 'EUR' }),
      {
        day: '2026-10-05',
        team: 'vision',
        project: 'chat',
        effective: '500',
        unit: 'GPU-Hours',
        quantity: '9',
        meter: 'GPU-Hours',
      },
    ])

  it('is told by direction, for each group too, and all of it adds up', async () => {
    await load()
    const outcome = await answering(db, about('token_direction', { groupBy: ['project'] }))
    expect(headline(outcome)).toBe('$30.20 and €3.00 on tokens')
    expect(words(outcome)).toContain('Cache write: Cost $0.60, Share 2%')
    const usd = json(outcome).rows.filter(({ currency }) => currency === 'USD')
    expect(
      usd.map(({ project, cost, input_cost: input, output_cost: output }) => [project, cost, input, output]),
    ).toEqual([
      ['chat', '20.1', '5', '12.5'],
      ['<!channel>', '10', '10', null],
      ['odd', '0.1', null, null],
    ])
    expect(usd[0]).toMatchObject({ cache_read_cost_per_1m_tokens: '0.5', output_cost_per_1m_tokens: '25' })
    for (const { project, cost, ...row } of usd) {
      const parts = ['input', 'cache_read', 'cache_write', 'output', 'unsorted'].map((name) =>
        Number(row[`${name}_cost`] ?? 0),
      )
      expect(
        parts.reduce((sum, part) => sum + part, 0),
        project ?? '',
      ).toBeCloseTo(Number(cost), 9)
    }
    expect(json(outcome).totals).toEqual([
      { currency: 'USD', total: '30.2' },
      { currency: 'EUR', total: '3' },
    ])
    expectGolden('tokens-direction', outcomeCard(outcome))
  })

  it('ranks groups by cost, and shows own teams alone to whom sees no others', async () => {
    await load()
    const top = json(await answering(db, about('token_direction', { groupBy: ['project'], limit: 1 })))
    expect(top.rows.filter(({ currency }) => currency === 'USD').map(({ kind, cost }) => [kind, cost])).toEqual([
      ['group', '20.1'],
      ['other', '10.1'],
    ])
    expect(words(await answering(db, about('token_direction', { groupBy: ['project'] }), ana))).not.toContain('odd')
  })
})

describe('input tokens per request', () => {
  const WEEKS = ['2026-10-05', '2026-10-12', '2026-10-19']
  const load = async () => {
    await loadFacts(
      db,
      WEEKS.flatMap((day, i) => [
        tokens('doc-qa', 'Input', `${10_000 + 600 * i}`, '1', { day }),
        tokens('doc-qa', 'CacheRead', '10000', '1', { day }),
        tokens('doc-qa', 'Output', '7777', '1', { day }),
        tokens('doc-qa', 'Input', '999999', '1', { day, workload: 'embedding', model: 'embed' }),
      ]),
    )
    await loadCounts(
      db,
      WEEKS.flatMap((day) => [
        { day, unit: 'request', quantity: '10', team: 'vision', project: 'doc-qa', model: 'opus' },
        { day, unit: 'request', quantity: '5000', team: 'vision', project: 'doc-qa', model: 'self-hosted' },
        {
          day,
          unit: 'request',
          quantity: '70',
          team: 'vision',
          project: 'doc-qa',
          model: 'embed',
          workload: 'embedding',
        },
      ]),
    )
  }

  it('says by week whether prompts grow, of the models that are billed by tokens', async () => {
    await load()
    const outcome = await answering(db, about('tokens_per_request', { filters: { project: ['doc-qa'] } }))
    expect(headline(outcome)).toBe('2,060 input tokens per request, 3% longer since Oct 5')
    // The last week is not over: what it has so far is no week.
    expect(words(outcome)).toContain('Prompts are 3% longer: 2,000 (Oct 5), 2,060 (Oct 12). Over whole weeks.')
    const weeks = json(outcome).rows.map(({ start, input_tokens, requests, input_tokens_per_request: each }) => [
      start,
      input_tokens,
      requests,
      each,
    ])
    expect(weeks).toEqual([
      ['2026-10-05', '20000', '10', '2000'],
      ['2026-10-12', '20600', '10', '2060'],
      ['2026-10-19', '21200', '10', '2120'],
    ])
    expectGolden('tokens-per-request', outcomeCard(outcome))
  })

  it('lists groups, and says so where no requests are recorded', async () => {
    await load()
    const outcome = await answering(db, about('tokens_per_request', { groupBy: ['project'] }))
    expect(words(outcome)).toContain('doc-qa: Per request 2,060, Input tokens 61,800, Requests 30')
    await loadCounts(db, [])
    const none = await answering(db, about('tokens_per_request'))
    expect(headline(none)).toBe('No requests recorded')
    expect(words(await answering(db, about('tokens_per_request', { groupBy: ['service'] })))).toContain(
      'not per service',
    )
  })
})
