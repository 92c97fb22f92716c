import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  briefMoney,
  change,
  day,
  days,
  exactQuantity,
  instant,
  money,
  percent,
  point,
  price,
  quantity,
} from '../../src/cards/format.ts'

describe('money', () => {
  it.each([
    ['12345.67', 'USD', '$12,345.67'],
    ['0', 'USD', '$0.00'],
    ['1.005', 'USD', '$1.01'],
    ['-1.005', 'USD', '-$1.01'],
    ['0.0149', 'USD', '$0.01'],
    ['0.0049', 'USD', '$0.0049'],
    ['0.000002', 'USD', '$0.000002'],
    ['-0.000002', 'USD', '-$0.000002'],
    ['0.000000000001', 'USD', 'less than $0.00000001'],
    ['12345678901234567890123.455', 'USD', '$12,345,678,901,234,567,890,123.46'],
    ['1234.5', 'EUR', '€1,234.50'],
    ['1234.5', 'JPY', '¥1,235'],
    ['1234.5', 'CAD', 'CA$1,234.50'],
    ['120', 'Token', '120 Token'],
    ['120.5', 'XYZ', '120.5 XYZ'],
  ])('%s %s is %s', (decimal, currency, words) => expect(money(decimal, currency)).toBe(words))

  it('is exact to the cent, rounding half away from zero', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        fc.pre(new Big(text).abs().gte('0.01'))
        const read = money(text, 'USD').replace(/[$,]/g, '')
        expect(new Big(read).eq(new Big(text).round(2, Big.roundHalfUp))).toBe(true)
      }),
    )
  })

  it('never shows zero for what is not zero', () => {
    fc.assert(
      fc.property(decimal, fc.constantFrom('USD', 'JPY', 'Token'), (text, currency) => {
        expect(/[1-9]/.test(money(text, currency))).toBe(!new Big(text).eq(0))
      }),
    )
  })

  it('refuses to guess what is no decimal', () => expect(() => money('NaN', 'USD')).toThrow('not a decimal: "NaN"'))
})

describe('briefMoney', () => {
  it.each([
    ['48210.33', 'USD', '$48,210'],
    ['999.99', 'USD', '$999.99'],
    ['-1000', 'EUR', '-€1,000'],
    ['1234567.5', 'Token', '1,234,568 Token'],
    ['0.000002', 'USD', '$0.000002'],
    ['0', 'USD', '$0.00'],
  ])('%s %s is %s', (decimal, currency, words) => expect(briefMoney(decimal, currency)).toBe(words))
})

describe('price', () => {
  it.each([
    ['0.0125', '$0.0125'],
    ['0.00031556', '$0.0003156'],
    ['0.5', '$0.50'],
    ['3.14159', '$3.14'],
    ['0', '$0.00'],
  ])('%s is %s', (decimal, words) => expect(price(decimal, 'USD')).toBe(words))
})

describe('quantity', () => {
  it.each([
    ['1234567', 'token', '1.2M tokens', '1,234,567 tokens'],
    ['1', 'request', '1 request', '1 request'],
    ['12345.6789', 'gpu_hour', '12,345.68 GPU hours', '12,345.6789 GPU hours'],
    ['5', 'GPU-Hours', '5 GPU-Hours', '5 GPU-Hours'],
    ['0', 'user', '0 users', '0 users'],
    ['-1234.000000000000000000000001', 'image', '-1,234 images', '-1,234.000000000000000000000001 images'],
  ])('%s %s', (decimal, unit, short, all) => {
    expect(quantity(decimal, unit)).toBe(short)
    expect(exactQuantity(decimal, unit)).toBe(all)
  })

  it('keeps every digit when asked', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const read = exactQuantity(text, 'token').replace(/,| tokens?/g, '')
        expect(new Big(read).eq(text)).toBe(true)
      }),
    )
  })
})

describe('change', () => {
  const usd = (decimal: string) => money(decimal, 'USD')

  it.each([
    ['120', '100', 'up $20.00 (20%)', '20', '20%'],
    ['100', '120', 'down $20.00 (16.7%)', '-20', '16.7%'],
    ['1000000', '999999.999', 'up $0.001 (less than 0.1%)', '0.001', 'less than 0.1%'],
    ['5', '0', 'up $5.00', '5', undefined],
    ['5', '-3', 'up $8.00', '8', undefined],
    ['5', '5.00', 'unchanged', '0', undefined],
    ['5', null, 'nothing to compare with', undefined, undefined],
  ])('from %s, before %s: %s', (now, before, words, absolute, share) => {
    expect(change(now, before, usd)).toEqual({
      words,
      ...(absolute === undefined ? {} : { absolute }),
      ...(share === undefined ? {} : { percent: share }),
    })
  })

  it('tells only the share where nobody says how', () => expect(change('120', '100').words).toBe('up 20%'))

  it('differs by exactly what it says', () => {
    fc.assert(
      fc.property(decimal, decimal, (now, before) => {
        expect(new Big(before).plus(change(now, before).absolute ?? 'none').eq(now)).toBe(true)
      }),
    )
  })
})

describe('percent', () => {
  it.each([
    ['1', '3', '33.3%'],
    ['3', '3', '100%'],
    ['2.9999', '3', 'more than 99.9%'],
    ['0.0001', '3', 'less than 0.1%'],
    ['0', '3', '0%'],
    ['1', '0', undefined],
    ['1', '-3', undefined],
  ])('%s of %s is %s', (part, whole, words) => expect(percent(part, whole)).toBe(words))
})

describe('point', () => {
  it.each([
    [0.1 + 0.2, 'USD', '$0.30'],
    [1234567, 'tokens', '1,234,567'],
    [1e21, 'tokens', '1,000,000,000,000,000,000,000'],
    [null, 'USD', 'no data'],
    [Number.NaN, 'USD', 'no data'],
  ])('%s %s is %s', (value, unit, words) => expect(point(value, unit)).toBe(words))
})

describe('days', () => {
  it.each([
    ['2026-11-16', '2026-11-23', 'Nov 16 – Nov 22, 2026'],
    ['2026-11-22', '2026-11-23', 'Nov 22, 2026'],
    ['2026-10-01', '2026-11-01', 'October 2026'],
    ['2026-10-01', '2026-10-31', 'Oct 1 – Oct 30, 2026'],
    ['2026-07-01', '2026-10-01', 'July – September 2026'],
    ['2025-11-01', '2026-02-01', 'November 2025 – January 2026'],
    ['2025-12-28', '2026-01-04', 'Dec 28, 2025 – Jan 3, 2026'],
    ['2024-02-29', '2024-03-01', 'Feb 29, 2024'],
    ['2026-11-22', '2026-11-22', 'no days'],
  ])('%s to %s is %s', (start, end, words) => expect(days({ start, end })).toBe(words))

  it('names a day whatever the zone of the machine', () => expect(day('2026-01-01')).toBe('Jan 1, 2026'))
})

describe('instant', () => {
  const at = new Date('2026-11-23T00:05:00Z')
  it.each([
    ['UTC', 'Nov 23, 2026, 00:05 UTC'],
    ['America/New_York', 'Nov 22, 2026, 19:05 EST'],
    ['Europe/Berlin', 'Nov 23, 2026, 01:05 GMT+1'],
  ])('in %s is %s', (zone, words) => expect(instant(at, zone)).toBe(words))
})

/** What `numeric` may hold: many digits on both sides. */
const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
  .map(([negative, digits, places]) =>
    new Big(digits.toString())
      .times(new Big(10).pow(-places))
      .times(negative ? -1 : 1)
      .toFixed(),
  )
