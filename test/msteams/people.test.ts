import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Address, Answer } from '../../src/msteams/gateway.ts'
import { people } from '../../src/msteams/people.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import type { Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'
import { channel, GROUP, installed, mention, personal } from '../fake-activities.ts'
import type { Answered } from '../fake-http.ts'
import {
  CHANNEL,
  type FakeMember,
  fakeTenant,
  GROUP_CHAT,
  type Json,
  personalOf,
  TEAM,
  TENANT,
} from '../fake-tenant.ts'

const { db } = await testDatabase()
const kept = msteamsKept(db)

const NOON = new Date('2026-03-02T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const SERVICE = 'https://smba.trafficmanager.net/amer/'

const ADA: FakeMember = {
  id: '29:ada',
  aadObjectId: 'a0000000-0000-4000-8000-000000000001',
  name: 'Ada Lovelace',
  email: 'Ada@Example.com',
  userPrincipalName: 'ada.l@example.com',
}
const BOB: FakeMember = { id: '29:bob', name: 'Bob', userPrincipalName: 'bob@example.com' }

const sender = (userId: string): Sender => ({ platform: 'msteams', workspaceId: TENANT, userId })
const at = (activity: Json): Json => ({ serviceUrl: SERVICE, ...activity })

/** Teams with these people, and who they are to a Tally that was just started. */
function teams(...users: readonly FakeMember[]) {
  const tenant = fakeTenant()
  for (const user of users) tenant.users.set(user.id, user)
  const asked: string[] = []
  const silent = new Set<string>()
  let now = NOON

  async function answer<T>(what: string, { conversationId }: Address, told: () => Answered, read: (body: Json) => T) {
    asked.push(`${what} ${conversationId}`)
    if (silent.has(conversationId)) return { kind: 'unknown', reason: 'cut' } satisfies Answer<T>
    const { status, body } = told()
    if (status === 200) return { kind: 'ok', value: read(body as Json) } satisfies Answer<T>
    return { kind: 'refused', status, code: (body as { error: { code: string } }).error.code } satisfies Answer<T>
  }
  const gateway = {
    member: (to: Address, userId: string) =>
      answer(
        'member',
        to,
        () => tenant.member(to.conversationId, userId),
        (body) => body,
      ),
    members: (to: Address, continuation?: string) =>
      answer(
        'members',
        to,
        () => tenant.members(to.conversationId, 2, continuation),
        (body) => {
          const next = body.continuationToken as string | undefined
          return { members: body.members as readonly Json[], ...(next === undefined ? {} : { next }) }
        },
      ),
  }
  const started = () => people({ gateway, kept, now: () => now })
  return {
    tenant,
    /** What was asked of Teams. */
    asked,
    silent,
    started,
    ...started(),
    wait: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

beforeEach(async () => {
  await sql`truncate tally.msteams_conversation, tally.msteams_member`.execute(db)
})

describe('what an activity tells', () => {
  it('is where its conversation is reached', async () => {
    const { notice } = teams(ADA)
    await notice(at(personal('hello', { user: '29:ada' })))
    await notice(at(mention('hello', GROUP, { user: '29:ada' })))
    const aadGroupId = TEAM.groupId
    const inChannel = mention('hello', channel('1'), { user: '29:ada' })
    await notice(
      at({ ...inChannel, channelData: { ...(inChannel.channelData as Json), team: { id: TEAM.id, aadGroupId } } }),
    )

    const base = { tenantId: TENANT, serviceUrl: SERVICE, botId: expect.stringMatching(/^28:/) }
    expect(await kept.personal(TENANT, '29:ada')).toEqual({
      ...base,
      kind: 'personal',
      conversationId: personalOf('29:ada'),
      userId: '29:ada',
    })
    expect(await kept.conversation(TENANT, GROUP_CHAT)).toEqual({
      ...base,
      kind: 'groupChat',
      conversationId: GROUP_CHAT,
    })
    expect(await kept.conversation(TENANT, CHANNEL)).toEqual({
      ...base,
      kind: 'channel',
      conversationId: CHANNEL,
      teamId: TEAM.id,
      groupId: TEAM.groupId,
    })
  })

  it('is the zone in which somebody works, before and after they are known', async () => {
    const { notice, who, wait, started } = teams(ADA)
    await notice(at(personal('hello', { user: '29:ada', timezone: 'Europe/Berlin' })))
    expect((await who(sender('29:ada'))).profile.timezone).toBe('Europe/Berlin')
    await notice(at(personal('hello', { user: '29:ada', timezone: 'Asia/Tokyo' })))
    expect((await who(sender('29:ada'))).profile.timezone).toBe('Asia/Tokyo')
    // A roster that is read later does not tell it, another Tally knows it.
    wait(DAY)
    expect((await started().who(sender('29:ada'))).profile.timezone).toBe('Asia/Tokyo')
  })

  it('is nothing where it says too little', async () => {
    const { notice } = teams()
    await notice({ type: 'message' })
    await notice(at({ type: 'conversationUpdate', conversation: { id: 'a:1', conversationType: 'personal' } }))
    const bot = personal('hello', { user: '28:11111111-2222-3333-4444-555555555555' })
    await notice(at(bot))
    expect(await kept.newest(undefined)).toBeUndefined()
  })
})

describe('who somebody is', () => {
  it('is asked of the roster once a day, by all at once', async () => {
    const { notice, who, asked, wait, started } = teams(ADA)
    await notice(at(personal('hello', { user: '29:ada' })))
    const ada = {
      kind: 'member',
      profile: {
        displayName: 'Ada Lovelace',
        email: 'ada@example.com',
        otherEmails: ['ada.l@example.com'],
        timezone: expect.any(String),
      },
    }
    expect(await Promise.all([who(sender('29:ada')), who(sender('29:ada'))])).toMatchObject([ada, ada])
    expect(await started().who(sender('29:ada'))).toMatchObject({ kind: 'member' })
    wait(DAY - 1)
    await who(sender('29:ada'))
    expect(asked).toHaveLength(1)
    wait(1)
    // Their own chat is known from before the restart.
    expect(await started().who(sender('29:ada'))).toMatchObject({ kind: 'member' })
    expect(asked).toHaveLength(2)
  })

  it('is told by the name that they sign in with, where they have no mail', async () => {
    const { notice, who } = teams(BOB)
    await notice(at(personal('hello', { user: '29:bob' })))
    const { profile } = await who(sender('29:bob'))
    expect(profile).toMatchObject({ displayName: 'Bob', email: 'bob@example.com' })
    expect(profile.otherEmails).toBeUndefined()
  })

  it.each([
    ['a guest', { userRole: 'guest' as const }],
    ['whoever wrote without an account', { userRole: 'anonymous' as const }],
    ['a guest by name', { userPrincipalName: 'ada_partner.com#EXT#@example.onmicrosoft.com' }],
    ['somebody of another tenant', { tenantId: 'b0000000-0000-4000-8000-000000000002' }],
  ])('makes a stranger of %s', async (_, differs) => {
    const { notice, who, find, asked } = teams({ ...ADA, ...differs })
    await notice(at(mention('hello', channel(), { user: '29:ada' })))
    const stranger = { kind: 'stranger', profile: { displayName: 'Ada Lovelace' } }
    expect(await who(sender('29:ada'))).toEqual(stranger)
    expect(await who(sender('29:ada'))).toEqual(stranger)
    expect(asked).toHaveLength(1)
    expect(await find('ada@example.com')).toBeUndefined()
  })

  it('makes a stranger of whom no roster knows, and not of whom none tells', async () => {
    const { notice, who, tenant, silent } = teams(BOB)
    tenant.rosters.set(GROUP_CHAT, ['29:bob'])
    await notice(at(mention('hello', GROUP, { user: '29:ada', name: 'Ada' })))
    expect(await who(sender('29:ada'))).toEqual({ kind: 'stranger', profile: { displayName: 'Ada' } })
    silent.add(GROUP_CHAT)
    await expect(who(sender('29:ada'))).rejects.toThrow('did not say')
    await expect(who(sender('29:never-seen'))).rejects.toThrow('did not say')
  })

  it('finds who is in a shared channel and not in its team, and the other way round', async () => {
    const { notice, who, tenant } = teams(ADA, BOB)
    tenant.rosters.set(CHANNEL, ['29:ada']).set(TEAM.id, ['29:bob'])
    await notice(at(mention('hello', channel(), { user: '29:ada' })))
    await notice(at(mention('hello', channel(), { user: '29:bob' })))
    expect(await who(sender('29:ada'))).toMatchObject({ kind: 'member' })
    expect(await who(sender('29:bob'))).toMatchObject({ kind: 'member' })
  })

  it('asks their own chat where the conversation says nothing', async () => {
    const { notice, who, silent } = teams(ADA)
    await notice(at(personal('hello', { user: '29:ada' })))
    await notice(at(mention('hello', GROUP, { user: '29:ada' })))
    silent.add(GROUP_CHAT)
    expect(await who(sender('29:ada'))).toMatchObject({ kind: 'member' })
  })
})

describe('who has an email', () => {
  it('is found in any roster, page by page, by email, sign-in name or object id', async () => {
    const others = Array.from(
      { length: 5 },
      (_, i): FakeMember => ({ id: `29:${i}`, userPrincipalName: `${i}@example.com` }),
    )
    const { notice, find, asked } = teams(...others, ADA)
    await notice(at(installed('add', channel(), { user: '29:0' })))
    for (const written of ['ADA@example.com ', 'ada.l@example.com', 'A0000000-0000-4000-8000-000000000001'])
      expect(await find(written)).toEqual(sender('29:ada'))
    expect(asked).toEqual(Array.from({ length: 3 }, () => `members ${TEAM.id}`))
  })

  it('is looked for once an hour, by all at once', async () => {
    const { notice, find, asked, wait, tenant } = teams(BOB)
    await notice(at(installed('add', GROUP, { user: '29:bob' })))
    expect(await Promise.all([find('ada@example.com'), find('eve@example.com')])).toEqual([undefined, undefined])
    expect(asked).toHaveLength(1)
    tenant.users.set(ADA.id, ADA)
    expect(await find('ada@example.com')).toBeUndefined()
    wait(HOUR)
    expect(await find('ada@example.com')).toEqual(sender('29:ada'))
  })

  it('is not said to be nobody while a roster is silent', async () => {
    const { notice, find, silent } = teams(ADA)
    await notice(at(installed('add', GROUP, { user: '29:ada' })))
    await notice(at(installed('add', channel(), { user: '29:ada' })))
    silent.add(GROUP_CHAT)
    expect(await find('ada@example.com')).toEqual(sender('29:ada'))
    await expect(find('eve@example.com')).rejects.toThrow('did not say')
    silent.clear()
    expect(await find('eve@example.com')).toBeUndefined()
  })

  it('is not held up by a place that Tally was removed from', async () => {
    const { notice, find, tenant } = teams(ADA)
    await notice(at(installed('add', GROUP, { user: '29:ada' })))
    tenant.closed.set(GROUP_CHAT, 'BotNotInConversationRoster')
    expect(await find('eve@example.com')).toBeUndefined()
    expect(await kept.rosters()).toEqual([])
  })

  it('is nobody who left, and who is reached in their own chat alone', async () => {
    const { notice, who, find, wait, tenant } = teams(ADA, BOB)
    await notice(at(installed('add', GROUP, { user: '29:bob' })))
    await notice(at(personal('hello', { user: '29:ada' })))
    await who(sender('29:ada'))
    tenant.rosters.set(GROUP_CHAT, ['29:bob'])
    wait(2 * DAY)
    expect(await find('ada@example.com')).toEqual(sender('29:ada'))
    tenant.users.delete('29:ada')
    wait(2 * DAY)
    expect(await find('ada@example.com')).toBeUndefined()
  })
})
