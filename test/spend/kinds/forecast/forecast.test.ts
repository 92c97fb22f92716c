import { Big } from 'big.js'
import { describe, expect, it } from 'vitest'
import { keepSnapshots } from '../../../../src/budgets/snapshots.ts'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { addDays, weekdayOf } from '../../../../src/civil-date.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'

const { db } = await testDatabase()
const NOVEMBER = { start: '2026-11-01', end: '2026-12-01' }
const DECEMBER = { start: '2026-12-01', end: '2027-01-01' }
const forecast = (slots: Partial<Question> = {}) =>
  asked({ intent: 'forecast', measure: 'forecast', period: NOVEMBER, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const json = (outcome: Outcome) => outcomeJson(outcome) as Record<string, never> & { rows: Record<string, string>[] }

const LAST = '2026-11-20'
const series = (count: number, fact: (day: string, i: number) => Fact, last = LAST) =>
  Array.from({ length: count }, (_, i) => fact(addDays(last, i + 1 - count), i))
const office = (day: string) => (weekdayOf(day) > 4 ? '40.000000001' : '100.1')
const company = () => [
  ...series(120, (day) => ({ day, team: 'search', project: 'atlas', effective: office(day) })),
  ...series(120, (day, i) => ({ day, team: 'vision', effective: String(20 + (i % 5)) })),
  ...series(120, (day) => ({ day, team: null, effective: '3' })),
]
const budget = (value: string, amount: string, month = '2026-11-01', currency = 'USD') =>
  db
    .insertInto('ledger.budget' as never)
    .values({
      scope_dimension: value === 'total' ? 'total' : 'team',
      scope_value: value,
      month,
      budget_amount: amount,
      billing_currency: currency,
    } as never)
    .execute()

/** What is on the sheet adds up to the headline, to the last digit. */
function expectAddsUp(outcome: Outcome, column: string): void {
  const { rows, totals } = json(outcome) as never as {
    rows: Record<string, string>[]
    totals: { currency: string; total: string }[]
  }
  for (const { currency, total } of totals) {
    const mine = rows.filter((row) => row.currency === currency)
    const sum = mine.reduce((all, row) => all.plus(row[column] ?? '0'), new Big(0))
    expect(sum.toFixed()).toBe(new Big(total).toFixed())
  }
}

describe('a forecast', () => {
  it('is what complete days cost, exactly, and what the rest is expected to', async () => {
    await loadFacts(db, [...company(), { day: '2026-11-21', team: 'search', effective: '0.5' }], {
      provisional: ['2026-11-21'],
    })
    await budget('search', '2600')
    const outcome = await answering(db, forecast({ filters: { team: ['search'] } }))
    // 15 working days and 5 weekend days in November up to the 20th; 6 and 4 after it.
    const actual = new Big('100.1').times(15).plus(new Big('40.000000001').times(5))
    const text = words(outcome)
    expect(actual.toFixed()).toBe('1701.500000005')
    expect(text).toContain('$1,701.50 recorded through Nov 20, 2026, and $760.60 expected for the 10 days after it')
    expect(text.split('\n')[0]).toMatch(/^\$2,462\.10 by Nov 30, 2026 \(likely \$2,4\d\d\.\d\d – \$2,4\d\d\.\d\d\)$/)
    expect(text).toContain('$137.90 under the budget of $2,600.00: 94.7% of it, if it comes so.')
    expect(text).toContain('Back-test on')
    expect(json(outcome)).toMatchObject({ finding: 'forecast', total: '2462.100000005', currency: 'USD' })
    expect(json(outcome).rows).toHaveLength(30)
    expect(json(outcome).rows[19]).toEqual({ day: LAST, kind: 'recorded', currency: 'USD', amount: '100.1' })
    expect(json(outcome).rows[20]).toEqual({ day: '2026-11-21', kind: 'expected', currency: 'USD', amount: '40.00' })
    expectAddsUp(outcome, 'amount')
  })

  it('by team has parts that add up to it, with and without the largest', async () => {
    await loadFacts(db, company())
    const [whole, byTeam, top] = await Promise.all([
      answering(db, forecast()),
      answering(db, forecast({ groupBy: ['team'] })),
      answering(db, forecast({ groupBy: ['team'], limit: 1 })),
    ])
    expect(json(byTeam).totals).toEqual(json(whole).totals)
    expect(words(byTeam)).toContain('then all are cut alike')
    expect(json(byTeam).rows.map(({ kind, team }) => [kind, team])).toEqual([
      ['group', 'search'],
      ['group', 'vision'],
      ['none', null],
    ])
    expect(json(top).rows.map(({ kind, team }) => [kind, team])).toEqual([
      ['group', 'search'],
      ['none', null],
      ['other', null],
    ])
    for (const outcome of [byTeam, top]) expectAddsUp(outcome, 'expected')
  })

  it('shows only those who pass a bar, the others as one row', async () => {
    const having = { op: '>' as const, value: '1000' }
    const outcome = await answering(db, forecast({ groupBy: ['team'], having }))
    expect(json(outcome).rows.map(({ kind, team }) => [kind, team])).toEqual([
      ['group', 'search'],
      ['none', null],
      ['other', null],
    ])
    expectAddsUp(outcome, 'expected')
  })

  it('of days that are wholly ahead has no known part, and of days that are over is what they came to', async () => {
    const ahead = await answering(db, forecast({ period: DECEMBER, filters: { team: ['search'] } }))
    expect(words(ahead).split('\n')[0]).toMatch(/^\$2,\d\d\d\.\d\d for December 2026 \(likely/)
    expect(json(ahead).rows).toHaveLength(31)
    const over = await answering(db, forecast({ period: { start: '2026-10-01', end: '2026-11-01' } }))
    expect(words(over)).toContain('October 2026 is over: this is what it came to, not a forecast.')
    expectAddsUp(over, 'amount')
  })

  it('says what it is against the month before', async () => {
    const outcome = await answering(
      db,
      forecast({ filters: { team: ['search'] }, compare: { start: '2026-10-01', end: '2026-11-01' } }),
    )
    // 22 working days and 9 weekend days.
    expect(words(outcome)).toContain('Down $100.10 (3.9%) against October 2026 ($2,562.20).')
  })

  it('reaches over a quarter and a year, whose older days are known as well', async () => {
    const quarter = await answering(db, forecast({ period: { start: '2026-10-01', end: '2027-01-01' } }))
    expect(json(quarter).rows).toHaveLength(92)
    expectAddsUp(quarter, 'amount')
    const far = await answering(db, forecast({ period: { start: '2028-01-01', end: '2029-01-01' } }))
    expect(words(far)).toContain('too far ahead')
  })

  it('keeps currencies apart', async () => {
    const euros = series(60, (day) => ({ day, team: 'search', effective: '2', currency: 'EUR' }))
    await loadFacts(db, [...company(), ...euros])
    const outcome = await answering(db, forecast({ groupBy: ['team'] }))
    expect(words(outcome).split('\n')[0]).toMatch(/^\$3,\d+.* and €60\.00 by Nov 30, 2026/)
    expectAddsUp(outcome, 'expected')
    expect(json(outcome).total).toBeNull()
  })

  it('of less than two weeks is a run rate that says so', async () => {
    await loadFacts(
      db,
      series(5, (day) => ({ day, team: 'search', effective: '10' })),
    )
    const outcome = await answering(db, forecast())
    expect(words(outcome)).toContain('Only 5 complete days are recorded, and the pattern of a week takes 14')
    expect(words(outcome).split('\n')[0]).toBe('$150.00 by Nov 30, 2026')
  })

  it('of nothing is no data, never $0', async () => {
    await loadFacts(db, [{ day: '2025-01-01', team: 'search', effective: '5' }])
    expect(words(await answering(db, forecast()))).toMatch(/^No data/)
  })

  it('is about cost', async () => {
    const outcome = await answering(db, forecast({ unit: 'token' }))
    expect(words(outcome)).toContain('I forecast cost, not quantities')
  })

  it('says that nothing tells which days are complete', async () => {
    await loadFacts(db, company())
    await db.deleteFrom('ledger.time_sector').execute()
    expect(words(await answering(db, forecast()))).toContain(
      'Nothing tells which days are complete: Nov 22, 2026 is taken for the last one.',
    )
  })

  it('tells how near kept forecasts came where there are enough of them', async () => {
    await loadFacts(db, company())
    await keepSnapshots(
      db,
      Array.from({ length: 12 }, (_, i) => ({
        madeOn: addDays('2026-10-05', i),
        scopeDimension: 'team',
        scopeValue: 'search',
        periodStart: '2026-10-01',
        periodEnd: '2026-11-01',
        billingCurrency: 'USD',
        method: 'weekday-trend-1',
        completeThrough: '2026-10-04',
        forecast: '2818.42',
        low: null,
        high: null,
      })),
    )
    const outcome = await answering(db, forecast({ filters: { team: ['search'] } }))
    expect(words(outcome)).toContain('The 12 month-end forecasts kept for this lately were off by 10% on average.')
    await db.deleteFrom('tally.forecast_snapshot').execute()
  })
})

it('shows own teams only, and no budget of everybody', async () => {
  await loadFacts(db, company())
  await budget('total', '100000')
  const outcome = await answering(db, forecast({ groupBy: ['team'] }), ana)
  const text = words(outcome)
  expect(json(outcome).rows.map(({ team }) => team)).toEqual(['vision'])
  expect(text).toContain('Your teams only: vision.')
  expect(text).not.toContain('budget of')
  expect(JSON.stringify(outcomeJson(outcome))).not.toMatch(/search|atlas|100000/)
  expect((await answering(db, forecast({ filters: { team: ['search'] } }), ana)).kind).toBe('hidden')
  expect(words(await answering(db, forecast()))).toContain('under the budget of $100,000.00')
})

it.each<[string, Partial<Question>]>([
  ['forecast', { filters: { team: ['search'] } }],
  ['forecast-by-team', { groupBy: ['team'], compare: { start: '2026-10-01', end: '2026-11-01' } }],
  ['forecast-ahead', { period: DECEMBER }],
])('looks like the card %s', async (name, slots) => {
  await loadFacts(db, company())
  expectGolden(`kind-${name}`, outcomeCard(await answering(db, forecast(slots))))
})
