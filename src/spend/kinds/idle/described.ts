import { type RawBuilder, sql } from 'kysely'
import type { AskDeps } from '../../deps.ts'
import { scope } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { type Ran, run } from '../run.ts'
import type { PaidDays } from './statement.ts'

/** What the latest charge of a resource says about it. */
export interface Described {
  readonly name: string
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  readonly owner: string | null
}

interface Row extends Omit<Described, 'name'> {
  readonly resource_id: string
  readonly resource_name: string | null
}

export interface Descriptions {
  of(resourceId: string): Described
  readonly ran: readonly Ran<unknown>[]
}

/** By the latest day and its dearest charge. */
export async function descriptions(
  deps: AskDeps,
  { question, sight }: Pick<Asked, 'question' | 'sight'>,
  { day, end }: PaidDays,
  resources: readonly { readonly resourceId: string }[],
): Promise<Descriptions> {
  const ids: RawBuilder<unknown>[] = resources.map(({ resourceId }) => sql`${resourceId}`)
  const ran =
    ids.length === 0
      ? []
      : [
          await run(
            deps,
            sql<Row>`select distinct on (resource_id) resource_id, resource_name, team, project, environment, owner
from spend.daily
where day >= ${day} and day < ${end} and resource_id in (${sql.join(ids)}) and ${scope(question, sight, 'spend.daily')}
order by resource_id, day desc, effective_cost desc, team, project, environment, owner`,
          ),
        ]
  const known = new Map(ran.flatMap(({ rows }) => rows).map((row) => [row.resource_id, row]))
  return {
    ran,
    of(resourceId) {
      const {
        resource_name = null,
        team = null,
        project = null,
        environment = null,
        owner = null,
      } = known.get(resourceId) ?? {}
      return { name: resource_name ?? resourceId, team, project, environment, owner }
    },
  }
}
