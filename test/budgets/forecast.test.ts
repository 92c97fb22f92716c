import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backTest, LEAST_KNOWN } from '../../src/budgets/backtest.ts'
import { between, type Daily, runRate, weekdayTrend } from '../../src/budgets/forecast.ts'
import { outlook } from '../../src/budgets/outlook.ts'
import { clipped, median, quantile, slope } from '../../src/budgets/robust.ts'
import { addDays, weekdayOf } from '../../src/civil-date.ts'

const FIRST = '2026-06-01'
const days = (count: number, cost: (day: number, weekday: number) => number): Daily => ({
  first: FIRST,
  costs: Array.from({ length: count }, (_, day) => cost(day, weekdayOf(addDays(FIRST, day)))),
})
const sum = (costs: readonly number[]) => costs.reduce((total, cost) => total + cost, 0)
const costs = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 14, maxLength: 120 })
const close = (a: readonly number[], b: readonly number[]) =>
  a.forEach((value, i) => {
    expect(Math.abs(value - (b[i] ?? Number.NaN))).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)))
  })

describe('the forecast', () => {
  it.each([14, 15, 28, 57, 200])('of %i days that cost the same is the same', (count) => {
    close(
      weekdayTrend(
        days(count, () => 12.5),
        40,
      ),
      Array(40).fill(12.5),
    )
  })

  it('repeats a week that repeats itself, begun on any weekday', () => {
    const week = [10, 12, 13, 11, 9, 4, 0]
    for (let count = 56; count < 63; count++) {
      const known = days(count, (_, weekday) => week[weekday] ?? 0)
      close(
        weekdayTrend(known, 14),
        Array.from({ length: 14 }, (_, i) => week[weekdayOf(addDays(FIRST, count + i))] ?? 0),
      )
    }
  })

  it('repeats what runs at weekends alone', () => {
    const known = days(70, (_, weekday) => (weekday > 4 ? 100 : 0))
    close(weekdayTrend(known, 7), [0, 0, 0, 0, 0, 100, 100])
  })

  it('scales with its days', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0.01, max: 1000, noNaN: true }), (known, by) => {
        close(
          weekdayTrend({ first: FIRST, costs: known.map((cost) => cost * by) }, 30),
          weekdayTrend({ first: FIRST, costs: known }, 30).map((cost) => cost * by),
        )
      }),
    )
  })

  it('is the same a number of weeks later', () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 60 }), (known, weeks) => {
        close(
          weekdayTrend({ first: addDays(FIRST, 7 * weeks), costs: known }, 30),
          weekdayTrend({ first: FIRST, costs: known }, 30),
        )
      }),
    )
  })

  it('of no cost below zero is never below zero', () => {
    fc.assert(
      fc.property(costs, (known) => {
        for (const cost of weekdayTrend({ first: FIRST, costs: known }, 60)) expect(cost).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it.each([
    ['a spike of one day', (day: number) => (day === 60 ? 5000 : 100 + (day % 3))],
    ['a credit of one day', (day: number) => (day === 60 ? -5000 : 100 + (day % 3))],
    ['two days of an outage', (day: number) => (day === 60 || day === 61 ? 1 : 100 + (day % 3))],
  ])('is not moved by %s', (_, cost) => {
    const ordinary = sum(
      weekdayTrend(
        days(70, (day) => 100 + (day % 3)),
        30,
      ),
    )
    expect(Math.abs(sum(weekdayTrend(days(70, cost), 30)) / ordinary - 1)).toBeLessThan(0.02)
    // What a run rate of the month makes of it.
    expect(Math.abs(sum(runRate(20)(days(70, cost), 30)) / ordinary - 1)).toBeGreaterThan(0.05)
  })

  it('follows growth, and lets it fade', () => {
    const known = days(84, (day) => 100 * 1.003 ** day)
    const said = weekdayTrend(known, 60)
    expect(said[0]).toBeGreaterThan(100 * 1.003 ** 78)
    expect(sum(said)).toBeLessThan(sum(Array.from({ length: 60 }, (_, i) => 100 * 1.003 ** (84 + i))))
    const growth = said.map((cost, i) => cost - (said[i - 7] ?? cost)).slice(7)
    expect(growth[0]).toBeGreaterThan(growth.at(-1) ?? 0)
    expect(growth.at(-1)).toBeGreaterThan(0)
  })

  it('counts from the first day that is asked for', () => {
    const known = days(56, (_, weekday) => weekday)
    close(between(weekdayTrend, known, addDays(FIRST, 58), addDays(FIRST, 61)), [2, 3, 4])
    expect(between(weekdayTrend, known, addDays(FIRST, 58), addDays(FIRST, 58))).toEqual([])
  })
})

describe('the outlook', () => {
  const span = { start: '2026-09-01', end: '2026-10-01' }
  it('says cents that add up to its rest, within its range', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e5, noNaN: true }), { minLength: 100, maxLength: 110 }),
        (known) => {
          const out = outlook({ first: FIRST, costs: known }, span)
          expect(out?.days.every(({ cost }) => /^\d+\.\d\d$/.test(cost))).toBe(true)
          expect(sum(out?.days.map(({ cost }) => Math.round(Number(cost) * 100)) ?? [])).toBe(
            Math.round(Number(out?.rest) * 100),
          )
          if (out?.low) expect(Number(out.low)).toBeLessThanOrEqual(Number(out.rest))
          if (out?.high) expect(Number(out.high)).toBeGreaterThanOrEqual(Number(out.rest))
        },
      ),
    )
  })

  it('is told by days that begin after the last known one', () => {
    const out = outlook(
      days(100, () => 3),
      span,
    )
    expect(out?.days[0]?.day).toBe(addDays(FIRST, 100))
    expect(out?.days.at(-1)?.day).toBe('2026-09-30')
    expect(out).toMatchObject({ method: 'weekday-trend', rest: '66.00' })
  })

  it('is a run rate of less than two weeks, and nothing of nothing', () => {
    const short = days(100, (day) => (day < 90 ? 0 : 7))
    expect(outlook(short, span)).toMatchObject({ method: 'run-rate', knownDays: 10, rest: '154.00', low: null })
    expect(
      outlook(
        days(100, () => 0),
        span,
      ),
    ).toBeUndefined()
  })

  it('keeps what costs less than a cent', () => {
    expect(
      outlook(
        days(100, () => 0.002),
        span,
      )?.rest,
    ).toBe('0.044000')
  })
})

describe('a back-test', () => {
  it('knows only what was known then', () => {
    const flat = days(120, () => 10)
    const risen = days(120, (day) => (day < 90 ? 10 : 30))
    const ahead = { lead: 0, days: 10, runRateDays: 10 }
    expect(backTest(flat, ahead)).toMatchObject({ error: 0, runRateError: 0 })
    expect(backTest(risen, ahead)?.error).toBeGreaterThan(0.1)
    expect(backTest(risen, ahead)?.usual.high).toBeGreaterThan(1.5)
  })

  it('needs a past', () => {
    expect(
      backTest(
        days(LEAST_KNOWN + 20, () => 10),
        { lead: 0, days: 10, runRateDays: 10 },
      ),
    ).toBeUndefined()
  })
})

it.each([
  [[], 0],
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 2], 2],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle)
})

it('quantiles lie between the values, and odd values are cut', () => {
  expect(quantile([0, 10, 20, 30, 40], 0.1)).toBe(4)
  expect(clipped([10, 11, 9, 10, 500], 3).at(-1)).toBeCloseTo(14.45, 1)
  expect(slope([1, 2, 3, 90, 5])).toBe(1)
  expect(slope([1, 2])).toBe(0)
})
