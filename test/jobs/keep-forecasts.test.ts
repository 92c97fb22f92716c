import { expect, it } from 'vitest'
import { snapshotsOf } from '../../src/budgets/snapshots.ts'
import { addDays } from '../../src/civil-date.ts'
import { forget } from '../../src/jobs/forget.ts'
import { keepForecasts } from '../../src/jobs/keep-forecasts.ts'
import { testDatabase } from '../database.ts'
import { loadFacts } from '../spend/facts.ts'

const { db } = await testDatabase()
const at = (instant: string) => ({ db, spend: db, now: () => new Date(instant) })
const since = (count: number, last: string) => Array.from({ length: count }, (_, i) => addDays(last, i + 1 - count))
const MONTH = { from: '2026-11-01', to: '2026-12-01' }

it('keeps where the month will end, in all, by team and by whatever has a budget, once a day', async () => {
  await loadFacts(
    db,
    [
      ...since(60, '2026-11-20').flatMap((day) => [
        { day, team: 'search', project: 'atlas', effective: '10' },
        { day, team: 'vision', project: 'lumen', effective: '5' },
        { day, team: null, effective: '1' },
      ]),
      ...since(60, '2026-11-20').map((day) => ({ day, team: 'search', effective: '2', currency: 'EUR' })),
      // A part of a day: whoever forecasts from it believes that spend falls.
      { day: '2026-11-21', team: 'search', effective: '0.01' },
    ],
    { provisional: ['2026-11-21'] },
  )
  await db
    .insertInto('ledger.budget' as never)
    .values([
      {
        scope_dimension: 'project',
        scope_value: 'atlas',
        month: '2026-11-01',
        budget_amount: '100',
        billing_currency: 'USD',
      },
      {
        scope_dimension: 'project',
        scope_value: 'lumen',
        month: '2026-10-01',
        budget_amount: '100',
        billing_currency: 'USD',
      },
    ] as never)
    .execute()

  expect(await keepForecasts(at('2026-11-22T06:41:00Z'))).toEqual({ forecasts: 12 })
  expect(await keepForecasts(at('2026-11-22T07:41:00Z'))).toBeUndefined()
  const of = async (dimension: 'total' | 'team' | 'project', value: string) =>
    (await snapshotsOf(db, { dimension, value }, MONTH)).map(
      ({ madeOn, method, billingCurrency, forecast, completeThrough }) => [
        madeOn,
        method,
        billingCurrency,
        Number(forecast),
        completeThrough,
      ],
    )
  expect(await of('total', 'total')).toEqual([
    ['2026-11-22', 'run-rate', 'EUR', 60, '2026-11-20'],
    ['2026-11-22', 'weekday-trend-1', 'EUR', 60, '2026-11-20'],
    ['2026-11-22', 'run-rate', 'USD', 480, '2026-11-20'],
    ['2026-11-22', 'weekday-trend-1', 'USD', 480, '2026-11-20'],
  ])
  expect((await of('team', 'vision')).map((row) => row[3])).toEqual([150, 150])
  expect((await of('project', 'atlas')).map((row) => row[3])).toEqual([300, 300])
  expect(await of('project', 'lumen')).toEqual([])

  expect(await keepForecasts(at('2026-11-23T06:41:00Z'))).toEqual({ forecasts: 12 })
  expect(await of('total', 'total')).toHaveLength(8)
})

it('keeps each forecast once, whatever number of replicas wake up at the same moment', async () => {
  const replicas = Array.from({ length: 4 }, () => keepForecasts(at('2026-11-24T06:41:00Z')))
  const kept = (await Promise.all(replicas)).map((did) => did?.forecasts ?? 0)
  expect(kept.reduce((sum, each) => sum + each, 0)).toBe(12)
  const all = await snapshotsOf(db, { dimension: 'total', value: 'total' }, MONTH)
  expect(all.filter(({ madeOn }) => madeOn === '2026-11-24')).toHaveLength(4)
})

it('keeps nothing while no day is complete', async () => {
  await loadFacts(db, [{ day: '2026-11-25', effective: '5' }], { provisional: ['2026-11-25'] })
  expect(await keepForecasts(at('2026-11-25T06:41:00Z'))).toBeUndefined()
})

it('is kept for thirteen months', async () => {
  expect(await forget(at('2027-12-31T03:00:00Z'))).toBeUndefined()
  expect(await forget(at('2028-02-10T03:00:00Z'))).toMatchObject({ forecasts: 36 })
})
