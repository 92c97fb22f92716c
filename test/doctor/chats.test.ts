import { describe, expect, it } from 'vitest'
import { checkHeard, checkMsteams } from '../../src/doctor/chats.ts'
import { checkApp } from '../../src/msteams/check.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { testDatabase } from '../database.ts'
import { APP, BOT, CHANNEL, personalOf, TEAM, TENANT } from '../fake-msteams.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')

/** A Microsoft that answers with this token, or this error. */
const trust = (token: () => Promise<string>) => ({ openIdUrl: 'https://x', issuer: 'x', hosts: [], token })
const refusing = (error: Error) => trust(() => Promise.reject(error))
const app = { id: APP, type: 'SingleTenant', password: 'hunter2', tenantId: TENANT } as const

describe('the doctor, of Microsoft Teams', () => {
  it('says that it is not connected, or that nobody is authenticated', async () => {
    expect(await checkMsteams({})).toMatchObject({ ok: true, told: expect.stringContaining('not connected') })
    expect(await checkMsteams({ msteams: {}, host: '127.0.0.1' })).toMatchObject({
      ok: true,
      told: 'local development on 127.0.0.1: no bot, and nobody is authenticated',
    })
  })

  it('is content with a bot that gets its token', async () => {
    await expect(checkApp({ app, trust: trust(async () => 'token') })).resolves.toBeUndefined()
  })

  it.each([
    ['AADSTS7000215: Invalid client secret provided for hunter2', 'AADSTS7000215', 'copy the value of a client secret'],
    ['invalid_client: AADSTS7000222: expired', 'AADSTS7000222', 'has expired: make a new one'],
    ['AADSTS700016: not found in the directory', 'AADSTS700016', 'MICROSOFT_APP_ID is no app'],
    ['AADSTS90002: Tenant not found', 'AADSTS90002', 'MICROSOFT_APP_TENANT_ID is no tenant'],
    ['AADSTS50001: something else', 'AADSTS50001', 'Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD'],
  ])('%s: tells what to mend, and no more of what Microsoft said', async (message, code, remedy) => {
    const failed = checkApp({ app, trust: refusing(new Error(message)) })
    await expect(failed).rejects.toMatchObject({
      message: `Microsoft gives Tally no token (${code}).`,
      remedy: expect.stringContaining(remedy),
    })
  })

  it('knows a network that leads nowhere, and a managed identity that is elsewhere', async () => {
    const nowhere = refusing(Object.assign(new Error('network_error: failed'), { errorCode: 'network_error' }))
    await expect(checkApp({ app, trust: nowhere })).rejects.toMatchObject({
      message: 'Microsoft gives Tally no token (network_error).',
      remedy: expect.stringContaining('check the way out'),
    })
    const identity = { id: APP, type: 'UserAssignedMSI', tenantId: TENANT } as const
    await expect(checkApp({ app: identity, trust: nowhere })).rejects.toMatchObject({
      remedy: expect.stringContaining('the machines in Azure'),
    })
  })

  it('tells what arrived, and where to look while nothing has', async () => {
    expect(await checkHeard(db)).toMatchObject({ ok: false, remedy: expect.stringContaining('/api/messages') })
    const kept = msteamsKept(db)
    const there = { tenantId: TENANT, serviceUrl: 'https://smba.trafficmanager.net/amer/', botId: BOT } as const
    const user = '29:ada'
    await kept.remember({ ...there, conversationId: personalOf(user), kind: 'personal', userId: user }, NOON)
    await kept.remember({ ...there, conversationId: CHANNEL, kind: 'channel', teamId: TEAM.id }, NOON)
    await kept.remember({ ...there, conversationId: '19:old@thread.v2', kind: 'groupChat' }, NOON)
    await kept.forget(TENANT, '19:old@thread.v2')
    expect(await checkHeard(db)).toEqual({
      what: 'Teams heard',
      ok: true,
      told: 'heard in 1 personal and 1 other conversations; removed from 1',
    })
  })
})
