import { Big } from 'big.js'
import type { DriverRow } from './drivers.ts'
import type { Driver, Finding } from './found.ts'
import { isByModel } from './series.ts'

/** A finding by the number that its drivers were looked for under. */
export interface Numbered {
  readonly n: number
  readonly finding: Finding
}

/** A part of the excess that makes a value its driver, and a model the same money as a place. */
const MOST = 0.5

/**
 * What drove each finding; and a model whose money is mostly that of one team and cost area which was found too is not told a
 * second time, but named there. The place stays, for its sum is what the bill says.
 */
export function merged(
  findings: readonly Numbered[],
  rows: ReadonlyMap<number, readonly DriverRow[]>,
): readonly Finding[] {
  const driven = findings.map(({ n, finding }) => {
    const mine = rows.get(n)?.filter((row) => isMost(row.excess, finding.over)) ?? []
    return { ...finding, drivers: mine.flatMap(driversOf), place: mine.find(({ dimension }) => dimension === 'place') }
  })
  const also = new Map<Finding, string[]>()
  const gone = new Set<Finding>()
  for (const model of driven) {
    const { place } = model
    if (place === undefined || !isByModel(model.groupBy)) continue
    const same = driven.find(
      (other) =>
        other !== model &&
        other.groupBy.length === 2 &&
        other.keys[0] === place.value &&
        other.keys[1] === place.area &&
        other.currency === model.currency &&
        (other.told === 'below') === (model.told === 'below') &&
        other.since <= model.last &&
        model.since <= other.last,
    )
    if (same === undefined) continue
    also.set(same, [...(also.get(same) ?? []), model.keys[0] ?? ''])
    gone.add(model)
  }
  return driven
    .filter((finding) => !gone.has(finding))
    .map((finding) => {
      const { place: _, ...told } = finding
      return { ...told, alsoModels: also.get(finding) ?? [] }
    })
}

const isMost = (excess: string, over: string): boolean => {
  const whole = new Big(over)
  return !whole.eq(0) && new Big(excess).div(whole).gte(MOST)
}

function driversOf({ dimension, value, area, excess }: DriverRow): Driver[] {
  if (dimension !== 'place') return [{ dimension, value, excess }]
  return [
    { dimension: 'team', value, excess },
    { dimension: 'cost_area', value: area, excess },
  ]
}
