import { beforeEach, describe, expect, it } from 'vitest'
import { accountsOf, adminAccounts, rememberAccount } from '../../src/people/accounts.ts'
import { findAdmins, type Lookup, lookedFor, lookFor, unseenSomewhere } from '../../src/people/look-for.ts'
import type { PlatformName, Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = (ms: number) => new Date(NOON.getTime() + ms)
const on = (platform: PlatformName, name: string): Sender => ({ platform, workspaceId: 'W1', userId: `U${name}` })
const email = (name: string) => `${name}@example.com`

/** A platform with these people, and who was looked for there. */
function platform(name: PlatformName, ...here: readonly string[]) {
  const looked: string[] = []
  const there = new Set(here)
  return {
    name,
    looked,
    there,
    silent: false,
    async findUser(written: string) {
      looked.push(written)
      if (this.silent) throw new Error(`${name} did not say`)
      const [found] = [...there].filter((each) => email(each) === written)
      return found === undefined ? undefined : on(name, found)
    },
  } satisfies Lookup & Record<string, unknown>
}

beforeEach(async () => {
  for (const table of ['tally.account', 'tally.person', 'tally.setting'] as const) await db.deleteFrom(table).execute()
  await db
    .insertInto('tally.person')
    .values(['ada', 'eve'].map((name) => ({ email: email(name), display_name: name, role: 'admin' as const })))
    .execute()
})

const accounts = async (name: string) => (await accountsOf(db, email(name))).map(({ platform }) => platform)

describe('people', () => {
  it('are found on every platform, on each once a day', async () => {
    const [slack, msteams] = [platform('slack', 'ada'), platform('msteams', 'ada')]
    await lookFor(db, [slack, msteams], [email('ada'), email('ben')], NOON)
    expect((await accounts('ada')).toSorted()).toEqual(['msteams', 'slack'])
    expect(await accounts('ben')).toEqual([])
    await lookFor(db, [slack, msteams], [email('ada'), email('ben')], at(DAY - 1))
    expect([slack.looked, msteams.looked]).toEqual([
      [email('ada'), email('ben')],
      [email('ada'), email('ben')],
    ])
    await lookFor(db, [slack, msteams], [email('ben')], at(DAY))
    expect([slack.looked.length, msteams.looked.length]).toEqual([3, 3])
  })

  it('are remembered with when they work, and what they are called', async () => {
    const profile = async () => ({ email: 'EVE@example.com', displayName: 'Eve', timezone: 'America/Los_Angeles' })
    await lookFor(db, [{ name: 'slack', findUser: async () => on('slack', 'eve'), profile }], [email('eve')], NOON)
    expect(await db.selectFrom('tally.account').select(['email', 'display_name', 'timezone']).execute()).toEqual([
      { email: 'eve@example.com', display_name: 'Eve', timezone: 'America/Los_Angeles' },
    ])
  })

  it('of whom one platform says nothing are looked for on the others, and there again', async () => {
    const [slack, msteams] = [platform('slack', 'ada'), platform('msteams', 'ada')]
    slack.silent = true
    const silences = await lookFor(db, [slack, msteams], [email('ada')], NOON)
    expect(silences).toMatchObject([{ platform: 'slack', email: email('ada') }])
    expect(await accounts('ada')).toEqual(['msteams'])
    expect(await lookedFor(db, [slack, msteams], [email('ada')], NOON)).toEqual(new Set())
    slack.silent = false
    expect(await lookFor(db, [slack, msteams], [email('ada')], at(1))).toEqual([])
    expect((await accounts('ada')).toSorted()).toEqual(['msteams', 'slack'])
    expect(await lookedFor(db, [slack, msteams], [email('ada')], at(1))).toEqual(new Set([email('ada')]))
    expect(msteams.looked).toHaveLength(1)
  })

  it('are not asked for on and on where a platform says nothing at all', async () => {
    const slack = platform('slack')
    slack.silent = true
    const silences = await lookFor(
      db,
      [slack],
      Array.from({ length: 20 }, (_, i) => email(`p${i}`)),
      NOON,
    )
    expect(silences).toHaveLength(3)
  })

  it('are missing where they were not seen for a month, until somebody looked', async () => {
    const both = [platform('slack', 'ada'), platform('msteams')]
    await rememberAccount(db, on('slack', 'ada'), { email: email('ada'), displayName: 'Ada' }, NOON)
    const missing = (ms: number) => unseenSomewhere(db, both, [email('ada'), email('nobody')], at(ms))
    expect(await missing(0)).toEqual([email('ada')])
    await lookFor(db, both, [email('ada')], NOON)
    expect(await missing(DAY - 1)).toEqual([])
    expect(await missing(DAY)).toEqual([email('ada')])
    expect(await unseenSomewhere(db, both.slice(0, 1), [email('ada')], at(DAY))).toEqual([])
    expect(await unseenSomewhere(db, both.slice(0, 1), [email('ada')], at(31 * DAY))).toEqual([email('ada')])
  })
})

describe('administrators', () => {
  it('are told where they wrote, not where they were only found', async () => {
    await rememberAccount(db, on('slack', 'ada'), { email: email('ada'), displayName: 'Ada' }, NOON)
    await lookFor(db, [platform('slack'), platform('msteams', 'ada')], [email('ada')], at(DAY))
    expect(await adminAccounts(db)).toEqual([{ ...on('slack', 'ada'), email: email('ada') }])
    await rememberAccount(db, on('msteams', 'ada'), { email: email('ada'), displayName: 'Ada' }, at(DAY + 1))
    expect(await adminAccounts(db)).toEqual([{ ...on('msteams', 'ada'), email: email('ada') }])
  })

  it('are told on a platform that is connected', async () => {
    await rememberAccount(db, on('msteams', 'ada'), { email: email('ada'), displayName: 'Ada' }, NOON)
    const slack = platform('slack', 'ada')
    expect(await findAdmins(db, [slack], at(HOUR))).toEqual([{ ...on('slack', 'ada'), email: email('ada') }])
    expect(await findAdmins(db, [], at(HOUR))).toEqual([{ ...on('msteams', 'ada'), email: email('ada') }])
  })

  it('who never wrote are looked for: once a day in vain, never again once found', async () => {
    const slack = platform('slack')
    expect(await findAdmins(db, [slack], NOON)).toEqual([])
    slack.there.add('eve')
    expect(await findAdmins(db, [slack], at(HOUR))).toEqual([])
    expect(slack.looked).toEqual([email('ada'), email('eve')])
    expect((await findAdmins(db, [slack], at(DAY))).map((each) => each.email)).toEqual([email('eve')])
    slack.looked.length = 0
    await findAdmins(db, [slack], at(2 * DAY))
    expect(slack.looked).toEqual([email('ada')])
  })

  it('are somebody or nobody, but not unknown', async () => {
    const [slack, msteams] = [platform('slack'), platform('msteams', 'ada', 'eve')]
    slack.silent = true
    expect(await findAdmins(db, [slack, msteams], NOON)).toHaveLength(2)
    await db.deleteFrom('tally.account').execute()
    msteams.silent = true
    await expect(findAdmins(db, [slack, msteams], at(DAY))).rejects.toThrow('did not say')
  })
})
