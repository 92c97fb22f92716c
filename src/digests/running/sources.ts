import { sql } from 'kysely'
import { addDays, type CivilDate, earlier, later } from '../../civil-date.ts'
import { type Sight, seesTeams } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import type { Period } from '../../spend/question.ts'
import { within } from '../../spend/scope.ts'
import { columnOf, smallestView } from '../../spend/views.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import type { DigestScope, ScopeDimension } from '../subscription.ts'

/** Whose days, as whom: what decides which sources matter. */
export interface Looked {
  readonly scope: DigestScope
  readonly sight: Sight
  readonly period: Period
}

// A source that billed for this scope lately is expected to do so again; as long as an answer looks back for it.
const LOOK_BACK_DAYS = 14

/**
 * The ledger sources that matter for each of many scopes, in their order: those that lately held rows of it, all where that cannot
 * be told. One statement for all scopes of one dimension, not one a digest.
 */
export async function sourcesOfAll(
  deps: AskDeps,
  looked: readonly Looked[],
): Promise<readonly (readonly Watermark[])[]> {
  const all = await deps.watermarks()
  const bounded = looked.filter(({ scope, sight }) => scope !== null || sight.kind === 'teams')
  if (all.length < 2 || bounded.length === 0) return looked.map(() => all)
  const newest = addDays(all.map(({ lastDay }) => lastDay).reduce(later, ''), 1)
  const lastOf = ({ period }: Looked) => earlier(newest, period.end)
  const known = new Map<string, readonly Held[]>()
  for (const each of bounded) {
    const key = keyOf(each, lastOf(each))
    if (known.has(key)) continue
    const same = bounded.filter((other) => keyOf(other, lastOf(other)) === key)
    known.set(key, await heldBy(deps, dimensionOf(each), lastOf(each), same))
  }
  return looked.map((each) => {
    const held = known.get(keyOf(each, lastOf(each))) ?? []
    const names = new Set(
      held
        .filter(({ team, value }) => seesTeams(each.sight, [team]) && (each.scope?.values.includes(value) ?? true))
        .map(({ source_name }) => source_name),
    )
    const unbounded = each.scope === null && each.sight.kind === 'everything'
    return unbounded || names.size === 0 ? all : all.filter(({ source }) => names.has(source))
  })
}

interface Held {
  readonly team: string | null
  readonly value: string
  readonly source_name: string
}

async function heldBy(
  deps: AskDeps,
  dimension: ScopeDimension,
  last: CivilDate,
  looked: readonly Looked[],
): Promise<readonly Held[]> {
  const values = [
    ...new Set(looked.flatMap(({ scope, sight }) => scope?.values ?? (sight.kind === 'teams' ? sight.teams : []))),
  ]
  if (values.length === 0) return []
  const view = smallestView(
    { dimensions: ['team', dimension], namedResources: false, quantity: false, unknowns: false },
    await deps.views(),
  )
  const column = sql.ref(columnOf(dimension))
  const { rows } = await sql<Held>`
    select distinct team, ${column} as value, source_name from ${sql.table(view)}
    where ${within({ start: addDays(last, -LOOK_BACK_DAYS), end: last })} and ${column} in (${sql.join(values)})`.execute(
    deps.spend,
  )
  return rows
}

const dimensionOf = ({ scope }: Looked): ScopeDimension => scope?.dimension ?? 'team'
const keyOf = (looked: Looked, last: CivilDate) => `${dimensionOf(looked)} ${last}`
