import type { Selectable } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Evidence } from './idle.ts'
import type { Money, Notices, Nudge, NudgeEvent, NudgeState, Owner, Undo } from './nudge.ts'

/** A nudge as it is kept: its life, and what the last look at its resource showed. */
export interface StoredNudge extends Nudge, Facts {
  /** The number of the last row of its log. */
  readonly version: number
  readonly foundAt: Date
  readonly changedAt: Date
}

/** What a look shows: changes without an event. */
export interface Facts {
  readonly name: string
  readonly resourceClass: string
  readonly team: string | null
  readonly project: string | null
  readonly environment: string | null
  /** Word for word, for the card's "why you". */
  readonly clues: Clues
  readonly rule: { readonly kind: string; readonly version: string }
  readonly evidence: Evidence
  readonly idleSinceAt: Date | null
  /** Nobody saw it at work: what was recorded begins there. */
  readonly idleSinceAtLeast: boolean
  /** Since then, in whole days. */
  readonly wasted: readonly Money[]
  /** Nobody can judge it any more: nothing is said of it until somebody can. */
  readonly unknownReason: string | null
}

export interface Clues {
  readonly resourceTag: string | null
  readonly workload: string | null
  readonly project: string | null
}

/** One row of the log; the first is how the nudge began. */
export interface Logged {
  readonly nudgeId: string
  readonly seq: number
  readonly event: NudgeEvent | Began
  /** An email, or `tally`. */
  readonly actor: string
  readonly platform: string | null
  readonly at: Date
}

export interface Began {
  readonly kind: 'began'
  readonly at: Date
  readonly owner: Owner
  readonly perDay: readonly Money[]
}

/** What stands in a log's `actor` where no person acted. */
export const TALLY = 'tally'

export function toStored(row: Selectable<Database['tally.nudge']>): StoredNudge {
  return {
    id: row.nudge_id,
    resourceId: row.resource_id,
    owner: { email: row.owner_email, why: row.owner_why as Owner['why'] },
    state: revived<NudgeState>(row.state),
    perDay: revived<readonly Money[]>(row.per_day),
    notices: revived<Notices>(row.notices),
    undo: row.undo === null ? null : revived<Undo>(row.undo),
    version: row.version,
    foundAt: row.found_at,
    changedAt: row.changed_at,
    name: row.resource_name,
    resourceClass: row.resource_class,
    team: row.team,
    project: row.project,
    environment: row.environment,
    clues: revived<Clues>(row.clues),
    rule: { kind: row.rule_kind, version: row.rule_version },
    evidence: revived<Evidence>(row.evidence),
    idleSinceAt: row.idle_since,
    idleSinceAtLeast: row.idle_since_at_least,
    wasted: revived<readonly Money[]>(row.wasted),
    unknownReason: row.unknown_reason,
  }
}

export const toLogged = (row: Selectable<Database['tally.nudge_event']>): Logged => ({
  nudgeId: row.nudge_id,
  seq: row.seq,
  event: revived<Logged['event']>(row.event),
  actor: row.actor,
  platform: row.platform,
  at: row.at,
})

/** The columns of its life, as JSON takes them. */
export function lifeColumns({ id, owner, state, perDay, notices, undo }: Nudge) {
  return {
    nudge_id: id,
    state,
    wakes_at: state.kind === 'snoozed' || state.kind === 'exempt' ? state.until : null,
    owner_email: owner.email,
    owner_why: owner.why,
    per_day: perDay,
    notices,
    undo,
  }
}

// JSON has no instants: these names hold nothing else.
const INSTANTS: ReadonlySet<string> = new Set(['at', 'since', 'until', 'escalatedAt', 'lastActivityAt'])

/** What the database's JSON said, with its instants. We wrote it ourselves, so its shape is known. */
function revived<Shape>(json: unknown): Shape {
  return revive(json) as Shape
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      INSTANTS.has(key) && typeof inner === 'string' ? new Date(inner) : revive(inner),
    ]),
  )
}
