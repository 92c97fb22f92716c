import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { alone } from './alone.ts'
import { factColumns, insertNudges } from './begin.ts'
import { editCopies } from './copies.ts'
import { eventsOf } from './events.ts'
import type { Found, FoundResource, Look } from './found.ts'
import { type NudgeEvent, transition } from './nudge.ts'
import { pickedOwners } from './picked.ts'
import { type Claim, type Reach, type ReachDeps, reachOf } from './reach.ts'
import { applyEvents, isSeen, type LifeDeps } from './store.ts'
import { type StoredNudge, toStored } from './stored.ts'
import { keepUnknown } from './unknown.ts'

type Db = Kysely<Database>

export interface SweepDeps extends LifeDeps, ReachDeps {
  readonly look: Look
}

export interface Swept {
  readonly begun: number
  readonly changed: number
  readonly opened: number
  readonly resolved: number
  readonly unknown: number
  /** Nobody at all can be told of them. */
  readonly ownerless: number
}

/** One transaction each: who presses a button waits for no more than one of them. */
const CHUNK = 1_000

/** Looks at everything, and tells each nudge what was found; undefined where another replica does that, or nothing is to be seen. */
export async function sweepNudges(deps: SweepDeps, now: Date): Promise<Swept | undefined> {
  return alone(deps.db, 'sweep nudges', () => sweep(deps, now))
}

async function sweep(deps: SweepDeps, now: Date): Promise<Swept> {
  const { db } = deps
  const swept = { begun: 0, changed: 0, opened: 0, resolved: 0, unknown: 0, ownerless: 0 }
  const found = await deps.look(now)
  if (found !== undefined) {
    const claims = await claimsOf(db, found)
    const reach = await reachOf(deps, [...claims.values()], now)
    for (const chunk of chunks(found.resources)) {
      add(await db.transaction().execute((trx) => sweepChunk(deps, trx, chunk, claims, reach, now)))
    }
    swept.unknown = await keepUnknown(db, found.resources, now)
    // Fail-closed: a bill that did not come says nothing about what it would have held.
    if (!found.partial && found.resources.length > 0) {
      const gone = await goneNudges(db, found)
      for (const chunk of chunks(gone)) {
        await forgetWatched(db, chunk)
        add(await tell(deps, new Map(chunk.map((id) => [id, [{ kind: 'foundGone', at: now }]])), now))
      }
    }
  }
  const over = await db.selectFrom('tally.nudge').select('nudge_id').where('wakes_at', '<=', now).execute()
  for (const chunk of chunks(over.map(({ nudge_id }) => nudge_id)))
    add(await tell(deps, new Map(chunk.map((id) => [id, [{ kind: 'timePassed', at: now }]])), now))
  return swept

  function add(counts: Partial<Swept>) {
    swept.begun += counts.begun ?? 0
    swept.changed += counts.changed ?? 0
    swept.opened += counts.opened ?? 0
    swept.resolved += counts.resolved ?? 0
    swept.ownerless += counts.ownerless ?? 0
  }
}

async function sweepChunk(
  deps: SweepDeps,
  trx: Db,
  chunk: readonly FoundResource[],
  claims: ReadonlyMap<string, Claim>,
  reach: Reach,
  now: Date,
): Promise<Partial<Swept>> {
  const known = await unresolved(
    trx,
    chunk.map(({ resourceId }) => resourceId),
  )
  const quiet = chunk.filter(({ resourceId, verdict }) => !known.has(resourceId) && isQuiet(verdict.kind))
  const owners = quiet.flatMap((resource) => {
    const claim = claims.get(resource.resourceId)
    const owner = claim === undefined ? 'nobody' : reach.owner(claim)
    return [{ resource, owner }]
  })
  const begun = await insertNudges(
    trx,
    owners.flatMap(({ resource, owner }) => (typeof owner === 'string' ? [] : [{ resource, owner }])),
    now,
  )
  for (const nudge of begun) known.set(nudge.resourceId, nudge)

  const events = new Map<string, readonly NudgeEvent[]>()
  const unwatched: string[] = []
  for (const resource of chunk) {
    const nudge = known.get(resource.resourceId)
    const claim = claims.get(resource.resourceId)
    if (nudge === undefined || claim === undefined) continue
    const found = eventsOf(nudge, resource, claim, reach, now)
    if (found === 'unwatched') unwatched.push(nudge.id)
    else if (found.some((event) => transition(nudge, event) !== nudge)) events.set(nudge.id, found)
  }
  await forgetWatched(trx, unwatched)
  await keepFacts(trx, chunk)
  const counts = await apply(deps, trx, events, now)
  const ownerless = owners.filter(({ owner }) => owner === 'nobody').length
  return { ...counts, begun: begun.length, ownerless }
}

const isQuiet = (kind: FoundResource['verdict']['kind']): boolean => kind === 'idle' || kind === 'watch'

async function tell(deps: SweepDeps, events: ReadonlyMap<string, readonly NudgeEvent[]>, now: Date) {
  return deps.db.transaction().execute((trx) => apply(deps, trx, events, now))
}

async function apply(
  { cards }: SweepDeps,
  trx: Db,
  events: ReadonlyMap<string, readonly NudgeEvent[]>,
  now: Date,
): Promise<Partial<Swept>> {
  const applied = [...(await applyEvents(trx, events)).values()].filter(({ changed }) => changed)
  await editCopies(
    trx,
    cards,
    applied.filter(isSeen).map(({ after }) => after.id),
    now,
  )
  const became = (kind: string) =>
    applied.filter(({ before, after }) => after.state.kind === kind && before.state.kind !== kind).length
  return { changed: applied.length, opened: became('open'), resolved: became('resolved') }
}

async function claimsOf(db: Db, { resources }: Found): Promise<ReadonlyMap<string, Claim>> {
  const picked = await pickedOwners(
    db,
    resources.map(({ resourceId }) => resourceId),
  )
  return new Map(
    resources.map(({ resourceId, clues, team }) => [
      resourceId,
      { clues, team, picked: picked.get(resourceId) ?? null },
    ]),
  )
}

async function unresolved(trx: Db, resourceIds: readonly string[]): Promise<Map<string, StoredNudge>> {
  const rows = await trx
    .selectFrom('tally.nudge')
    .selectAll()
    .where(sql<boolean>`resource_id = any(${[...resourceIds]}::text[])`)
    .where('state_kind', '<>', 'resolved')
    // Locked in the order in which all others lock: what the look shows is written to them in any order.
    .orderBy('nudge_id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.resource_id, toStored(row)]))
}

/** Nobody was ever told of it, and it never was idle for long enough: as if it had not been there. */
async function forgetWatched(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('tally.nudge')
    .where(sql<boolean>`nudge_id = any(${[...ids]}::bigint[])`)
    .where('version', '=', 0)
    .execute()
}

/** What the look shows, where it shows anything new; of what nobody can judge now, the last proof stays. */
async function keepFacts(trx: Db, chunk: readonly FoundResource[]): Promise<void> {
  const rows = chunk.filter(({ verdict }) => verdict.kind === 'idle' || verdict.kind === 'unknown').map(factColumns)
  await sql`
    with c as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(resource_id text, resource_name text,
        resource_class text, team text, project text, environment text, clues jsonb, rule_kind text, rule_version text,
        evidence jsonb, idle_since timestamptz, idle_since_at_least boolean, wasted jsonb, unknown_reason text)
    )
    update tally.nudge n set (resource_name, resource_class, team, project, environment, clues, unknown_reason)
        = row(c.resource_name, c.resource_class, c.team, c.project, c.environment, c.clues, c.unknown_reason),
      (rule_kind, rule_version, evidence, idle_since, idle_since_at_least, wasted) = row(
        case when c.unknown_reason is null then c.rule_kind else n.rule_kind end,
        case when c.unknown_reason is null then c.rule_version else n.rule_version end,
        case when c.unknown_reason is null then c.evidence else n.evidence end,
        case when c.unknown_reason is null then c.idle_since else n.idle_since end,
        case when c.unknown_reason is null then c.idle_since_at_least else n.idle_since_at_least end,
        case when c.unknown_reason is null then c.wasted else n.wasted end)
    from c where n.resource_id = c.resource_id and n.state_kind <> 'resolved'
      and (n.resource_name, n.resource_class, n.team, n.project, n.environment, n.clues, n.unknown_reason)
        is distinct from (c.resource_name, c.resource_class, c.team, c.project, c.environment, c.clues, c.unknown_reason)
      or n.resource_id = c.resource_id and n.state_kind <> 'resolved' and c.unknown_reason is null
      and (n.rule_kind, n.rule_version, n.evidence, n.idle_since, n.idle_since_at_least, n.wasted)
        is distinct from (c.rule_kind, c.rule_version, c.evidence, c.idle_since, c.idle_since_at_least, c.wasted)`.execute(
    trx,
  )
}

async function goneNudges(db: Db, { resources }: Found): Promise<readonly string[]> {
  const there = new Set(resources.map(({ resourceId }) => resourceId))
  const rows = await db
    .selectFrom('tally.nudge')
    .select(['nudge_id', 'resource_id'])
    .where('state_kind', '<>', 'resolved')
    .orderBy('nudge_id')
    .execute()
  return rows.flatMap(({ nudge_id, resource_id }) => (there.has(resource_id) ? [] : [nudge_id]))
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK)
}
