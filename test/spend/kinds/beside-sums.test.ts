import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { outcomeJson } from '../../../src/spend/json.ts'
import type { FocusName, Question } from '../../../src/spend/question.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { ana, answering } from './answering.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }

const about = (on: FocusName, slots: Partial<Question> = {}) => asked({ focus: { on }, ...slots })
const lines = (outcome: Outcome) => plainText(outcomeCard(outcome)).split('\n')
const asJson = (outcome: Outcome) => outcomeJson(outcome) as { totals: unknown; rows: Record<string, string | null>[] }

beforeAll(() =>
  loadFacts(db, [
    {
      day: '2026-11-02',
      team: 'vision',
      project: 'lens',
      resourceClass: 'gpu',
      effective: '60',
      list: '80',
      owner: 'ana@example.com',
      costCenter: 'CC-1',
      businessUnit: 'Apps',
    },
    {
      day: '2026-11-03',
      team: 'vision',
      project: 'lens',
      effective: '20',
      list: '20',
      owner: 'ana@example.com',
      costCenter: 'CC-1',
      businessUnit: 'Apps',
    },
    { day: '2026-11-03', team: 'search', project: 'finder', resourceClass: 'gpu', effective: '20', list: null },
    { day: '2026-11-04', team: null, effective: '0.000000000001', provider: 'gcp', list: '1' },
    { day: '2026-11-04', team: 'vision', project: 'lens', effective: '-5', category: 'Credit', list: '-5' },
    {
      day: '2026-11-05',
      team: 'search',
      project: 'finder',
      model: 'gpt-5',
      unit: 'Tokens',
      effective: '10',
      quantity: '100',
    },
    {
      day: '2026-11-05',
      team: 'vision',
      project: 'lens',
      model: 'gpt-5',
      unit: 'Tokens',
      effective: '7',
      quantity: '100',
    },
    {
      day: '2026-10-05',
      team: 'search',
      project: 'finder',
      model: 'gpt-4o',
      unit: 'Tokens',
      effective: '3',
      quantity: '100',
    },
    { day: '2026-11-06', team: 'search', model: 'gpt-4o', effective: '2', currency: 'EUR' },
  ]),
)

describe('a share', () => {
  it('is of all spend, currencies apart, the usual one first', async () => {
    const outcome = await answering(db, about('share', { filters: { resource: ['gpu'] } }))
    expect(lines(outcome).slice(0, 2)).toEqual([
      '71.4% of spend in USD, none in EUR',
      'GPU: $80.00 of $112.00, which is all spend.',
    ])
    expect(asJson(outcome).totals).toEqual([
      { currency: 'USD', total: '80' },
      { currency: 'EUR', total: '0' },
    ])
  })

  it("is of the owner's spend where the question names one, and its groups add up", async () => {
    const slots: Partial<Question> = { filters: { team: ['search'], resource: ['gpu'] }, groupBy: ['project'] }
    const outcome = await answering(db, about('share', slots))
    expect(lines(outcome)).toContain('GPU: $20.00 of $30.00, which is the spend of team search.')
    expect(asJson(outcome).rows.filter((row) => row.currency === 'USD')).toMatchObject([
      { project: 'finder', part_cost: '20', whole_cost: '30' },
    ])
  })

  it('of own teams is of their spend', async () => {
    const outcome = await answering(db, about('share', { filters: { resource: ['gpu'] } }), ana)
    expect(lines(outcome)).toContain('GPU: $60.00 of $82.00, which is all spend.')
  })

  it('of tokens counts tokens and no money', async () => {
    const slots = {
      measure: 'quantity',
      unit: 'token',
      filters: { team: ['search'] },
      groupBy: ['model_name'],
    } as const
    const outcome = await answering(db, about('share', slots))
    expect(lines(outcome).slice(0, 4)).toEqual([
      '50%',
      'Team search: 100 tokens of 200 tokens, which is all tokens.',
      'Share of team search by model, tokens:',
      'gpt-5: Part 100 tokens, All 200 tokens, Share 50%',
    ])
    expect(asJson(outcome)).toMatchObject({
      totals: [{ currency: null, total: '100' }],
      rows: [{ model_name: 'gpt-5', unit: 'token', part: '100', whole: '200' }],
    })
  })

  it('of a cost that some charges lack says so', async () => {
    const outcome = await answering(db, about('share', { measure: 'list_cost', filters: { resource: ['gpu'] } }))
    expect(lines(outcome)[0]).toBe('83.3% of spend in USD, no share in EUR')
    expect(plainText(outcomeCard(outcome))).toContain(
      '3 charges in USD came without this figure; they are in neither. 1 charge in EUR',
    )
  })

  it('of nothing asks what is meant', async () => {
    expect((await answering(db, about('share'))).kind).toBe('cannot')
    const requests = { measure: 'quantity', unit: 'request', filters: { model_name: ['gpt-5'] } } as const
    expect((await answering(db, about('share', requests))).kind).toBe('cannot')
  })
})

describe('the savings rate', () => {
  it('is of usage with a list price, and says what has none', async () => {
    const outcome = await answering(db, about('savings_rate'))
    expect(lines(outcome)[0]).toBe('20.8% below list price')
    expect(lines(outcome)).toContain('aws: At list price $100.00, Paid $80.00, Saved $20.00, Rate 20%')
    expect(plainText(outcomeCard(outcome))).toContain('3 charges in USD came without a list price; they are left out.')
    expect(asJson(outcome).totals).toMatchObject([{ total: '20.999999999999' }, { currency: 'EUR', total: null }])
    expect(plainText(outcomeCard(outcome))).toContain('No usage in EUR has a list price.')
    expect(plainText(outcomeCard(outcome))).not.toContain('€0.00')
  })
})

describe('new names', () => {
  it('are those that the span before did not have', async () => {
    const outcome = await answering(db, about('new_names', { groupBy: ['model_name'], compare: OCTOBER }))
    expect(lines(outcome).slice(0, 4)).toEqual([
      '1 new model: gpt-5',
      'Billed in Nov 1 – Nov 23, 2026 and not in October 2026.',
      'New models:',
      'gpt-5: Since Nov 5, Cost $17.00',
    ])
  })

  it('are those of the period alone, whatever lies between both spans', async () => {
    const slots: Partial<Question> = {
      groupBy: ['model_name'],
      compare: { start: '2026-10-01', end: '2026-10-20' },
      period: { start: '2026-11-06', end: '2026-11-24' },
    }
    expect(lines(await answering(db, about('new_names', slots)))[0]).toBe('No new models')
  })

  it('are not told where nothing is recorded before, for all would be new', async () => {
    const slots: Partial<Question> = { groupBy: ['model_name'], compare: { start: '2026-01-01', end: '2026-02-01' } }
    expect(lines(await answering(db, about('new_names', slots)))[0]).toMatch(/^Nothing is recorded for January 2026/)
  })

  it('are none where nothing is new', async () => {
    const slots: Partial<Question> = { groupBy: ['model_name'], compare: { start: '2026-11-01', end: '2026-11-20' } }
    expect(lines(await answering(db, about('new_names', slots)))[0]).toBe('No new models')
  })
})

describe('ownership', () => {
  it('names team, owner, unit and cost center as the charges do', async () => {
    const outcome = await answering(db, about('ownership', { filters: { project: ['lens'] } }))
    expect(lines(outcome)[0]).toBe('vision, ana@example.com')
    expect(lines(outcome)).toContain(
      'vision: Owner ana@example.com, Business unit Apps, Cost center CC-1, Cost $80.00, Share 97.6%',
    )
  })

  it('of what nobody owns says so', async () => {
    const outcome = await answering(db, about('ownership', { filters: { provider: ['gcp'] } }))
    expect(lines(outcome)[0]).toBe('Nobody')
  })
})

describe('the gateway', () => {
  it('without any meter says how to load one', async () => {
    await sql`delete from ledger.meter_day`.execute(db)
    const outcome = await answering(db, about('gateway', { intent: 'coverage', measure: 'coverage' }))
    expect(outcome).toMatchObject({ kind: 'cannot', why: expect.stringContaining('--kind meter') })
  })

  it('stands beside the bill of what passed it, and is never added', async () => {
    await sql`insert into ledger.meter_day (day, source_name, team, project, model_name, service_name, cost_area, unit, charge_category,
        billing_currency, billed_cost, effective_cost)
      values ('2026-11-05', 'litellm', 'search', 'finder', 'gpt-5', 'OpenAI', 'Model Usage', 'Tokens', 'Usage', 'USD', 8, 8)`.execute(
      db,
    )
    const outcome = await answering(db, about('gateway', { intent: 'coverage', measure: 'coverage' }))
    expect(lines(outcome).slice(0, 2)).toEqual([
      'Billed 25% more than the gateway said',
      'Of what passed the gateway, $10.00 was billed and $8.00 estimated by litellm. $7.00 was billed for tokens that never passed it.',
    ])
    expect(asJson(outcome).totals).toEqual([{ currency: 'USD', total: '10' }])
    expectGolden('spend-gateway', outcomeCard(outcome))
  })

  it('is held against complete days that it tells of, and against no others', async () => {
    await sql`insert into ledger.meter_day (day, source_name, team, project, model_name, service_name, cost_area, unit, charge_category,
        billing_currency, billed_cost, effective_cost)
      values ('2026-11-07', 'litellm', 'search', 'finder', 'gpt-5', 'OpenAI', 'Model Usage', 'Tokens', 'Usage', 'USD', 90, 90)`.execute(
      db,
    )
    await sql`update ledger.charge_day set day = '2026-11-06' where team = 'vision' and model_name = 'gpt-5'`.execute(
      db,
    )
    const outcome = await answering(db, about('gateway', { intent: 'coverage', measure: 'coverage' }))
    expect(asJson(outcome).rows).toMatchObject([{ gateway_estimate: '8', billed_cost: '10', billed_outside: null }])
    const late = {
      intent: 'coverage',
      measure: 'coverage',
      period: { start: '2026-11-07', end: '2026-11-24' },
    } as const
    expect((await answering(db, about('gateway', late))).kind).toBe('cannot')
  })

  it('is cut to own teams like all else', async () => {
    const outcome = await answering(db, about('gateway', { intent: 'coverage', measure: 'coverage' }), ana)
    expect(outcome.kind).toBe('cannot')
  })
})
