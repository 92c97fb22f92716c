import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { ask } from '../src/spend/ask.ts'
import { outcomeCard } from '../src/spend/card.ts'
import { asking } from '../src/spend/deps.ts'
import { DEMO_NOON, demoDatabase } from './database.ts'

// What the README says that people may ask is asked of the demo company.

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const [, section = ''] = README.split('## What you can ask')
const TOLD = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (?!ask|---)(.+?) \| (.+?) \|$/gm)].map(
  ([, question = '', answer = '']) => ({ question, answer }),
)

const { db } = await demoDatabase()
const deps = asking({
  own: db,
  spend: db,
  visibility: 'everyone',
  now: () => DEMO_NOON,
  onError: (error) => {
    throw error
  },
})
afterAll(() => deps.later.drained())

describe('the questions of the README', () => {
  it('are those that people who pay for AI ask, and more', () => expect(TOLD.length).toBeGreaterThan(12))

  it.each(TOLD)('“$question” is answered as it says', async ({ question, answer }) => {
    const asker = { key: 'tally ask' } as const
    const outcome = await ask(deps, { text: question, requestId: question, asker, timezone: 'UTC' })
    const [first] = outcomeCard(outcome).blocks
    expect(first).toEqual({ kind: 'headline', text: answer })
  })
})
