import { expect, it } from 'vitest'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { chat, message } from './chat.ts'
import { MINUTE, outbox } from './outbox.ts'

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
