import { beforeEach, expect, it } from 'vitest'
import { accountsOf, adminAccounts, adminsWithoutAccount, hourly, rememberAccount } from '../../src/people/accounts.ts'
import type { Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const HOUR = 3_600_000
const at = (ms: number) => new Date(NOON.getTime() + ms)
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
  await rememberAccount(db, ADA_TEAMS, profile, at(HOUR))
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
  await rememberAccount(db, ADA, { ...profile, displayName: 'Countess' }, at(HOUR - 1))
  expect(await name()).toBe('Ada')
  await rememberAccount(db, ADA, { ...profile, displayName: 'Countess' }, at(HOUR))
  expect(await name()).toBe('Countess')
  const isDue = hourly()
  expect([isDue(ADA, NOON), isDue(ADA, at(HOUR - 1)), isDue(ADA_TEAMS, NOON), isDue(ADA, at(HOUR))]).toEqual([
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
  await rememberAccount(db, ADA_TEAMS, profile, at(-HOUR))
  await rememberAccount(db, { ...ADA, userId: 'UBEN' }, { email: 'ben@example.com', displayName: 'Ben' }, NOON)
  expect(await adminAccounts(db)).toEqual([{ ...ADA, email: 'ada@example.com' }])
  expect(await adminsWithoutAccount(db)).toEqual(['eve@example.com'])
})

it('keeps the email by which somebody was found, as long as it is theirs', async () => {
  const emails = async () => (await db.selectFrom('tally.account').select('email').execute()).map(({ email }) => email)
  const both = { ...profile, email: 'ada@example.com', otherEmails: ['ada.l@example.com'] }
  await rememberAccount(db, ADA_TEAMS, { ...both, email: 'ada.l@example.com' }, NOON)
  await rememberAccount(db, ADA_TEAMS, both, at(HOUR))
  expect(await emails()).toEqual(['ada.l@example.com'])
  await rememberAccount(db, ADA_TEAMS, profile, at(2 * HOUR))
  expect(await emails()).toEqual(['ada@example.com'])
})
