import type { Answer, Row } from '../../spend/answer.ts'
import type { Finding as Unusual } from '../../spend/kinds/anomaly/found.ts'
import { placeAndDays } from '../../spend/kinds/anomaly/place.ts'
import { driverWords, placeOf } from '../../spend/kinds/anomaly/words.ts'
import type { BudgetLine } from '../../spend/kinds/budget/found.ts'
import type { Explanation, Mover } from '../../spend/kinds/explanation/found.ts'
import { placeAndDriver } from '../../spend/kinds/explanation/words.ts'
import type { Landing } from '../../spend/kinds/forecast/found.ts'
import type { Finding, KindName } from '../../spend/kinds/kinds.ts'
import type { Period } from '../../spend/question.ts'
import { dimensionWord } from '../../spend/words.ts'
import type { DigestAnomaly, DigestBudget, DigestForecast, DigestIdle, DigestMover, DigestUnitCost } from '../digest.ts'

// What a digest takes out of an answer. An answer about many holds for each what an answer about it alone would: its part is
// found by name, `null` being the one scope of an answer that is not told apart.

/** What belongs to each name, in the order of the answer. */
export type Cut<Part> = ReadonlyMap<string | null, readonly Part[]>

function cut<Item, Part>(
  items: readonly Item[],
  of: (item: Item) => string | null | undefined,
  part: (item: Item) => Part | undefined,
): Cut<Part> {
  const parts = new Map<string | null, Part[]>()
  for (const item of items) {
    const name = of(item)
    const made = name === undefined ? undefined : part(item)
    if (name === undefined || made === undefined) continue
    const known = parts.get(name)
    if (known === undefined) parts.set(name, [made])
    else known.push(made)
  }
  return parts
}

type Found = { readonly [Each in Finding as Each['kind']]: Each['found'] }

function foundBy<Name extends KindName>(answer: Answer | undefined, name: Name): Found[Name] | undefined {
  const finding = answer?.finding
  return finding?.kind === name ? (finding.found as Found[Name]) : undefined
}

/** One currency's amounts, by first day. */
export interface Line {
  readonly currency: string | null
  readonly amounts: ReadonlyMap<string, string>
  readonly charges: number
}

export const linesOf = (answer: Answer | undefined): Cut<Line> =>
  cut(
    answer?.trend?.series ?? [],
    ({ kind, keys }) => (answer?.groupBy.length === 0 ? null : kind === 'group' ? keys[0] : undefined),
    ({ currency, values, charges }) => ({
      currency,
      charges,
      amounts: new Map(
        answer?.trend?.buckets.flatMap((bucket, i): [string, string][] => {
          const value = values[i] ?? null
          return value === null ? [] : [[bucket, value]]
        }),
      ),
    }),
  )

/** Each way, on a digest. */
const MOST_MOVERS = 3

export interface Moved {
  readonly currency: string | null
  readonly up: readonly DigestMover[]
  readonly down: readonly DigestMover[]
}

export function moversOf(answer: Answer | undefined): Cut<Moved> {
  const found = foundBy(answer, 'explanation')
  if (found === undefined) return new Map()
  return cut(
    found.changes,
    ({ of }) => of,
    ({ currency, movers }) => {
      const named = movers.filter(({ kind, part }) => kind === 'group' && part !== 'days')
      const told = (falls: boolean) =>
        named
          .filter(({ amount }) => amount.startsWith('-') === falls)
          .slice(0, MOST_MOVERS)
          .map((mover) => moverOf(mover, found))
      return { currency, up: told(false), down: told(true) }
    },
  )
}

function moverOf(mover: Mover, found: Explanation): DigestMover {
  const { place, driver } = placeAndDriver(mover, found)
  return { name: place, amount: mover.amount, driver }
}

/** Rows by the name they belong to; the last key is their own. */
export const rowsOf = (answer: Answer | undefined): Cut<Row> =>
  cut(
    answer?.rows ?? [],
    ({ kind, keys }) => (kind === 'other' ? undefined : keys.length < 2 ? null : keys[0]),
    (row) => row,
  )

export const budgetsOf = (answer: Answer | undefined, apart: boolean): Cut<DigestBudget> =>
  cut(foundBy(answer, 'budget')?.lines ?? [], ({ value }) => (apart ? value : null), budgetOf)

function budgetOf({ dimension, value, currency, budget, used, unrecorded, pace }: BudgetLine): DigestBudget {
  return {
    name: dimension === 'total' ? 'all spend' : `${dimensionWord(dimension)} ${value}`,
    currency,
    budget,
    used,
    state: unrecorded ? 'unknown' : pace.state,
    expected: pace.expected,
    spentOn: pace.spentOn,
  }
}

export const forecastsOf = (answer: Answer | undefined, month: Period): Cut<DigestForecast> =>
  cut(
    foundBy(answer, 'forecast')?.landings ?? [],
    ({ of }) => of,
    ({ currency, expected, low, high, budget }: Landing) => ({ month, currency, expected, low, high, budget }),
  )

/** What is an alarm: what was planned, began before or fell is no news. */
export const anomaliesOf = (answer: Answer | undefined): Cut<DigestAnomaly> =>
  cut(
    foundBy(answer, 'anomaly')?.findings.filter(({ told }) => told === 'above') ?? [],
    ({ of }) => of,
    (finding: Unusual) => ({
      name: placeOf(finding),
      currency: finding.currency,
      over: finding.over,
      since: finding.since,
      driver: driverWords(finding) ?? null,
      about: placeAndDays(finding),
    }),
  )

export function idleOf(answer: Answer | undefined, apart: boolean): Cut<DigestIdle> {
  const found = foundBy(answer, 'idle')
  const wasted = ({ currency, resources, perDay, soFar }: (typeof totals)[number]) =>
    resources === 0 ? undefined : { currency, resources, perDay, wasted: soFar }
  const totals = found?.totals ?? []
  if (!apart) return cut(totals, () => null, wasted)
  return cut(found?.rows ?? [], ({ kind, keys }) => (kind === 'group' ? keys[0] : undefined), wasted)
}

export function unitCostsOf(answer: Answer | undefined, apart: boolean): Cut<DigestUnitCost> {
  const found = foundBy(answer, 'unit_cost')
  if (found === undefined) return new Map()
  const priced = ({ currency, figures }: (typeof found.totals)[number]) =>
    typeof figures.each !== 'string'
      ? undefined
      : { unit: found.unit, currency, each: figures.each, before: figures.each_before ?? null }
  return apart
    ? cut(found.lines, ({ kind, keys }) => (kind === 'group' ? keys[0] : undefined), priced)
    : cut(found.totals, () => null, priced)
}
