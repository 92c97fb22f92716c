import { sql } from 'kysely'
import type { AskDeps } from '../../deps.ts'
import { scope } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { type Ran, run } from '../run.ts'
import type { PaidDays } from './statement.ts'

/** What the latest charge of a resource says about it. */
export interface Described {
  readonly name: string
  readonly resourceClass: string | null
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  readonly workloadType: string | null
  readonly owner: string | null
}

interface Row {
  readonly resource_id: string
  readonly resource_name: string | null
  readonly resource_class: string | null
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  readonly workload_type: string | null
  readonly owner: string | null
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
  const ids = resources.map(({ resourceId }) => resourceId)
  const ran =
    ids.length === 0
      ? []
      : [
          await run(
            deps,
            sql<Row>`select distinct on (resource_id) resource_id, resource_name, resource_class, team, project, environment, workload_type, owner
from spend.daily
where day >= ${day} and day < ${end} and resource_id = any(${ids}::text[]) and ${scope(question, sight, 'spend.daily')}
order by resource_id, day desc, effective_cost desc, team, project, environment, owner`,
          ),
        ]
  const known = new Map(ran.flatMap(({ rows }) => rows).map((row) => [row.resource_id, row]))
  return {
    ran,
    of(resourceId) {
      const row = known.get(resourceId)
      return {
        name: row?.resource_name ?? resourceId,
        resourceClass: row?.resource_class ?? null,
        team: row?.team ?? null,
        project: row?.project ?? null,
        environment: row?.environment ?? null,
        workloadType: row?.workload_type ?? null,
        owner: row?.owner ?? null,
      }
    },
  }
}
