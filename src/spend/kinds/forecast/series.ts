import { type RawBuilder, sql } from 'kysely'
import type { Daily } from '../../../budgets/forecast.ts'
import { addDays, type CivilDate, daysBetween, later } from '../../../civil-date.ts'
import type { Sight } from '../../../people/sight.ts'
import { viewFor } from '../../query.ts'
import type { Period, Question } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'
import type { SpendView } from '../../views.ts'

/** One series of daily costs as text, with the exact sums of the spans that were asked for. */
export interface SeriesRow {
  readonly currency: string
  readonly kind: 'group' | 'none' | 'other'
  /** How many groups there are in its currency. */
  readonly last_place: string
  /** `2026-11-01=12.5,2026-11-02=13`, in order. */
  readonly days: string | null
  /** Of the known days of the period. */
  readonly actual: string | null
  readonly before: string | null
  readonly rows: string
  readonly total_rows: string
  readonly [key: `key_${number}`]: string | null
}

export interface SeriesAsked {
  readonly question: Question
  readonly sight: Sight
  readonly views: ReadonlySet<string>
  /** The known days, which end with the last complete one. */
  readonly known: Period
  /** Of the question's period, what is known. */
  readonly actual: Period
  readonly compare: Period | null
  /** Groups that stand by themselves; the others are one series. */
  readonly named: number
}

/** What the method looks at: groups are forecast, and only the whole is tested on its past. */
export const METHOD_DAYS = 56

// The facts are many times the rollups: what is asked of them looks back half as far.
const KNOWN_DAYS: Readonly<Record<SpendView, number>> = {
  'spend.daily_area': 182,
  'spend.daily_model': 182,
  'spend.daily': 98,
}

export const knownDaysFor = (question: Question, views: ReadonlySet<string>): number =>
  KNOWN_DAYS[viewFor(effective(question), views)]

const effective = (question: Question): Question => ({ ...question, measure: 'effective_cost' })

/** Every series of the question in one statement: summed by day in SQL, the largest groups by name. */
export function seriesQuery(asked: SeriesAsked): RawBuilder<SeriesRow> {
  const { known, actual, compare, question } = asked
  const view = viewFor(effective(question), asked.views)
  const keys = question.groupBy.map((dimension, i) => ({
    expression: keyOf(dimension, view),
    name: sql.ref(`key_${i + 1}`),
  }))
  const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
  const names = keys.map(({ name }) => name)
  const spans = apart([known, actual, ...(compare === null ? [] : [compare])]).map(within)
  const keyless =
    keys.length === 0
      ? sql`false`
      : sql.join(
          names.map((name) => sql`${name} is null`),
          sql` and `,
        )
  return sql<SeriesRow>`with by_day as (
  select billing_currency as currency, day, ${list([...keys.map(({ expression, name }) => sql`${expression} as ${name}`), sql`sum(effective_cost) as amount, count(*) as rows`])}
  from ${sql.table(view)}
  where (${sql.join(spans, sql` or `)}) and ${scope(question, asked.sight, view)}
  group by ${sql.raw(['1', '2', ...keys.map((_, i) => `${i + 3}`)].join(', '))}
), sized as (
  select *, sum(amount) over (partition by ${list([sql`currency`, ...names])}) as size, (${keyless}) as keyless
  from by_day
), placed as (
  select *, dense_rank() over (partition by currency order by ${list([sql`keyless`, sql`size desc nulls last`, ...names.map((name) => sql`${name} collate "C" nulls last`)])}) as place
  from sized
), kinded as (
  select *, max(place) filter (where not keyless) over (partition by currency) as last_place,
    case when keyless then 'none' when place <= ${asked.named}::int then 'group' else 'other' end as kind from placed
), shown as (
  select ${list([
    sql`currency, kind, day`,
    ...names.map((name) => sql`case when kind = 'group' then ${name} end as ${name}`),
    sql`amount, rows, last_place`,
  ])}
  from kinded
), merged as (
  select ${list([sql`currency, kind, day`, ...names, sql`sum(amount) as amount, sum(rows) as rows, max(last_place) as last_place`])}
  from shown group by ${list([sql`currency, kind, day`, ...names])}
)
select ${list([
    sql`currency, kind`,
    ...names,
    sql`string_agg(day || '=' || amount, ',' order by day) filter (where ${within(known)} or ${within(actual)}) as days`,
    sql`sum(amount) filter (where ${within(actual)}) as actual`,
    sql`${compare === null ? sql`null::numeric` : sql`sum(amount) filter (where ${within(compare)})`} as before`,
    sql`sum(rows) as rows`,
    sql`sum(sum(rows)) over (partition by currency) as total_rows`,
    sql`max(last_place) as last_place`,
  ])}
from merged
group by ${list([sql`currency, kind`, ...names])}
order by ${list([sql`currency, kind`, sql`sum(amount) desc nulls last`, ...names.map((name) => sql`${name} collate "C" nulls last`)])}`
}

/** Without what is empty, and those that meet as one: a range is found by an index, a choice of ranges often is not. */
function apart(spans: readonly Period[]): readonly Period[] {
  const met: Period[] = []
  for (const span of spans.filter(({ start, end }) => start < end).toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = met.at(-1)
    if (last === undefined || span.start > last.end) met.push(span)
    else met[met.length - 1] = { start: last.start, end: later(last.end, span.end) }
  }
  return met
}

export const NO_DAYS: Period = { start: '1970-01-01', end: '1970-01-01' }

export interface KnownSeries {
  /** For statistics: a day without charges cost nothing. */
  readonly daily: Daily
  readonly exact: ReadonlyMap<CivilDate, string>
}

export function readSeries(days: string | null, known: Period): KnownSeries {
  const exact = new Map<CivilDate, string>()
  for (const entry of days?.split(',') ?? []) {
    const at = entry.indexOf('=')
    exact.set(entry.slice(0, at), entry.slice(at + 1))
  }
  return { daily: { first: known.start, costs: daysOf(known).map((day) => Number(exact.get(day) ?? 0)) }, exact }
}

// All series of an answer have the same days.
const listed = new WeakMap<Period, readonly CivilDate[]>()

function daysOf(period: Period): readonly CivilDate[] {
  const known = listed.get(period)
  if (known !== undefined) return known
  const length = Math.max(0, daysBetween(period.start, period.end))
  const days = Array.from({ length }, (_, i) => addDays(period.start, i))
  listed.set(period, days)
  return days
}
