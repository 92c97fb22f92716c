import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import { wholeMonths } from '../../../../src/spend/kinds/value/months.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const worth = (slots: Partial<Question> = {}) =>
  asked({ intent: 'value', groupBy: ['project'], period: OCTOBER, ...slots })

interface Said {
  readonly value: string
  readonly product?: string
  readonly project?: string
  readonly customer?: string
  readonly team?: string
  readonly month?: string
  readonly currency?: string
}
const state = async (...said: readonly Said[]) => {
  for (const { value, product, project, customer, team = 'search', month = '2026-10-01', currency = 'USD' } of said)
    await sql`insert into ledger.business_value
      (team, month, product, project, customer, value_amount, billing_currency, stated_by, stated_at) values
      (${team}, ${month}, ${product ?? null}, ${project ?? null}, ${customer ?? null}, ${value}, ${currency},
        ${`${team}@example.com`}, '2026-11-07')`.execute(db)
}
const rowsOf = async (question: Question, person?: typeof ana) => {
  const json = outcomeJson(await answering(db, question, person)) as {
    readonly rows: readonly Record<string, string | null>[]
    readonly totals: readonly { readonly currency: string; readonly total: string }[]
  }
  return json
}
const words = async (question: Question) => plainText(outcomeCard(await answering(db, question)))

const day = '2026-10-05'
const FACTS = [
  { day, team: 'search', product: 'Finder', project: 'atlas', effective: '100', customer: 'Acme' },
  { day, team: 'search', product: 'Finder', project: 'atlas', effective: '300.5' },
  { day, team: 'search', product: 'Finder', project: 'orion', effective: '80' },
  { day, team: 'vision', product: 'Eye', project: 'lumen', effective: '50', customer: 'Acme' },
  { day, team: 'vision', effective: '7' },
  { day: '2026-09-05', team: 'search', product: 'Finder', project: 'atlas', effective: '200' },
]

beforeEach(async () => {
  await sql`delete from ledger.business_value`.execute(db)
  await loadFacts(db, FACTS)
})

describe('value against cost', () => {
  it('is that of the same project in the same month; what has no statement is missing and not zero', async () => {
    await state(
      { value: '1200', product: 'Finder', project: 'atlas' },
      { value: '40', project: 'lumen', team: 'vision' },
    )
    const { rows, totals } = await rowsOf(worth())
    const { rows: byHand } = await sql<{ project: string; ratio: string }>`
      select c.project, (v.value_amount / c.cost)::text as ratio
      from (select project, sum(effective_cost) as cost from spend.daily
        where day >= '2026-10-01' and day < '2026-11-01' group by 1) c
      join spend.business_value v on v.project = c.project and v.month = '2026-10-01' order by 2 desc`.execute(db)
    expect(rows.slice(0, 2).map(({ project, value_per_cost }) => ({ project, value_per_cost }))).toEqual(
      byHand.map(({ project, ratio }) => ({ project, value_per_cost: ratio.replace(/\.?0+$/, '') })),
    )
    expect(rows).toMatchObject([
      {
        project: 'atlas',
        stated_value: '1200',
        effective_cost: '400.5',
        difference: '799.5',
        stated_by: 'search@example.com',
      },
      { project: 'lumen', stated_value: '40', effective_cost: '50', difference: '-10', stated_at: '2026-11-07' },
      { project: 'orion', stated_value: null, effective_cost: null, cost_without_stated_value: '80' },
      { kind: 'none', project: null, stated_value: null, cost_without_stated_value: '7' },
    ])
    expect(totals).toEqual([{ currency: 'USD', total: '1240' }])
    const text = await words(worth())
    expect(text.split('\n')[0]).toBe('Stated value is 2.75 × the cost')
    expect(text).toContain('$1,240.00 of stated value for 2 of 3 projects against $450.50 of cost in October 2026.')
    expect(text).toContain('Cost more than they are said to be worth: lumen (0.8 ×).')
    expect(text).toContain('No stated value, USD: orion $80.00, No project $7.00.')
    expectGolden('value-by-project', outcomeCard(await answering(db, worth())))
  })

  it('never sets the value of a whole against the cost of a part, nor counts the part of a whole twice', async () => {
    await state({ value: '900', product: 'Finder' }, { value: '10', product: 'Finder', project: 'orion' })
    expect((await rowsOf(worth({ groupBy: ['product'] }))).rows[0]).toMatchObject({
      product: 'Finder',
      stated_value: '900',
      effective_cost: '480.5',
    })
    // Of projects only the narrow one speaks; the product is left out, and told.
    const byProject = await rowsOf(worth())
    expect(byProject.rows[0]).toMatchObject({ project: 'orion', stated_value: '10', effective_cost: '80' })
    expect(byProject.totals).toEqual([{ currency: 'USD', total: '10' }])
    expect(await words(worth())).toContain('One statement ($900.00) names no project and is left out.')
  })

  it('compares what is stated for one customer with the cost of just that', async () => {
    await state({ value: '130', project: 'atlas', customer: 'Acme' })
    expect((await rowsOf(worth())).rows[0]).toMatchObject({
      project: 'atlas',
      stated_value: '130',
      effective_cost: '100',
      cost_without_stated_value: '300.5',
      value_per_cost: '1.3',
    })
    const one = worth({ groupBy: [], filters: { customer: ['Acme'] } })
    expect((await rowsOf(one)).rows[0]).toMatchObject({ effective_cost: '100', cost_without_stated_value: '50' })
  })

  it('adds what several teams state for one scope, and keeps currencies apart without a ratio', async () => {
    await state(
      { value: '300', project: 'atlas' },
      { value: '101', project: 'atlas', team: 'vision' },
      { value: '9', project: 'orion', currency: 'EUR' },
    )
    const { rows, totals } = await rowsOf(worth())
    expect(rows.find(({ project }) => project === 'atlas')).toMatchObject({ stated_value: '401', difference: '0.5' })
    expect(rows.filter(({ project }) => project === 'orion')).toMatchObject([
      { currency: 'EUR', stated_value: '9', effective_cost: null, value_per_cost: null },
      { currency: 'USD', stated_value: null, value_per_cost: null },
    ])
    expect(totals).toEqual([
      { currency: 'USD', total: '401' },
      { currency: 'EUR', total: '9' },
    ])
  })

  it('takes no cost for stated whose value is in another currency, nor for nothing', async () => {
    await state({ value: '300', project: 'atlas' }, { value: '9', project: 'orion', currency: 'EUR' })
    const said = await words(worth())
    expect(said).toContain('$300.00 of stated value for 1 of 3 projects against $400.50 of cost in October 2026.')
    expect(said).toContain('No stated value, USD: orion $80.00, lumen $50.00, No project $7.00.')
    expect(said).toContain('€9.00 of stated value for 1 of 1 project against no recorded cost in October 2026.')
    expect(said).not.toContain('$0.00')
  })

  it('has no ratio where the cost is partly in another currency', async () => {
    await loadFacts(db, [...FACTS, { day, team: 'search', project: 'orion', effective: '5', currency: 'EUR' }])
    await state({ value: '100', project: 'orion' })
    expect((await rowsOf(worth())).rows.find(({ stated_value }) => stated_value === '100')).toMatchObject({
      value_per_cost: null,
      difference: null,
    })
  })

  it('uses whole months and only those that have a statement', async () => {
    expect(wholeMonths({ start: '2026-10-02', end: '2026-11-24' })).toBeUndefined()
    expect(wholeMonths({ start: '2026-08-02', end: '2026-11-24' })).toEqual({ start: '2026-09-01', end: '2026-11-01' })
    await state({ value: '500', project: 'atlas', month: '2026-09-01' })
    const both = worth({ period: { start: '2026-09-01', end: '2026-11-24' } })
    expect((await rowsOf(both)).rows[0]).toMatchObject({ effective_cost: '200', cost_without_stated_value: '400.5' })
    expect(await words(both)).toContain('the whole months count, September – October 2026')
    expect(await words(both)).toContain('Months 1 of 2')
    const none = await answering(db, worth({ period: { start: '2026-11-01', end: '2026-11-24' } }))
    expect(none).toMatchObject({ kind: 'cannot', why: expect.stringContaining('no whole month') })
  })

  it('cannot be told of what no statement carries', async () => {
    expect(await answering(db, worth({ groupBy: ['environment'] }))).toMatchObject({ kind: 'cannot' })
    expect(await answering(db, worth({ filters: { service: ['OpenAI'] } }))).toMatchObject({ kind: 'cannot' })
  })

  it('lists only what costs more than it is said to be worth, when that is asked', async () => {
    await state(
      { value: '1200', project: 'atlas' },
      { value: '40', project: 'lumen', team: 'vision' },
      { value: '79.5', project: 'orion' },
    )
    const above = worth({ focus: { on: 'cost_above_value' } })
    const { rows, totals } = await rowsOf(above)
    expect(rows.map(({ project, difference }) => [project, difference])).toEqual([
      ['lumen', '-10'],
      ['orion', '-0.5'],
    ])
    expect(totals).toEqual([{ currency: 'USD', total: '-10.5' }])
    expect((await words(above)).split('\n')[0]).toBe('$10.50 more cost than stated value in 2 projects')
  })

  it('says that nobody stated a value, with what it costs', async () => {
    const text = await words(worth({ groupBy: [], filters: { project: ['orion'] } }))
    expect(text.split('\n')[0]).toBe('No stated value')
    expect(text).toContain('Nobody stated a value for October 2026; it cost $80.00.')
  })

  it('adds up over any number of rows', async () => {
    await state(
      { value: '1200.25', project: 'atlas' },
      { value: '40', project: 'lumen', team: 'vision' },
      { value: '79.5', project: 'orion' },
    )
    const { rows, totals } = await rowsOf(worth({ limit: 1 }))
    expect(rows[1]).toMatchObject({ kind: 'other', stated_value: '119.5' })
    expect(totals).toEqual([{ currency: 'USD', total: '1319.75' }])
  })

  it('is of own teams only for who sees no others', async () => {
    await state({ value: '1200', project: 'atlas' }, { value: '40', project: 'lumen', team: 'vision' })
    const { rows } = await rowsOf(worth(), ana)
    expect(JSON.stringify(rows)).not.toMatch(/atlas|orion|1200|search/)
    expect(rows[0]).toMatchObject({ project: 'lumen', stated_value: '40', effective_cost: '50' })
  })
})
