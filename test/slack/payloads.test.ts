import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inbound } from '../../src/platform.ts'
import { mention, signedRequest } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

const FOLDER = join(import.meta.dirname, '../../../shared/data/slack-payloads')
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /\.body\.(form|json)$/.test(name)) : []
const http = files.filter((name) => !name.startsWith('30-'))

// What Tally makes of them; everything else is acknowledged and left alone.
const HEARD: Record<string, Partial<Inbound>> = {
  '03-block_actions-home_view.body.form': { kind: 'pressed', private: true },
  '04-block_actions-message.body.form': { kind: 'pressed', token: 'click_me_123', private: true },
  '04b-block_actions-message_attachment.body.form': { kind: 'pressed' },
  '04d-block_actions-message_state.body.form': { kind: 'pressed', token: '1' },
  '04e-block_actions-in_thread.body.form': { kind: 'pressed', private: true },
  '04f-block_actions-remote_function.body.form': { kind: 'pressed', token: 'clicked', private: false },
  '11-event-app_mention.body.json': { kind: 'asked', way: 'mention', text: 'Hi there!' },
  '12-event-app_mention-org_install.body.json': { kind: 'asked', way: 'mention', text: 'Hi there!' },
  '13-event-app_mention-shared_channel.body.json': { kind: 'asked', way: 'mention', text: 'Hi there!' },
  '20-event-app_home_opened-org.body.json': { kind: 'opened' },
  '26-event-assistant-user_message.body.json': { kind: 'asked', way: 'direct', text: 'When Slack was released?' },
}

describe.skipIf(files.length === 0)('requests that Slack really sent (skipped without ../shared/data)', () => {
  let open: Service
  const heard: Inbound[] = []
  let told = () => {}
  beforeAll(async () => {
    // One person fits all of them; each request counts as new.
    open = await service(
      async (inbound) => {
        heard.push(inbound)
        told()
        return undefined
      },
      { claim: async () => true },
      (fake) => {
        fake.botUser = 'W111'
      },
    )
    const get = open.fake.users.get.bind(open.fake.users)
    open.fake.users.get = () => get('U1')
  })
  afterAll(() => open.close())

  it('are all there', () => expect(http).toHaveLength(37))

  it.each(http)('%s', async (name) => {
    heard.length = 0
    const expected = HEARD[name] === undefined ? [] : [expect.objectContaining(HEARD[name])]
    const done = new Promise<void>((over) => {
      told = () => heard.length > expected.length && heard.some(isSentinel) && over()
    })
    const started = performance.now()
    // Their deliveries would count as one: the recorded events share their ids.
    const unique = readFileSync(join(FOLDER, name), 'utf8')
      .replace(/Ev111|111\.222\.valid|111\.222\.xxx/g, name)
      .replaceAll('1595926230.009600', `1595926230.${http.indexOf(name)}`)
    const signed = signedRequest(name.startsWith('28-') ? 'ssl_check=1&token=random' : unique)
    if (name.startsWith('28-')) signed.headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(open.url, signed)
    expect(response.status).toBe(200)
    expect(performance.now() - started).toBeLessThan(3000)
    // From somebody new, so that it takes as long to be heard as any other.
    await open.post(mention(SENTINEL, { user: `U${name}` }))
    await done
    expect(heard.filter((inbound) => !isSentinel(inbound))).toEqual(expected)
    expect(open.logged()).not.toMatch(/could not be read|listener failed|request failed/)
  })
})

// Sent after each, so that there is something to wait for where nothing is to be heard.
const SENTINEL = 'that was all'
const isSentinel = (inbound: Inbound) => inbound.kind === 'asked' && inbound.text === SENTINEL
