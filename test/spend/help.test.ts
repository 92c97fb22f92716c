import { afterAll, describe, expect, it } from 'vitest'
import { ask } from '../../src/spend/ask.ts'
import { asking } from '../../src/spend/deps.ts'
import { examples } from '../../src/spend/help.ts'
import { DEMO_DAY, DEMO_NOON, demoDatabase } from '../database.ts'

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

describe('the examples of the help', () => {
  it.each([
    ['everything', { kind: 'everything' } as const],
    ['own teams', { kind: 'teams', teams: ['vision', 'fraud'] } as const],
  ])('of who sees %s tell of what is kept, and every one is answered', async (_, sight) => {
    const told = await examples(deps, sight, DEMO_DAY)
    expect(told).toHaveLength(7)
    expect(told.join('\n')).toMatch(/^team .+ cost this month$/m)
    if (sight.kind === 'teams') expect(told[0]).toBe('team vision cost this month')
    for (const text of told) {
      const outcome = await ask(deps, { text, requestId: text, asker: { key: 'tally ask' }, timezone: 'UTC' })
      expect(outcome.kind, text).toBe('answer')
    }
  })

  it('of who sees nothing of it leave out units, budgets and telemetry', async () => {
    const told = await examples(deps, { kind: 'teams', teams: ['nobody'] }, DEMO_DAY)
    expect(told).toEqual(['spend this month', 'top 5 services last month', 'daily spend for the last 30 days'])
  })
})
