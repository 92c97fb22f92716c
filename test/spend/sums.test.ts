import { Big } from 'big.js'
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../src/civil-date.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import type { Answer } from '../../src/spend/answer.ts'
import { answerQuestion } from '../../src/spend/ask.ts'
import { type AskDeps, asking } from '../../src/spend/deps.ts'
import { type Dimension, FOCUSES, INTENTS, NONE, type Question, type Scope, UNITS } from '../../src/spend/question.ts'
import { sheetOf } from '../../src/spend/sheet.ts'
import { DEMO_DAY, DEMO_NOON, demoDatabase } from '../database.ts'
import { asked } from './facts.ts'

// A thousand questions that nobody wrote, about the demo company: whatever is asked, the parts add up to the whole.

const { db } = await demoDatabase()
const QUESTIONS = 1_000

let deps: AskDeps
let values: Readonly<Partial<Record<Dimension, readonly string[]>>>

const COLUMNS: Readonly<Partial<Record<Dimension, string>>> = {
  team: 'team',
  project: 'project',
  environment: 'environment',
  model_name: 'model_name',
  workload_type: 'workload_type',
  cost_center: 'cost_center',
  service: 'service_name',
  cost_area: 'cost_area',
  provider: 'service_provider_name',
}
const NAMED = Object.keys(COLUMNS) as Dimension[]

beforeAll(async () => {
  deps = asking({
    own: db,
    spend: db,
    visibility: 'everyone',
    now: () => DEMO_NOON,
    onError: (error) => {
      throw error
    },
  })
  const found = await Promise.all(
    NAMED.map(async (dimension) => {
      const column = sql.ref(COLUMNS[dimension] ?? '')
      const { rows } = await sql<{ value: string }>`
        select distinct ${column} as value from spend.daily where ${column} is not null order by 1`.execute(db)
      return [dimension, rows.map(({ value }) => value)] as const
    }),
  )
  values = Object.fromEntries(found)
}, 120_000)

const scope = (most: number): fc.Arbitrary<Scope> =>
  fc
    .uniqueArray(fc.constantFrom(...NAMED), { maxLength: most })
    .chain((dimensions) =>
      fc.record(
        Object.fromEntries(
          dimensions.map((dimension) => [
            dimension,
            fc.uniqueArray(fc.constantFrom(NONE, ...(values[dimension] ?? [])), { minLength: 1, maxLength: 3 }),
          ]),
        ),
      ),
    )

const period = fc
  .tuple(fc.integer({ min: -50, max: 0 }), fc.integer({ min: 1, max: 30 }))
  .map(([from, days]) => ({ start: addDays(DEMO_DAY, from), end: addDays(DEMO_DAY, Math.min(from + days, 1)) }))

const anyAsked = (): fc.Arbitrary<Question> =>
  fc
    .record({
      // Sums are what most people ask for.
      intent: fc.constantFrom(...INTENTS, 'spend' as const, 'top' as const, 'trend' as const, 'compare' as const),
      focus: fc.option(fc.constantFrom(...FOCUSES), { freq: 1 }),
      measure: fc.constantFrom('effective_cost' as const, 'billed_cost' as const, 'list_cost' as const),
      filters: scope(2),
      exclude: scope(1),
      groupBy: fc.uniqueArray(fc.constantFrom(...NAMED, 'resource' as const), { maxLength: 2 }),
      period,
      compared: fc.boolean(),
      limit: fc.option(fc.integer({ min: 1, max: 12 })),
      grain: fc.option(fc.constantFrom('day' as const, 'week' as const)),
      sort: fc.constantFrom('desc' as const, 'asc' as const),
      unit: fc.constantFrom(...UNITS),
    })
    .map(({ intent, focus, compared, ...slots }) => {
      const length = 7
      const before = { start: addDays(slots.period.start, -length), end: addDays(slots.period.end, -length) }
      const compares = intent === 'compare' || intent === 'explain' || focus === 'new_names'
      const counts = intent === 'unit_cost'
      const sums = intent === 'spend' || intent === 'top' || intent === 'trend' || intent === 'compare'
      return asked({
        ...slots,
        intent,
        exclude: Object.fromEntries(Object.entries(slots.exclude).filter(([name]) => !(name in slots.filters))),
        measure: counts
          ? 'cost_per_unit'
          : intent === 'coverage'
            ? 'coverage'
            : sums
              ? slots.measure
              : 'effective_cost',
        unit: counts ? slots.unit : null,
        grain: intent === 'trend' ? (slots.grain ?? 'day') : null,
        compare: compares || (compared && intent === 'spend') ? before : null,
        ...(focus === null ? {} : { focus: { on: focus, ...(focus === 'cache_what_if' ? { percent: '50' } : {}) } }),
      })
    })

async function answering(question: Question, most?: number): Promise<Answer | undefined> {
  const request = { text: 'q', requestId: JSON.stringify([question, most]), asker: { key: 'all' }, timezone: 'UTC' }
  const outcome = await answerQuestion(deps, { ...request, ...(most === undefined ? {} : { most }) }, question)
  if (outcome.kind !== 'answer' && outcome.kind !== 'cannot')
    throw new Error(`${outcome.kind}: ${JSON.stringify(question)}`)
  return outcome.kind === 'answer' ? outcome.answer : undefined
}

/** Sums by currency of the column that is said to add up. */
function added({ columns, rows, adds }: ReturnType<typeof sheetOf>): Map<string | null, Big> {
  const [at, by] = [columns.indexOf(adds ?? ''), columns.indexOf('currency')]
  const sums = new Map<string | null, Big>()
  for (const row of rows) {
    const currency = by === -1 ? null : (row[by] ?? null)
    sums.set(currency, (sums.get(currency) ?? new Big(0)).plus(row[at] ?? 0))
  }
  return sums
}

/** The total by SQL that shares nothing with what is tested, from the facts alone. */
async function totals({ filters, exclude, period }: Question, cost: string): Promise<Map<string, Big>> {
  const is = (dimension: string, wanted: readonly string[]): RawBuilder<boolean> => {
    const column = sql.ref(COLUMNS[dimension as Dimension] ?? '')
    return sql`coalesce(${column}, ${NONE}) = any (${wanted}::text[])`
  }
  const conditions = [
    sql`day >= ${period.start} and day < ${period.end}`,
    ...Object.entries(filters).map(([dimension, wanted]) => is(dimension, wanted)),
    ...Object.entries(exclude).map(([dimension, wanted]) => sql`not (${is(dimension, wanted)})`),
  ]
  const { rows } = await sql<{ currency: string; sum: string | null }>`
    select billing_currency as currency, sum(${sql.ref(cost)}) as sum from spend.daily
    where ${sql.join(conditions, sql` and `)} group by 1`.execute(db)
  return new Map(rows.flatMap(({ currency, sum }) => (sum === null ? [] : [[currency, new Big(sum)]])))
}

describe('whatever is asked', () => {
  it('the sheet adds up to the headline, on the card and in the file, and sums are those of the facts', async () => {
    const questions = fc.sample(anyAsked(), { numRuns: QUESTIONS, seed: 20261123 })
    const seen = { answered: 0, added: 0, summed: 0, files: 0 }
    for (const [i, question] of questions.entries()) {
      // A file names all groups; every tenth question is asked both ways.
      for (const most of i % 10 === 0 ? [undefined, 100_000] : [undefined]) {
        const answer = await answering(question, most)
        if (answer === undefined) continue
        seen.answered += 1
        if (most !== undefined) seen.files += 1
        const sheet = sheetOf(answer)
        for (const row of sheet.rows) expect(row.length, JSON.stringify(question)).toBe(sheet.columns.length)
        if (sheet.adds !== null && sheet.totals.length > 0) {
          seen.added += 1
          const sums = added(sheet)
          for (const { currency, total } of sheet.totals)
            expect((sums.get(currency) ?? new Big(0)).toFixed(), JSON.stringify({ question, most, currency })).toBe(
              new Big(total ?? 0).toFixed(),
            )
        }
        if (answer.totals.length > 0 && answer.cost !== null) {
          seen.summed += 1
          const facts = await totals(question, answer.cost)
          for (const { currency, amount } of answer.totals)
            if (amount !== null)
              expect(new Big(amount).toFixed(), JSON.stringify({ question, currency })).toBe(
                (facts.get(currency ?? '') ?? new Big(0)).toFixed(),
              )
        }
      }
    }
    expect(seen.answered).toBeGreaterThan(QUESTIONS / 2)
    expect(seen.added).toBeGreaterThan(QUESTIONS / 3)
    expect(seen.summed).toBeGreaterThan(QUESTIONS / 5)
    expect(seen.files).toBeGreaterThan(QUESTIONS / 50)
  }, 120_000)

  it('the three sizes of the ledger agree', async () => {
    expect(await rollupDifferences(db)).toEqual([])
  })
})
