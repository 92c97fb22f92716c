import { sql } from 'kysely'
import { addDays, type CivilDate, later } from '../../civil-date.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { within } from '../../spend/scope.ts'
import { columnOf, smallestView } from '../../spend/views.ts'
import type { DigestScope, ScopeDimension } from '../subscription.ts'
import type { ScopeTeams } from './permissions.ts'

/** What is recorded of a scope, whoever asks. */
export interface ScopeRecord {
  readonly teams: ScopeTeams
  /** Names of the scope that nothing was recorded for lately: their digest would be empty. */
  readonly silent: readonly string[]
}

/** What was recorded longer ago than this is over. */
export const LATELY_DAYS = 62

export async function scopeRecord(deps: AskDeps, scope: DigestScope): Promise<ScopeRecord> {
  if (scope === null) return { teams: [], silent: [] }
  const since = await lately(deps)
  const rows = await read(deps, scope.dimension, scope.values, since)
  return {
    teams: [...new Set(rows.map(({ team }) => team))],
    silent: scope.values.filter((value) => !rows.some((row) => row.value === value && row.last_day > since.day)),
  }
}

/** Whose spend is of each of many names; one statement for all. */
export async function teamsOfNames(
  deps: AskDeps,
  dimension: ScopeDimension,
  values: readonly string[],
): Promise<ReadonlyMap<string, ScopeTeams>> {
  const teams = new Map<string, (string | null)[]>()
  if (values.length === 0) return teams
  for (const { value, team } of await read(deps, dimension, values, await lately(deps)))
    teams.set(value, [...(teams.get(value) ?? []), team])
  return teams
}

interface Lately {
  readonly day: CivilDate
  readonly end: CivilDate
}

async function lately(deps: AskDeps): Promise<Lately> {
  const sources = await deps.watermarks()
  const newest = sources.map(({ lastDay }) => lastDay).reduce(later, '') || deps.now().toISOString().slice(0, 10)
  return { day: addDays(newest, -LATELY_DAYS), end: addDays(newest, 1) }
}

async function read(
  deps: AskDeps,
  dimension: ScopeDimension,
  values: readonly string[],
  { day, end }: Lately,
): Promise<readonly Row[]> {
  const views = await deps.views()
  const wanted = sql.join(values)
  const { rows } = await (views.has('spend.name') ? named() : used()).execute(deps.spend)
  return rows

  function named() {
    return dimension === 'team'
      ? sql<Row>`select team, team as value, max(last_day)::text as last_day from spend.name where team in (${wanted}) group by team`
      : sql<Row>`select team, value, max(last_day)::text as last_day from spend.name
          where dimension = ${dimension} and value in (${wanted}) group by team, value`
  }
  function used() {
    const view = smallestView(
      { dimensions: ['team', dimension], namedResources: false, quantity: false, unknowns: false },
      views,
    )
    const column = sql.ref(columnOf(dimension))
    return sql<Row>`select team, ${column} as value, max(day)::text as last_day from ${sql.table(view)}
      where ${within({ start: day, end })} and ${column} in (${wanted}) group by 1, 2`
  }
}

interface Row {
  readonly team: string | null
  readonly value: string
  readonly last_day: CivilDate
}
