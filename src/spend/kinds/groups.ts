import { byCharges } from '../answer.ts'
import type { Dimension, Question } from '../question.ts'
import type { Ranked, RankedRow } from '../ranked.ts'

/** A row of a ranked statement without its figures. */
export interface Group {
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  /** How many groups the row stands for. */
  readonly groups: number
  readonly currency: string | null
}

export const groupOf = (row: RankedRow, keyCount: number): Group => ({
  kind: row.kind,
  keys: Array.from({ length: keyCount }, (_, i) => row[`key_${i + 1}`] ?? null),
  groups: Number(row.groups),
  currency: row.currency,
})

/** One row a currency, that of most charges first, for what `ranked` repeats on each: its totals. */
export const perCurrency = (rows: readonly RankedRow[]): readonly RankedRow[] =>
  byCharges(new Map(rows.map((row) => [row.currency, row]))).map(([, row]) => row)

/** How many rows of the view the statement summed; it must have a figure named `rows`. */
export const rowsRead = (rows: readonly RankedRow[]): number =>
  perCurrency(rows).reduce((sum, row) => sum + Number(row.total_rows ?? 0), 0)

/** How groups are ranked and cut: as the question says, and never more than a card or a file holds. */
export const ranking = (
  { sort, limit, having }: Question,
  most: number,
): Pick<Ranked, 'grain' | 'order' | 'sort' | 'limit' | 'limitAsked' | 'having'> => ({
  grain: null,
  order: 'amount',
  sort,
  limit: Math.min(limit ?? most, most),
  limitAsked: limit !== null,
  having,
})

/** The first cells of a group in a sheet, under `kind`, its dimensions and `currency`. */
export const groupCells = (group: Group, groupBy: readonly Dimension[]): readonly (string | null)[] => [
  group.kind,
  ...groupBy.map((_, i) => group.keys[i] ?? null),
  group.currency,
]
