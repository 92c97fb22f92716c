import { type RawBuilder, sql } from 'kysely'
import { addDays, type CivilDate, later } from '../civil-date.ts'
import type { AskDeps } from '../spend/deps.ts'
import { within } from '../spend/scope.ts'
import { columnOf, smallestView } from '../spend/views.ts'
import type { ScopeTeams } from './permissions.ts'
import type { DigestScope } from './subscription.ts'

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
  const [views, sources] = await Promise.all([deps.views(), deps.watermarks()])
  const newest = sources.map(({ lastDay }) => lastDay).reduce(later, '') || deps.now().toISOString().slice(0, 10)
  const since = addDays(newest, -LATELY_DAYS)
  const { dimension, values } = scope
  const wanted = sql.join(values)
  const rows = await (views.has('spend.name') ? named() : used())
  return {
    teams: [...new Set(rows.map(({ team }) => team))],
    silent: values.filter((value) => !rows.some((row) => row.value === value && row.last_day > since)),
  }

  function named() {
    return read(
      dimension === 'team'
        ? sql`select team, team as value, max(last_day)::text as last_day from spend.name where team in (${wanted}) group by team`
        : sql`select team, value, max(last_day)::text as last_day from spend.name
            where dimension = ${dimension} and value in (${wanted}) group by team, value`,
    )
  }
  function used() {
    const view = smallestView(
      { dimensions: ['team', dimension], namedResources: false, quantity: false, unknowns: false },
      views,
    )
    const column = sql.ref(columnOf(dimension))
    return read(sql`select team, ${column} as value, max(day)::text as last_day from ${sql.table(view)}
      where ${within({ start: since, end: addDays(newest, 1) })} and ${column} in (${wanted}) group by 1, 2`)
  }
  async function read(query: RawBuilder<unknown>) {
    const { rows } = await (query as RawBuilder<Row>).execute(deps.spend)
    return rows
  }
}

interface Row {
  readonly team: string | null
  readonly value: string
  readonly last_day: CivilDate
}
