import { expect, it } from 'vitest'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { holds, setting } from './said.ts'

holds('reads what nudges saved', [
  ['what did nudges save this quarter', 'idle | 2026-10-01..2026-11-23 | #nudge_savings'],
  ['What did the nudges save us last quarter?', 'idle | 2026-07-01..2026-09-30 | #nudge_savings'],
  ['savings from nudges last month by team', 'idle | by team | 2026-10-01..2026-10-31 | #nudge_savings'],
  ['how much have nudges saved', 'idle | #nudge_savings'],
  ['how much did we save through nudges in october', 'idle | 2026-10-01..2026-10-31 | #nudge_savings'],
  ['how much was saved by nudges this year', 'idle | 2026-01-01..2026-11-23 | #nudge_savings'],
  ['verified nudge savings by owner this quarter', 'idle | by owner | 2026-10-01..2026-11-23 | #nudge_savings'],
  ['savings from nudges for team vision last month', 'idle | team=vision | 2026-10-01..2026-10-31 | #nudge_savings'],
  ['what have nudges saved team search this quarter', 'idle | team=search | 2026-10-01..2026-11-23 | #nudge_savings'],
  ['show nudge savings by project last quarter', 'idle | by project | 2026-07-01..2026-09-30 | #nudge_savings'],
  ['savings thanks to nudging since september', 'idle | 2026-09-01..2026-11-23 | #nudge_savings'],
  [
    'which team saved most through nudges last month',
    'idle | by team | top 1 | 2026-10-01..2026-10-31 | #nudge_savings',
  ],
])

it('asks of this quarter where no days are named', () => {
  const reading = understand('what have nudges saved us so far', setting())
  expect(reading).toMatchObject({
    kind: 'question',
    question: {
      focus: { on: 'nudge_savings' },
      period: { start: '2026-10-01', end: '2026-11-24' },
      periodDefaulted: true,
    },
  })
})

holds('leaves other savings alone', [
  ['what would a 80% cache hit rate save', 'model_fit | by model_name | #cache_what_if 80 %'],
  ['how much did commitments save us last month', 'spend | 2026-10-01..2026-10-31 | #savings_rate'],
])
