import type { Kysely } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { Fault } from '../errors.ts'

/** Spend that somebody announced: what begins in these days, there, is told apart as planned. */
export interface PlannedAnomaly {
  readonly id: string
  /** Null is any. */
  readonly team: string | null
  readonly costArea: string | null
  readonly modelName: string | null
  readonly firstDay: CivilDate
  readonly lastDay: CivilDate
  readonly reason: string
  readonly plannedBy: string
}

/** Where and when something unusual begins; a null team is what nobody owns, undefined is not known. */
export interface Begun {
  readonly day: CivilDate
  readonly team: string | null | undefined
  readonly costArea: string | null | undefined
  readonly models: readonly string[]
}

/** The plan that says why, if there is one. What a plan names must be what was found; what it leaves open is any. */
export const planOf = (
  plans: readonly PlannedAnomaly[],
  { day, team, costArea, models }: Begun,
): PlannedAnomaly | undefined =>
  plans.find(
    (plan) =>
      day >= plan.firstDay &&
      day <= plan.lastDay &&
      (plan.team === null || plan.team === team) &&
      (plan.costArea === null || plan.costArea === costArea) &&
      (plan.modelName === null || models.includes(plan.modelName)),
  )

/** Plans that have a day in the span, oldest first. */
export async function plannedBetween(
  db: Kysely<Database>,
  { start, end }: { readonly start: CivilDate; readonly end: CivilDate },
): Promise<readonly PlannedAnomaly[]> {
  const rows = await db
    .selectFrom('tally.planned_anomaly')
    .selectAll()
    .where('first_day', '<', end)
    .where('last_day', '>=', start)
    .orderBy('first_day')
    .orderBy('planned_id')
    .execute()
  return rows.map((row) => ({
    id: row.planned_id,
    team: row.team,
    costArea: row.cost_area,
    modelName: row.model_name,
    firstDay: row.first_day,
    lastDay: row.last_day,
    reason: row.reason,
    plannedBy: row.planned_by,
  }))
}

/** Who may say so: an admin for all, a member for own teams. */
export interface Planner {
  readonly email: string
  readonly role: 'admin' | 'member'
  readonly teams: readonly string[]
}

/** Keeps a plan; its id. */
export async function planAnomaly(
  db: Kysely<Database>,
  plan: Omit<PlannedAnomaly, 'id' | 'plannedBy'>,
  by: Planner,
): Promise<string> {
  if (plan.team === null && plan.costArea === null && plan.modelName === null)
    throw new Fault('A plan for everything would hide everything.', 'Name a team, a cost area or a model.')
  if (plan.lastDay < plan.firstDay)
    throw new Fault(`${plan.lastDay} is before ${plan.firstDay}.`, 'Name the first day first.')
  if (plan.reason.trim() === '') throw new Fault('The reason is empty.', 'Say in a few words why it was planned.')
  mustLead(by, plan.team)
  const row = await db
    .insertInto('tally.planned_anomaly')
    .values({
      team: plan.team,
      cost_area: plan.costArea,
      model_name: plan.modelName,
      first_day: plan.firstDay,
      last_day: plan.lastDay,
      reason: plan.reason.trim(),
      planned_by: by.email,
    })
    .returning('planned_id')
    .executeTakeFirstOrThrow()
  return row.planned_id
}

/** Takes a plan back; false where there is none of this id. */
export async function unplanAnomaly(db: Kysely<Database>, id: string, by: Planner): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false
  const row = await db
    .selectFrom('tally.planned_anomaly')
    .select('team')
    .where('planned_id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return false
  mustLead(by, row.team)
  await db.deleteFrom('tally.planned_anomaly').where('planned_id', '=', id).execute()
  return true
}

function mustLead(by: Planner, team: string | null): void {
  if (by.role === 'admin' || (team !== null && by.teams.includes(team))) return
  throw new Fault(
    `${by.email} may not plan spend of ${team === null ? 'every team' : `team ${team}`}.`,
    'An administrator of Tally may, and for a team its own people.',
  )
}
