import { afterAll, beforeAll, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { digestFeature } from '../../src/digests/feature.ts'
import { lastRuns, listSubscriptions, resumeSubscription } from '../../src/digests/store.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { demoDatabase } from '../database.ts'
import { beat } from '../digests/beat.ts'
import {
  buttonsIn,
  CHANNEL,
  cardsIn,
  channel,
  dataOf,
  execute,
  type FakePost,
  filled,
  installed,
  type Json,
  mention,
  PERSONAL,
  personalOf,
  TEAM,
  wordsOf,
} from '../fake-msteams.ts'
import { type Service, service } from './service.ts'

// From the words of a person in a channel to the digest that arrives there by itself, and what its readers do with it.

const { db, pool } = await demoDatabase()
const KEY = 'a key of this test'
const signs = {
  spend: (payload: string) => signToken(KEY, 'spend', payload),
  digest: (payload: string) => signToken(KEY, 'digest', payload),
}
const ANA = '29:u1'
const THREAD = '1700000000001'
let now = new Date('2026-11-21T12:00:00Z')
const fails = (error: unknown) => {
  throw error
}
const ask = asking({ own: db, spend: db, visibility: 'everyone', now: () => now, onError: fails, maxAgeMs: 0 })
let teams: Service
beforeAll(async () => {
  const handle = bot({
    asking: ask,
    features: [digestFeature({ asking: ask, signs })],
    signingKey: KEY,
    timezone: 'Europe/Paris',
    onError: fails,
  })
  teams = await service(handle, { kept: msteamsKept(db) }, () => {}, { now: () => now })
  // Into the general channel of the team; the digest goes to another one.
  await teams.post(installed('add', { in: 'channel', conversation: TEAM.id }, { user: ANA }))
  await teams.fake.hasSaid(TEAM.id)
})
afterAll(() => teams.close())

function at(instant: string) {
  now = new Date(instant)
  return beat({ db, pool }, teams.platform, { asking: ask, signs, onError: fails }, now)
}
const roots = () => teams.fake.said(CHANNEL)
const card = (post: FakePost | undefined) => cardsIn(post?.activity ?? {})[0]
const words = (post: FakePost | undefined) => String(post?.activity.text ?? wordsOf(card(post)))
const press = async (data: Json, on: FakePost): Promise<Json> => {
  const place = on.conversationId === CHANNEL ? channel(on.threadId) : PERSONAL
  const response = await teams.post(execute({ on: on.id, data }, place, { user: ANA }))
  expect(response.status).toBe(200)
  return response.json() as Promise<Json>
}
/** By a mention in the thread, and answered. */
async function asks(text: string): Promise<void> {
  const before = teams.fake.of('send').length
  await teams.post(mention(text, channel(THREAD), { user: ANA }))
  await teams.fake.called('send', before + 1)
}
const only = async () => {
  const [subscription, ...others] = await listSubscriptions(db)
  expect(others).toEqual([])
  if (subscription === undefined) throw new Error('there is no digest')
  return subscription
}
const inThread = () => teams.fake.said(CHANNEL, THREAD)
const ofAna = () => teams.fake.said(personalOf(ANA))
const CHANGE = /edit|change/i
const everySaid = () => [...inThread(), ...ofAna()]

it('is set up by a mention and arrives at its slot as a post of its own, once', async () => {
  await asks('digest weekly sun 09:00 for team search')
  const subscription = await only()
  expect(subscription).toMatchObject({ place: { id: CHANNEL }, nextSlotAt: new Date('2026-11-22T08:00:00Z') })

  expect(await at('2026-11-22T07:59:59Z')).toMatchObject({ complete: 0 })
  expect(roots()).toEqual([])
  expect(await at('2026-11-22T08:00:10Z')).toMatchObject({ complete: 1, troubled: 0 })
  expect(await at('2026-11-22T08:00:25Z')).toMatchObject({ complete: 0 })
  expect(roots()).toHaveLength(1)
  expect(words(roots()[0])).toMatch(/search[\s\S]*\$[\d,]+/)
  expect((await lastRuns(db, [subscription.id])).get(subscription.id)).toMatchObject({ status: 'sent' })
})

it('stays as it is for its readers, also when one of them asks why', async () => {
  const [digest] = roots()
  if (digest === undefined) throw new Error('no digest arrived')
  const told = words(digest)
  const before = ofAna().length
  await press(dataOf(card(digest), 'Why?'), digest)
  const all = await teams.fake.hasSaid(personalOf(ANA), before + 1)
  expect(words(all.at(-1))).toContain('What the change is made of')
  expect(words(digest)).toBe(told)
  expect(teams.fake.of('update')).toEqual([])
})

it('whose answer was lost is looked for in its channel, and not sent twice', async () => {
  const before = roots().length
  teams.fake.fail('send', { kind: 'cut', effect: true })
  // The data is late, so it waits until noon.
  for (const time of ['08:00:10', '12:00:10', '12:02:10', '12:10:10']) await at(`2026-11-29T${time}Z`)
  expect(roots()).toHaveLength(before + 1)
  expect(teams.fake.of('graph.messages').length).toBeGreaterThan(0)
  const { id } = await only()
  expect((await lastRuns(db, [id])).get(id)).toMatchObject({ status: 'sent' })
})

it('is changed by the form of its button, whose mistakes are told in it', async () => {
  await asks('digests')
  const list = everySaid().findLast((post) => buttonsIn(card(post)).some(([label]) => CHANGE.test(label)))
  const change = buttonsIn(card(list)).find(([label]) => CHANGE.test(label))?.[1]
  if (list === undefined || change === undefined) throw new Error('no digest can be changed')
  await press(change, list)
  const form = everySaid().findLast((post) => buttonsIn(card(post)).some(([, data]) => data.form !== undefined))
  if (form === undefined) throw new Error('no form was opened')
  const [[send = '']] = buttonsIn(card(form)).filter(([, data]) => data.form !== undefined) as [[string, Json]]
  await press(filled(card(form), { time: '' }, send), form)
  expect(words(form)).toContain('Nothing was changed yet')
  await press(filled(card(form), { time: '10:30' }, send), form)
  expect((await only()).nextSlotAt).toEqual(new Date('2026-12-06T09:30:00Z'))
})

it('breaks where Tally was removed, and goes on when that is mended', async () => {
  const { id } = await only()
  const before = roots().length
  teams.fake.closed.set(CHANNEL, 'BotNotInConversationRoster')
  await at('2026-12-06T09:30:10Z')
  await at('2026-12-06T14:00:10Z')
  await at('2026-12-06T14:00:25Z')
  expect((await only()).state).toMatchObject({ kind: 'broken' })
  expect(roots()).toHaveLength(before)
  teams.fake.closed.delete(CHANNEL)
  await asks('digests')
  await resumeSubscription(db, id, 'ana', now)
  await at('2026-12-06T14:01:00Z')
  expect(roots()).toHaveLength(before + 1)
})
