import { Big } from 'big.js'
import { sightKey } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { readSums } from '../../spend/found.ts'
import { plainQuestion, type Question } from '../../spend/question.ts'
import type { Looked } from '../running/sources.ts'

export interface TotalAsked extends Looked {
  readonly withoutSources?: readonly string[]
}

export interface ScopeTotal {
  readonly currency: string | null
  readonly amount: string | null
}

// More names than any digest has.
const ALL = 100_000

/** What was spent in each of many scopes, in their order: scopes of one dimension, days and reader share one question. */
export async function totalsOfAll(
  deps: AskDeps,
  asked: readonly TotalAsked[],
  now: Date,
): Promise<readonly (readonly ScopeTotal[])[]> {
  const groups = new Map<string, [TotalAsked, ...TotalAsked[]]>()
  for (const each of asked) groups.set(keyOf(each), [each, ...(groups.get(keyOf(each)) ?? [])])
  const found = new Map<TotalAsked, readonly ScopeTotal[]>()
  for (const group of groups.values()) {
    const [first] = group
    const values = [...new Set(group.flatMap(({ scope }) => scope?.values ?? []))]
    const { totals, rows } = await readSums({
      deps,
      question: questionOf(first, values),
      sight: first.sight,
      today: now.toISOString().slice(0, 10),
      timezone: 'UTC',
      now,
      most: ALL,
    })
    for (const each of group)
      found.set(
        each,
        each.scope === null ? totals : added(rows.filter(({ keys }) => each.scope?.values.includes(keys[0] ?? ''))),
      )
  }
  return asked.map((each) => found.get(each) ?? [])
}

const keyOf = ({ scope, sight, period, withoutSources = [] }: TotalAsked) =>
  JSON.stringify([scope?.dimension, sightKey(sight), period, withoutSources])

function questionOf({ scope, period, withoutSources = [] }: TotalAsked, values: readonly string[]): Question {
  return plainQuestion({
    intent: 'spend',
    period,
    ...(scope === null ? {} : { filters: { [scope.dimension]: values }, groupBy: [scope.dimension] }),
    ...(withoutSources.length === 0 ? {} : { withoutSources }),
  })
}

/** Names of one dimension share no row, so what they cost together is their sum; currencies stay apart. */
function added(rows: readonly ScopeTotal[]): readonly ScopeTotal[] {
  const sums = new Map<string | null, Big | null>()
  for (const { currency, amount } of rows) {
    const sum = sums.get(currency) ?? null
    sums.set(currency, amount === null ? sum : new Big(amount).plus(sum ?? 0))
  }
  return [...sums].map(([currency, sum]) => ({ currency, amount: sum?.toFixed() ?? null }))
}
