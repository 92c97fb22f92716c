import { Big } from 'big.js'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { findingSheet } from '../../../../src/spend/kinds/kinds.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering, answerOf } from '../answering.ts'

const { db } = await testDatabase()

/** A decimal with up to so many digits behind the point, as text. */
const decimals = (max: number, digits: number, min = 0) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min: 0, max: digits }))
    .map(([value, places]) => new Big(value).div(new Big(10).pow(places)).toFixed())

const day = fc.integer({ min: 1, max: 20 }).map((n) => `2026-10-${String(n).padStart(2, '0')}`)
const fact: fc.Arbitrary<Fact> = fc.record({
  day,
  team: fc.constantFrom('vision', 'vision', 'search', null),
  project: fc.constantFrom('lumen', 'lumen', null),
  workload: fc.constantFrom('inference'),
  model: fc.constantFrom('haiku', 'sonnet', null),
  service: fc.constantFrom('OpenAI'),
  resourceName: fc.constantFrom('a', 'b', null, null, null, null),
  meter: fc.constantFrom('Input', 'Input', 'CacheRead', 'Output'),
  unit: fc.constantFrom('Tokens', 'Tokens', 'Tokens', 'GPU-Hours', null),
  quantity: fc.oneof(
    { weight: 5, arbitrary: decimals(1_000_000, 3) },
    fc.constant(null),
    fc.constant('0'),
    decimals(0, 2, -99),
  ),
  effective: fc.oneof(
    { weight: 5, arbitrary: decimals(1_000_000_000, 14) },
    decimals(0, 9, -1_000_000),
    fc.constant('0'),
  ),
  category: fc.constantFrom('Usage', 'Usage', 'Usage', 'Usage', 'Credit', 'Purchase', 'Tax', 'Adjustment'),
  chargeClass: fc.constantFrom(null, null, null, null, 'Correction'),
  currency: fc.constantFrom('USD', 'USD', 'EUR'),
})

const spans = fc.constantFrom(
  { period: { start: '2026-10-11', end: '2026-10-21' }, compare: { start: '2026-10-01', end: '2026-10-11' } },
  { period: { start: '2026-10-08', end: '2026-10-21' }, compare: { start: '2026-10-01', end: '2026-10-08' } },
  { period: { start: '2026-10-16', end: '2026-10-19' }, compare: { start: '2026-10-02', end: '2026-10-13' } },
)
const question: fc.Arbitrary<Question> = fc
  .record({
    spans,
    filters: fc.constantFrom<Question['filters']>({}, {}, { team: ['vision'] }, { project: ['lumen', '(none)'] }),
    groupBy: fc.constantFrom<Question['groupBy']>([], [], ['model_name'], ['project', 'service'], ['resource']),
  })
  .map(({ spans, ...slots }) => asked({ intent: 'explain', ...spans, ...slots }))

/** The change per currency, by a statement that shares nothing with what is tested. */
async function changes({ period, compare, filters }: Question, own: boolean): Promise<Record<string, string>> {
  const side = (span: { start: string; end: string } | null) =>
    sql`coalesce(sum(effective_cost) filter (where day >= ${span?.start} and day < ${span?.end}), 0)`
  const inScope = [
    ...(filters.team || own ? [sql`team = 'vision'`] : []),
    ...(filters.project ? [sql`(project = 'lumen' or project is null)`] : []),
    sql`(day >= ${period.start} and day < ${period.end} or day >= ${compare?.start} and day < ${compare?.end})`,
  ]
  const { rows } = await sql<{ currency: string; change: string }>`
    select billing_currency as currency, ${side(period)} - ${side(compare)} as change from ledger.charge_day
    where ${sql.join(inScope, sql` and `)} group by 1`.execute(db)
  return Object.fromEntries(rows.map(({ currency, change }) => [currency, new Big(change).toFixed()]))
}

it('adds up to the change to the last digit, whatever the ledger holds and however many are named', async () => {
  let answered = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fact, { minLength: 1, maxLength: 90, size: 'max' }),
      question,
      fc.boolean(),
      async (facts, asks, own) => {
        // The last day says that all days are complete.
        await loadFacts(db, [...facts, { day: '2026-11-22', team: 'vision', effective: '1' }])
        const outcome = await answering(db, asks, own ? ana : undefined)
        const wanted = await changes(asks, own)
        if (outcome.kind === 'hidden') return
        const answer = answerOf(outcome)
        if (answer.finding === null) {
          expect(wanted).toEqual({})
          return
        }
        answered++
        const { columns, rows, totals } = findingSheet(answer, answer.finding)
        const [currency, change] = [columns.indexOf('currency'), columns.indexOf('change')]
        const sums: Record<string, Big> = Object.fromEntries(totals.map((total) => [total.currency, new Big(0)]))
        for (const row of rows)
          sums[row[currency] ?? ''] = sums[row[currency] ?? '']?.plus(row[change] ?? 'none') ?? new Big(NaN)
        expect(Object.fromEntries(totals.map((each) => [each.currency, each.total]))).toEqual(wanted)
        expect(Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.toFixed()]))).toEqual(wanted)
      },
    ),
    { numRuns: 40, seed: 20261123 },
  )
  expect(answered).toBeGreaterThan(25)
})
