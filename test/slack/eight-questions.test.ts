import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { claimDelivery } from '../../src/db/delivery.ts'
import { ask } from '../../src/spend/ask.ts'
import { outcomeCard } from '../../src/spend/card.ts'
import { type AskDeps, asking } from '../../src/spend/deps.ts'
import { expectGolden } from '../cards/golden.ts'
import { DEMO_NOON, demoDatabase } from '../database.ts'
import { slashCommand } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

// What people who pay for AI ask, in their own words, about the demo company: by the engine of `tally ask` and by a request that
// Slack signed. The cards are kept and looked at.

const { db } = await demoDatabase()

const QUESTIONS: readonly (readonly [string, string, string])[] = [
  ['eight-1-training', 'What does training cost?', 'for workload type training'],
  ['eight-2-request', 'What is the cost per inference request?', 'Unit cost per request'],
  ['eight-3-gpu', 'Which workload spends most on GPUs?', 'for resource gpu, by workload type, top 1'],
  ['eight-4-right-model', 'Are we using the right model?', 'Model fit'],
  ['eight-5-token-cost', 'Can we cut token cost without losing quality?', 'Model fit'],
  ['eight-6-idle', 'Are idle notebooks, endpoints and GPUs adding waste?', 'Idle waste for resource'],
  ['eight-7-units', 'What is the cost per customer, document, image, prompt, prediction?', 'Every unit cost'],
  ['eight-8-value', 'Is the business value greater than the cost?', 'Business value'],
]

let deps: AskDeps
let open: Service
const onError = (error: unknown) => {
  throw error
}
beforeAll(async () => {
  deps = asking({ own: db, spend: db, visibility: 'everyone', now: () => DEMO_NOON, onError })
  const handle = bot({ features: [], asking: deps, signingKey: 'a key of these tests', timezone: 'UTC', onError })
  open = await service(handle, { claim: (key) => claimDelivery(db, 'slack', key) })
})
afterAll(async () => {
  await open.close()
  await deps.later.drained()
})

describe('the eight questions', () => {
  it.each(QUESTIONS)('%s: %s', async (name, text, reading) => {
    const outcome = await ask(deps, { text, requestId: name, asker: { key: 'tally ask' }, timezone: 'UTC' })
    if (outcome.kind !== 'answer') throw new Error(JSON.stringify(outcome))
    expect(outcome.answer.sentence).toContain(reading)
    const card = outcomeCard(outcome)
    expectGolden(name, card)

    const asked = open.fake.of('response_url').length
    const response = await open.post(slashCommand(text, { user: 'U1', responseUrl: open.fake.responseUrl() }))
    expect(response.status).toBe(200)
    const said = (await open.fake.called('response_url', asked + 1))[asked]?.args
    // The same number first, whichever way it was asked.
    const [headline] = plainText(card).split('\n')
    expect(String(said?.text).split('\n')[0]).toBe(headline)
    expect(headline).toMatch(/\d/)
  })
})
