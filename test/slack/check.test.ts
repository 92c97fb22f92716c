import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Config } from '../../src/config.ts'
import { checkSlack } from '../../src/doctor/chats.ts'
import { checkToken } from '../../src/slack/check.ts'

const servers: { close(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const { oauth_config } = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))
const SCOPES: readonly string[] = oauth_config.scopes.bot
const OPTIONAL: readonly string[] = oauth_config.scopes.bot_optional

/** A Slack that only knows one token and its scopes. */
async function slackWith(answer: object, scopes: readonly string[]) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json').setHeader('x-oauth-scopes', scopes.join(','))
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  servers.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
}

const check = (apiUrl: string) => checkToken({ botToken: 'xoxb-1', apiUrl, now: () => new Date(0) })
const IDENTITY = { ok: true, team_id: 'T1', user_id: 'U0' }

it('is content with what the manifest asks for', async () => {
  expect(await check(await slackWith(IDENTITY, [...SCOPES, ...OPTIONAL]))).toEqual({
    workspaceId: 'T1',
    missingScopes: [],
    missingOptionalScopes: [],
  })
})

it('is content without what the manifest only asks for as well, and names it', async () => {
  expect(await check(await slackWith(IDENTITY, SCOPES))).toEqual({
    workspaceId: 'T1',
    missingScopes: [],
    missingOptionalScopes: OPTIONAL,
  })
})

it('is told by the doctor what their absence means, as nothing that must be repaired', async () => {
  const config = async (scopes: readonly string[]) =>
    ({ slack: { botToken: 'xoxb-1', signingSecret: 's', apiUrl: await slackWith(IDENTITY, scopes) } }) as Config
  const now = () => new Date(0)
  const without = await checkSlack(await config(SCOPES), now)
  expect(without).toMatchObject({ ok: true, told: expect.stringContaining('channels:history and groups:history') })
  expect(without).not.toHaveProperty('remedy')
  const { told } = await checkSlack(await config([...SCOPES, ...OPTIONAL]), now)
  expect(told).toBe('workspace T1, requests to /slack/events')
})

it('names every scope of the manifest that the token was not given', async () => {
  for (const scope of SCOPES) {
    const others = SCOPES.filter((other) => other !== scope)
    expect(await check(await slackWith(IDENTITY, others))).toMatchObject({ missingScopes: [scope] })
  }
})

it('tells a token that Slack does not know', async () => {
  await expect(check(await slackWith({ ok: false, error: 'invalid_auth' }, []))).rejects.toMatchObject({
    name: 'Fault',
    message: expect.stringContaining('invalid_auth'),
  })
})
