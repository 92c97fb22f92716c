import { sql } from 'kysely'
import type { Sight } from '../../../people/sight.ts'
import type { AskDeps } from '../../deps.ts'
import type { Question, Unit } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'

/** As they are called in `spend.units`. Runs are not what anybody gets. */
const UNITS: Readonly<Record<string, Unit>> = {
  request: 'request',
  inference: 'inference',
  document: 'document',
  image: 'image',
  prediction: 'prediction',
  user: 'user',
  customer: 'customer',
  active_customer: 'customer',
}

/** The unit that a scope counts most of, for each value where the question tells them apart; `null` stands for the one scope. */
export async function mostUsedUnits(
  deps: AskDeps,
  question: Question,
  sight: Sight,
): Promise<ReadonlyMap<string | null, Unit>> {
  const views = await deps.views()
  if (!views.has('spend.units')) return new Map()
  const of = question.each === undefined ? sql<string | null>`null::text` : keyOf(question.each, 'spend.units')
  const { rows } = await sql<{ of: string | null; unit_name: string }>`
    select ${of} as of, unit_name from spend.units
    where ${within(question.period)} and unit_name in (${sql.join(Object.keys(UNITS))}) and ${scope(question, sight, 'spend.units')}
    group by 1, 2 having sum(quantity) > 0 order by sum(quantity) desc, unit_name`.execute(deps.spend)
  const most = new Map<string | null, Unit>()
  for (const { of, unit_name } of rows) {
    const unit = UNITS[unit_name]
    if (unit !== undefined && !most.has(of)) most.set(of, unit)
  }
  return most
}
