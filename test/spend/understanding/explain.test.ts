import { expect, it } from 'vitest'
import { chips, explain } from '../../../src/spend/understanding/explain.ts'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { setting } from './said.ts'

const read = (text: string) => {
  const reading = understand(text, setting())
  if (reading.kind !== 'question') throw new Error(`${text} was not read`)
  return reading.question
}

it.each([
  ['team search gpu cost this week', 'Effective cost for team search for resource gpu, on 2026-11-23.'],
  [
    'top 5 services last month excluding snowflake',
    'Effective cost, excluding service Snowflake, by service, top 5, from 2026-10-01 to 2026-10-31.',
  ],
  [
    'vision vs fraud in october',
    'Effective cost for team vision versus team fraud, by team, from 2026-10-01 to 2026-10-31.',
  ],
  [
    'this month vs last month',
    'Effective cost, from 2026-11-01 to 2026-11-23, set beside from 2026-10-01 to 2026-10-23.',
  ],
  ['cost', 'Effective cost, by default, from 2026-11-01 to 2026-11-23.'],
])('explains "%s"', (text, sentence) => {
  expect(explain(read(text))).toBe(sentence)
})

it.each([
  ['team search gpu cost this week', ['effective cost', 'resource: gpu', 'team: search', 'Nov 23, 2026']],
  [
    'top 5 services last month excluding snowflake',
    ['effective cost', 'not service: Snowflake', 'by service', 'top 5', 'October 2026'],
  ],
  ['this month vs last month', ['effective cost', 'Nov 1 – Nov 23, 2026', 'vs Oct 1 – Oct 23, 2026']],
  ['untagged spend by service', ['tag coverage', 'by service', 'Nov 1 – Nov 23, 2026 (no period named)']],
  ['how much spend had no owner last week', ['tag coverage', 'owner: none', 'Nov 16 – Nov 22, 2026']],
  ['daily tokens last 7 days as a chart', ['number of tokens', 'per day', 'Nov 16 – Nov 22, 2026', 'chart']],
  ['projects over 2k in october', ['effective cost', 'by project', 'over 2000', 'October 2026']],
])('shows the reading of "%s" as chips', (text, expected) => {
  expect(chips(read(text)).toSorted()).toEqual(expected.toSorted())
})
