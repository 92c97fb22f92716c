import type { FoundResource } from './found.ts'
import type { NudgeEvent, Owner, OwnerProof } from './nudge.ts'
import type { Claim, Reach } from './reach.ts'
import type { StoredNudge } from './stored.ts'

/** What a look at its resource tells a nudge; `unwatched`: it was only watched, and there is nothing to watch any more. */
export function eventsOf(
  nudge: StoredNudge,
  { verdict, perDay }: Pick<FoundResource, 'verdict' | 'perDay'>,
  claim: Claim,
  reach: Reach,
  now: Date,
): readonly NudgeEvent[] | 'unwatched' {
  const onlyWatched = nudge.version === 0
  switch (verdict.kind) {
    case 'idle':
      return [...ownerEvents(nudge.owner, claim, reach, now), { kind: 'foundIdle', at: now, perDay }]
    case 'watch':
      if (onlyWatched || verdict.evidence.coverage < WHOLE) return ownerEvents(nudge.owner, claim, reach, now)
      return [{ kind: 'foundBusy', at: now }]
    case 'busy':
      return onlyWatched ? 'unwatched' : [{ kind: 'foundBusy', at: now }]
    case 'unknown':
      // What nobody can judge stays what it was, except that nothing sleeps for ever.
      return [...ownerEvents(nudge.owner, claim, reach, now), { kind: 'timePassed', at: now }]
  }
}

/** With fewer samples, "quiet since lately" may as well mean "seen since lately", which proves no work. */
const WHOLE = 0.9

/** The owner changes when they cannot be reached, or when somebody nearer is named; not with every wind. */
function ownerEvents(owner: Owner, claim: Claim, reach: Reach, now: Date): readonly NudgeEvent[] {
  const next = reach.owner(claim)
  if (typeof next === 'string' || next.email === owner.email) return []
  const nearer = NEARNESS.indexOf(next.why) - NEARNESS.indexOf(owner.why)
  const named = nearer < 0 || (nearer === 0 && (next.why === 'picked' || next.why === 'resource_tag'))
  return named || !reach.canReach(owner.email) ? [{ kind: 'ownerChanged', at: now, to: next }] : []
}

const NEARNESS: readonly OwnerProof[] = ['picked', 'resource_tag', 'workload', 'project', 'team_lead', 'finops']
