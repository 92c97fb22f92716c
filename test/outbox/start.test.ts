import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import { chat, message, to } from './chat.ts'
import { outbox } from './outbox.ts'

const box = await outbox()
const { db } = box

/** With the database's own clock; resolves when so many were delivered. */
function started(slack: ReturnType<typeof chat>) {
  const own = connect(box.url, { max: 3 })
  const seen: string[] = []
  let heard: () => void = () => undefined
  const { pool } = own
  const runner = outboxRunner({
    db: own.db,
    pool,
    couriers: new Map([['slack', slack]]),
    log: box.log,
    observe: {
      attempted: (_, outcome) => void seen.push(outcome),
      delivered: () => heard(),
    },
  })
  runner.start()
  return {
    runner,
    seen,
    stop: async () => {
      await runner.stop()
      await own.close()
    },
    delivered: () =>
      new Promise<void>((resolve) => {
        heard = resolve
      }),
  }
}

it('is woken by what is enqueued, and goes on when every connection to the database was cut', async () => {
  const slack = chat()
  const { runner, seen, stop, delivered } = started(slack)
  for (const key of ['one', 'two', 'three']) {
    const done = delivered()
    await enqueue(db, [message(key, 'C-start')])
    await done
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  }
  await stop()
  expect(slack.posted.map(({ key }) => key)).toEqual(['one', 'two', 'three'])
  expect(seen).toEqual(['sent', 'sent', 'sent'])
  expect(await runner.runOnce().catch(() => 'closed')).toBe('closed')
})

it('writes down what it sent while the database was away, when it is back', async () => {
  const slack = chat()
  const own = connect(box.url, { max: 3 })
  let failing = 0
  // The first three statements after the message was sent fail.
  const failed = own.db.withPlugin({
    transformQuery: ({ node }) => {
      if (failing > 0 && failing-- > 0) throw Object.assign(new Error('terminating connection'), { code: '57P01' })
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await enqueue(db, [message('away', 'C-away', { to: to('C-away', 'of its own clock') })])
  const away: typeof slack = {
    ...slack,
    post: async (...args) => {
      const sent = await slack.post(...args)
      failing = 3
      return sent
    },
  }
  await box.runner(away, { db: failed, pool: own.pool }).runOnce()
  await own.close()
  expect(await box.row('away')).toMatchObject({ status: 'sent', attempts: 1 })
  expect(slack.calls).toEqual(['post away'])
})

it('claims no more when it stops, and waits for what is under way', async () => {
  let arrive: () => void = () => undefined
  let began: () => void = () => undefined
  const beginning = new Promise<void>((resolve) => {
    began = resolve
  })
  const arriving = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const slack = chat()
  const slow: typeof slack = {
    ...slack,
    post: async (...args) => {
      began()
      await arriving
      return slack.post(...args)
    },
  }
  const { stop } = started(slow)
  await enqueue(db, [message('stop-1', 'C-stop'), message('stop-2', 'C-stop')])
  await beginning
  const stopped = stop()
  arrive()
  await stopped
  expect(slack.posted.map(({ key }) => key)).toEqual(['stop-1'])
  expect(await box.row('stop-1')).toMatchObject({ status: 'sent' })
  expect(await box.row('stop-2')).toMatchObject({ status: 'pending', attempts: 0 })
})
