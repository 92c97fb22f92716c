import { addUnits, type CivilDate, startOf } from '../civil-date.ts'
import type { Comparison } from './comparison.ts'
import type { Freshness } from './freshness.ts'
import type { Finding } from './kinds/kinds.ts'
import type { CostColumn } from './query.ts'
import type { Dimension, Grain, Period, Question, Unit } from './question.ts'
import type { RankedRow } from './ranked.ts'
import type { Repair } from './understanding/reading.ts'
import type { Watermark } from './watermarks.ts'

/** All that an answer says, as data; cards and JSON put it into words. Figures are exact decimal text; null was not recorded. */
export interface Answer {
  readonly id: string
  readonly text: string
  readonly question: Question
  /** The reading in a sentence and in chips. */
  readonly sentence: string
  readonly chips: readonly string[]
  readonly repairs: readonly Repair[]
  /** Read together with the asker's question before, and not what the text alone would say: always told. */
  readonly continued: boolean
  readonly today: CivilDate
  readonly timezone: string
  readonly answeredAt: Date
  /** Null for a quantity. */
  readonly cost: CostColumn | null
  readonly unit: Unit | null
  /** One per currency, never added. Empty: nothing was recorded. */
  readonly totals: readonly Total[]
  readonly comparison: Comparison | null
  /** What the rows are; `chosen` where the question named nothing and we did. */
  readonly groupBy: readonly Dimension[]
  readonly chosen: boolean
  readonly rows: readonly Row[]
  readonly trend: Trend | null
  /** What a kind of question beyond sums found; then totals and rows are empty and its sheet holds the figures. */
  readonly finding: Finding | null
  /** Only rows of these teams were read, for the asker may see no others. */
  readonly onlyTeams: readonly string[] | null
  readonly freshness: Freshness | null
  /** The sources that can hold rows of this scope. */
  readonly sources: readonly Watermark[]
  /** First and last recorded day of this scope, where the period has nothing. */
  readonly recorded: { readonly first: CivilDate; readonly last: CivilDate } | null
  readonly rowCount: number
  readonly sql: string
}

export interface Total {
  readonly currency: string | null
  readonly amount: string | null
  readonly comparable: string | null
  readonly before: string | null
  /** The earlier side cut as `comparable` is, where what was asked reaches into days that are not complete. */
  readonly evenBefore?: string | null
  /** Of no team; null where it makes no sense, as within a team. */
  readonly unallocated: string | null
  /** Charges whose figure was not delivered. They are in no sum. */
  readonly unknown: number
}

export interface Row {
  /** `none`: the tag is missing. `other`: all groups that are not named. */
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly currency: string | null
  readonly amount: string | null
  readonly before: string | null
  readonly groups: number
}

export interface Trend {
  readonly grain: Grain
  /** First days. */
  readonly buckets: readonly CivilDate[]
  readonly series: readonly Series[]
}

export interface Series {
  readonly kind: Row['kind']
  readonly keys: readonly (string | null)[]
  readonly currency: string | null
  readonly values: readonly (string | null)[]
  /** How many charges, or rows of a rollup, it sums. */
  readonly charges: number
}

/** Decimal text without zeros that say nothing: "12.3400" is "12.34". */
export const decimal = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : text.includes('.') ? text.replace(/\.?0+$/, '') : text

/** The currency of most charges first; alike, by name, as the rows come. */
export const byCharges = <K>(byCurrency: ReadonlyMap<K, RankedRow>): readonly (readonly [K, RankedRow])[] =>
  [...byCurrency].sort(([, a], [, b]) => Number(b.total_rows) - Number(a.total_rows))

export function totalsOf(rows: readonly RankedRow[], showUnallocated: boolean): readonly Total[] {
  const byCurrency = new Map(rows.map((row) => [row.currency, row]))
  return byCharges(byCurrency).flatMap(([currency, row]) => {
    const unknown = Number(row.total_unknown ?? 0)
    const amount = decimal(row.total_amount)
    const before = decimal(row.total_before)
    if (amount === null && before === null && unknown === 0) return []
    return [
      {
        currency,
        amount,
        comparable: decimal(row.total_comparable),
        before,
        evenBefore: decimal(row.total_even_before),
        unallocated: showUnallocated ? (decimal(row.total_unallocated) ?? '0') : null,
        unknown,
      },
    ]
  })
}

const keysOf = (row: RankedRow, count: number) => Array.from({ length: count }, (_, i) => row[`key_${i + 1}`] ?? null)

/** What was only recorded before is a row where two periods are compared, and noise elsewhere. */
export const rowsOf = (rows: readonly RankedRow[], keyCount: number, compared: boolean): readonly Row[] =>
  rows
    .map((row) => ({
      kind: row.kind,
      keys: keysOf(row, keyCount),
      currency: row.currency,
      amount: decimal(row.amount),
      before: decimal(row.before),
      groups: Number(row.groups),
    }))
    .filter(({ amount, before }) => compared || amount !== null || before === null)

/** Every bucket of the period stands in it: where nothing was recorded the value is null. */
export function trendOf(rows: readonly RankedRow[], keyCount: number, grain: Grain, period: Period): Trend {
  const buckets: CivilDate[] = []
  for (let day = startOf(grain, period.start); day < period.end; day = addUnits(grain, day, 1)) buckets.push(day)
  const lines = new Map<string, { first: RankedRow; values: Map<string, string | null>; charges: number }>()
  for (const row of rows) {
    const key = JSON.stringify([row.currency, row.kind, keysOf(row, keyCount)])
    const line = lines.get(key) ?? { first: row, values: new Map(), charges: 0 }
    line.charges += Number(row.rows ?? 0)
    if (row.bucket !== null) line.values.set(row.bucket, decimal(row.amount))
    lines.set(key, line)
  }
  return {
    grain,
    buckets,
    series: [...lines.values()].map(({ first, values, charges }) => ({
      kind: first.kind,
      keys: keysOf(first, keyCount),
      currency: first.currency,
      values: buckets.map((bucket) => values.get(bucket) ?? null),
      charges,
    })),
  }
}
