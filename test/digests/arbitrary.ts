import fc from 'fast-check'
import { addDays } from '../../src/civil-date.ts'
import type { Digest, DigestAsked, DigestTotal } from '../../src/digests/digest.ts'
import { RHYTHMS, SECTIONS } from '../../src/digests/subscription.ts'
import { DIMENSIONS } from '../../src/spend/question.ts'

/** Decimal text as the database writes it, of every size, also below zero. */
const anyDecimal = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2)) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((n) => `${n}.125`) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9999 }).map((n) => `0.${String(n).padStart(9, '0')}`) },
  { weight: 1, arbitrary: fc.constantFrom('0', '0.00', '-0.004', '999.995', '1000') },
)
const positive = anyDecimal.map((decimal) => decimal.replace('-', ''))
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 4 })
const CURRENCIES = ['USD', 'EUR', 'JPY', 'GBP', 'Token']
const anyCurrency = fc.constantFrom(...CURRENCIES)
const anyDay = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-11-01', days))

/** Any digest that could be composed, with these names in it. */
export function anyDigest(anyName: fc.Arbitrary<string>): fc.Arbitrary<Digest> {
  const many = <T>(of: fc.Arbitrary<T>, maxLength: number) => fc.array(of, { maxLength })
  const anyAsked: fc.Arbitrary<DigestAsked> = fc.record({
    subscription: fc.record({
      id: fc.constant('k7p2'),
      scope: orNull(
        fc.record({
          dimension: fc.constantFrom('team', 'project', 'business_unit'),
          values: fc.array(anyName, { minLength: 1, maxLength: 12 }),
        }),
      ),
      sections: fc.oneof(fc.constant(SECTIONS), fc.subarray([...SECTIONS])),
      schedule: fc.record({
        rhythm: fc.constantFrom(...RHYTHMS),
        weekday: fc.constant(null),
        monthDay: fc.constant(null),
        time: fc.constant('09:00'),
        timezone: fc.constantFrom('UTC', 'Pacific/Chatham', 'America/New_York'),
      }),
    }),
    slotAt: fc.constant(new Date('2026-11-23T08:00:00Z')),
    period: anyDay.map((start) => ({ start, end: addDays(start, 7) })),
    missing: many(fc.record({ source: anyName, since: anyDay }), 6),
    sight: fc.oneof(
      fc.constant({ kind: 'everything' as const }),
      fc.record({ kind: fc.constant('teams' as const), teams: fc.array(anyName, { minLength: 1, maxLength: 5 }) }),
    ),
    first: fc.boolean(),
  })
  const anyTotal = (currency: string): fc.Arbitrary<DigestTotal> =>
    fc.record({
      currency: fc.constant(currency),
      amount: orNull(anyDecimal),
      comparable: orNull(anyDecimal),
      before: orNull(anyDecimal),
      average: orNull(anyDecimal),
      averageOf: fc.integer({ min: 2, max: 4 }),
    })
  const anyMover = (sign: string) =>
    fc.record({ name: anyName, amount: positive.map((amount) => `${sign}${amount}`), driver: anyName })
  const anyRow = fc.record({
    name: orNull(anyName),
    currency: anyCurrency,
    amount: orNull(anyDecimal),
    before: orNull(anyDecimal),
  })
  return fc.record({
    asked: anyAsked,
    against: orNull(fc.constant({ start: '2026-11-09', end: '2026-11-16' })),
    totals: fc
      .subarray(CURRENCIES)
      .chain((currencies) => fc.tuple(...currencies.map(anyTotal)) as fc.Arbitrary<DigestTotal[]>),
    series: orNull(
      fc.array(orNull(anyDecimal), { maxLength: 28 }).map((values) => ({
        grain: 'day' as const,
        currency: 'USD',
        buckets: values.map((_, i) => addDays('2026-10-01', i)),
        values,
      })),
    ),
    movers: fc.record({ up: many(anyMover(''), 3), down: many(anyMover('-'), 3), currency: fc.constant('USD') }),
    top: orNull(fc.record({ dimension: fc.constantFrom(...DIMENSIONS), rows: many(anyRow, 12) })),
    budgets: many(
      fc.record({
        name: anyName,
        currency: anyCurrency,
        budget: positive,
        used: anyDecimal,
        state: fc.constantFrom('within', 'over', 'on_track', 'ahead', 'unknown'),
        expected: orNull(anyDecimal),
        spentOn: orNull(anyDay),
      }),
      12,
    ),
    forecasts: many(
      fc.record({
        month: fc.constant({ start: '2026-11-01', end: '2026-12-01' }),
        currency: anyCurrency,
        expected: anyDecimal,
        low: orNull(anyDecimal),
        high: orNull(anyDecimal),
        budget: orNull(positive),
      }),
      3,
    ),
    anomalies: many(
      fc.record({ name: anyName, currency: anyCurrency, over: positive, since: anyDay, driver: orNull(anyName) }),
      12,
    ),
    idle: many(
      fc.record({
        currency: anyCurrency,
        resources: fc.integer({ min: 0, max: 30 }),
        perDay: orNull(positive),
        wasted: orNull(positive),
      }),
      3,
    ),
    unallocated: many(
      fc.record({
        currency: anyCurrency,
        amount: anyDecimal,
        of: anyDecimal,
        biggest: orNull(anyName),
        wholeCompany: fc.boolean(),
      }),
      3,
    ),
    unitCosts: many(
      fc.record({
        unit: fc.constantFrom('request', 'token', 'gpu_hour'),
        currency: anyCurrency,
        each: positive,
        before: orNull(positive),
      }),
      4,
    ),
    freshness: orNull(
      fc.record({
        completeThrough: orNull(anyDay),
        complete: fc.boolean(),
        waiting: many(
          fc.record({
            source: anyName,
            provisional: fc.constant(null),
            missing: fc.constant({ start: '2026-11-21', end: '2026-11-23' }),
          }),
          4,
        ),
        stopped: many(fc.record({ source: anyName, lastDay: anyDay }), 2),
      }),
    ),
    answerId: fc.constant('k3f9xT2aLmQ8rV1w'),
  })
}
