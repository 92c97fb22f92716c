import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { NudgeState } from './nudge.ts'
import { type Logged, type StoredNudge, TALLY, toLogged, toStored } from './stored.ts'

type Db = Kysely<Database>

export interface NudgeFilter {
  readonly ids?: readonly string[]
  readonly owners?: readonly string[]
  readonly teams?: readonly string[]
  /** All but resolved ones where absent. */
  readonly kinds?: readonly NudgeState['kind'][]
}

/** By id; nothing of what is watched or resolved unless it is asked for by kind or by id. */
export async function findNudges(db: Db, { ids, owners, teams, kinds }: NudgeFilter): Promise<readonly StoredNudge[]> {
  const wanted = kinds ?? (ids === undefined ? TOLD : undefined)
  const rows = await db
    .selectFrom('tally.nudge')
    .selectAll()
    .$if(ids !== undefined, (query) => query.where(sql<boolean>`nudge_id = any(${[...(ids ?? [])]}::bigint[])`))
    .$if(owners !== undefined, (query) => query.where(sql<boolean>`owner_email = any(${[...(owners ?? [])]}::text[])`))
    .$if(teams !== undefined, (query) => query.where(sql<boolean>`team = any(${[...(teams ?? [])]}::text[])`))
    .$if(wanted !== undefined, (query) => query.where('state_kind', 'in', wanted ?? []))
    .orderBy('nudge_id')
    .execute()
  return rows.map(toStored)
}

const TOLD: readonly NudgeState['kind'][] = ['open', 'acknowledged', 'snoozed', 'exempt']

export async function findNudge(db: Db, id: string): Promise<StoredNudge | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  return (await findNudges(db, { ids: [id] }))[0]
}

/** What nobody can judge: told to nobody, and listed. */
export interface UnknownResource {
  readonly resourceId: string
  readonly name: string
  readonly resourceClass: string
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  readonly ruleKind: string
  readonly reason: string
  readonly perDay: StoredNudge['perDay']
  readonly sinceAt: Date
}

export async function unknownResources(db: Db): Promise<readonly UnknownResource[]> {
  const rows = await db.selectFrom('tally.nudge_unknown').selectAll().orderBy('resource_id').execute()
  return rows.map((row) => ({
    resourceId: row.resource_id,
    name: row.resource_name,
    resourceClass: row.resource_class,
    team: row.team,
    project: row.project,
    environment: row.environment,
    ruleKind: row.rule_kind,
    reason: row.reason,
    perDay: row.per_day as StoredNudge['perDay'],
    sinceAt: row.since,
  }))
}

/** Its whole log, oldest first. */
export async function logOf(db: Db, nudgeId: string): Promise<readonly Logged[]> {
  const rows = await db
    .selectFrom('tally.nudge_event')
    .selectAll()
    .where('nudge_id', '=', nudgeId)
    .orderBy('seq')
    .execute()
  return rows.map(toLogged)
}

/** What a person did last, by nudge; whoever was touched by nobody is not in it. */
export async function lastActs(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Logged>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.nudge_event')
    .selectAll()
    .distinctOn('nudge_id')
    .where(sql<boolean>`nudge_id = any(${[...ids]}::bigint[])`)
    .where('actor', '<>', TALLY)
    .orderBy('nudge_id')
    .orderBy('seq', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.nudge_id, toLogged(row)]))
}
