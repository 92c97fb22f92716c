import { beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { isMoved } from '../../src/digests/correcting/moved.ts'
import { correctDigests } from '../../src/digests/corrections.ts'
import { runDigests } from '../../src/digests/run.ts'
import { claimDueSlots } from '../../src/digests/running/slots.ts'
import { addSubscription, changeSubscription } from '../../src/digests/store.ts'
import { settleDays } from '../../src/ledger/completeness.ts'
import type { Visibility } from '../../src/people/sight.ts'
import { asking } from '../../src/spend/deps.ts'
import { testDatabase } from '../database.ts'
import { deliver, plainly, source } from './delivered.ts'
import { wanted } from './wanted.ts'

const { db, pool } = await testDatabase()
const at = (instant: string) => new Date(`2026-11-${instant}Z`)
await source(db, 'aws-focus')
await source(db, 'openai')

let now = at('22T12:00')
let day = 0
const askDeps = (visibility: Visibility = 'everyone') =>
  asking({
    own: db,
    spend: db,
    visibility,
    now: () => now,
    onError: (error) => expect(error).toBeUndefined(),
    maxAgeMs: 0,
  })
const beat = async (instant: string) => {
  now = at(instant)
  await settleDays(db, now)
  await claimDueSlots(db, now)
  const sign = (payload: string) => payload
  return runDigests(
    {
      asking: askDeps(),
      signs: { spend: sign, digest: sign },
      compose: plainly(),
      onError: (error) => expect(error).toBeUndefined(),
    },
    now,
  )
}
const check = (instant: string, visibility?: Visibility) => {
  now = at(instant)
  return correctDigests(askDeps(visibility), now)
}
const replies = async () =>
  (
    await db
      .selectFrom('tally.outbox')
      .selectAll()
      .where('message_key', 'like', 'correction:%')
      .orderBy('outbox_id')
      .execute()
  ).map((row) => ({
    key: row.message_key,
    to: row.reply_to,
    place: row.place_id,
    text: plainText(row.card as Card),
  }))
const TEAM = (...values: string[]) => ({ scope: { dimension: 'team', values } }) as const

// Each test has a day of its own: delivered at seven, told at nine of the next.
beforeEach(async () => {
  await db.deleteFrom('tally.outbox').execute()
  await db.deleteFrom('tally.subscription').execute()
  day += 1
  now = at(`${two(day + 1)}T08:00`)
})
const two = (n: number) => String(n).padStart(2, '0')
const next = (time: string, days = 1) => `${two(day + days)}T${time}`
const aws = (search: string, vision = '1000', time = '07:00') =>
  deliver(
    pool,
    'aws-focus',
    [
      [day, 'search', search],
      [day, 'vision', vision],
    ],
    next(time),
  )
const openai = (vision: string, time = '07:00', days = 1) =>
  deliver(pool, 'openai', [[day, 'vision', vision]], next(time, days))

describe('a digest whose days are restated', () => {
  it('gets one reply in its thread, with what it said, what is so, and why; a second look none', async () => {
    await aws('1000')
    await openai('500')
    const { id } = await addSubscription(db, wanted(TEAM('search')), now)
    expect(await beat(next('09:00'))).toMatchObject({ complete: 1 })
    expect(await check(next('10:00'))).toBe(0)
    await deliver(
      pool,
      'aws-focus',
      [
        [day, 'search', '1200'],
        [day, 'vision', '1000'],
      ],
      next('15:00'),
    )
    expect(await check(next('16:00'))).toBe(1)
    const key = `digest:${id}:2026-11-${next('09:00')}:00.000Z`
    const [reply] = await replies()
    expect(reply).toMatchObject({ key: `${key.replace('digest', 'correction')}:1`, to: key, place: 'C1' })
    expect(reply?.text).toContain('$1,200.00')
    expect(reply?.text).toContain('not $1,000.00')
    expect(reply?.text).toContain('aws-focus restated Nov 1, 2026')
    expect(reply?.text).not.toContain('openai')
    expect(await check(next('17:00'))).toBe(0)
    expect(await Promise.all([check(next('18:00')), check(next('18:00'))])).toEqual([0, 0])
    expect(await replies()).toHaveLength(1)
  })

  it('gets another when they move again, measured by what was told last', async () => {
    await aws('1000')
    await openai('500')
    await addSubscription(db, wanted(TEAM('search')), now)
    await beat(next('09:00'))
    const restate = async (search: string, time: string) => {
      await deliver(
        pool,
        'aws-focus',
        [
          [day, 'search', search],
          [day, 'vision', '1000'],
        ],
        next(time),
      )
      return check(next(time))
    }
    expect(await restate('1030', '10:00')).toBe(1)
    expect(await restate('1054', '11:00')).toBe(0)
    expect(await restate('1056', '12:00')).toBe(1)
    expect((await replies()).map(({ key }) => key.slice(-2))).toEqual([':1', ':2'])
    expect((await replies())[1]?.text).toContain('$1,056.00, not $1,030.00')
  })

  it('gets one by five replicas', async () => {
    await aws('1000')
    await openai('500')
    await addSubscription(db, wanted(TEAM('search', 'vision')), now)
    await addSubscription(db, wanted(), now)
    await beat(next('09:00'))
    await aws('2000')
    const all = await Promise.all(Array.from({ length: 5 }, () => check(next('10:00'))))
    expect(all.reduce((sum, one) => sum + one, 0)).toBe(2)
    expect(await replies()).toHaveLength(2)
    for (const { text } of await replies()) expect(text).toContain('$3,500.00, not $2,500.00')
  })

  it('gets none where its own teams did not move, its message never arrived, or it is not sent any more', async () => {
    await aws('1000')
    await openai('500')
    await addSubscription(db, wanted(TEAM('vision')), now)
    const { id: dead } = await addSubscription(db, wanted(TEAM('search')), now)
    await beat(next('09:00'))
    await db
      .updateTable('tally.outbox')
      .set({ status: 'dead' })
      .where('message_key', 'like', `digest:${dead}:%`)
      .execute()
    await deliver(
      pool,
      'aws-focus',
      [
        [day, 'search', '9000'],
        [day, 'vision', '1000'],
      ],
      next('10:00'),
    )
    expect(await check(next('11:00'))).toBe(0)
  })

  it('is held against what it was about, whatever its subscription is about by now', async () => {
    await aws('1000')
    await openai('500')
    const { id } = await addSubscription(db, wanted(TEAM('search')), now)
    await beat(next('09:00'))
    const weekly = { rhythm: 'weekly', weekday: 1, monthDay: null, time: '09:00', timezone: 'UTC' } as const
    await changeSubscription(db, id, wanted({ ...TEAM('vision'), schedule: weekly }), 'ana', now)
    await aws('1000', '1001', '14:00')
    expect(await check(next('15:00'))).toBe(0)
    await aws('1200', '9000', '15:30')
    expect(await check(next('16:00'))).toBe(1)
    await changeSubscription(db, id, wanted(TEAM('search', 'vision')), 'ana', now)
    await aws('1500', '9000', '16:30')
    expect(await check(next('17:00'))).toBe(1)
    const [first, second] = await replies()
    expect(first?.text).toContain('not $1,000.00')
    expect(first?.text).toContain('$1,200.00')
    expect(first?.text).toContain('team search')
    expect(first?.text).not.toContain('week of')
    expect(second?.text).toContain('$1,500.00')
  })

  it('gets none where only what its person sees is less than it was', async () => {
    await aws('1000')
    await openai('500')
    await db
      .insertInto('tally.person')
      .values({ email: 'ada@example.com', display_name: 'Ada', role: 'member' })
      .execute()
    await db.insertInto('tally.person_team').values({ email: 'ada@example.com', team: 'search' }).execute()
    await addSubscription(db, wanted(), now)
    expect(await beat(next('09:00'))).toMatchObject({ complete: 1 })
    await aws('1000', '1001', '14:00')
    expect(await check(next('15:00'), 'own-teams')).toBe(0)
    expect(await check(next('16:00'))).toBe(0)
    expect(await replies()).toEqual([])
  })

  it('is not added up again until somebody delivers', async () => {
    await aws('1000')
    await addSubscription(db, wanted(TEAM('search')), now)
    await openai('500')
    await beat(next('09:00'))
    await check(next('10:00'))
    now = at(next('11:00'))
    const deps = askDeps()
    expect(await correctDigests({ ...deps, watermarks: () => Promise.reject(new Error('asked')) }, now)).toBe(0)
  })
})

describe('a partial digest', () => {
  it('gets one reply when what it lacked is all there', async () => {
    await aws('1000', '1000')
    await deliver(pool, 'openai', [[day - 1, 'vision', '1']], next('07:00'))
    await addSubscription(db, wanted({ ...TEAM('vision'), waitHours: 1 }), now)
    await beat(next('09:00'))
    expect(await beat(next('10:00'))).toMatchObject({ partial: 1 })
    expect(await check(next('11:00'))).toBe(0)
    await openai('500', '12:00')
    expect(await check(next('13:00'))).toBe(1)
    const [reply] = await replies()
    expect(reply?.text).toContain(`openai has now delivered Nov ${day}, 2026`)
    expect(await check(next('14:00'))).toBe(0)
  })

  it('is compared without what is still missing, which comes in bit by bit', async () => {
    await aws('1000', '1000')
    // Within six hours of the end of the day: more will come.
    await deliver(pool, 'openai', [[day, 'vision', '100']], next('03:00'))
    await addSubscription(db, wanted({ ...TEAM('vision'), waitHours: 1 }), now)
    await beat(next('09:00'))
    expect(await beat(next('10:00'))).toMatchObject({ partial: 1 })
    await deliver(pool, 'openai', [[day, 'vision', '300']], next('05:00'))
    expect(await check(next('10:30'))).toBe(0)
    await deliver(
      pool,
      'aws-focus',
      [
        [day, 'search', '1000'],
        [day, 'vision', '1100'],
      ],
      next('10:40'),
    )
    expect(await check(next('11:00'))).toBe(1)
    expect((await replies())[0]?.text).toContain('$1,400.00, not $1,100.00')
    expect((await replies())[0]?.text).not.toContain('openai')
    await deliver(pool, 'openai', [[day, 'vision', '500']], next('12:00'))
    expect(await check(next('13:00'))).toBe(1)
    expect((await replies())[1]?.text).toContain('$1,600.00, not $1,400.00')
    expect((await replies())[1]?.text).toContain('openai has now delivered')
  })
})

it.each<[string | null, string | null, boolean]>([
  ['1000', '1025', false],
  ['1000', '1025.01', true],
  ['1000', '974.99', true],
  ['10000', '10200', false],
  ['10000', '10200.01', true],
  ['0.1', '25.1', false],
  [null, '25.01', true],
  ['26', null, true],
  [null, null, false],
  ['-10000', '-10200.01', true],
])('%s that becomes %s is worth a correction: %s', (told, is, worth) => {
  expect(isMoved(told, is)).toBe(worth)
})
