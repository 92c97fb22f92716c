import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { addDays } from '../../../../src/civil-date.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import { NONE, type Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'

const { db } = await testDatabase()
const NOVEMBER = { start: '2026-11-01', end: '2026-12-01' }
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const budgets = (slots: Partial<Question> = {}) =>
  asked({ intent: 'budget', measure: 'budget', period: NOVEMBER, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const rows = (outcome: Outcome) => (outcomeJson(outcome) as { rows: Record<string, string | null>[] }).rows

const series = (count: number, fact: (day: string) => Fact) =>
  Array.from({ length: count }, (_, i) => fact(addDays('2026-11-20', i + 1 - count)))
const company = () => [
  ...series(90, (day) => ({ day, team: 'search', project: 'atlas', product: 'Store', effective: '10.01' })),
  ...series(90, (day) => ({ day, team: 'vision', project: 'lumen', product: 'Store', effective: '5' })),
  ...series(90, (day) => ({ day, team: 'vision', project: 'shared', effective: '1' })),
  ...series(90, (day) => ({ day, team: 'fraud', project: 'shared', effective: '1' })),
  { day: '2026-11-10', team: 'vision', effective: '7.25', currency: 'EUR' },
  { day: '2026-11-21', team: 'search', effective: '3' },
]

async function load(
  facts: readonly Fact[],
  lines: readonly (readonly [string, string, string, string?, string?, string?])[],
): Promise<void> {
  await loadFacts(db, facts, { provisional: ['2026-11-21'] })
  await db.deleteFrom('ledger.budget' as never).execute()
  if (lines.length === 0) return
  await db
    .insertInto('ledger.budget' as never)
    .values(
      lines.map(([scope_dimension, scope_value, budget_amount, month, billing_currency, thresholds]) => ({
        scope_dimension,
        scope_value,
        budget_amount,
        month: month ?? '2026-11-01',
        billing_currency: billing_currency ?? 'USD',
        thresholds: thresholds ?? '{50,80,100,120}',
      })) as never,
    )
    .execute()
}
const TEAMS = [
  ['team', 'search', '250'],
  ['team', 'vision', '400'],
  ['team', 'fraud', '15'],
] as const

describe('a budget', () => {
  it('says what is used, left and to come, and when it will be spent', async () => {
    await load(company(), TEAMS)
    const text = words(await answering(db, budgets({ filters: { team: ['search'] } })))
    // 20 complete days and a part of the next; ten more days are expected to be like them.
    expect(text.split('\n')[0]).toBe('$203.20 of $250.00 (81.3%), heading over')
    expect(text).toContain(
      'Team search, November 2026: heading for $300.30, $50.30 over the budget, which is spent on Nov 25, 2026.',
    )
    expect(text).toContain('Left: $46.80')
    expect(text).toContain('Days left: 7 after today')
    expect(text).toContain('Time gone: 73.3%, today not counted')
    expect(text).toContain('Thresholds crossed: 50%, 80%')
    expect(text).toContain('Next threshold: 100% on Nov 25, 2026 at this pace')
  })

  it('of each team stands in one table, those used most first, and adds up', async () => {
    const outcome = await answering(db, budgets({ groupBy: ['team'] }))
    expect(words(outcome).split('\n')[0]).toBe('1 of 3 teams over budget: fraud; 1 more heading over')
    expect(
      rows(outcome).map((row) => [row.scope_value, row.used, row.left, row.used_percent, row.expected, row.pace]),
    ).toEqual([
      ['fraud', '20', '-5', '133.33', '30', 'over'],
      ['search', '203.2', '46.8', '81.28', '300.3', 'ahead'],
      ['vision', '120', '280', '30', '180', 'on_track'],
    ])
    expect(outcomeJson(outcome)).toMatchObject({ totals: [{ currency: 'USD', total: '343.2' }] })
    const two = words(await answering(db, budgets({ groupBy: ['team'], sort: 'asc' })))
    expect(two.indexOf('vision:')).toBeLessThan(two.indexOf('fraud:'))
  })

  it('tells spend in currencies without a budget and adds none of it', async () => {
    const outcome = await answering(db, budgets({ filters: { team: ['vision'] } }))
    expect(words(outcome)).toContain('Not counted above, for there is no budget in its currency: vision €7.25.')
    expect(rows(outcome)).toMatchObject([{ used: '120', used_in_other_currencies: '7.25 EUR' }])
    await load(company(), [...TEAMS, ['team', 'vision', '10', '2026-11-01', 'EUR']])
    const both = await answering(db, budgets({ filters: { team: ['vision'] } }))
    expect(words(both)).not.toContain('Not counted above')
    expect(rows(both).map(({ currency, used }) => [currency, used])).toEqual([
      ['EUR', '7.25'],
      ['USD', '120'],
    ])
  })

  it('in all is the total, and where there is none, all there are, which are not added', async () => {
    await load(company(), [...TEAMS, ['total', 'total', '1000']])
    expect(words(await answering(db, budgets())).split('\n')[0]).toBe('$343.20 of $1,000.00 (34.3%), on track')
    await load(company(), [...TEAMS, ['project', 'atlas', '500']])
    const all = await answering(db, budgets())
    expect(words(all).split('\n')[0]).toBe('1 of 4 budgets overspent: fraud; 1 more heading over')
    expect(words(all)).toContain('they do not add up')
    expect(outcomeJson(all)).toMatchObject({ totals: [], total: null })
  })

  it.each([
    ['project', 'atlas', '200.2'],
    ['product', 'Store', '300.2'],
  ] as const)('of a %s counts what falls under it', async (dimension, value, used) => {
    await load(company(), [[dimension, value, '500']])
    const [row] = rows(await answering(db, budgets({ groupBy: [dimension] })))
    expect(row).toMatchObject({ scope_dimension: dimension, scope_value: value, used })
  })

  it('of a month that is over is final', async () => {
    await load(company(), [['team', 'search', '300', '2026-10-01']])
    const text = words(await answering(db, budgets({ filters: { team: ['search'] }, period: OCTOBER })))
    expect(text).toContain('ended $10.31 over budget.')
    expect(text).toContain('this is final unless a bill is restated')
    expect(text).not.toContain('Days left')
  })

  it('of several months adds them, and says which have none', async () => {
    await load(company(), [
      ['team', 'search', '300', '2026-10-01'],
      ['team', 'search', '250'],
    ])
    const quarter = { start: '2026-10-01', end: '2027-01-01' }
    const outcome = await answering(db, budgets({ filters: { team: ['search'] }, period: quarter }))
    expect(rows(outcome)).toMatchObject([{ budget: '550', used: '513.51' }])
    expect(words(outcome)).toContain('Not every month has a budget: search has 2 of 3')
  })

  it('is monthly whatever part of a month is named', async () => {
    await load(company(), TEAMS)
    const outcome = await answering(
      db,
      budgets({ filters: { team: ['search'] }, period: { start: '2026-11-16', end: '2026-11-24' } }),
    )
    expect(rows(outcome)).toMatchObject([{ used: '203.2' }])
    expect(words(outcome)).toContain('Budgets are monthly: this is November 2026.')
  })

  it('of nothing spent is not used, and unknown', async () => {
    await load(company(), [['team', 'infra', '100']])
    const outcome = await answering(db, budgets({ groupBy: ['team'] }))
    expect(rows(outcome)).toMatchObject([{ used: null, left: null, used_percent: null, pace: 'unknown' }])
    expect(outcomeJson(outcome)).toMatchObject({ total: null })
    expect(words(outcome).split('\n')[0]).toBe('Nothing recorded against $100.00')
    expect(words(outcome)).not.toContain('$0.00')
    await load(company(), [
      ['team', 'infra', '100', '2026-10-01'],
      ['team', 'search', '300', '2026-10-01'],
    ])
    const both = words(await answering(db, budgets({ groupBy: ['team'], period: OCTOBER })))
    expect(both).toContain('infra: Used no data, Budget $100.00, Share –, Left –, Pace unknown')
  })

  it('has thresholds of its own', async () => {
    await load(company(), [['team', 'search', '250', '2026-11-01', 'USD', '{75,95}']])
    expect(rows(await answering(db, budgets({ groupBy: ['team'] })))).toMatchObject([{ thresholds_crossed: '75' }])
  })
})

describe('no budget', () => {
  it.each<[string, Partial<Question>, string]>([
    ['at all', {}, 'I see no budget in November 2026. An administrator loads budgets'],
    ['for a team', { filters: { team: ['search'] } }, 'I see no budget for search in November 2026.'],
    ['for a model', { groupBy: ['model_name'] }, 'not for a model'],
    ['for what nobody owns', { filters: { team: [NONE] } }, 'what nobody owns has none'],
    ['of tokens', { unit: 'token' }, 'in money, not in quantities'],
    ['split further', { filters: { team: ['search'] }, groupBy: ['project'] }, 'not split further'],
  ])('%s', async (_, slots, why) => {
    await load(company(), [])
    const outcome = await answering(db, budgets(slots))
    expect(outcome.kind).toBe('cannot')
    expect(words(outcome)).toContain(why)
  })
})

describe('who sees own teams only', () => {
  const ALL = [
    ...TEAMS,
    ['total', 'total', '1000'],
    ['project', 'lumen', '300'],
    ['project', 'shared', '300'],
    ['project', 'atlas', '300'],
    ['product', 'Store', '900'],
  ] as const
  it.each<[string, Partial<Question>, readonly string[]]>([
    ['gets the budgets of these', {}, ['vision']],
    ['by team', { groupBy: ['team'] }, ['vision']],
    ['gets projects that only they spend on', { groupBy: ['project'] }, ['lumen']],
    ['gets projects of theirs beside teams', { groupBy: ['project', 'team'] }, ['vision', 'lumen']],
  ])('%s', async (_, slots, names) => {
    await load(company(), ALL)
    const outcome = await answering(db, budgets(slots), ana)
    expect(
      rows(outcome)
        .map((row) => row.scope_value)
        .toSorted(),
    ).toEqual([...names].toSorted())
    expect(JSON.stringify(outcomeJson(outcome))).not.toMatch(/search|atlas|fraud|"total":"1000/)
  })

  it('gets nothing of what others spend on as well', async () => {
    for (const filters of [{ project: ['shared'] }, { product: ['Store'] }]) {
      const outcome = await answering(db, budgets({ filters }), ana)
      expect(outcome.kind).not.toBe('answer')
      expect(words(outcome)).not.toMatch(/\$\d/)
    }
    expect((await answering(db, budgets({ filters: { team: ['search'] } }), ana)).kind).toBe('hidden')
  })
})

it.each<[string, Partial<Question>]>([
  ['budget', { filters: { team: ['search'] } }],
  ['budget-by-team', { groupBy: ['team'] }],
  ['budget-final', { groupBy: ['team'], period: OCTOBER }],
])('looks like the card %s', async (name, slots) => {
  await load(company(), [
    ...TEAMS,
    ...TEAMS.map(([dimension, value, amount]) => [dimension, value, amount, '2026-10-01'] as const),
  ])
  expectGolden(`kind-${name}`, outcomeCard(await answering(db, budgets(slots))))
})
