import { expect, it } from 'vitest'
import { raiseAlerts } from '../../src/alerts/raise.ts'
import { tellPeople } from '../../src/alerts/tell.ts'
import { breakClosed } from '../../src/digests/running/broken.ts'
import { createLog } from '../../src/log.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import { rememberAccount } from '../../src/people/accounts.ts'
import type { Attempt, Courier, Destination } from '../../src/platform.ts'
import { DEMO_NOON, demoDatabase } from '../database.ts'
import { alertDeps, SIGNS, subscribed } from './setting.ts'

const connection = await demoDatabase()
const { db } = connection
let now = DEMO_NOON
const log = createLog({ level: 'silent', readable: false })
const placeOf = (to: Destination) => (to.kind === 'person' ? to.who.userId : to.where.conversationId)

const ARCHIVED: Attempt = { kind: 'closed', reason: 'is_archived', words: 'This channel is archived.' }
const SWITCHED_OFF: Attempt = { kind: 'closed', reason: 'user_disabled', words: 'This account is switched off.' }

/** Delivers to all but the closed. */
function sending(closed: ReadonlySet<string>) {
  const delivered: { place: string; key: string }[] = []
  const post = async (to: Destination, key: string): Promise<Attempt> => {
    const place = placeOf(to)
    if (closed.has(place)) return to.kind === 'person' ? SWITCHED_OFF : ARCHIVED
    delivered.push({ place, key })
    const where = { platform: 'slack', workspaceId: 'T1', conversationId: place, direct: false } as const
    return { kind: 'sent', message: { where, messageId: String(delivered.length) } }
  }
  const courier: Courier = {
    pace: { conversationMs: 0, workspaceMs: 0 },
    patienceMs: 1000,
    post: (to, _, key) => post(to, key),
    update: async () => ({ kind: 'refused', reason: 'not here' }),
    find: async () => ({ kind: 'absent' }),
  }
  const runner = outboxRunner({
    db,
    pool: connection.pool,
    couriers: new Map([['slack', courier]]),
    log,
    now: () => now,
  })
  return { delivered, send: () => runner.runOnce() }
}

it('what the demo company crossed arrives once, and who set a digest of a closed channel hears of it', async () => {
  const deps = alertDeps(db, () => now)
  const place = (id: string) => ({ platform: 'slack', workspaceId: 'T1', kind: 'conversation', id }) as const
  await subscribed(db, { place: place('COPEN') }, now)
  const broken = await subscribed(db, { place: place('CCLOSED'), createdByUser: 'UGONE' }, now)
  await db
    .insertInto('tally.person')
    .values({ email: 'root@example.com', display_name: 'Root', role: 'admin' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const root = { platform: 'slack', workspaceId: 'T1', userId: 'UROOT' } as const
  await rememberAccount(db, root, { email: 'root@example.com', displayName: 'Root' }, now)

  const { delivered, send } = sending(new Set(['CCLOSED', 'UGONE']))
  const tell = () => tellPeople({ db, platforms: [], signs: SIGNS, log }, now)
  const raised = await Promise.all([raiseAlerts(deps, 'budget', now), raiseAlerts(deps, 'anomaly', now)])
  expect(raised.every((count) => (count ?? 0) > 0)).toBe(true)
  for (let minute = 0; minute < 4; minute++) {
    await send()
    await breakClosed(db, now)
    await tell()
    now = new Date(now.getTime() + 60_000)
  }
  const alerts = delivered.filter(({ place }) => place === 'COPEN').map(({ key }) => key)
  expect(alerts.length).toBeGreaterThan(0)
  expect(new Set(alerts).size).toBe(alerts.length)
  expect(delivered.filter(({ place }) => place !== 'COPEN')).toEqual([
    { place: 'UROOT', key: expect.stringMatching(new RegExp(`^told:broken:${broken.id}:\\d+:admin:UROOT$`)) },
  ])
})
