import fc from 'fast-check'
import { expect, it } from 'vitest'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { line, said, setting } from './said.ts'

const WORDS =
  'team search cost of last month vs by per top 5 excluding not without why did go up gpu-hour per token 2026-11-01 to .. from since 05/06/2026 q3 w46 <@U1> &amp; (none) over 2k in november claude gpt-4.1 growth today growth may sun 1/2 $ % half budget forecast idle untagged right model roi same it and what about'.split(
    ' ',
  )

it('reads any text without throwing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join(' ')),
      ),
      (text) => {
        expect(line(understand(text, setting()))).not.toBe('')
      },
    ),
    { numRuns: 3000 },
  )
}, 60_000)

it('reads any follow-up without throwing', () => {
  const first = understand('gpu cost by team last month vs september', setting())
  if (first.kind !== 'question') throw new Error('the first turn was not read')
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' ')),
      (text) => {
        expect(line(understand(text, setting({ previous: first.question })))).not.toBe('')
      },
    ),
    { numRuns: 2000 },
  )
}, 60_000)

it.each([
  ['letters', 'a'.repeat(3000)],
  ['words', 'team search cost '.repeat(200)],
  ['stars', '*'.repeat(3000)],
  ['open tags', '<a '.repeat(1000)],
  ['colons', ':a'.repeat(1500)],
  ['digits', '1'.repeat(3000)],
  ['slashes', '1/'.repeat(1500)],
  ['quotes', "'".repeat(3000)],
  ['emoji', '🔥'.repeat(3000)],
  ['invisible', '\u200b'.repeat(3000)],
  ['entities', '&amp;'.repeat(600)],
  ['ands', 'and '.repeat(240)],
  ['names', 'search, '.repeat(120)],
  ['dates', 'nov 1 to '.repeat(100)],
  ['please', 'please '.repeat(140)],
  ['dimensions', 'by team and '.repeat(80)],
])('is quick with 3,000 characters of %s', (_, text) => {
  understand(text, setting())
  const start = performance.now()
  expect(['clarify', 'refuse', 'help', 'question']).toContain(understand(text, setting()).kind)
  expect(performance.now() - start).toBeLessThan(250)
})

it('refuses what is too long to be a question', () => {
  expect(understand('spend of team search '.repeat(100), setting())).toEqual({ kind: 'refuse', reason: 'too_long' })
})

it('knows no names that are not in the index', () => {
  expect(said('cost of constructor last month')).toBe('clarify word')
  expect(said('cost by __proto__')).toBe('clarify word')
  expect(said('cost of toString last month')).toBe('clarify word')
})
