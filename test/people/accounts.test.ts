import { beforeEach, expect, it } from 'vitest'
import {
  accountsOf,
  adminAccounts,
  adminsWithoutAccount,
  findAdmins,
  hourly,
  rememberAccount,
} from '../../src/people/accounts.ts'
import type { Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const HOUR = 3_600_000
const after = (ms: number) => new Date(NOON.getTime() + ms)
const ADA: Sender = { platform: 'slack', workspaceId: 'T1', userId: 'UADA' }
const ADA_TEAMS: Sender = { platform: 'msteams', workspaceId: 'M1', userId: '29:ada' }
const profile = { email: 'Ada@Example.com', displayName: 'Ada', timezone: 'Europe/Paris' }

beforeEach(async () => {
  for (const table of ['tally.account', 'tally.person', 'tally.setting'] as const) await db.deleteFrom(table).execute()
  await db
    .insertInto('tally.person')
    .values([
      { email: 'ada@example.com', display_name: 'Ada', role: 'admin' },
      { email: 'ben@example.com', display_name: 'Ben', role: 'member' },
      { email: 'eve@example.com', display_name: 'Eve', role: 'admin' },
    ])
    .execute()
})

it('finds people by email where they wrote last', async () => {
  await rememberAccount(db, ADA, profile, NOON)
  await rememberAccount(db, ADA_TEAMS, profile, after(HOUR))
  expect(await accountsOf(db, 'ADA@example.com')).toEqual([
    { ...ADA_TEAMS, email: 'ada@example.com' },
    { ...ADA, email: 'ada@example.com' },
  ])
  expect(await accountsOf(db, 'ada@example.com', 'slack')).toEqual([{ ...ADA, email: 'ada@example.com' }])
  expect(await accountsOf(db, 'nobody@example.com')).toEqual([])
})

it('writes once an hour, and then what is new', async () => {
  const name = async () =>
    (await db.selectFrom('tally.account').select('display_name').executeTakeFirst())?.display_name
  await rememberAccount(db, ADA, profile, NOON)
  await rememberAccount(db, ADA, { ...profile, displayName: 'Countess' }, after(HOUR - 1))
  expect(await name()).toBe('Ada')
  await rememberAccount(db, ADA, { ...profile, displayName: 'Countess' }, after(HOUR))
  expect(await name()).toBe('Countess')
  const isDue = hourly()
  expect([isDue(ADA, NOON), isDue(ADA, after(HOUR - 1)), isDue(ADA_TEAMS, NOON), isDue(ADA, after(HOUR))]).toEqual([
    true,
    false,
    true,
    true,
  ])
})

it('keeps somebody whose email the platform does not tell', async () => {
  await rememberAccount(db, ADA, { displayName: 'Ada' }, NOON)
  expect(await db.selectFrom('tally.account').select('email').execute()).toEqual([{ email: null }])
})

it('tells administrators with an account from those without, one account each', async () => {
  await rememberAccount(db, ADA, profile, NOON)
  await rememberAccount(db, ADA_TEAMS, profile, after(-HOUR))
  await rememberAccount(db, { ...ADA, userId: 'UBEN' }, { email: 'ben@example.com', displayName: 'Ben' }, NOON)
  expect(await adminAccounts(db)).toEqual([{ ...ADA, email: 'ada@example.com' }])
  expect(await adminsWithoutAccount(db)).toEqual(['eve@example.com'])
})

it('remembers of whom it looked for when they work, and what they are called', async () => {
  const platform = {
    findUser: async (email: string) => (email === 'eve@example.com' ? { ...ADA, userId: 'UEVE' } : undefined),
    profile: async () => ({ email: 'EVE@example.com', displayName: 'Eve', timezone: 'America/Los_Angeles' }),
  }
  await findAdmins(db, [platform], NOON)
  expect(await db.selectFrom('tally.account').select(['email', 'display_name', 'timezone']).execute()).toEqual([
    { email: 'eve@example.com', display_name: 'Eve', timezone: 'America/Los_Angeles' },
  ])
})

it('looks for administrators who never wrote: once a day in vain, never again once found', async () => {
  const looked: string[] = []
  const platform = (here: string | undefined) => ({
    findUser: async (email: string) => {
      looked.push(email)
      return email === here ? { ...ADA, userId: 'UEVE' } : undefined
    },
  })
  expect(await findAdmins(db, [platform(undefined)], NOON)).toEqual([])
  expect(await findAdmins(db, [platform('eve@example.com')], after(HOUR))).toEqual([])
  expect(looked).toEqual(['ada@example.com', 'eve@example.com'])
  const found = await findAdmins(db, [platform(undefined), platform('eve@example.com')], after(24 * HOUR))
  expect(found.map(({ email }) => email)).toEqual(['eve@example.com'])
  looked.length = 0
  await findAdmins(db, [platform('eve@example.com')], after(48 * HOUR))
  expect(looked).toEqual(['ada@example.com'])
})
