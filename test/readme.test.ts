import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { readSaid as readDigests } from '../src/digests/words/words.ts'
import { manifest } from '../src/msteams/manifest.ts'
import { readSaid as readNudges } from '../src/nudges/words.ts'
import { ask } from '../src/spend/ask.ts'
import { outcomeCard } from '../src/spend/card.ts'
import { asking } from '../src/spend/deps.ts'
import { DEMO_NOON, demoDatabase } from './database.ts'

// What the README and the menu in Microsoft Teams say that people may ask is asked of the demo company.

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

describe('the commands that Microsoft Teams offers', () => {
  const developer = { name: 'x', websiteUrl: 'https://x', privacyUrl: 'https://x', termsOfUseUrl: 'https://x' }
  const { bots } = manifest({ appId: 'x', name: 'Tally', version: '1.0.0', developer, history: false })
  const titles = bots.flatMap(({ commandLists }) => commandLists).flatMap(({ commands }) => commands)

  it.each(titles)('“$title” is one that Tally answers', async ({ title }) => {
    const said = readDigests(title) ?? readNudges(title)
    const text = { text: title, requestId: title, asker: { key: 'tally ask' }, timezone: 'UTC' }
    const { kind } = said ?? (await ask(deps, text))
    expect(kind).toBe(
      { 'nudges mine': 'mine', digest: 'form', 'digest list': 'list', help: 'help' }[title as string] ?? 'answer',
    )
  })
})
