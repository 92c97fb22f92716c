import { type RawBuilder, sql } from 'kysely'
import { addDays, type CivilDate, startOf } from '../civil-date.ts'
import type { Sight } from '../people/sight.ts'
import type { AskDeps } from './deps.ts'
import { keyOf } from './scope.ts'

const LOOK_BACK_DAYS = 35

/** Questions that this person can ask about data that is there: the first are always answered, the others as far as something is kept for them. */
export async function examples(deps: AskDeps, sight: Sight, today: CivilDate): Promise<readonly string[]> {
  const views = await deps.views()
  const since = addDays(today, -LOOK_BACK_DAYS)
  const seen: RawBuilder<unknown> = sight.kind === 'teams' ? sql`team in (${sql.join(sight.teams)})` : sql`true`
  const largest = async (
    view: 'spend.daily_area' | 'spend.daily_model',
    dimension: 'team' | 'cost_area' | 'model_name',
  ) => {
    const from = views.has(view) ? view : 'spend.daily'
    const key = keyOf(dimension, 'spend.daily')
    const { rows } = await sql<{ name: string }>`
      select ${key} as name from ${sql.table(from)}
      where day >= ${since} and day <= ${today} and ${key} is not null and ${seen}
      group by 1 order by sum(effective_cost) desc, 1 limit 1`.execute(deps.spend)
    return rows[0]?.name
  }
  const kept = async (view: string, condition: RawBuilder<unknown>) => {
    if (!views.has(view)) return false
    const { rows } = await sql<{ kept: boolean }>`
      select exists(select from ${sql.table(view)} where ${condition}) as kept`.execute(deps.spend)
    return rows[0]?.kept ?? false
  }
  const lastMonth = startOf('month', addDays(startOf('month', today), -1))
  const owned =
    sight.kind === 'teams' ? sql`scope_dimension = 'team' and scope_value in (${sql.join(sight.teams)})` : sql`true`
  const [team, area, model, counted, budgeted, seenAtWork] = await Promise.all([
    largest('spend.daily_area', 'team'),
    largest('spend.daily_area', 'cost_area'),
    largest('spend.daily_model', 'model_name'),
    kept(
      'spend.units',
      sql`unit_name = 'request' and day >= ${lastMonth} and day < ${startOf('month', today)} and ${seen}`,
    ),
    kept('spend.budget', sql`month = ${startOf('month', today)} and ${owned}`),
    kept('spend.resource_hour', sql`hour >= ${addDays(today, -1)}::date and ${seen}`),
  ])
  return [
    team === undefined ? 'spend this month' : `team ${team} cost this month`,
    model === undefined ? 'top 5 services last month' : 'top 5 models last month',
    area === undefined ? 'daily spend for the last 30 days' : `weekly ${area} cost over the last 3 months`,
    ...(team === undefined ? [] : [`why did team ${team} change last month`]),
    ...(counted ? ['cost per request last month'] : []),
    ...(budgeted ? ['are we within budget'] : []),
    ...(seenAtWork ? ['which resources are idle'] : []),
  ]
}
