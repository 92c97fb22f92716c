import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { type Chat, chat, message, type Scripted } from './chat.ts'
import { outbox, SECOND } from './outbox.ts'

const box = await outbox()
const { db } = box
let serial = 0

const outcome = fc.oneof(
  fc.record({ kind: fc.constant('lost' as const), arrived: fc.boolean() }),
  fc.record({ kind: fc.constant('killed' as const), arrived: fc.boolean() }),
  fc.constant({ kind: 'not_now', reason: 'away' } as const),
  fc.record({
    kind: fc.constant('limited' as const),
    retryAfterMs: fc.integer({ min: 0, max: 60_000 }),
    scope: fc.constantFrom('conversation' as const, 'workspace' as const),
  }),
)

const written = fc.record({
  place: fc.integer({ min: 0, max: 2 }),
  urgent: fc.boolean(),
  outcomes: fc.array<Scripted>(outcome, { maxLength: 4 }),
})

it('sends every message once, in order and in its place, whatever happens to the attempts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 9 }), async (messages) => {
      const slack = chat()
      const run = `r${++serial}`
      const planned = messages.map((one, n) => ({ ...one, key: `${run}-${n}`, place: `C-${run}-${one.place}` }))
      for (const { key, outcomes } of planned) slack.script(key, ...outcomes)
      await enqueue(
        db,
        planned.map(({ key, place, urgent }) => message(key, place, { urgent })),
      )
      for (let tick = 0; tick < 300 && (await open()) > 0; tick++, box.pass(30 * SECOND)) {
        await Promise.all([untilKilled(slack), untilKilled(slack)])
        await calm(slack)
      }
      for (const place of new Set(planned.map((one) => one.place)))
        for (const urgent of [true, false])
          expect(
            slack.posted.filter(
              (one) =>
                one.conversation === place && planned.some(({ key, urgent: is }) => key === one.key && is === urgent),
            ),
          ).toMatchObject(
            planned.filter((one) => one.place === place && one.urgent === urgent).map(({ key }) => ({ key })),
          )
      expect(slack.posted).toHaveLength(planned.length)
    }),
    { numRuns: 25, seed: 20261123 },
  )
})

const open = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from tally.outbox where status <> 'sent'`.execute(db)
  return rows[0]?.n ?? 0
}

/** One replica, until it has nothing more to do or is killed. */
async function untilKilled(slack: Chat): Promise<void> {
  let die: () => void = () => undefined
  const death = new Promise<void>((resolve) => {
    die = resolve
  })
  const mortal: Chat = {
    ...slack,
    post: (to, card, key) => {
      const attempt = slack.post(to, card, key)
      if (slack.orphans.has(key)) die()
      return attempt
    },
  }
  await Promise.race([box.runner(mortal).runOnce(), death])
}

/** What somebody had begun besides when they were killed is finished. */
async function calm(slack: Chat): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ key: string }>`
      select message_key as key from tally.outbox where status = 'sending'`.execute(db)
    if (rows.every(({ key }) => slack.orphans.has(key))) return
  }
}
