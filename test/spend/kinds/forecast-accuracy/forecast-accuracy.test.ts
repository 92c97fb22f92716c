import { expect, it } from 'vitest'
import { keepSnapshots, type Snapshot } from '../../../../src/budgets/snapshots.ts'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { addDays } from '../../../../src/civil-date.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const accuracy = (slots: Partial<Question> = {}) =>
  asked({ intent: 'forecast', measure: 'forecast', period: OCTOBER, focus: { on: 'forecast_accuracy' }, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const rows = (outcome: Outcome) => (outcomeJson(outcome) as { rows: Record<string, string | null>[] }).rows

const series = (count: number, fact: (day: string) => Fact) =>
  Array.from({ length: count }, (_, i) => fact(addDays('2026-11-20', i + 1 - count)))
const company = () => [
  ...series(120, (day) => ({ day, team: 'search', effective: '80' })),
  // Twice as dear from the twelfth of October on, which nobody could know before.
  ...series(120, (day) => ({ day, team: 'vision', effective: day < '2026-10-12' ? '10' : '20' })),
]
const snapshot = (madeOn: string, forecast: string, slots: Partial<Snapshot> = {}): Snapshot => ({
  madeOn,
  scopeDimension: 'total',
  scopeValue: 'total',
  periodStart: OCTOBER.start,
  periodEnd: OCTOBER.end,
  billingCurrency: 'USD',
  method: 'weekday-trend-1',
  completeThrough: addDays(madeOn, -2),
  forecast,
  low: null,
  high: null,
  ...slots,
})

it('without kept forecasts is a back-test that says so, and knows only what was known then', async () => {
  await loadFacts(db, company())
  const outcome = await answering(db, accuracy())
  const text = words(outcome)
  // 31 × 80, 11 × 10 and 20 × 20.
  expect(text).toContain('October 2026 came to $2,990.00. Back-test: no forecast was kept then.')
  expect(rows(outcome).map(({ made_on, source, forecast }) => [made_on, source, Number(forecast)])).toMatchObject([
    ['2026-10-05', 'back_test', 2790],
    ['2026-10-10', 'back_test', 2790],
    ['2026-10-15', 'back_test', expect.any(Number)],
    ['2026-10-20', 'back_test', expect.any(Number)],
    ['2026-10-25', 'back_test', expect.any(Number)],
  ])
  expect(rows(outcome)[0]).toMatchObject({ actual: '2990', off_percent: '6.69', run_rate_off_percent: '6.69' })
  expectGolden('kind-forecast-accuracy-back-test', outcomeCard(outcome))
})

it('holds what was kept to what came: of each fifth of the month, the last', async () => {
  await keepSnapshots(db, [
    snapshot('2026-10-03', '1000'),
    snapshot('2026-10-05', '2691'),
    snapshot('2026-10-05', '3588', { method: 'run-rate' }),
    snapshot('2026-10-19', '3019.9'),
    snapshot('2026-10-19', '9', { scopeDimension: 'team', scopeValue: 'search' }),
    snapshot('2026-10-19', '9', { billingCurrency: 'EUR' }),
    snapshot('2026-10-31', '2990'),
  ])
  const outcome = await answering(db, accuracy())
  expect(rows(outcome)).toMatchObject([
    { made_on: '2026-10-05', source: 'kept', forecast: '2691', off_percent: '10.00', run_rate_off_percent: '20.00' },
    { made_on: '2026-10-19', source: 'kept', forecast: '3019.9', off_percent: '1.00', run_rate: null },
  ])
  expect(words(outcome).split('\n')[0]).toBe('5.5% off on average')
  expect(words(outcome)).not.toContain('Back-test')
  expectGolden('kind-forecast-accuracy', outcomeCard(outcome))
})

it('never holds what everybody spends against what somebody sees', async () => {
  const outcome = await answering(db, accuracy(), ana)
  expect(rows(outcome).map(({ source }) => source)).toEqual(Array(5).fill('back_test'))
  expect(words(outcome)).toContain('October 2026 came to $510.00.')
  expect(JSON.stringify(outcomeJson(outcome))).not.toMatch(/2691|2990/)
})

it('keeps currencies and months apart', async () => {
  const euros = series(120, (day) => ({ day, team: 'search', effective: '1', currency: 'EUR' }))
  await loadFacts(db, [...company(), ...euros])
  const outcome = await answering(db, accuracy({ period: { start: '2026-09-01', end: '2026-12-01' } }))
  expect(new Set(rows(outcome).map(({ month, currency }) => `${month} ${currency}`))).toEqual(
    new Set(['2026-09-01 EUR', '2026-09-01 USD', '2026-10-01 EUR', '2026-10-01 USD']),
  )
  expect(words(outcome)).toContain('November 2026 is not complete yet.')
  expect(words(outcome).split('\n')[0]).toMatch(
    /^[\d.]+% off in EUR, [\d.]+% off in USD on average$|^[\d.]+% off in USD/,
  )
})

it.each<[string, Partial<Question>, string]>([
  ['a month that runs', { period: { start: '2026-11-01', end: '2026-12-01' } }, 'No month of this period is over'],
  ['several scopes', { groupBy: ['team'] }, 'one scope at a time'],
])('cannot tell of %s', async (_, slots, why) => {
  expect(words(await answering(db, accuracy(slots)))).toContain(why)
})

it('of a month without spend is no data', async () => {
  await loadFacts(db, [{ day: '2026-11-20', team: 'search', effective: '5' }])
  expect(words(await answering(db, accuracy()))).toMatch(/^No data/)
})
