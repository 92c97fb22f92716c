import { Big } from 'big.js'
import { decimal } from '../../answer.ts'
import type { Dimension, Period, Question } from '../../question.ts'
import { folded, sum } from '../folded.ts'

/** What is said to be worth how much, and what exactly that costs. */
export interface Values {
  readonly groupBy: readonly Dimension[]
  /** The months that were used; shorter than what was asked where that is no whole months. */
  readonly months: Period
  readonly monthCount: number
  readonly totals: readonly ValueTotal[]
  /** What has a stated value, in the order asked for. */
  readonly stated: readonly Worth[]
  /** What costs something and has no stated value, the dearest first. */
  readonly silent: readonly Worth[]
  /** What costs more than it is said to be worth, by the largest gap: some names. */
  readonly above: readonly Worth[]
  /** Statements that are too broad for these groups, such as the value of a product where projects are asked for. */
  readonly broader: readonly { readonly currency: string; readonly value: string; readonly statements: number }[]
}

/** One group in one currency. Null is not stated, or not billed: never zero. */
export interface Worth {
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly groups: number
  readonly currency: string
  readonly value: string | null
  /** The effective cost of just what a value is stated for, in the months it is stated for. */
  readonly cost: string | null
  /** The rest of the group's cost: of it nobody said what it is worth. */
  readonly costWithoutValue: string | null
  /** Value ÷ cost; null where one is missing or part of the cost is in another currency. */
  readonly ratio: string | null
  readonly months: number
  readonly statedBy: string | null
  readonly statedAt: string | null
  /** Billed in other currencies as well, which cannot be set against it. */
  readonly otherCurrency: boolean
}

export interface ValueTotal {
  readonly currency: string
  readonly value: string | null
  readonly cost: string | null
  readonly costWithoutValue: string | null
  readonly ratio: string | null
  /** Groups with a value, and all groups. */
  readonly stated: number
  readonly groups: number
  /** Groups that cost more than they are said to be worth. */
  readonly above: number
  /** Cost less value of these, exact. */
  readonly aboveBy: string
}

/** As the statement gives it. */
export interface ValueRow {
  readonly kind: 'group' | 'none' | 'broader'
  readonly currency: string
  readonly value: string | null
  readonly cost: string | null
  readonly other_cost: string | null
  readonly ratio: string | null
  readonly months: string | null
  readonly stated_by: string | null
  readonly stated_at: string | null
  readonly statements: string | null
  readonly other_currency: boolean
  readonly rows: string | null
  readonly [key: string]: string | boolean | null
}

export const difference = ({ value, cost, otherCurrency }: Worth): string | null =>
  value === null || cost === null || otherCurrency ? null : new Big(value).minus(cost).toFixed()

export const costsMore = (worth: Worth): boolean => (difference(worth) ?? '').startsWith('-')

export function worths(
  question: Pick<Question, 'sort' | 'focus' | 'limit'>,
  rows: readonly ValueRow[],
  groupBy: readonly Dimension[],
  most: number,
): Pick<Values, 'totals' | 'stated' | 'silent' | 'above' | 'broader'> {
  const all = rows.flatMap((row) => (row.kind === 'broader' ? [] : [worth(row, row.kind, groupBy)]))
  const stated = all.filter(({ value }) => value !== null)
  const above = stated.filter(costsMore).toSorted((a, b) => new Big(difference(a) ?? 0).cmp(difference(b) ?? 0))
  const shown =
    question.focus?.on === 'cost_above_value'
      ? above
      : stated.toSorted((a, b) => byRatio(a, b) * (question.sort === 'asc' ? 1 : -1))
  const silent = all
    .filter(({ value }) => value === null)
    .toSorted((a, b) => new Big(b.costWithoutValue ?? 0).cmp(a.costWithoutValue ?? 0))
  return {
    totals: [...new Set(all.map(({ currency }) => currency))]
      .map((currency) => total(all.filter((each) => each.currency === currency)))
      .toSorted((a, b) => b.stated - a.stated || b.groups - a.groups),
    stated: folded(shown, Math.min(question.limit ?? most, most), others),
    silent: folded(silent, most, others),
    above: above.slice(0, NAMED),
    broader: rows.flatMap((row) =>
      row.kind === 'broader' && row.value !== null
        ? [{ currency: row.currency, value: decimal(row.value) ?? '0', statements: Number(row.statements) }]
        : [],
    ),
  }
}

/** More names than this in a sentence are a list. */
const NAMED = 5

const byRatio = (a: Worth, b: Worth): number =>
  a.ratio === null || b.ratio === null
    ? Number(a.ratio !== null) - Number(b.ratio !== null)
    : new Big(a.ratio).cmp(b.ratio)

const worth = (row: ValueRow, kind: 'group' | 'none', groupBy: readonly Dimension[]): Worth => ({
  kind,
  keys: groupBy.map((_, i) => (row[`key_${i + 1}`] as string | null | undefined) ?? null),
  groups: 1,
  currency: row.currency,
  value: decimal(row.value),
  // What is stated in another currency says nothing of this cost.
  cost: row.value === null ? null : decimal(row.cost),
  costWithoutValue: row.value === null ? sum([decimal(row.cost), decimal(row.other_cost)]) : decimal(row.other_cost),
  ratio: decimal(row.ratio),
  months: Number(row.months ?? 0),
  statedBy: row.stated_by,
  statedAt: row.stated_at,
  otherCurrency: row.other_currency,
})

/** The ratio is that of what can be compared: value and cost both known, in one currency. */
function total(all: readonly Worth[]): ValueTotal {
  const compared = all.filter(({ ratio }) => ratio !== null)
  const value = sum(compared.map((each) => each.value))
  const cost = sum(compared.map((each) => each.cost))
  const above = all.filter(costsMore)
  return {
    currency: all[0]?.currency ?? '',
    value: sum(all.map((each) => each.value)),
    cost: sum(all.map((each) => each.cost)),
    costWithoutValue: sum(all.map((each) => each.costWithoutValue)),
    ratio: value === null || cost === null || new Big(cost).lte(0) ? null : new Big(value).div(cost).toFixed(),
    stated: all.filter((each) => each.value !== null).length,
    groups: all.filter(({ kind }) => kind === 'group').length,
    above: above.length,
    aboveBy: above.reduce((gap, each) => gap.minus(difference(each) ?? 0), new Big(0)).toFixed(),
  }
}

function others(rest: readonly Worth[]): Worth {
  const { currency, value, cost, costWithoutValue, ratio } = total(rest)
  return {
    kind: 'other',
    keys: [],
    groups: rest.length,
    currency,
    value,
    cost,
    costWithoutValue,
    ratio,
    months: 0,
    statedBy: null,
    statedAt: null,
    otherCurrency: rest.some((each) => each.otherCurrency),
  }
}
