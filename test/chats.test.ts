import { createRequire } from 'node:module'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { type Running, start } from '../src/main.ts'
import { enqueue } from '../src/outbox/enqueue.ts'
import { testDatabase } from './database.ts'
import { APP, fakeMsteams, personal, personalOf, TENANT } from './fake-msteams.ts'
import { fakeSlack } from './fake-slack.ts'

const { url, db } = await testDatabase()
const teams = await fakeMsteams()
const slack = await fakeSlack()
afterAll(async () => {
  await teams.close()
  await slack.close()
})
const running: Running[] = []
afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())))

const ADA = '29:ada'
teams.users.set(ADA, { id: ADA, aadObjectId: 'aad-ada', email: 'ada@example.com', name: 'Ada' })
const HELP = personal('help', { user: ADA, aadObjectId: 'aad-ada' })

const LOCAL = { TALLY_MSTEAMS_LOCAL: 'on', MICROSOFT_GRAPH_URL: teams.graphUrl }
const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_API_URL: slack.url,
}
const BOT = { MICROSOFT_APP_ID: APP, MICROSOFT_APP_PASSWORD: 'secret', MICROSOFT_APP_TENANT_ID: TENANT }

async function serve(env: Readonly<Record<string, string>>) {
  const config = readConfig({ DATABASE_URL: url, PORT: '0', ...env })
  const service = start(config, { log: createLog({ level: 'silent', readable: false }), now: () => new Date() })
  running.push(service)
  return `http://127.0.0.1:${(await service.ready).port}`
}

const soon = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 10_000, interval: 20 })
const problems = async (base: string): Promise<unknown> => {
  const { problems } = (await (await fetch(`${base}/readyz`)).json()) as { readonly problems: unknown }
  return problems
}
const metrics = async (base: string) => (await fetch(`${base}/metrics`)).text()
const isBotbuilderLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => /[\\/]node_modules[\\/]botbuilder[\\/]/.test(path))

describe('the chats that are configured', () => {
  it('load botbuilder only where Microsoft Teams is one of them', async () => {
    const base = await serve(SLACK)
    await soon(async () => expect(await problems(base)).toEqual([]))
    expect((await fetch(`${base}/api/messages`, { method: 'POST' })).status).toBe(404)
    expect(isBotbuilderLoaded()).toBe(false)
    await serve(LOCAL)
    await soon(async () => expect(isBotbuilderLoaded()).toBe(true))
  })

  it('stand side by side: each has its way in, and answers there', async () => {
    const base = await serve({ ...SLACK, ...LOCAL })
    await soon(async () => expect(await problems(base)).toEqual([]))
    expect((await fetch(`${base}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(401)
    expect((await teams.deliver(`${base}/api/messages`, HELP)).status).toBe(200)
    await teams.hasSaid(personalOf(ADA))
    await soon(async () => {
      const counted = await metrics(base)
      expect(counted).toContain('tally_answer_seconds_count{platform="msteams",kind="asked"} 1')
      expect(counted).toContain('tally_platform_errors_total{platform="slack",code="refused_401"} 1')
    })
    const card = { blocks: [{ kind: 'headline', text: '$1' }] } as const
    const where = { platform: 'msteams', workspaceId: TENANT, conversationId: personalOf(ADA), direct: true } as const
    const there = { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false } as const
    await enqueue(db, [
      { key: 'one', to: { kind: 'conversation', where }, card },
      { key: 'other', to: { kind: 'conversation', where: there }, card },
    ])
    await teams.hasSaid(personalOf(ADA), 2)
    await soon(async () => {
      const counted = await metrics(base)
      for (const platform of ['slack', 'msteams'])
        expect(counted).toContain(`tally_outbox_attempts_total{platform="${platform}",outcome="sent"} 1`)
    })
  })

  it('refuse whoever does not speak for Microsoft, and say why they are not ready', async () => {
    const base = await serve({ ...BOT, ...SLACK, SLACK_API_URL: 'http://127.0.0.1:1/api/', HOST: '127.0.0.1' })
    const post = (token = {}) => {
      const headers = { 'content-type': 'application/json', ...token }
      return fetch(`${base}/api/messages`, { method: 'POST', body: JSON.stringify(HELP), headers })
    }
    for (const answer of [await post(), await post({ authorization: 'Bearer a.b.c' })]) {
      expect(answer.status).toBe(401)
      expect(await answer.text()).toBe('')
    }
    expect((await fetch(`${base}/api/messages`)).status).toBe(405)
    expect(await metrics(base)).toContain('tally_platform_errors_total{platform="msteams",code="refused_401"} 2')
    await soon(async () =>
      expect(await problems(base)).toEqual([expect.stringContaining('Slack'), expect.stringContaining('Microsoft')]),
    )
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })
})
