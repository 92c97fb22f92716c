import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { NudgeCards } from './bundle.ts'
import { editCopies } from './copies.ts'
import { type NudgeEvent, transition } from './nudge.ts'
import { keepPicked } from './picked.ts'
import { lifeColumns, type StoredNudge, TALLY, toStored } from './stored.ts'

type Db = Kysely<Database>

export interface LifeDeps {
  readonly db: Db
  readonly cards: NudgeCards
}

/** Who did it, and by which request; absent for what the world shows. */
export interface Meta {
  readonly actor: string
  readonly platform: string
  /** The same request does nothing twice to the same nudge. */
  readonly requestId: string
}

export interface Applied {
  readonly before: StoredNudge
  /** The very same where nothing changed. */
  readonly after: StoredNudge
  readonly changed: boolean
  /** This very request was here before. */
  readonly repeated: boolean
}

/** One event in the life of one nudge: state, log and all copies of its card in one transaction. Undefined where there is no such nudge. */
export async function applyEvent(
  { db, cards }: LifeDeps,
  nudgeId: string,
  event: NudgeEvent,
  meta?: Meta,
): Promise<Applied | undefined> {
  if (!/^\d{1,18}$/.test(nudgeId)) return undefined
  return db.transaction().execute(async (trx) => {
    const applied = await applyEvents(trx, new Map([[nudgeId, [event]]]), meta)
    await editCopies(
      trx,
      cards,
      [...applied.values()].filter(isSeen).map(({ after }) => after.id),
      event.at,
    )
    return applied.get(nudgeId)
  })
}

/** Events of many nudges within the caller's transaction, in few statements: by nudge, in the order in which they happened. */
export async function applyEvents(
  trx: Db,
  events: ReadonlyMap<string, readonly NudgeEvent[]>,
  meta?: Meta,
): Promise<ReadonlyMap<string, Applied>> {
  const nudges = await lockNudges(trx, [...events.keys()])
  const known = meta === undefined ? new Set<string>() : await withRequest(trx, [...events.keys()], meta.requestId)
  const log: LogRow[] = []
  const applied = new Map<string, Applied>()
  for (const before of nudges) {
    const repeated = known.has(before.id)
    let after = before
    for (const event of repeated ? [] : (events.get(before.id) ?? [])) {
      const next = transition(after, event)
      if (next === after) continue
      after = { ...after, ...next, version: after.version + 1, changedAt: event.at }
      log.push({ nudge_id: before.id, seq: after.version, event, at: event.at })
    }
    applied.set(before.id, { before, after, changed: after !== before, repeated })
  }
  const changed = [...applied.values()].filter((each) => each.changed)
  if (changed.length === 0) return applied
  await writeLives(
    trx,
    changed.map(({ after }) => after),
  )
  await writeLog(trx, log, meta)
  await keepPicked(trx, changed, log)
  return applied
}

/** A change that its card shows; what it costs by now and what was told of it wait for the next message. */
export const isSeen = ({ before, after }: Applied): boolean =>
  before.state.kind !== after.state.kind ||
  before.owner.email !== after.owner.email ||
  endOf(before)?.getTime() !== endOf(after)?.getTime()

const endOf = ({ state }: StoredNudge): Date | undefined => ('until' in state ? state.until : undefined)

/** In one order, so that two who want the same never wait for each other. */
export async function lockNudges(trx: Db, ids: readonly string[]): Promise<readonly StoredNudge[]> {
  if (ids.length === 0) return []
  const rows = await trx
    .selectFrom('tally.nudge')
    .selectAll()
    .where(sql<boolean>`nudge_id = any(${[...ids]}::bigint[])`)
    .orderBy('nudge_id')
    .forUpdate()
    .execute()
  return rows.map(toStored)
}

async function withRequest(trx: Db, ids: readonly string[], requestId: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('tally.nudge_event')
    .select('nudge_id')
    .where(sql<boolean>`nudge_id = any(${[...ids]}::bigint[])`)
    .where('request_id', '=', requestId)
    .execute()
  return new Set(rows.map(({ nudge_id }) => nudge_id))
}

interface LogRow {
  readonly nudge_id: string
  readonly seq: number
  readonly event: NudgeEvent
  readonly at: Date
}

async function writeLives(trx: Db, nudges: readonly StoredNudge[]): Promise<void> {
  const rows = nudges.map((nudge) => ({
    ...lifeColumns(nudge),
    version: nudge.version,
    changed_at: nudge.changedAt,
  }))
  await sql`
    update tally.nudge n set state = c.state, wakes_at = c.wakes_at, owner_email = c.owner_email, owner_why = c.owner_why,
      per_day = c.per_day, notices = c.notices, undo = nullif(c.undo, 'null'), version = c.version, changed_at = c.changed_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(nudge_id bigint, state jsonb, wakes_at timestamptz,
      owner_email text, owner_why text, per_day jsonb, notices jsonb, undo jsonb, version integer, changed_at timestamptz)
    where n.nudge_id = c.nudge_id`.execute(trx)
}

/** A request that changes one nudge twice marks the first row. */
async function writeLog(trx: Db, log: readonly LogRow[], meta: Meta | undefined): Promise<void> {
  await sql`
    insert into tally.nudge_event (nudge_id, seq, event, actor, platform, request_id, at)
    select nudge_id, seq, event, ${meta?.actor ?? TALLY}, ${meta?.platform ?? null}, ${meta?.requestId ?? null}, at
    from jsonb_to_recordset(${JSON.stringify(log)}::jsonb) as l(nudge_id bigint, seq integer, event jsonb, at timestamptz)
    order by nudge_id, seq`.execute(trx)
}
