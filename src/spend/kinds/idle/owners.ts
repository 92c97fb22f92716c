import { sql } from 'kysely'
import type { AskDeps } from '../../deps.ts'
import type { Period } from '../../question.ts'
import { within } from '../../scope.ts'
import { run } from '../run.ts'

/** Who owns most of what a workload and a project cost lately, as tags write them; null where no tag says. */
export interface MainOwners {
  ofWorkload(place: Place): string | null
  ofProject(place: Place): string | null
}

export interface Place {
  readonly team: string | null
  readonly project: string | null
  readonly workloadType: string | null
}

interface Row extends Place {
  readonly workload_type: string | null
  readonly owner: string
  readonly rank: 'workload' | 'project'
}

export async function mainOwners(deps: AskDeps, lately: Period): Promise<MainOwners> {
  // Each currency by itself; the figures of several only put them in order.
  const { rows } = await run(
    deps,
    sql<Row>`with owned as (
  select team, project, workload_type, owner, billing_currency, sum(effective_cost) as cost from spend.daily
  where ${within(lately)} and project is not null and owner is not null
  group by 1, 2, 3, 4, 5
)
(select distinct on (team, project, workload_type) team, project, workload_type, owner, 'workload' as rank from owned
 where workload_type is not null order by team, project, workload_type, cost desc, owner)
union all
(select distinct on (team, project) team, project, null, owner, 'project' from (
   select team, project, owner, billing_currency, sum(cost) as cost from owned group by 1, 2, 3, 4) as whole
 order by team, project, cost desc, owner)`,
  )
  const key = (...parts: readonly (string | null)[]) => JSON.stringify(parts)
  const owners = new Map(
    rows.map(({ rank, team, project, workload_type, owner }) => [key(rank, team, project, workload_type), owner]),
  )
  return {
    ofWorkload: ({ team, project, workloadType }) =>
      workloadType === null ? null : (owners.get(key('workload', team, project, workloadType)) ?? null),
    ofProject: ({ team, project }) =>
      project === null ? null : (owners.get(key('project', team, project, null)) ?? null),
  }
}
