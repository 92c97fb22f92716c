import { expect, it } from 'vitest'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { said, setting } from './said.ts'

// What a question after another takes away, widens or corrects; and what changes nothing, so that nothing is answered twice.
const TURNS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'fraud cost last month': [
    ['remove fraud', 'spend | -team=fraud | 2026-10-01..2026-10-31'],
    ['for all teams', 'spend | by team | 2026-10-01..2026-10-31'],
    ['for every team', 'spend | by team | 2026-10-01..2026-10-31'],
    ['no, vision', 'spend | team=vision | 2026-10-01..2026-10-31'],
    ['no I meant vision', 'spend | team=vision | 2026-10-01..2026-10-31'],
    ['sorry, last week', 'spend | team=fraud | 2026-11-16..2026-11-22'],
    ['I meant this month', 'spend | team=fraud | 2026-11-01..2026-11-23'],
    ['hm and in Q2?', 'spend | team=fraud | 2026-04-01..2026-06-30'],
    ['same again', 'spend | team=fraud | 2026-10-01..2026-10-31'],
    ['and last month?', 'spend | team=fraud | 2026-10-01..2026-10-31'],
    ['really?', 'clarify word'],
    ['is that a lot?', 'clarify word'],
    ['more', 'clarify context'],
    ['show me more details', 'clarify context'],
  ],
  'top 5 teams last month': [
    ['why did the first one go up?', 'clarify context'],
    ['and the other 3?', 'clarify context'],
    ['all of them', 'clarify word'],
    ['top 3', 'top | by team | top 3 | 2026-10-01..2026-10-31'],
  ],
  'daily spend last week': [['total', 'clarify word']],
  'cost per request by model last month': [['total cost', 'clarify word']],
  'is atlas worth it': [['all projects', 'value | by project']],
}

for (const [before, turns] of Object.entries(TURNS)) {
  const first = understand(before, setting())
  if (first.kind !== 'question') throw new Error(`"${before}" is no question`)
  it.each(turns)(`goes on from "${before}": %s`, (text, expected) => {
    expect(said(text, { previous: first.question })).toBe(expected)
  })
}
