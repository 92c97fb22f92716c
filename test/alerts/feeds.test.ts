import { beforeEach, describe, expect, it } from 'vitest'
import { tellFeeds } from '../../src/alerts/feeds.ts'
import { addDays } from '../../src/civil-date.ts'
import type { Log } from '../../src/log.ts'
import { rememberAccount } from '../../src/people/accounts.ts'
import { testDatabase } from '../database.ts'
import { alertDeps, emptied, headlines, outbox, SIGNS, subscribed } from './setting.ts'

const { db } = await testDatabase()
let now = new Date('2026-11-23T10:00:00Z')
const warned: unknown[] = []
const log = { warn: (fields: unknown) => warned.push(fields) } as unknown as Log
const { asking } = alertDeps(db, () => now)
const deps = { db, platforms: [], signs: SIGNS, log, asking }
const tell = (at: string) => {
  now = new Date(at)
  return tellFeeds(deps, now)
}
const told = async () => headlines(await outbox(db))

/** Complete through a day, and two more that are not. */
async function source(name: string, through: string, hours = 24) {
  await db.deleteFrom('ledger.time_sector').where('source_name', '=', name).execute()
  await db.deleteFrom('ledger.source').where('source_name', '=', name).execute()
  await db
    .insertInto('ledger.source')
    .values({ source_name: name, source_kind: 'ledger', complete_after_hours: hours })
    .execute()
  await db
    .insertInto('ledger.time_sector')
    .values(
      [-3, -2, -1, 0, 1, 2].map((n) => ({
        source_name: name,
        day: addDays(through, n),
        status: n <= 0 ? ('complete' as const) : ('provisional' as const),
        charge_rows: n <= 0 ? 10 : 0,
      })),
    )
    .execute()
}

async function admin() {
  await db.insertInto('tally.person').values({ email: 'eve@example.com', display_name: 'Eve', role: 'admin' }).execute()
  const eve = { platform: 'slack', workspaceId: 'T1', userId: 'UEVE' } as const
  await rememberAccount(db, eve, { email: 'eve@example.com', displayName: 'Eve' }, now)
}

beforeEach(async () => {
  await emptied(db)
  await db.deleteFrom('ledger.time_sector').execute()
  await db.deleteFrom('ledger.source').execute()
  warned.length = 0
})

describe('a source that stops delivering', () => {
  it.each([
    // Complete through the 20th: the 21st is over on the 22nd, settles in a day, and has one more to be read.
    [24, '2026-11-24T00:00:00Z', false],
    [24, '2026-11-24T00:00:01Z', true],
    [48, '2026-11-24T12:00:00Z', false],
    [48, '2026-11-25T00:00:01Z', true],
  ])('that is complete after %i hours is late at %s: %s', async (hours, at, late) => {
    await admin()
    await source('aws-focus', '2026-11-20', hours)
    expect(await tell(at)).toEqual(late ? { silent: 1, again: 0 } : undefined)
  })

  it('is told once a day with since when and what waits for it, and once when it delivers again', async () => {
    await admin()
    await source('gcp-focus', '2026-12-01')
    await source('aws-focus', '2026-11-20')
    const { id } = await subscribed(db, { scope: { dimension: 'team', values: ['search'] } }, now)
    await db
      .insertInto('tally.digest_run')
      .values({ subscription_id: id, slot_at: now, status: 'waiting', waiting_for: ['aws-focus'] })
      .execute()
    for (const at of ['2026-11-25T10:00:00Z', '2026-11-25T11:00:00Z', '2026-11-25T23:59:00Z', '2026-11-26T00:07:00Z'])
      await tell(at)
    expect(await told()).toEqual([
      'aws-focus is late: no complete day since Nov 20, 2026',
      'aws-focus is late: no complete day since Nov 20, 2026',
    ])
    const [first] = await outbox(db)
    expect(first?.place).toBe('UEVE')
    expect(first?.text).toContain('A day should be complete 24 hours after it is over.')
    expect(first?.text).toContain(`Waits for it: digest ${id} (team search, every day at 09:00, UTC time)`)
    await source('aws-focus', '2026-11-25')
    expect(await tell('2026-11-26T12:00:00Z')).toEqual({ silent: 0, again: 1 })
    expect(await tell('2026-11-27T12:00:00Z')).toBeUndefined()
    expect((await told()).at(-1)).toBe('aws-focus delivers again')
    // And the next time it is silent again.
    expect(await tell('2026-11-30T12:00:00Z')).toEqual({ silent: 1, again: 0 })
  })

  it('for good is told a last time, and when it comes back after all', async () => {
    await admin()
    await source('aws-focus', '2026-10-01')
    expect(await tell('2026-11-05T10:00:00Z')).toEqual({ silent: 1, again: 0 })
    expect(await tell('2026-11-06T10:00:00Z')).toEqual({ silent: 1, again: 0 })
    for (const day of ['07', '08', '14', '21', '28']) expect(await tell(`2026-11-${day}T10:00:00Z`)).toBeUndefined()
    expect(await told()).toEqual([
      'aws-focus is late: no complete day since Oct 1, 2026',
      'aws-focus has stopped delivering',
    ])
    await source('aws-focus', '2026-11-28')
    expect(await tell('2026-11-29T10:00:00Z')).toEqual({ silent: 0, again: 1 })
  })

  it('is told in one message with the others', async () => {
    await admin()
    await source('aws-focus', '2026-11-20')
    await source('gcp-focus', '2026-11-18')
    await tell('2026-11-25T10:00:00Z')
    expect(await told()).toEqual(['2 sources do not deliver'])
    await source('aws-focus', '2026-11-25')
    await source('gcp-focus', '2026-11-25')
    await tell('2026-11-26T10:00:00Z')
    expect((await told()).at(-1)).toBe('2 sources deliver again')
  })

  it('is told once by replicas side by side', async () => {
    await admin()
    await source('aws-focus', '2026-11-20')
    now = new Date('2026-11-25T10:00:00Z')
    await Promise.all([1, 2, 3].map(() => tellFeeds(deps, now)))
    expect(await told()).toHaveLength(1)
  })

  it('is told as soon as there is an administrator, and until then in the log', async () => {
    await source('aws-focus', '2026-11-20')
    expect(await tell('2026-11-25T10:00:00Z')).toBeUndefined()
    expect(warned).toEqual([{ remedy: expect.stringContaining('tally import people') }])
    await admin()
    expect(await tell('2026-11-25T11:00:00Z')).toEqual({ silent: 1, again: 0 })
  })
})
