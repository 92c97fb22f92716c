import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deadMessages, markTold } from '../../src/outbox/dead.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { forgetCards, forgetMessages } from '../../src/outbox/forget.ts'
import type { Place } from '../../src/outbox/place.ts'
import { closedPlaces, reopenPlace } from '../../src/outbox/reopen.ts'
import { messageState } from '../../src/outbox/state.ts'
import { outboxStats } from '../../src/outbox/stats.ts'
import type { Destination } from '../../src/platform.ts'
import { chat, message } from './chat.ts'
import { DAY, HOUR, MINUTE, outbox, SECOND } from './outbox.ts'

const box = await outbox()
const { db } = box
let serial = 0
const channel = () => `C-place-${++serial}`
const placeOf = (id: string): Place => ({ platform: 'slack', workspaceId: 'W', kind: 'conversation', id })
const statusOf = async (key: string) => (await messageState(db, [key])).get(key)?.status

it('holds everything for a place that takes nothing, goes on elsewhere, and sends what is still due when it is repaired', async () => {
  const [slack, here, there] = [chat(), channel(), channel()]
  const soon = new Date(box.now().getTime() + HOUR)
  await enqueue(db, [
    message(`${here}-1`, here),
    message(`${here}-2`, here, { expiresAt: soon }),
    message(`${here}-3`, here),
    message(`${there}-1`, there),
  ])
  slack.script(`${here}-1`, { kind: 'closed', reason: 'is_archived', words: 'It is archived.' })
  const runner = box.runner(slack)
  await runner.runOnce()
  await enqueue(db, [message(`${here}-4`, here)])
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${there}-1`])
  for (const n of [1, 2, 3, 4]) expect(await statusOf(`${here}-${n}`)).toBe('held')
  expect(await closedPlaces(db)).toEqual([
    { place: placeOf(here), since: box.now(), reason: 'It is archived.', held: 4 },
  ])

  box.pass(2 * HOUR)
  expect(await reopenPlace(db, placeOf(here), box.now())).toBe(3)
  expect(await closedPlaces(db)).toEqual([])
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${there}-1`, `${here}-1`, `${here}-3`, `${here}-4`])
  expect(await statusOf(`${here}-2`)).toBe('dropped')
})

it('still looks, after the repair, for what may have arrived before', async () => {
  const [slack, here] = [chat(), channel()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here, { urgent: false })])
  slack.script(`${here}-1`, { kind: 'lost', arrived: true })
  slack.script(`${here}-u`, { kind: 'closed', reason: 'not_in_channel', words: 'I am not there.' })
  const runner = box.runner(slack)
  await runner.runOnce()
  await enqueue(db, [message(`${here}-u`, here, { urgent: true })])
  await runner.runOnce()
  expect(await statusOf(`${here}-1`)).toBe('held')
  await reopenPlace(db, placeOf(here), box.now())
  for (let tick = 0; tick < 3; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-1`, `${here}-u`, `${here}-2`])
})

it('looks, after the repair, also for what somebody had sent who was killed; and tries at once what was to be tried later', async () => {
  const [slack, here, there] = [chat(), channel(), channel()]
  await enqueue(db, [message(`${here}-1`, here), message(`${there}-1`, there)])
  slack.script(`${there}-1`, ...Array.from({ length: 6 }, () => ({ kind: 'not_now', reason: 'away' }) as const))
  await box.runner(slack).runOnce()
  for (let tick = 1; tick < 6; tick++) {
    box.pass(3 * MINUTE)
    await box.runner(slack).runOnce()
  }
  await enqueue(db, [message(`${here}-2`, here)])
  slack.script(`${here}-2`, { kind: 'killed', arrived: true })
  await Promise.race([slack.killed(), box.runner(slack).runOnce()])
  // When the lease is over, what is urgent goes first, and finds the place closed.
  box.pass(30 * SECOND)
  for (const [n, one] of [here, there].entries()) {
    slack.script(`${one}-u`, { kind: 'closed', reason: 'is_archived', words: 'It is archived.' })
    await enqueue(db, [message(`${one}-u`, one, { urgent: true })])
    await box.runner(slack).runOnce()
    expect((await closedPlaces(db)).map(({ place }) => place.id)).toEqual([here, there].slice(0, n + 1))
  }
  for (const one of [here, there]) await reopenPlace(db, placeOf(one), box.now())
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ key }) => key).sort()).toEqual(
    [`${here}-1`, `${here}-2`, `${here}-u`, `${there}-1`, `${there}-u`].sort(),
  )
})

it('holds what was enqueued in the very moment in which its place was closed', async () => {
  const [slack, here] = [chat(), channel()]
  await enqueue(db, [message(`${here}-1`, here)])
  await db
    .updateTable('tally.lane')
    .set({ closed_at: box.now(), closed_reason: 'is_archived' })
    .where('place_id', '=', here)
    .execute()
  await box.runner(slack).runOnce()
  expect(await statusOf(`${here}-1`)).toBe('held')
  await reopenPlace(db, placeOf(here), box.now())
  await box.runner(slack).runOnce()
})

it('tells the dead once, and goes on behind them', async () => {
  const [slack, here] = [chat(), channel()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here)])
  slack.script(`${here}-1`, { kind: 'refused', reason: 'invalid_blocks' })
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-2`])
  const dead = await deadMessages(db)
  expect(dead).toEqual([expect.objectContaining({ key: `${here}-1`, place: placeOf(here), reason: 'invalid_blocks' })])
  await markTold(
    db,
    dead.map(({ key }) => key),
  )
  expect(await deadMessages(db)).toEqual([])

  // As docs/delivery.md says it to operators.
  const revive =
    /update tally\.outbox set status = 'pending'[^;]+/.exec(readFileSync('docs/delivery.md', 'utf8'))?.[0] ?? ''
  await box.pool.query(revive.replace('…', `${here}-1`))
  await box.runner(slack).runOnce()
  expect(await statusOf(`${here}-1`)).toBe('sent')
})

it('paces each place, and the workspace altogether, what is urgent first', async () => {
  const slack = chat({ conversationMs: 1_000, workspaceMs: 200 })
  const [here, there, ...others] = [channel(), channel(), channel(), channel()]
  await enqueue(db, [
    message(`${here}-1`, here),
    message(`${here}-2`, here),
    ...[there, ...others].map((one) => message(`${one}-1`, one)),
    message(`${others[1]}-2`, `${others[1]}`, { urgent: true }),
  ])
  const runner = box.runner(slack)
  const sentIn = async (ms: number) => {
    const before = slack.posted.length
    await runner.runOnce()
    box.pass(ms)
    return slack.posted.slice(before).map(({ key }) => key)
  }
  // Half a second's worth of the workspace at once.
  expect(await sentIn(200)).toEqual([`${others[1]}-2`, `${here}-1`])
  expect(await sentIn(200)).toEqual([])
  expect(await sentIn(400)).toEqual([`${there}-1`, `${others[0]}-1`])
  expect(await sentIn(200)).toEqual([])
  expect(await sentIn(400)).toEqual([`${here}-2`, `${others[1]}-1`])
})

it('rests the whole workspace when it says so, and no other', async () => {
  const [slack, here, there, elsewhere] = [chat(), channel(), channel(), channel()]
  const foreign: Destination = {
    kind: 'conversation',
    where: { platform: 'slack', workspaceId: 'W2', conversationId: elsewhere, direct: false },
  }
  await enqueue(db, [message(`${here}-1`, here)])
  slack.script(`${here}-1`, { kind: 'limited', retryAfterMs: MINUTE, scope: 'workspace' })
  const runner = box.runner(slack)
  await runner.runOnce()
  await enqueue(db, [message(`${there}-1`, there), message(`${elsewhere}-1`, elsewhere, { to: foreign })])
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${elsewhere}-1`])
  box.pass(MINUTE)
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${elsewhere}-1`, `${here}-1`, `${there}-1`])
})

it('reaches a person in their direct messages', async () => {
  const slack = chat()
  const anna: Destination = { kind: 'person', who: { platform: 'slack', workspaceId: 'W', userId: 'UANNA' } }
  await enqueue(db, [message('told:1', '', { to: anna })])
  await enqueue(db, [message('told:2', '', { to: anna, replyTo: 'told:1' })])
  await box.runner(slack).runOnce()
  expect(slack.posted).toMatchObject([
    { key: 'told:1', conversation: 'D-UANNA', thread: undefined },
    { key: 'told:2', conversation: 'D-UANNA', thread: '1' },
  ])
  expect((await messageState(db, ['told:1'])).get('told:1')?.message?.where).toMatchObject({ direct: true })
})

it('tells how much waits, and forgets what is old but not what is due', async () => {
  const [slack, here] = [chat(), channel()]
  const before = await outboxStats(db)
  await enqueue(db, [message(`${here}-1`, here)])
  await box.runner(slack).runOnce()
  await enqueue(db, [message(`${here}-2`, here), message(`${here}-3`, here, { notBefore: new Date('2999-01-01') })])
  expect(await outboxStats(db)).toEqual({
    pending: before.pending + 1,
    oldestPendingSeconds: expect.any(Number),
    held: before.held,
    dead: before.dead,
  })
  const tomorrow = new Date(Date.now() + DAY)
  expect(await forgetCards(db, tomorrow)).toBeGreaterThan(0)
  expect(await forgetCards(db, tomorrow)).toBe(0)
  expect(await forgetMessages(db, tomorrow)).toBeGreaterThan(0)
  expect(await db.selectFrom('tally.outbox').select('message_key').orderBy('outbox_id').execute()).toEqual([
    { message_key: `${here}-2` },
    { message_key: `${here}-3` },
  ])
})
