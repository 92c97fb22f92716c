import { beforeEach, describe, expect, it } from 'vitest'
import type { Turn } from '../../src/feature.ts'
import { readPicked } from '../../src/nudges/handed.ts'
import type { Profile, Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'
import { MONDAY } from './installation.ts'

// Whom a nudge is handed to: chosen from a list, which gives an id, or typed, which gives an address.

const { db } = await testDatabase()
const from: Sender = { platform: 'msteams', workspaceId: 'tenant', userId: '29:ana' }
const BEN: Sender = { ...from, userId: '29:ben' }
const GUEST: Sender = { ...from, userId: '29:guest' }
const PROFILES: Readonly<Record<string, Profile>> = {
  '29:ben': { displayName: 'Ben', email: 'Ben@north.example' },
  '29:guest': { displayName: 'Guest' },
}
const USERS: Readonly<Record<string, Sender>> = { 'ben@north.example': BEN, 'guest@south.example': GUEST }
const turn: Turn = {
  from,
  asker: { key: 'ana@north.example', email: 'ana@north.example', person: undefined },
  timezone: 'Europe/Paris',
  where: { platform: 'msteams', workspaceId: 'tenant', conversationId: 'a:1', direct: true },
  requestId: 'r',
  private: true,
  platform: {
    name: 'msteams',
    profile: async ({ userId }) => PROFILES[userId] ?? { displayName: 'nobody' },
    findUser: async (email) => USERS[email],
  },
}
const picks = (person: string) =>
  readPicked(db, turn, { owner: { email: 'ana@north.example', why: 'resource_tag' } }, { person: [person] }, MONDAY)
const accounts = () => db.selectFrom('tally.account').select(['user_id', 'email']).execute()

beforeEach(async () => {
  await db.deleteFrom('tally.account').execute()
})

describe('a nudge is handed to', () => {
  it.each([
    ['29:ben', 'whom a list gives'],
    ['ben@north.example', 'whose address is typed'],
    ['  BEN@North.example ', 'whose address is typed somehow'],
  ])('%s, %s; a message can reach them from now on', async (person) => {
    expect(await picks(person)).toEqual({ value: { email: 'ben@north.example', why: 'picked' } })
    expect(await accounts()).toEqual([{ user_id: '29:ben', email: 'ben@north.example' }])
  })

  it('whoever wrote to Tally from another platform', async () => {
    const known = { platform: 'slack', workspace_id: 'T1', user_id: 'UCLEO', email: 'cleo@north.example' }
    await db
      .insertInto('tally.account')
      .values({ ...known, display_name: 'Cleo', timezone: null, seen_at: MONDAY })
      .execute()
    expect(await picks('Cleo@north.example')).toEqual({ value: { email: 'cleo@north.example', why: 'picked' } })
  })

  it.each([
    ['', 'Choose a person.'],
    ['dee@north.example', 'I know nobody with this address.'],
    ['29:gone', 'They cannot be reached'],
    ['guest@south.example', 'They cannot be reached'],
    ['Ana@north.example', 'I know nobody'],
  ])('nobody by “%s”, and it says what to do', async (person, told) => {
    expect(await picks(person)).toEqual({ mistakes: { person: expect.stringContaining(told) } })
    expect(await accounts()).toEqual([])
  })

  it('nobody who has it already', async () => {
    const known = { platform: 'slack', workspace_id: 'T1', user_id: 'UANA', email: 'ana@north.example' }
    await db
      .insertInto('tally.account')
      .values({ ...known, display_name: 'Ana', timezone: null, seen_at: MONDAY })
      .execute()
    expect(await picks('ana@north.example')).toMatchObject({ mistakes: { person: expect.stringContaining('already') } })
  })
})
