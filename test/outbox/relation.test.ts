import { expect, it } from 'vitest'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { chat, message } from './chat.ts'
import { HOUR, MINUTE, outbox } from './outbox.ts'

const box = await outbox()
const { db } = box
let serial = 0
const channel = () => `C-relation-${++serial}`

it('replies in the thread of what it answers, and in that of a reply goes on in the same', async () => {
  const [slack, here] = [chat(), channel()]
  await enqueue(db, [
    message(`${here}-1`, here),
    message(`${here}-2`, here, { replyTo: `${here}-1` }),
    message(`${here}-3`, here, { replyTo: `${here}-2` }),
  ])
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ key, thread }) => [key, thread])).toEqual([
    [`${here}-1`, undefined],
    [`${here}-2`, '1'],
    [`${here}-3`, '1'],
  ])
})

it('stands by itself where what it answers is dead or unknown', async () => {
  const [slack, here] = [chat(), channel()]
  await enqueue(db, [
    message(`${here}-1`, here),
    message(`${here}-2`, here, { replyTo: `${here}-1` }),
    message(`${here}-3`, here, { replyTo: 'never:there' }),
  ])
  slack.script(`${here}-1`, { kind: 'refused', reason: 'invalid_blocks' })
  await box.runner(slack).runOnce()
  expect(slack.posted.map(({ key, thread }) => [key, thread])).toEqual([
    [`${here}-2`, undefined],
    [`${here}-3`, undefined],
  ])
})

it('never replies into another place', async () => {
  const [slack, here, there] = [chat(), channel(), channel()]
  await enqueue(db, [message(`${here}-1`, here), message(`${there}-1`, there, { replyTo: `${here}-1` })])
  await box.runner(slack).runOnce()
  expect(slack.posted.at(-1)).toMatchObject({ key: `${there}-1`, conversation: there, thread: undefined })
})

it('waits for what it answers, and lets the others pass meanwhile', async () => {
  const [slack, here] = [chat(), channel()]
  const morning = new Date(box.now().getTime() + 8 * HOUR)
  await enqueue(db, [
    message(`${here}-1`, here, { notBefore: morning }),
    message(`${here}-2`, here, { replyTo: `${here}-1`, urgent: true }),
    message(`${here}-3`, here),
  ])
  const runner = box.runner(slack)
  await runner.runOnce()
  box.pass(8 * HOUR)
  await runner.runOnce()
  expect(slack.posted.map(({ key }) => key)).toEqual([`${here}-3`, `${here}-1`, `${here}-2`])
})

it('edits what was sent, with the newest of the edits that wait, however often the answer is lost', async () => {
  const [slack, here] = [chat(), channel()]
  const edit = (n: number) => message(`${here}-e${n}`, here, { replaces: `${here}-1` })
  await enqueue(db, [message(`${here}-1`, here), edit(1), edit(2), edit(3)])
  slack.script(`${here}-e3`, { kind: 'lost', arrived: true }, { kind: 'lost', arrived: false })
  const runner = box.runner(slack)
  for (let tick = 0; tick < 4; tick++, box.pass(MINUTE)) await runner.runOnce()
  expect(slack.posted).toMatchObject([{ key: `${here}-1`, edits: [`${here}-e3`, `${here}-e3`] }])
  expect(slack.calls.filter((call) => call.startsWith('find'))).toEqual([])
  for (const n of [1, 2]) expect(await box.row(`${here}-e${n}`)).toMatchObject({ status: 'dropped' })
  expect(await box.row(`${here}-e3`)).toMatchObject({ status: 'sent', unknown_attempts: 0, sent_message_id: '1' })
})

it('drops an edit of what is dead, gone or elsewhere, and says why', async () => {
  const [slack, here, there] = [chat(), channel(), channel()]
  await enqueue(db, [
    message(`${here}-1`, here),
    message(`${here}-2`, here, { replaces: `${here}-1` }),
    message(`${here}-3`, here, { replaces: 'never:there' }),
    message(`${there}-1`, there),
    message(`${here}-4`, here, { replaces: `${there}-1` }),
  ])
  slack.script(`${here}-1`, { kind: 'refused', reason: 'invalid_blocks' })
  await box.runner(slack).runOnce()
  await box.runner(slack).runOnce()
  const reasons = await Promise.all([2, 3, 4].map(async (n) => (await box.row(`${here}-${n}`)).last_error))
  expect(reasons).toEqual([
    'the message that it edits is dead',
    'the message that it edits is gone',
    'the message that it edits stands in another place',
  ])
  expect(slack.posted).toMatchObject([{ key: `${there}-1`, edits: [] }])
})
