import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { createLog } from '../../src/log.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { countDelivered } from '../../src/nudges/delivered.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { findNudges } from '../../src/nudges/listing.ts'
import { MANNERS } from '../../src/nudges/manners.ts'
import { type Nudging, nudging } from '../../src/nudges/nudging.ts'
import { verifySavings } from '../../src/nudges/savings-job.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { claim } from '../../src/outbox/claim.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import type { Platform } from '../../src/platform.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import { press, slashCommand, tokenOf } from '../fake-slack.ts'
import { type Service, service } from '../slack/service.ts'
import { type Machine, passTime } from './cluster.ts'
import { installation } from './installation.ts'

// From the telemetry and the bill to what it saved: the jobs as they run, Slack over HTTP, time passed as instants.

const { db, pool } = await testDatabase()
const here = installation({ db })
const KEY = 'a key of this test'
const ALWAYS = [{ from: '2026-10-01', until: '2027-01-01' }]
/** At work until a Thursday, a week before a Thursday in November. */
const RESTS = [{ from: '2026-10-01', until: '2026-10-29T10:00:00Z' }]

const anas = { id: 'ana-gpu', owner: 'ana@example.com', team: 'search', project: 'atlas', perDay: '120', works: RESTS }
const bens = { id: 'ben-gpu', owner: 'ben@example.com', team: 'ads', project: 'bids', perDay: '45.50', works: RESTS }
const BUSY = { id: 'busy-gpu', owner: 'ana@example.com', team: 'search', project: 'live', perDay: '500', works: ALWAYS }

const faults: unknown[] = []
let now = new Date()
let cluster: readonly Machine[] = []
let slack: Service
let tally: Nudging
let seconds = 0

/** A process that knows nothing but the database. */
function begins(platforms: readonly Platform[]) {
  const ask = asking({
    own: db,
    spend: db,
    spendPool: pool,
    visibility: 'everyone',
    now: () => now,
    onError: (error) => faults.push(error),
    maxAgeMs: 0,
  })
  tally = nudging({
    asking: ask,
    sign: (payload, expiresAt) => signToken(KEY, 'nudge', payload, expiresAt),
    rules: IDLE_RULES,
    manners: { ...MANNERS, timezone: 'Europe/Paris' },
    platforms,
    log: pino({ level: 'silent' }),
  })
  return { ask, tally }
}

beforeEach(async () => {
  await here.forgetAll()
  for (const table of ['tally.person_team', 'tally.workspace_pace'] as const) await db.deleteFrom(table).execute()
  const platforms: Platform[] = []
  const { ask } = begins(platforms)
  const { feature } = tally
  slack = await service(
    bot({
      asking: ask,
      features: [feature],
      signingKey: KEY,
      timezone: 'UTC',
      onError: (error) => faults.push(error),
    }),
    {},
    (fake) => {
      for (const name of ['ana', 'ben', 'cid', 'lea', 'fin']) {
        const id = `U${name.toUpperCase()}`
        fake.users.set(id, { id, email: `${name}@example.com`, tz: 'Europe/Paris' })
      }
    },
    { now: () => now },
  )
  platforms.push(slack.platform)
  await db
    .insertInto('tally.person')
    .values([
      { email: 'lea@example.com', display_name: 'Lea Weiss', role: 'member' },
      { email: 'fin@example.com', display_name: 'Fin Ops', role: 'admin' },
    ])
    .execute()
  await db.insertInto('tally.person_team').values({ email: 'lea@example.com', team: 'search', leads: true }).execute()
})
afterEach(async () => {
  await slack.close()
  expect(faults).toEqual([])
})

const couriers = () => new Map([['slack', slack.platform.courier]] as const)

/** A runner of its own, as after a restart; each place and the workspace in their pace. */
async function outboxSends() {
  const clock = now
  for (let round = 0; round < 3; round += 1) {
    seconds += 2
    const at = new Date(clock.getTime() + seconds * 1000)
    const log = createLog({ level: 'silent', readable: false })
    await outboxRunner({ db, pool, couriers: couriers(), log, now: () => at }).runOnce()
  }
}

/** What the service does in one round of its jobs at this moment; how many new messages stand in Slack after it. */
async function at(instant: string) {
  const before = slack.fake.messages.length
  now = new Date(instant)
  seconds = 0
  await passTime(db, cluster, now)
  const swept = await sweepNudges(tally.nudges, now)
  await countDelivered(db, now)
  await sendNudges(tally.nudges, now)
  await outboxSends()
  await countDelivered(db, now)
  await verifySavings({ db, spend: db }, now)
  return { swept, told: slack.fake.messages.slice(before) }
}
const told = async (instant: string) => (await at(instant)).told.map(({ channel }) => channel).toSorted()

const direct = (user: string) => slack.fake.messages.filter(({ channel }) => channel === `D${user}`)
const last = (user: string) => {
  const message = direct(user).at(-1)
  if (message === undefined) throw new Error(`${user} was told nothing.`)
  return message
}
const state = async (id: string) => (await here.nudge(id)).state

async function presses(user: string, label: string, select = false) {
  const { ts, blocks } = last(user)
  const before = slack.fake.of('chat.update').length
  const by = { user, channel: `D${user}`, messageTs: ts, responseUrl: slack.fake.responseUrl(), select }
  await slack.post(press(tokenOf(blocks, label), by))
  await slack.fake.called('chat.update', before + 1)
}

async function says(user: string, text: string) {
  const before = slack.fake.of('response_url').length
  await slack.post(slashCommand(text, { user, channel: 'C9', responseUrl: slack.fake.responseUrl() }))
  return JSON.stringify((await slack.fake.called('response_url', before + 1)).at(-1)?.args)
}

/** All that somebody was ever shown in their direct messages, also what was edited since. */
const everShown = (user: string) =>
  JSON.stringify(
    ['chat.postMessage', 'chat.update'].flatMap((method) =>
      slack.fake.of(method).flatMap(({ args }) => (args.channel === `D${user}` ? [args] : [])),
    ),
  )

describe('the life of a nudge', () => {
  it('is told of, snoozed, told of again, acknowledged, resolved, and what that saved is told', async () => {
    cluster = [anas, bens, BUSY]
    // Quiet for four days: watched, and told to nobody.
    expect(await at('2026-11-02T09:00:00Z')).toMatchObject({ swept: { begun: 2, opened: 0 }, told: [] })
    expect(await here.states()).toEqual({ 'ana-gpu': 'watch', 'ben-gpu': 'watch' })

    // Quiet for its whole window: open, but a fresh installation only shows an administrator what it would send.
    expect(await told('2026-11-06T07:59:00Z')).toEqual([])
    expect(await told('2026-11-06T09:00:00Z')).toEqual(['DUFIN'])
    expect(last('UFIN').text).toContain('ana@example.com')
    expect(await says('UFIN', 'nudges confirm')).toContain('Confirmed: from now on')

    expect(await told('2026-11-06T09:05:00Z')).toEqual(['DUANA', 'DUBEN'])
    expect(last('UANA').text).toContain('$120.00 a day for 1 idle resource of yours')
    expect(last('UANA').text).toContain('Hello, I am Tally.')
    expect(last('UANA').text).toContain('idle since Oct 29, 2026')
    // A week of whole days and what was charged since: Oct 30 to Nov 5.
    expect(last('UANA').text).toContain('$840.00 wasted so far')
    expect(await told('2026-11-06T15:00:00Z')).toEqual([])

    await presses('UANA', '3 days', true)
    expect(await state('ana-gpu')).toMatchObject({ kind: 'snoozed', until: new Date('2026-11-09T15:00:00Z') })
    for (const asleep of [
      '2026-11-07T10:00:00Z',
      '2026-11-08T10:00:00Z',
      '2026-11-09T09:00:00Z',
      '2026-11-09T14:59:00Z',
    ])
      expect(await told(asleep)).toEqual([])
    expect(await told('2026-11-09T15:05:00Z')).toEqual(['DUANA'])
    expect(last('UANA').text).toContain('$120.00 a day for 1 idle resource of yours')
    expect(last('UANA').text).not.toContain('Hello, I am Tally.')

    await presses('UANA', 'Acknowledge')
    expect(await state('ana-gpu')).toMatchObject({ kind: 'acknowledged', by: 'ana@example.com' })
    // Ben, who never answered, is reminded three working days after his first; Ana three after her second.
    expect(await told('2026-11-10T09:00:00Z')).toEqual([])
    expect(await told('2026-11-11T09:00:00Z')).toEqual(['DUBEN'])
    expect(await told('2026-11-12T09:00:00Z')).toEqual(['DUANA'])
    expect(last('UANA').text).toContain('Still $120.00 a day for 1 idle resource of yours')

    // Ana's is switched off; Ben's works again.
    cluster = [
      { ...anas, lastDay: '2026-11-12' },
      { ...bens, works: [...RESTS, { from: '2026-11-13T05:00:00Z', until: '2026-11-20' }] },
      BUSY,
    ]
    expect(await at('2026-11-13T09:00:00Z')).toMatchObject({ swept: { resolved: 1 }, told: [] })
    expect(last('UBEN').text).toContain('Resolved by itself: it is in use again')
    expect(await state('ana-gpu')).toMatchObject({ kind: 'acknowledged' })
    expect(await at('2026-11-14T09:00:00Z')).toMatchObject({ swept: { resolved: 1 }, told: [] })
    expect(await state('ana-gpu')).toMatchObject({ kind: 'resolved', how: 'gone' })
    // Every card that she ever got of it is closed where it stands.
    expect(direct('UANA')).toHaveLength(3)
    for (const { text, blocks } of direct('UANA')) {
      expect(text).toContain('Settled: ana-gpu-name')
      expect(JSON.stringify(blocks)).not.toContain('Acknowledge"')
    }

    const question = 'what did nudges save this quarter'
    expect(await told('2026-11-20T09:00:00Z')).toEqual([])
    expect(await says('UFIN', question)).toContain('$840.00')
    expect(await told('2026-12-14T09:00:00Z')).toEqual([])
    const answer = await says('UFIN', question)
    expect(answer).toContain('$3,600.00')
    // What works again saved nothing.
    expect(answer).not.toContain('ben-gpu')

    expect(everShown('UANA')).not.toMatch(/ben|\bbids\b|45\.50/i)
    expect(everShown('UBEN')).not.toMatch(/ana|atlas|120\.00/i)
  })
})

describe('whoever can act is told', () => {
  it('the next in the chain where the owner is not in Slack, or where their messages are closed', async () => {
    await confirmNudges(db, 'fin@example.com', new Date('2026-11-01T00:00:00Z'))
    cluster = [
      { ...anas, id: 'zoe-gpu', owner: 'zoe@example.com', project: 'zoo' },
      { ...anas, id: 'cid-gpu', owner: 'cid@example.com', project: 'cider' },
      BUSY,
    ]
    slack.fake.channels.set('DUCID', 'restricted')
    expect(await told('2026-11-06T09:00:00Z')).toEqual(['DULEA'])
    expect(last('ULEA').text).toContain('zoe-gpu-name')
    expect(last('ULEA').text).toContain('team')
    expect((await here.nudge('zoe-gpu')).owner).toEqual({ email: 'lea@example.com', why: 'team_lead' })
    // What never arrived was told to nobody.
    expect((await here.nudge('cid-gpu')).notices).toMatchObject({ count: 0, lastDay: null })
    // Found closed, it is Lea's to hear of: on her next working day, for she had her message of this one.
    expect(await told('2026-11-06T09:15:00Z')).toEqual([])
    expect((await here.nudge('cid-gpu')).owner).toEqual({ email: 'lea@example.com', why: 'team_lead' })
    expect(await told('2026-11-08T09:00:00Z')).toEqual([])
    expect(await told('2026-11-09T09:00:00Z')).toEqual(['DULEA'])
    expect(last('ULEA').text).toContain('cid-gpu-name')
    expect(last('ULEA').text).not.toContain('zoe-gpu-name')
    expect(slack.fake.messages.filter(({ channel }) => channel === 'DUCID')).toEqual([])
  })

  it('in the hours of their own day, though they never wrote to Tally', async () => {
    await confirmNudges(db, 'fin@example.com', new Date('2026-11-01T00:00:00Z'))
    slack.fake.users.set('UANA', { id: 'UANA', email: 'ana@example.com', tz: 'America/Los_Angeles' })
    cluster = [anas, BUSY]
    expect(await told('2026-11-06T12:00:00Z')).toEqual([])
    expect(await told('2026-11-06T17:05:00Z')).toEqual(['DUANA'])
  })

  it('once, though the reply of Slack is lost', async () => {
    await confirmNudges(db, 'fin@example.com', new Date('2026-11-01T00:00:00Z'))
    cluster = [anas, BUSY]
    await told('2026-11-02T09:00:00Z')
    slack.fake.fail('chat.postMessage', { kind: 'cut', effect: true })
    expect(await told('2026-11-06T09:00:00Z')).toEqual(['DUANA'])
    for (const later of ['2026-11-06T09:05:00Z', '2026-11-06T09:30:00Z', '2026-11-06T13:00:00Z'])
      expect(await told(later)).toEqual([])
    expect((await here.nudge('ana-gpu')).notices).toMatchObject({ count: 1, lastDay: '2026-11-06' })
    expect(slack.fake.of('conversations.history')).not.toEqual([])
    // What was found again is the message that is closed.
    cluster = [{ ...anas, works: ALWAYS }, BUSY]
    expect(await told('2026-11-06T15:00:00Z')).toEqual([])
    expect(last('UANA').text).toContain('Resolved by itself')
  })
})

describe('a process that dies', () => {
  it('between the change and its message leaves the card to the next', async () => {
    await confirmNudges(db, 'fin@example.com', new Date('2026-11-01T00:00:00Z'))
    cluster = [anas, BUSY]
    expect(await told('2026-11-06T09:00:00Z')).toEqual(['DUANA'])
    const open = last('UANA').text
    cluster = [{ ...anas, works: ALWAYS }, BUSY]
    now = new Date('2026-11-06T10:00:00Z')
    await passTime(db, cluster, now)
    expect(await sweepNudges(tally.nudges, now)).toMatchObject({ resolved: 1 })
    // The edit was taken by whoever died with it in hand.
    expect(await claim(db, couriers(), 10, () => now)).toHaveLength(1)
    expect(last('UANA').text).toBe(open)

    begins([slack.platform])
    expect(await told('2026-11-06T10:15:00Z')).toEqual([])
    expect(last('UANA').text).toContain('Resolved by itself')
    expect(direct('UANA')).toHaveLength(1)
  })

  it('between a click and its answer too: written down once, and shown', async () => {
    await confirmNudges(db, 'fin@example.com', new Date('2026-11-01T00:00:00Z'))
    cluster = [anas, BUSY]
    expect(await told('2026-11-06T09:00:00Z')).toEqual(['DUANA'])
    // The answer to the click never leaves.
    slack.fake.fail('chat.update', { kind: 'late', until: new Promise(() => undefined) })
    await presses('UANA', 'Acknowledge')
    expect(await state('ana-gpu')).toMatchObject({ kind: 'acknowledged' })
    expect(last('UANA').text).not.toContain('Acknowledged by')

    begins([slack.platform])
    expect(await told('2026-11-06T09:15:00Z')).toEqual([])
    expect(last('UANA').text).toContain('Acknowledged by')
    expect(await findNudges(db, { kinds: ['acknowledged'] })).toHaveLength(1)
  })
})
