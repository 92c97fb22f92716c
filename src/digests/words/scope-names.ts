import { type Sight, seesNothing } from '../../people/sight.ts'
import type { KnownNames } from '../../spend/catalogue.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { atomsOf, type Name } from '../../spend/understanding/name-index.ts'
import { similar } from '../../spend/understanding/names.ts'
import { SCOPE_DIMENSIONS, type ScopeDimension } from '../subscription.ts'

/** The names that a digest can be about, of what one person sees. */
export interface ScopeNames {
  /** Sorted. */
  all(dimension: ScopeDimension): readonly string[]
  /** Those that this is written for; several where only their spelling differs. */
  find(dimension: ScopeDimension, written: string): readonly string[]
  /** Those that this may have been meant for. */
  similar(dimension: ScopeDimension, written: string): readonly string[]
}

/** Those that this sight holds. */
export async function namesOf(deps: AskDeps, sight: Sight): Promise<ScopeNames> {
  return seesNothing(sight) ? NOTHING : scopeNames(await deps.names(sight))
}

const NOTHING: ScopeNames = { all: () => [], find: () => [], similar: () => [] }

/** Names are read as in questions: case and separators do not count, and the words that were taught do. */
export function scopeNames(known: KnownNames): ScopeNames {
  const values = new Map(SCOPE_DIMENSIONS.map((dimension) => [dimension, new Set<string>()]))
  for (const name of [...known.index.exact.values()].flat())
    if (isScope(name.dimension)) values.get(name.dimension)?.add(name.value)
  const of = (dimension: ScopeDimension, names: readonly Name[]) => [
    ...new Set(names.filter((name) => name.dimension === dimension).map(({ value }) => value)),
  ]
  return {
    all: (dimension) => [...(values.get(dimension) ?? [])].sort(),
    find(dimension, written) {
      // Also a name that has neither letter nor digit.
      if (known.has(dimension, written)) return [written]
      const key = atomsOf(written)
        .map(({ text }) => text)
        .join('')
      if (key === '') return []
      const exact = of(dimension, known.index.exact.get(key) ?? [])
      return exact.length > 0 ? exact : of(dimension, known.index.alias.get(key) ?? [])
    },
    similar: (dimension, written) => of(dimension, similar(written, known.index)).slice(0, 3),
  }
}

const isScope = (dimension: string): dimension is ScopeDimension =>
  (SCOPE_DIMENSIONS as readonly string[]).includes(dimension)
