import { expect, it } from 'vitest'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { messageState } from '../../src/outbox/state.ts'
import { chat, message } from './chat.ts'
import { DAY, HOUR, MINUTE, outbox, SECOND } from './outbox.ts'

const box = await outbox()
const { db } = box
let serial = 0
const place = () => `C-life-${++serial}`

it('sends once what was enqueued twice, in order', async () => {
  const [slack, here] = [chat(), place()]
  const keys = [1, 2, 3].map((n) => `${here}-${n}`)
  expect(
    await enqueue(
      db,
      keys.map((key) => message(key, here)),
    ),
  ).toBe(3)
  expect(
    await enqueue(
      db,
      keys.map((key) => message(key, here)),
    ),
  ).toBe(0)
  expect(await box.runner(slack).runOnce()).toBe(3)
  expect(slack.posted.map(({ key }) => key)).toEqual(keys)
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'sent', attempts: 1, sent_conversation_id: here })
})

it('delivers once after twenty times too many, and keeps what comes after it waiting', async () => {
  const [slack, here, there] = [chat(), place(), place()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here), message(`${there}-1`, there)])
  const busy = { kind: 'limited', retryAfterMs: 30_000, scope: 'conversation' } as const
  slack.script(`${here}-1`, ...Array.from({ length: 20 }, () => busy))
  const runner = box.runner(slack)
  for (let tick = 0; tick < 25; tick++, box.pass(30_000)) await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${there}-1`, `${here}-1`, `${here}-2`])
  expect(await box.row(`${here}-1`)).toMatchObject({ attempts: 1, unknown_attempts: 0 })
  expect(slack.calls.filter((call) => call.startsWith('find'))).toEqual([])
})

it('leaves a place alone for as long as it asks for', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  slack.script(`${here}-1`, { kind: 'limited', retryAfterMs: MINUTE, scope: 'conversation' })
  const runner = box.runner(slack)
  await runner.runOnce()
  box.pass(59 * SECOND)
  expect(await runner.runOnce()).toBe(0)
  box.pass(SECOND)
  expect(await runner.runOnce()).toBe(1)
})

it('looks for what may have arrived before it sends it again', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here)])
  slack.script(`${here}-1`, { kind: 'lost', arrived: true })
  slack.script(`${here}-2`, { kind: 'lost', arrived: false })
  const runner = box.runner(slack)
  for (let tick = 0; tick < 4; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-1`, `${here}-2`])
  expect(slack.calls).toEqual([
    `post ${here}-1`,
    `find ${here}-1`,
    `post ${here}-2`,
    `find ${here}-2`,
    `post ${here}-2`,
  ])
})

it('looks for what somebody had under way who was killed, and takes it over only when their lease is over', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here)])
  slack.script(`${here}-1`, { kind: 'killed', arrived: true })
  slack.script(`${here}-2`, { kind: 'killed', arrived: false })
  for (const arrived of [`${here}-1`, `${here}-2`]) {
    await Promise.race([slack.killed(), box.runner(slack).runOnce()])
    expect(await box.row(arrived)).toMatchObject({ status: 'sending' })
    box.pass(20 * SECOND)
    expect(await box.runner(slack).runOnce()).toBe(0)
    box.pass(5 * SECOND)
  }
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-1`, `${here}-2`])
  expect(slack.calls.filter((call) => call.startsWith('find'))).toHaveLength(2)
})

it('cannot be overwritten by somebody who woke up late', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  let wakeUp: () => void = () => undefined
  const asleep = new Promise<void>((resolve) => {
    wakeUp = resolve
  })
  let began: () => void = () => undefined
  const beginning = new Promise<void>((resolve) => {
    began = resolve
  })
  const late = box
    .runner({
      ...slack,
      post: async () => {
        began()
        await asleep
        return { kind: 'refused', reason: 'too late' }
      },
    })
    .runOnce()
  await beginning
  box.pass(30 * SECOND)
  await box.runner(slack).runOnce()
  wakeUp()
  await late
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'sent', last_error: null })
  expect(box.lines.join('')).toContain('for another to say by now')
})

it('waits for a look that says nothing yet, and counts what it sends again when nobody can ever tell', async () => {
  const [slack, here, there] = [chat(), place(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  slack.script(`${here}-1`, { kind: 'lost', arrived: true })
  slack.looks({ kind: 'nobody can tell', forNow: true }, { kind: 'nobody can tell', forNow: true })
  const runner = box.runner(slack)
  for (let tick = 0; tick < 4; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'sent', attempts: 1, unknown_attempts: 0 })

  await enqueue(db, [message(`${there}-1`, there)])
  slack.script(`${there}-1`, { kind: 'lost', arrived: true })
  slack.looks({ kind: 'nobody can tell', forNow: false })
  for (let tick = 0; tick < 4; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(await box.row(`${there}-1`)).toMatchObject({ status: 'sent', attempts: 2, unknown_attempts: 1 })
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-1`, `${there}-1`, `${there}-1`])
  expect((await messageState(db, [`${there}-1`])).get(`${there}-1`)).toMatchObject({
    status: 'sent',
    possibleRepeats: 1,
    message: { where: { conversationId: there }, messageId: '3' },
  })
})

it('looks for an hour, no longer, and sends blindly eight times, no more', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  slack.script(`${here}-1`, ...Array.from({ length: 99 }, () => ({ kind: 'lost', arrived: false }) as const))
  slack.looks(...Array.from({ length: 30 }, () => ({ kind: 'nobody can tell', forNow: true }) as const))
  const runner = box.runner(slack)
  for (let tick = 0; tick < 90; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'pending', unknown_attempts: 1 })
  slack.looks(...Array.from({ length: 99 }, () => ({ kind: 'nobody can tell', forNow: false }) as const))
  for (let tick = 0; tick < 60; tick++, box.pass(HOUR)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'dead', unknown_attempts: 8 })
})

it('tries for a day what does not work now, and only then gives up; what comes after it waits, what is urgent does not', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here), message(`${here}-2`, here)])
  slack.script(`${here}-1`, ...Array.from({ length: 999 }, () => ({ kind: 'not_now', reason: 'away' }) as const))
  const runner = box.runner(slack)
  await runner.runOnce()
  await enqueue(db, [message(`${here}-3`, here, { urgent: true })])
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-3`])
  for (let tick = 0; tick < 23; tick++, box.pass(HOUR)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'pending', last_error: 'away' })
  box.pass(2 * HOUR)
  await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({
    status: 'dead',
    last_error: 'no attempt succeeded for a day: away',
  })
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-3`, `${here}-2`])
})

it('does not give up because Tally itself was away for days', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  slack.script(`${here}-1`, { kind: 'not_now', reason: 'away' }, { kind: 'not_now', reason: 'away' })
  const runner = box.runner(slack)
  await runner.runOnce()
  for (let day = 0; day < 3; day++, box.pass(5 * DAY)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'sent' })
})

it('lets a message whose own time lies ahead hold up nobody', async () => {
  const [slack, here] = [chat(), place()]
  const morning = new Date(box.now().getTime() + 8 * HOUR)
  await enqueue(db, [message(`${here}-1`, here, { notBefore: morning }), message(`${here}-2`, here)])
  const runner = box.runner(slack)
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-2`])
  box.pass(8 * HOUR)
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-2`, `${here}-1`])
})

it('drops what is worth nothing any more, unless it may stand there', async () => {
  const [slack, here, there] = [chat(), place(), place()]
  const soon = new Date(box.now().getTime() + MINUTE)
  await enqueue(db, [
    message(`${here}-1`, here, { expiresAt: soon }),
    message(`${there}-1`, there, { expiresAt: soon }),
  ])
  slack.script(`${here}-1`, { kind: 'not_now', reason: 'away' })
  slack.script(`${there}-1`, { kind: 'lost', arrived: true })
  const runner = box.runner(slack)
  for (let tick = 0; tick < 2; tick++, box.pass(2 * MINUTE)) await runner.runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'dropped' })
  expect(await box.row(`${there}-1`)).toMatchObject({ status: 'sent' })
  expect(slack.posted.map(({ key }) => key)).toEqual([`${there}-1`])
})

it('takes what throws, and what never ends, for attempts whose answer was lost', async () => {
  const [slack, here, there] = [chat(undefined, 5), place(), place()]
  await enqueue(db, [message(`${here}-1`, here)])
  await box.runner({ ...slack, post: () => Promise.reject(new Error(`${here}-1 with its contents`)) }).runOnce()
  expect(await box.row(`${here}-1`)).toMatchObject({ status: 'pending', unsure: true })
  await enqueue(db, [message(`${there}-1`, there)])
  await box.runner({ ...slack, post: () => new Promise(() => undefined) }).runOnce()
  expect(await box.row(`${there}-1`)).toMatchObject({ status: 'pending', unsure: true })
  expect(box.lines.join('')).not.toContain('with its contents')
})

it('sends a name that was cut badly', async () => {
  const [slack, here] = [chat(), place()]
  await enqueue(db, [
    message(`${here}-1`, here, {
      card: { blocks: [{ kind: 'text', text: [{ kind: 'plain', text: '\ud83d a\0b 😀' }] }] },
    }),
  ])
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ text }) => text)).toEqual(['\ufffd a\ufffdb 😀'])
})
