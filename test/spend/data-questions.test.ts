import { Big } from 'big.js'
import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../../src/spend/ask.ts'
import { type AskDeps, asking } from '../../src/spend/deps.ts'
import type { Sheet } from '../../src/spend/kinds/kind.ts'
import { sheetOf } from '../../src/spend/sheet.ts'
import { DEMO_NOON, demoDatabase } from '../database.ts'
import { DATA_QUESTIONS, type DataQuestion, NOT_ANSWERED } from './data-questions.ts'

// What people ask of cost data, as they say it, each beside SQL by hand on the demo company: the figures are the same.
// `npx vitest run test/spend/data-questions.test.ts --reporter=verbose` with TALLY_SHOW=1 prints question, ours and SQL.

const { db } = await demoDatabase()
let deps: AskDeps

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
}, 180_000)
afterAll(() => deps.later.drained())

type Row = Readonly<Record<string, string | null>>

async function ours(text: string): Promise<Sheet> {
  const request = { text, requestId: text, asker: { key: 'all' }, timezone: 'UTC', most: 100_000 }
  const outcome = await ask(deps, request)
  if (outcome.kind !== 'answer') throw new Error(`${text}: ${JSON.stringify(outcome)}`)
  return sheetOf(outcome.answer)
}

const named = (value: unknown) =>
  value === null || value === undefined ? '(none)' : value instanceof Date ? value.toISOString() : String(value)

/** The same number, to as many digits as a ratio is kept with. */
const alike = (a: string | null | undefined, b: string | null | undefined): boolean => {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null)
  const [left, right] = [new Big(a), new Big(b)]
  return left.eq(right) || left.minus(right).abs().lte(right.abs().times('1e-12'))
}

async function check({ text, reference, keys, figures, rows: which }: DataQuestion): Promise<readonly string[]> {
  const [{ columns, rows, totals }, { rows: expected }] = await Promise.all([
    ours(text),
    (reference as RawBuilder<Row>).execute(db),
  ])
  const mine: readonly Row[] =
    which === 'totals'
      ? totals
      : rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])))
  expect(expected.length, 'the SQL by hand finds something').toBeGreaterThan(0)
  const shown: string[] = []
  for (const wanted of expected) {
    const found = mine.filter((row) =>
      Object.entries(keys).every(([theirs, our]) => named(row[our]) === named(wanted[theirs])),
    )
    const key = Object.keys(keys).map((name) => named(wanted[name]))
    expect(found.length, `${key.join(', ')} in ${JSON.stringify(mine.slice(0, 3))}`).toBe(1)
    for (const [theirs, our] of Object.entries(figures)) {
      const [got, want] = [found[0]?.[our], wanted[theirs]]
      shown.push(`${[...key, our].join(' ')}: ours ${got}, SQL ${want}`)
      expect(alike(got, want), shown.at(-1)).toBe(true)
    }
  }
  // Nobody is added and nobody left out.
  if (which === undefined) expect(mine.length).toBe(expected.length)
  return shown
}

describe('asked as people ask, answered as the SQL by hand', () => {
  it.each(DATA_QUESTIONS.map((question) => [question.number, question.text, question] as const))(
    '%i. %s',
    async (_, text, question) => {
      const shown = await check(question)
      if (process.env.TALLY_SHOW) console.log(`${question.number}. ${text}\n  ${shown.slice(0, 4).join('\n  ')}`)
    },
  )

  it('66 in all, and of each that is not answered the reason', () => {
    const numbers = [...DATA_QUESTIONS.map(({ number }) => number), ...NOT_ANSWERED.map(({ number }) => number)]
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 66 }, (_, i) => i + 1))
    expect(DATA_QUESTIONS.length).toBeGreaterThanOrEqual(58)
    for (const { reason } of NOT_ANSWERED) expect(reason).not.toBe('')
  })
})
