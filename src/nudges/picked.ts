import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { NudgeEvent, Owner } from './nudge.ts'

type Db = Kysely<Database>

interface Changed {
  readonly before: { readonly id: string; readonly resourceId: string; readonly owner: Owner }
  readonly after: { readonly owner: Owner }
}

/** "Not mine": whom somebody named stays named for the resource, until that is taken back. Within the event's transaction. */
export async function keepPicked(
  trx: Db,
  changed: readonly Changed[],
  log: readonly { readonly nudge_id: string; readonly event: NudgeEvent }[],
): Promise<void> {
  const byNudge = new Map(changed.map((each) => [each.before.id, each]))
  for (const { nudge_id, event } of log) {
    const change = byNudge.get(nudge_id)
    if (change === undefined) continue
    const { resourceId, owner } = change.before
    if (event.kind === 'reassigned') {
      const picked = {
        email: event.to.email,
        instead_of: owner.email,
        instead_of_why: owner.why,
        picked_by: event.by,
        picked_at: event.at,
      }
      await trx
        .insertInto('tally.nudge_owner')
        .values({ resource_id: resourceId, ...picked })
        .onConflict((conflict) => conflict.column('resource_id').doUpdateSet(picked))
        .execute()
    } else if (event.kind === 'undone' && change.after.owner.email !== owner.email) {
      const { email, why } = change.after.owner
      if (why === 'picked')
        await trx.updateTable('tally.nudge_owner').set({ email }).where('resource_id', '=', resourceId).execute()
      else await trx.deleteFrom('tally.nudge_owner').where('resource_id', '=', resourceId).execute()
    }
  }
}

/** By resource, of these only. */
export async function pickedOwners(db: Db, resourceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (resourceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.nudge_owner')
    .select(['resource_id', 'email'])
    .where(sql<boolean>`resource_id = any(${[...resourceIds]}::text[])`)
    .execute()
  return new Map(rows.map(({ resource_id, email }) => [resource_id, email]))
}
