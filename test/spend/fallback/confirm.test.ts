import { expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { ask } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { asking } from '../../../src/spend/deps.ts'
import { press } from '../../../src/spend/press.ts'
import { testDatabase } from '../../database.ts'
import { loadFacts } from '../facts.ts'

const { db } = await testDatabase()
const where = { platform: 'slack', workspaceId: 'T', conversationId: 'D', direct: true } as const
const asker = { key: 'ana@example.com' }

it('runs nothing before the asker says that this was meant', async () => {
  await loadFacts(db, [{ day: '2026-10-02', team: 'search', effective: '12.34' }])
  const deps = asking({
    own: db,
    spend: db,
    visibility: 'everyone',
    now: () => new Date('2026-11-23T10:00:00Z'),
    onError: (error) => {
      throw error
    },
    fallback: async () => ({
      intent: 'spend',
      measure: null,
      unit: null,
      groupBy: [],
      grain: null,
      names: ['search'],
      period: 'october',
      compare: null,
    }),
  })
  const text = 'kindly tabulate the shekels search burnt through in october'
  const outcome = await ask(deps, { text, requestId: 'r1', asker, timezone: 'UTC', thread: where })
  if (outcome.kind !== 'clarify') throw new Error(outcome.kind)
  expect(plainText(outcomeCard(outcome))).toContain(
    'Is it this?\nEffective cost for team search, from 2026-10-01 to 2026-10-31.',
  )

  const payload = `choose.${outcome.id}.0`
  const pressed = { payload, presser: asker, where, requestId: 'r2', timezone: 'UTC', private: false }
  const confirmed = await press(deps, pressed, {})
  expect(plainText(confirmed?.card ?? { blocks: [] }).split('\n')[0]).toBe('$12.34')
  await deps.later.drained()
  await deps.later.drained()
})
