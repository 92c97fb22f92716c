import fc from 'fast-check'
import { expect, it } from 'vitest'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { findNudges, logOf } from '../../src/nudges/listing.ts'
import type { NudgeEvent, NudgeState } from '../../src/nudges/nudge.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { applyEvent } from '../../src/nudges/store.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { testDatabase } from '../database.ts'
import { DAY, found, hours, installation, MONDAY, replay } from './installation.ts'

const { db } = await testDatabase()
const here = installation({ db })
const { deps } = here

const OWNERS = ['ana', 'bo', 'lea'] as const
const RESOURCES = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const ALL: readonly NudgeState['kind'][] = ['watch', 'open', 'acknowledged', 'snoozed', 'exempt', 'resolved']

const verdict = fc.constantFrom('idle', 'idle', 'idle', 'idle', 'watch', 'busy', 'unknown', 'gone')
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('look' as const),
      verdicts: fc.array(verdict, { minLength: 6, maxLength: 6 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), replicas: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      as: fc.constantFrom('sent', 'sent', 'sent', 'dead', 'held'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      which: fc.nat(5),
      what: fc.constantFrom('acknowledged', 'snoozed', 'exempted', 'reassigned', 'undone'),
      who: fc.constantFrom(...OWNERS),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

const event = ({ what, who }: Extract<Step, { do: 'press' }>, now: Date): NudgeEvent => {
  const by = `${who}@example.com`
  const until = new Date(now.getTime() + 3 * DAY)
  switch (what) {
    case 'snoozed':
      return { kind: what, by, at: now, until, reason: null }
    case 'exempted':
      return { kind: what, by, at: now, until, reason: 'a demo' }
    case 'reassigned':
      return { kind: what, by, at: now, to: { email: by, why: 'picked' } }
    case 'acknowledged':
    case 'undone':
      return { kind: what, by, at: now }
  }
}

/** Whoever is sent something is sent what is theirs at that moment. */
async function expectTheirs(keys: ReadonlySet<string>) {
  const messages = await db.selectFrom('tally.nudge_message').selectAll().execute()
  for (const { message_key, kind, recipient, nudge_ids } of messages) {
    if (keys.has(message_key) || kind === 'escalation') continue
    const nudges = await findNudges(db, { ids: nudge_ids })
    expect(new Set(nudges.map(({ owner }) => owner.email))).toEqual(new Set([recipient]))
  }
  return new Set(messages.map(({ message_key }) => message_key))
}

it('tells nobody twice a day or of what is another’s, and its log says how it came, whatever happens', async () => {
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), step), { minLength: 40, maxLength: 60 }),
      async (steps) => {
        await here.forgetAll()
        for (const name of OWNERS) await here.knows(name, name === 'lea' ? { leads: 'search' } : {})
        await confirmNudges(db, 'fin@example.com', MONDAY)
        let now = MONDAY
        let told: ReadonlySet<string> = new Set()
        for (const [passed, each] of steps) {
          now = new Date(now.getTime() + hours(passed))
          switch (each.do) {
            case 'look':
              here.sees(
                ...RESOURCES.flatMap((id, i) => {
                  const kind = each.verdicts[i] ?? 'idle'
                  return kind === 'gone' ? [] : [found(id, kind as 'idle', { tag: OWNERS[i % 3] ?? null })]
                }),
              )
              await sweepNudges(deps, now)
              break
            case 'send':
              await Promise.all(Array.from({ length: each.replicas }, () => sendNudges(deps, now)))
              told = await expectTheirs(told)
              break
            case 'arrive':
              await here.becomes(each.as as 'sent', now)
              await countDelivered(db, now)
              break
            case 'press': {
              const nudges = await findNudges(db, { kinds: ALL })
              const nudge = nudges[each.which % Math.max(1, nudges.length)]
              const meta = { actor: `${each.who}@example.com`, platform: 'slack', requestId: now.toISOString() }
              if (nudge !== undefined)
                await Promise.all(
                  Array.from({ length: each.times }, () => applyEvent(deps, nudge.id, event(each, now), meta)),
                )
              break
            }
          }
        }
        const nudges = await findNudges(db, { kinds: ALL })
        for (const nudge of nudges) {
          const log = await logOf(db, nudge.id)
          for (const [i] of log.entries()) reached.add(replay(nudge, log.slice(0, i + 1)).state.kind)
          expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i))
          expect(nudge).toMatchObject(replay(nudge, log))
          expect(nudge.version).toBe(log.length - 1)
        }
        const sent = await db
          .selectFrom('tally.nudge_message as m')
          .innerJoin('tally.outbox as o', 'o.message_key', 'm.message_key')
          .select(['m.recipient', 'm.local_day'])
          .where('o.status', 'in', ['sent', 'pending'])
          .execute()
        const days = sent.map(({ recipient, local_day }) => `${recipient} ${local_day}`)
        expect(days).toEqual([...new Set(days)])
      },
    ),
    { numRuns: 6, seed: 5 },
  )
  expect([...reached].toSorted()).toEqual([...ALL].toSorted())
})
