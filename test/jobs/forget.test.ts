import { expect, it } from 'vitest'
import { addSubscription } from '../../src/digests/store.ts'
import { forget } from '../../src/jobs/forget.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { testDatabase } from '../database.ts'
import { wanted } from '../digests/wanted.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-11-23T03:23:00Z')
const DAY = 86_400_000
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY)
const deps = { db, spend: db, now: () => NOW }

const delivery = (delivery_key: string, days: number) => ({
  platform: 'slack',
  delivery_key,
  received_at: daysAgo(days),
})

const answer = (answer_id: string, days: number) => ({
  answer_id,
  asker: 'ada@example.com',
  asked_text: 'cost last month',
  question: '{}',
  reading: '{}',
  timezone: 'UTC',
  sources: '[]',
  row_count: 1,
  sql: 'select 1',
  answered_at: daysAgo(days),
})

const open = (open_id: string, days: number) => ({
  open_id,
  asker: 'ada@example.com',
  asked_text: 'cost of sear',
  choices: '[]',
  options: '[]',
  about: 'sear',
  today: '2026-11-23',
  timezone: 'UTC',
  asked_at: daysAgo(days),
})

it('forgets what nobody will ask for again, and keeps the rest', async () => {
  await db
    .insertInto('tally.delivery')
    .values([delivery('new', 3), delivery('old', 5)])
    .execute()
  await db
    .insertInto('tally.answer')
    .values([answer('new', 399), answer('old', 401)])
    .execute()
  await db
    .insertInto('tally.open_question')
    .values([open('new', 6), open('old', 8)])
    .execute()
  expect(await forget(deps)).toMatchObject({
    deliveries: 1,
    openQuestions: 1,
    threadQuestions: 0,
    answers: 1,
    forecasts: 0,
  })
  expect(await db.selectFrom('tally.delivery').select('delivery_key').execute()).toEqual([{ delivery_key: 'new' }])
  expect(await db.selectFrom('tally.answer').select('answer_id').execute()).toEqual([{ answer_id: 'new' }])
  expect(await db.selectFrom('tally.open_question').select('open_id').execute()).toEqual([{ open_id: 'new' }])
})

it('says nothing where there is nothing to do, on several replicas at once too', async () => {
  expect(await Promise.all([forget(deps), forget(deps)])).toEqual([undefined, undefined])
})

it('forgets digests and alerts of long ago, and what messages said before it forgets the messages', async () => {
  const { id: subscription_id } = await addSubscription(db, wanted(), NOW)
  await db
    .insertInto('tally.digest_run')
    .values([399, 401].map((days) => ({ subscription_id, slot_at: daysAgo(days), status: 'missed' as const })))
    .execute()
  await db
    .insertInto('tally.alert')
    .values(
      [399, 401].map((days) => ({ alert_key: `k${days}`, subscription_id, told: '{}', raised_at: daysAgo(days) })),
    )
    .execute()
  const card = { blocks: [{ kind: 'headline', text: '$1' }] } as const
  const to = { kind: 'person', who: { platform: 'slack', workspaceId: 'T1', userId: 'U1' } } as const
  for (const days of [34, 36, 431]) {
    await enqueue(db, [{ key: `m${days}`, to, card }])
    await db
      .updateTable('tally.outbox')
      .set({ created_at: daysAgo(days), status: 'sent', sent_at: daysAgo(days) })
      .where('message_key', '=', `m${days}`)
      .execute()
  }
  expect(await forget(deps)).toMatchObject({ digestRuns: 1, alerts: 1, messages: 1 })
  const kept = await db.selectFrom('tally.outbox').select(['message_key', 'card']).orderBy('outbox_id').execute()
  expect(kept).toEqual([
    { message_key: 'm34', card },
    { message_key: 'm36', card: { blocks: [] } },
  ])
  expect(await forget(deps)).toBeUndefined()
})
