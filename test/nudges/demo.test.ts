import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { findNudges } from '../../src/nudges/listing.ts'
import { MANNERS } from '../../src/nudges/manners.ts'
import { nudging } from '../../src/nudges/nudging.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { DEMO_NOON, demoDatabase } from '../database.ts'

const { db, pool } = await demoDatabase()
const { nudges } = nudging({
  asking: asking({
    own: db,
    spend: db,
    spendPool: pool,
    visibility: 'everyone',
    now: () => DEMO_NOON,
    onError: (error) => {
      throw error
    },
  }),
  sign: (payload, expiresAt) => signToken('key', 'nudge', payload, expiresAt),
  rules: IDLE_RULES,
  manners: { ...MANNERS, timezone: 'Europe/Paris' },
  platforms: [],
  log: pino({ level: 'silent' }),
})

it('finds what is idle in the demo company, shows an administrator what it would send, and sends it once confirmed', async () => {
  await sweepNudges(nudges, DEMO_NOON)
  const found = await findNudges(db, {})
  expect(found.length).toBeGreaterThan(0)
  for (const { state, perDay, evidence, idleSinceAt, wasted } of found) {
    expect(state.kind).toBe('open')
    expect(evidence.coverage).toBeGreaterThanOrEqual(0.9)
    expect(idleSinceAt).not.toBeNull()
    expect(perDay.length + wasted.length).toBeGreaterThan(0)
  }
  // Everybody of the company writes to Tally in Slack.
  const people = await db.selectFrom('tally.person').selectAll().execute()
  await db
    .insertInto('tally.account')
    .values(
      people.map(({ email, display_name }) => ({
        platform: 'slack',
        workspace_id: 'T1',
        user_id: email,
        email,
        display_name,
        timezone: 'Europe/Paris',
        seen_at: DEMO_NOON,
      })),
    )
    .execute()
  expect(await sendNudges(nudges, DEMO_NOON)).toMatchObject({ messages: 0, dryRuns: expect.any(Number) })
  await confirmNudges(db, 'ada@example.com', DEMO_NOON)
  await db.deleteFrom('tally.nudge_message').execute()
  const sent = await sendNudges(nudges, DEMO_NOON)
  const owners = new Set(found.map(({ owner }) => owner.email))
  expect(sent?.messages).toBe(owners.size)
  const cards = await db.selectFrom('tally.outbox').select('card').where('message_key', 'like', 'nudge:%').execute()
  expect(cards).toHaveLength(owners.size)
  for (const { card } of cards) expect(plainText(card as Card)).toContain('a day')
})
