import { sightKey } from '../../people/sight.ts'
import { NONE, type Question } from '../../spend/question.ts'
import type { DigestAsked } from '../digest.ts'
import type { DigestScope, ScopeDimension, Section } from '../subscription.ts'
import { type Span, spanOf } from './questions.ts'

/** Digests whose sections are the same questions: one look at the database serves all of them. */
export interface Group {
  readonly span: Span
  readonly missing: readonly string[]
  readonly asked: readonly DigestAsked[]
  readonly sections: ReadonlySet<Section>
  /** Of the scopes of this group; empty where the scope is one. */
  readonly values: readonly string[]
}

/** Groups that see the same by the same dimension: what does not depend on their days is asked for all of them together. */
export interface Family {
  readonly sight: DigestAsked['sight']
  readonly scope: { readonly dimension: ScopeDimension } | { readonly filters: Question['filters'] }
  readonly values: readonly string[]
  readonly groups: readonly Group[]
}

/** What no team owns is no value that rows can be told apart by. */
const isApart = (scope: DigestScope): scope is NonNullable<DigestScope> =>
  scope !== null && !scope.values.includes(NONE)

export const filtersOf = (scope: DigestScope): Question['filters'] =>
  scope === null ? {} : { [scope.dimension]: scope.values }

export function familiesOf(asked: readonly DigestAsked[]): readonly Family[] {
  return grouped(asked, ({ sight, subscription: { scope } }) =>
    JSON.stringify([sightKey(sight), isApart(scope) ? scope.dimension : filtersOf(scope)]),
  ).map((family) => {
    const [{ sight, subscription }] = family
    const { scope } = subscription
    return {
      sight,
      scope: isApart(scope) ? { dimension: scope.dimension } : { filters: filtersOf(scope) },
      values: valuesOf(family),
      groups: grouped(family, ({ period, missing, subscription: { schedule } }) =>
        JSON.stringify([spanOf(schedule.rhythm, period), sourcesOf(missing)]),
      ).map((group) => ({
        span: spanOf(group[0].subscription.schedule.rhythm, group[0].period),
        missing: sourcesOf(group[0].missing),
        asked: group,
        sections: new Set(group.flatMap(({ subscription: { sections } }) => sections)),
        values: valuesOf(group),
      })),
    }
  })
}

const sourcesOf = (missing: DigestAsked['missing']): readonly string[] =>
  [...new Set(missing.map(({ source }) => source))].sort()

const valuesOf = (asked: readonly DigestAsked[]): readonly string[] =>
  [...new Set(asked.flatMap(({ subscription: { scope } }) => (isApart(scope) ? scope.values : [])))].sort()

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [item])
    else known.push(item)
  }
  return [...groups.values()]
}
