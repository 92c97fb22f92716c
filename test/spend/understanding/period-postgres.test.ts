import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { addDays } from '../../../src/civil-date.ts'
import { findPeriods } from '../../../src/spend/understanding/period.ts'
import { testDatabase } from '../../database.ts'

const { db } = await testDatabase()

// PostgreSQL's calendar is the judge. `d` is today; both ends are dates, the end exclusive, not yet cut at today.
const unit = (name: string, offset: number, count = 1): [string, string] => {
  const step = (n: number): string => (name === 'quarter' ? `interval '${3 * n} months'` : `interval '${n} ${name}s'`)
  return [`date_trunc('${name}', d) + ${step(offset)}`, `date_trunc('${name}', d) + ${step(offset + count)}`]
}
const started = (date: (year: string) => string): string =>
  `(select max(s) from (values (${date('0')}), (${date('-1')})) v(s) where s <= d)`
const inYear =
  (month: number, day = 1) =>
  (offset: string) =>
    `make_date(extract(year from d)::int + (${offset}), ${month}, ${day})`
const monthNamed = (month: number): [string, string] => [
  started(inYear(month)),
  `${started(inYear(month))} + interval '1 month'`,
]
const quarterNamed = (quarter: number): [string, string] => [
  started(inYear(3 * quarter - 2)),
  `${started(inYear(3 * quarter - 2))} + interval '3 months'`,
]
const halfNamed = (half: number): [string, string] => [
  started(inYear(6 * half - 5)),
  `${started(inYear(6 * half - 5))} + interval '6 months'`,
]
const day = (offset: number): [string, string] => [`d + ${offset}`, `d + ${offset + 1}`]
const weekday = (iso: number): [string, string] => {
  const start = `(d - (((extract(isodow from d)::int - ${iso} + 6) % 7) + 1))`
  return [start, `${start} + 1`]
}
const saturday = "(date_trunc('week', d)::date + case when extract(isodow from d) >= 6 then 5 else -2 end)"

const RULES: Readonly<Record<string, readonly [string, string]>> = {
  today: day(0),
  yesterday: day(-1),
  'the day before yesterday': day(-2),
  tomorrow: day(1),
  '5 days ago': day(-5),
  'last day': day(-1),
  'last 7 days': ['d - 7', 'd'],
  'past 30 days': ['d - 30', 'd'],
  'trailing 90 days': ['d - 90', 'd'],
  'the last couple of days': ['d - 2', 'd'],
  'last few days': ['d - 3', 'd'],
  'last fortnight': ['d - 14', 'd'],
  'last 2 fortnights': ['d - 28', 'd'],
  'a fortnight ago': day(-14),
  'this week': unit('week', 0),
  wtd: unit('week', 0),
  'last week': unit('week', -1),
  'past 2 weeks': unit('week', -2, 2),
  'three weeks ago': unit('week', -3),
  'the week before last': unit('week', -2),
  'next week': unit('week', 1),
  'next 2 weeks': unit('week', 1, 2),
  'this month': unit('month', 0),
  'month to date': unit('month', 0),
  mtd: unit('month', 0),
  'last month': unit('month', -1),
  'previous 3 months': unit('month', -3, 3),
  'rolling 12 months': unit('month', -12, 12),
  'a month ago': unit('month', -1),
  '7 months ago': unit('month', -7),
  'month before last': unit('month', -2),
  'next month': unit('month', 1),
  'next 3 months': unit('month', 1, 3),
  'this quarter': unit('quarter', 0),
  qtd: unit('quarter', 0),
  'last quarter': unit('quarter', -1),
  'last 2 quarters': unit('quarter', -2, 2),
  '3 quarters ago': unit('quarter', -3),
  'next quarter': unit('quarter', 1),
  'this year': unit('year', 0),
  ytd: unit('year', 0),
  'last year': unit('year', -1),
  'past 2 years': unit('year', -2, 2),
  'a year ago': unit('year', -1),
  'next year': unit('year', 1),
  'next 10 days': ['d + 1', 'd + 11'],
  eom: unit('month', 0),
  'end of the quarter': unit('quarter', 0),
  'year end': unit('year', 0),
  january: monthNamed(1),
  february: monthNamed(2),
  june: monthNamed(6),
  november: monthNamed(11),
  december: monthNamed(12),
  q1: quarterNamed(1),
  q2: quarterNamed(2),
  q3: quarterNamed(3),
  q4: quarterNamed(4),
  h1: halfNamed(1),
  'second half': halfNamed(2),
  'december last year': [inYear(12)('-1'), inYear(1)('0')],
  'q2 last year': [inYear(4)('-1'), inYear(7)('-1')],
  'last december': ['make_date(extract(year from d)::int - 1, 12, 1)', 'make_date(extract(year from d)::int, 1, 1)'],
  'on monday': weekday(1),
  'last wednesday': weekday(3),
  'on friday': weekday(5),
  'on sunday': weekday(7),
  weekend: [saturday, `${saturday} + 2`],
  'last weekend': ["date_trunc('week', d)::date - 2", "date_trunc('week', d)::date"],
  'march 15': [started(inYear(3, 15)), `${started(inYear(3, 15))} + interval '1 day'`],
  'first week of july': [started(inYear(7)), `${started(inYear(7))} + interval '7 days'`],
  'week of july 10': [
    `date_trunc('week', ${started(inYear(7, 10))}::timestamp)`,
    `date_trunc('week', ${started(inYear(7, 10))}::timestamp) + interval '7 days'`,
  ],
  'week ending july 10': [
    `${started(inYear(7, 10))} - interval '6 days'`,
    `${started(inYear(7, 10))} + interval '1 day'`,
  ],
  'since last month': ["date_trunc('month', d) - interval '1 month'", 'd + 1'],
  'since the start of the year': unit('year', 0),
  '2025': ["date '2025-01-01'", "date '2026-01-01'"],
  'october 2025': ["date '2025-10-01'", "date '2025-11-01'"],
  'q3 2024': ["date '2024-07-01'", "date '2024-10-01'"],
  'h2 2024': ["date '2024-07-01'", "date '2025-01-01'"],
  'nov 1 2025 to nov 15 2025': ["date '2025-11-01'", "date '2025-11-16'"],
  '2025-02-27..2025-03-02': ["date '2025-02-27'", "date '2025-03-03'"],
}

// Every day of two years with their edges, leap day included, and some days far from them.
const DAYS = [
  ...Array.from({ length: 800 }, (_, at) => addDays('2027-12-25', at)),
  ...Array.from({ length: 200 }, (_, at) => addDays('2020-01-01', (at * 7919) % 9000)),
]

it.each(Object.entries(RULES))('%s is what PostgreSQL says', async (words, [start, end]) => {
  const { rows } = await sql<{ d: string; start: string; last: string }>`
    select d, (${sql.raw(start)})::date as start, (${sql.raw(end)})::date as last
    from unnest(${DAYS}::date[]) d`.execute(db)
  expect(rows).toHaveLength(DAYS.length)
  const read = rows.map(({ d }) => {
    const { periods } = findPeriods(words, { today: d, weekStart: 'monday', fiscalStartMonth: 1, ahead: false }, false)
    return { d, start: periods.at(-1)?.days.start, last: periods.at(-1)?.days.end }
  })
  expect(read).toEqual(rows)
})

it('numbers weeks as PostgreSQL does', async () => {
  const { rows } = await sql<{ d: string; year: number; week: number }>`
    select d, extract(isoyear from d)::int as year, extract(week from d)::int as week from unnest(${DAYS}::date[]) d`.execute(
    db,
  )
  for (const { d, year, week } of rows) {
    const { periods } = findPeriods(
      `${year}-w${String(week).padStart(2, '0')}`,
      { today: d, weekStart: 'monday', fiscalStartMonth: 1, ahead: false },
      false,
    )
    const found = periods[0]?.days
    expect(found !== undefined && found.start <= d && d < found.end && addDays(found.start, 7) === found.end, d).toBe(
      true,
    )
  }
})
