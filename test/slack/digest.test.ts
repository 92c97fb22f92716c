import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { digestFeature } from '../../src/digests/feature.ts'
import { listSubscriptions } from '../../src/digests/store.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import { directMessage, mention, press, slashCommand, submitForm } from '../fake-slack.ts'
import { loadFacts } from '../spend/facts.ts'
import { type Service, service } from './service.ts'

const { db } = await testDatabase()
const KEY = 'a key'
const NOW = new Date('2026-11-23T10:00:00Z')
const faults: unknown[] = []
const ask = asking({
  own: db,
  spend: db,
  visibility: 'everyone',
  now: () => NOW,
  onError: (error) => faults.push(error),
  maxAgeMs: 0,
})
const sign = (feature: string) => (payload: string) => signToken(KEY, feature, payload)
const handle = bot({
  asking: ask,
  features: [digestFeature({ asking: ask, signs: { spend: sign('spend'), digest: sign('digest') } })],
  signingKey: KEY,
  timezone: 'UTC',
  onError: (error) => faults.push(error),
})

let open: Service
beforeEach(async () => {
  await db.deleteFrom('tally.subscription').execute()
  await loadFacts(db, [
    { day: '2026-11-18', team: 'search', effective: '10' },
    { day: '2026-11-18', team: 'vision', effective: '10' },
  ])
  open = await service(handle)
})
afterEach(async () => {
  await open.close()
  expect(faults).toEqual([])
})
afterAll(() => ask.later.drained())

const U1 = { user: 'U1' }
const WORDS = 'digest weekly wed 09:00 for team search'
const kept = () => listSubscriptions(db)
const said = (method: string) => JSON.stringify(open.fake.of(method).at(-1)?.args)

it('is set up by a command, alone for who writes it', async () => {
  await open.post(slashCommand(WORDS, { ...U1, channel: 'C1', responseUrl: open.fake.responseUrl() }))
  await open.fake.called('response_url')
  expect(said('response_url')).toContain('Digest set up')
  expect(said('response_url')).toContain('Wed Nov 25, 09:00 CET')
  expect(await kept()).toMatchObject([{ place: { workspaceId: 'T111', kind: 'conversation', id: 'C1' } }])
})

it('by a mention, for everybody there', async () => {
  await open.post(mention(WORDS, U1))
  await open.fake.called('chat.postMessage')
  expect(said('chat.postMessage')).toContain('Digest set up')
  expect(await kept()).toHaveLength(1)
})

it('and in direct messages, to the person', async () => {
  await open.post(directMessage(WORDS, U1))
  await open.fake.called('chat.postMessage')
  expect(said('chat.postMessage')).toContain('you alone')
  expect(await kept()).toMatchObject([{ place: { kind: 'person', id: 'U1' } }])
})

it('by the form, which a click changes it with', async () => {
  await open.post(slashCommand('digest', { ...U1, channel: 'C1', responseUrl: open.fake.responseUrl() }))
  await open.fake.called('views.open')
  const shown = open.fake.views.at(-1)
  if (shown === undefined) throw new Error('no form')
  const wrong = await open.post(submitForm(shown, { names: [], time: '09:00' }, U1))
  expect(await wrong.json()).toMatchObject({ response_action: 'errors', errors: { names: expect.any(String) } })
  expect(await kept()).toEqual([])
  await open.post(submitForm(shown, { names: ['team:vision'], rhythm: 'daily' }, U1))
  await open.fake.called('chat.postEphemeral')
  const [subscription] = await kept()
  expect(subscription).toMatchObject({ scope: { values: ['vision'] }, schedule: { rhythm: 'daily' } })
  const token = sign('digest')(`edit.${subscription?.id}`)
  await open.post(press(token, { ...U1, channel: 'C1', messageTs: '17.5' }))
  await open.fake.called('views.open', 2)
  const changing = open.fake.views.at(-1)
  if (changing === undefined) throw new Error('no form')
  await open.post(submitForm(changing, { time: '10:30' }, U1))
  await open.fake.called('chat.postEphemeral', 2)
  expect(await kept()).toMatchObject([{ scope: { values: ['vision'] }, schedule: { rhythm: 'daily', time: '10:30' } }])
})
