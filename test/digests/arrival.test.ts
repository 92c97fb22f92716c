import { afterAll, beforeAll, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { correctDigests } from '../../src/digests/corrections.ts'
import { digestFeature } from '../../src/digests/feature.ts'
import { lastRuns, listSubscriptions, resumeSubscription } from '../../src/digests/store.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { demoDatabase } from '../database.ts'
import { press, slashCommand, tokenOf } from '../fake-slack.ts'
import { type Service, service } from '../slack/service.ts'
import { beat } from './beat.ts'

// From the words of a person to the message in the channel, over HTTP, with the engine of the answers in between.

const { db, pool } = await demoDatabase()
const KEY = 'a key of this test'
const signs = {
  spend: (payload: string) => signToken(KEY, 'spend', payload),
  digest: (payload: string) => signToken(KEY, 'digest', payload),
}
let now = new Date('2026-11-21T12:00:00Z')
const fails = (error: unknown) => {
  throw error
}
const ask = asking({ own: db, spend: db, visibility: 'everyone', now: () => now, onError: fails, maxAgeMs: 0 })
let slack: Service
beforeAll(async () => {
  const handle = bot({
    asking: ask,
    features: [digestFeature({ asking: ask, signs })],
    signingKey: KEY,
    timezone: 'Europe/Paris',
    onError: fails,
  })
  slack = await service(handle)
})
afterAll(() => slack.close())

function at(instant: string) {
  now = new Date(instant)
  return beat({ db, pool }, slack.platform, { asking: ask, signs, onError: fails }, now)
}

it('brings a weekly digest to the channel at its slot, once, and corrects nothing that did not move', async () => {
  await slack.post(
    slashCommand('digest weekly sun 09:00 for team search', {
      user: 'U1',
      channel: 'C7',
      responseUrl: slack.fake.responseUrl(),
    }),
  )
  await slack.fake.called('response_url')
  const [subscription, ...others] = await listSubscriptions(db)
  expect(others).toEqual([])
  expect(subscription).toMatchObject({ place: { id: 'C7' }, nextSlotAt: new Date('2026-11-22T08:00:00Z') })
  const before = slack.fake.messages.length

  expect(await at('2026-11-22T07:59:59Z')).toMatchObject({ complete: 0 })
  expect(slack.fake.messages.slice(before)).toEqual([])
  expect(await at('2026-11-22T08:00:10Z')).toMatchObject({ complete: 1, troubled: 0 })
  expect(await at('2026-11-22T08:00:25Z')).toMatchObject({ complete: 0 })
  const arrived = slack.fake.messages.slice(before)
  expect(arrived).toMatchObject([
    { channel: 'C7', metadata: { event_payload: { k: `digest:${subscription?.id}:2026-11-22T08:00:00.000Z` } } },
  ])
  expect(arrived[0]?.text).toMatch(/search/)
  expect(arrived[0]?.text).toMatch(/\$[\d,]+/)
  expect((await lastRuns(db, [subscription?.id ?? ''])).get(subscription?.id ?? '')).toMatchObject({
    status: 'sent',
    partial: false,
  })

  expect(await correctDigests(ask, now)).toBe(0)
  const { seen } = await db.selectFrom('tally.digest_run').select('seen').executeTakeFirstOrThrow()
  expect(seen).not.toBeNull()
})

it('stays as it is for its readers, also when whoever set it asks why', async () => {
  const digest = slack.fake.messages.find(({ metadata }) => JSON.stringify(metadata).includes('digest:'))
  const told = digest?.text
  const replies = slack.fake.of('response_url').length
  const by = { user: 'U1', channel: 'C7', messageTs: digest?.ts ?? '', responseUrl: slack.fake.responseUrl() }
  await slack.post(press(tokenOf(digest?.blocks, 'Why?'), by))
  const why = (await slack.fake.called('response_url', replies + 1)).at(-1)
  expect(why?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false })
  expect(why?.args.text).toContain('What the change is made of')
  expect(digest?.text).toBe(told)
  expect(slack.fake.of('chat.update')).toEqual([])
})

it('breaks with its channel, and sends what is still due when that is mended', async () => {
  const [subscription] = await listSubscriptions(db)
  const id = subscription?.id ?? ''
  const before = slack.fake.messages.length
  slack.fake.channels.set('C7', 'archived')
  await at('2026-11-29T08:00:10Z')
  await at('2026-11-29T12:00:10Z')
  await at('2026-11-29T12:00:25Z')
  expect((await listSubscriptions(db))[0]?.state).toMatchObject({
    kind: 'broken',
    reason: expect.stringContaining('archived'),
  })
  expect((await lastRuns(db, [id])).get(id)).toMatchObject({ status: 'held' })
  expect(slack.fake.messages.slice(before)).toEqual([])
  slack.fake.channels.delete('C7')
  await resumeSubscription(db, id, 'ana', now)
  await at('2026-11-29T12:01:00Z')
  expect(slack.fake.messages.slice(before)).toHaveLength(1)
  expect((await lastRuns(db, [id])).get(id)).toMatchObject({ status: 'sent', partial: true })
})
