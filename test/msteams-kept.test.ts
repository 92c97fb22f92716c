import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Member, Reference } from '../src/msteams/reference.ts'
import { msteamsKept } from '../src/msteams-kept.ts'
import { testDatabase } from './database.ts'

const { db } = await testDatabase()
const kept = msteamsKept(db)

const NOON = new Date('2026-03-02T12:00:00Z')
const HOUR = 3_600_000
const at = (ms: number) => new Date(NOON.getTime() + ms)

const CHANNEL: Reference = {
  tenantId: 'contoso',
  conversationId: '19:search@thread.tacv2',
  kind: 'channel',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:tally',
  teamId: '19:team@thread.tacv2',
  groupId: 'group-1',
}
const PERSONAL: Reference = {
  tenantId: 'contoso',
  conversationId: 'a:ada',
  kind: 'personal',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:tally',
  userId: '29:ada',
}
const GROUP: Reference = {
  tenantId: 'contoso',
  conversationId: '19:chat@thread.v2',
  kind: 'groupChat',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:tally',
}
const ADA: Member = {
  tenantId: 'contoso',
  userId: '29:ada',
  aadObjectId: 'a0000000-0000-4000-8000-000000000001',
  email: 'ada@example.com',
  userPrincipalName: 'ada.l@contoso.example.com',
  displayName: 'Ada',
  guest: false,
}

beforeEach(async () => {
  await sql`truncate tally.msteams_conversation, tally.msteams_member`.execute(db)
})

/** Changes with every write of the row. */
const writtenBy = async (table: 'msteams_conversation' | 'msteams_member') => {
  const { rows } = await sql<{ written: string }>`
    select string_agg(ctid::text || xmin::text || xmax::text, ' ') as written from tally.${sql.raw(table)}`.execute(db)
  return rows[0]?.written
}

describe('conversations', () => {
  it('are found as they spoke last', async () => {
    await kept.remember(CHANNEL, NOON)
    await kept.remember(PERSONAL, at(1))
    expect(await kept.conversation('contoso', CHANNEL.conversationId)).toEqual(CHANNEL)
    expect(await kept.conversation('fabrikam', CHANNEL.conversationId)).toBeUndefined()
    expect(await kept.personal('contoso', '29:ada')).toEqual(PERSONAL)
    expect(await kept.personal('contoso', '29:bob')).toBeUndefined()

    const moved = { ...CHANNEL, serviceUrl: 'https://smba.trafficmanager.net/amer/' }
    await kept.remember(moved, at(2))
    expect(await kept.conversation('contoso', CHANNEL.conversationId)).toEqual(moved)
    expect(await kept.newest('contoso')).toEqual(moved)
    expect(await kept.newest(undefined)).toEqual(moved)
    expect(await kept.newest('fabrikam')).toBeUndefined()
  })

  it('are written only when they changed or an hour has passed', async () => {
    await kept.remember(CHANNEL, NOON)
    const before = await writtenBy('msteams_conversation')
    await kept.remember(CHANNEL, at(HOUR - 1))
    const { teamId: _, groupId: __, ...less } = CHANNEL
    await kept.remember(less, at(HOUR - 1))
    expect(await writtenBy('msteams_conversation')).toBe(before)
    await kept.remember(CHANNEL, at(HOUR))
    expect(await writtenBy('msteams_conversation')).not.toBe(before)
  })

  it('keep what an activity does not say', async () => {
    await kept.remember(CHANNEL, NOON)
    const { teamId: _, groupId: __, ...less } = CHANNEL
    await kept.remember(less, at(HOUR))
    expect(await kept.conversation('contoso', CHANNEL.conversationId)).toEqual(CHANNEL)
  })

  it('of one team have one group, which is told of one of them', async () => {
    await kept.remember(CHANNEL, NOON)
    const { groupId, ...untold } = { ...CHANNEL, conversationId: '19:costs@thread.tacv2' }
    await kept.remember(untold, at(1))
    expect(await kept.conversation('contoso', untold.conversationId)).toEqual({ ...untold, groupId })
    const other = { ...untold, conversationId: '19:other@thread.tacv2', teamId: '19:other-team@thread.tacv2' }
    await kept.remember(other, at(1))
    expect(await kept.conversation('contoso', other.conversationId)).toEqual(other)
  })

  it('that are gone are not looked through or written to first, until they speak again', async () => {
    for (const each of [CHANNEL, PERSONAL, GROUP]) await kept.remember(each, NOON)
    for (const { conversationId } of [CHANNEL, PERSONAL, GROUP]) await kept.forget('contoso', conversationId)
    expect(await kept.newest(undefined)).toBeUndefined()
    expect(await kept.rosters()).toEqual([])
    expect(await kept.personal('contoso', '29:ada')).toBeUndefined()
    // What is sent there is refused by Teams, and that is told.
    expect(await kept.conversation('contoso', CHANNEL.conversationId)).toEqual(CHANNEL)

    await kept.remember(CHANNEL, at(1))
    expect(await kept.newest(undefined)).toEqual(CHANNEL)
  })

  it('have one roster a team and one a group chat', async () => {
    await kept.remember(CHANNEL, NOON)
    const newer = { ...CHANNEL, conversationId: '19:ops@thread.tacv2' }
    await kept.remember(newer, at(1))
    await kept.remember(GROUP, at(2))
    await kept.remember(PERSONAL, at(3))
    expect(new Set(await kept.rosters())).toEqual(new Set([newer, GROUP]))
  })

  it('may be remembered by many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => kept.remember(i % 2 ? CHANNEL : PERSONAL, at(i * HOUR))))
    expect(await kept.newest(undefined)).toEqual(CHANNEL)
  })

  it.each([
    ['a thread', { ...CHANNEL, conversationId: '19:search@thread.tacv2;messageid=1' }],
    ['a server that is none', { ...CHANNEL, serviceUrl: 'javascript:alert(1)' }],
    ['a personal chat of nobody', { ...GROUP, kind: 'personal' as const }],
    ['a group chat of a team', { ...GROUP, teamId: '19:team' }],
  ])('are never %s', async (_, wrong) => {
    await expect(kept.remember(wrong, NOON)).rejects.toThrow('check')
  })
})

describe('members', () => {
  it('are found by what Teams calls them, and by email, user principal name or object id', async () => {
    const guest = { ...ADA, userId: '29:guest', guest: true }
    await kept.saveMembers([ADA, guest], NOON)
    expect(await kept.member('contoso', '29:ada')).toEqual({ ...ADA, seenAt: NOON })
    expect(await kept.member('fabrikam', '29:ada')).toBeUndefined()
    for (const written of [' ADA@example.com', 'ada.l@contoso.example.com', 'A0000000-0000-4000-8000-000000000001'])
      expect(await kept.memberByEmail(written)).toEqual({ ...ADA, seenAt: NOON })
    expect(await kept.memberByEmail('bob@example.com')).toBeUndefined()
  })

  it('are whoever has the email, before whoever is only called so', async () => {
    const other: Member = {
      tenantId: 'contoso',
      userId: '29:other',
      userPrincipalName: 'ada@example.com',
      displayName: 'Other',
      guest: false,
    }
    await kept.saveMembers([other], at(HOUR))
    await kept.saveMembers([ADA], NOON)
    expect(await kept.memberByEmail('ada@example.com')).toMatchObject({ userId: '29:ada' })
  })

  it('keep their zone, which no roster tells, and nothing else that is not so any more', async () => {
    await kept.saveMembers([{ ...ADA, timezone: 'Europe/Berlin' }], NOON)
    const { email: _, ...without } = ADA
    await kept.saveMembers([without], at(1))
    expect(await kept.member('contoso', '29:ada')).toEqual({ ...without, timezone: 'Europe/Berlin', seenAt: at(1) })
    // What was read before says nothing new.
    await kept.saveMembers([ADA], NOON)
    expect(await kept.member('contoso', '29:ada')).toMatchObject({ seenAt: at(1) })
  })

  it('are written only when they changed or an hour has passed, each once', async () => {
    await kept.saveMembers([ADA, { ...ADA, displayName: 'Ada again' }], NOON)
    const before = await writtenBy('msteams_member')
    const known = await kept.member('contoso', '29:ada')
    await kept.saveMembers(known === undefined ? [] : [known], at(HOUR - 1))
    expect(await writtenBy('msteams_member')).toBe(before)
    await kept.saveMembers(known === undefined ? [] : [known], at(HOUR))
    expect(await kept.member('contoso', '29:ada')).toMatchObject({ seenAt: at(HOUR) })
  })

  it('may be saved by many at once', async () => {
    const some = Array.from({ length: 50 }, (_, i): Member => ({ ...ADA, userId: `29:${i}` }))
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => kept.saveMembers(i % 2 ? some : some.toReversed(), at(i * HOUR))),
    )
    expect(await kept.member('contoso', '29:49')).toMatchObject({ seenAt: at(7 * HOUR) })
  })
})
