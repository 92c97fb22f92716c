import { beforeAll, expect, it } from 'vitest'
import { standingNudges, withNudges } from '../../src/digests/composing/nudges.ts'
import type { Digest } from '../../src/digests/digest.ts'
import type { DigestScope } from '../../src/digests/subscription.ts'
import { testDatabase } from '../database.ts'
import { putNudge } from '../nudges/settled.ts'
import { depsOf, digests, due } from './composing.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-12-01T09:00:00Z')
const NOVEMBER = { start: '2026-11-01', end: '2026-12-01' }
const usd = (amount: string) => [{ currency: 'USD', amount }]

beforeAll(async () => {
  await putNudge(db, { resourceId: 'a', team: 'vision', project: 'eyes', perDay: usd('20') })
  await putNudge(db, { resourceId: 'b', team: 'vision', perDay: [...usd('0.1'), { currency: 'EUR', amount: '7' }] })
  await putNudge(db, { resourceId: 'c', team: 'search', project: 'ranker', perDay: usd('50') })
  for (const [team, day, days, saved] of [
    ['vision', '2026-11-03', 7, '70'],
    ['vision', '2026-11-30', 30, '300.5'],
    ['vision', '2026-10-31', 30, '999'],
    ['search', '2026-11-30', 7, '1'],
  ] as const) {
    const id = await putNudge(db, {
      resourceId: `${team} ${day}`,
      team,
      resolved: { at: `${day}T06:00:00Z`, how: 'gone' },
      happened: [{ kind: 'delivered', at: '2026-10-05T09:00:00Z' }],
    })
    const figures = { baseline: saved, actual: '0', saved, first_day: day, measured_at: NOW }
    await db
      .insertInto('tally.nudge_saving')
      .values({ nudge_id: id, days, billing_currency: 'USD', ...figures })
      .execute()
  }
})

async function told(scope: DigestScope, rhythm: 'monthly' | 'weekly' = 'monthly', teams?: readonly string[]) {
  const sight = teams === undefined ? ({ kind: 'everything' } as const) : ({ kind: 'teams', teams } as const)
  const asked = due(rhythm, NOVEMBER, scope, { sight })
  const digest = (await digests(depsOf({ db }, NOW), [asked])).get(asked.subscription.id)
  if (digest === undefined) throw new Error('none')
  const idle: Digest['idle'] = [{ currency: 'USD', resources: 4, perDay: '100', wasted: null }]
  const nudges = withNudges({ ...digest, idle }, await standingNudges(db, '2026-11-01')).idle[0]?.nudges
  return { nudges, saved: digest.saved }
}

it('tells what is open and what was saved, of its own scope', async () => {
  expect(await told(null)).toEqual({
    nudges: { open: 3, perDay: '70.1' },
    saved: [{ currency: 'USD', count: 3, amount: '371.5' }],
  })
  expect(await told({ dimension: 'team', values: ['vision'] })).toEqual({
    nudges: { open: 2, perDay: '20.1' },
    saved: [{ currency: 'USD', count: 2, amount: '370.5' }],
  })
  expect(await told({ dimension: 'project', values: ['ranker'] })).toEqual({
    nudges: { open: 1, perDay: '50' },
    saved: undefined,
  })
  expect(await told({ dimension: 'business_unit', values: ['x'] })).toEqual({ nudges: undefined, saved: undefined })
})

it('tells savings by the month alone, and nothing to whoever may not see it', async () => {
  expect((await told(null, 'weekly')).saved).toBeUndefined()
  expect(await told(null, 'monthly', ['search'])).toEqual({
    nudges: { open: 1, perDay: '50' },
    saved: [{ currency: 'USD', count: 1, amount: '1' }],
  })
  expect(await told({ dimension: 'team', values: ['vision'] }, 'monthly', ['search'])).toEqual({
    nudges: undefined,
    saved: undefined,
  })
})
