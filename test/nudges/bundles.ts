import type { Bundle, BundleItem } from '../../src/nudges/bundle.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import type { NudgeEvent, NudgeState } from '../../src/nudges/nudge.ts'
import { NO_NOTICES } from '../../src/nudges/nudge.ts'
import { openTotal } from '../../src/nudges/open-total.ts'
import type { Logged, StoredNudge } from '../../src/nudges/stored.ts'

// Nudges as cards get them.

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** 15:00 in Paris, a Monday. */
export const MONDAY = new Date('2026-11-23T14:00:00Z')
export const before = (ms: number) => new Date(MONDAY.getTime() - ms)
export const after = (ms: number) => new Date(MONDAY.getTime() + ms)
export const [ANA, BEN, LEA] = ['ana@example.com', 'ben@example.com', 'lea@example.com'] as const
export const NAMES: ReadonlyMap<string, string> = new Map([
  [ANA, 'Ana Silva'],
  [BEN, 'Ben Okafor'],
  [LEA, 'Lea Weiss'],
])
const usd = (amount: string) => [{ currency: 'USD', amount }]

export const nudge = (id: string, more: Partial<StoredNudge> = {}): StoredNudge => ({
  id,
  resourceId: `res-${id}`,
  owner: { email: ANA, why: 'resource_tag' },
  state: { kind: 'open', since: before(3 * DAY) },
  perDay: usd('88.20'),
  notices: NO_NOTICES,
  undo: null,
  version: 1,
  foundAt: before(4 * DAY),
  changedAt: before(3 * DAY),
  name: `search-embed-a100-${id}`,
  resourceClass: 'gpu',
  team: 'search',
  project: 'atlas',
  environment: 'production',
  clues: { resourceTag: 'ana.silva', workload: null, project: null },
  rule: { kind: 'gpu', version: IDLE_RULES.version },
  evidence: {
    windowHours: 168,
    coverage: 0.991,
    peaks: {
      gpuUtilMax: 1.2,
      gpuDramActiveMax: null,
      gpuPowerPctMax: null,
      cpuUtilMax: 14,
      requests: 0,
      activeSessions: null,
    },
    blipHours: 0,
    longestPauseHours: null,
    lastActivityAt: new Date('2026-11-09T16:20:00Z'),
  },
  idleSinceAt: new Date('2026-11-09T17:00:00Z'),
  idleSinceAtLeast: false,
  wasted: usd('1146.60'),
  unknownReason: null,
  ...more,
})

export const open = (id: string, more: Partial<StoredNudge> = {}): BundleItem => ({
  nudge: nudge(id, more),
  lastAct: null,
})

/** Somebody did it, lately enough to take it back. */
export function done(
  id: string,
  event: NudgeEvent & { readonly by: string },
  state: NudgeState,
  more: Partial<StoredNudge> = {},
): BundleItem {
  const was = nudge(id, more)
  const lastAct: Logged = { nudgeId: id, seq: 2, event, actor: event.by, platform: 'slack', at: event.at }
  const undo = {
    by: event.by,
    until: new Date(event.at.getTime() + 10 * 60_000),
    state: was.state,
    owner: was.owner,
    notices: NO_NOTICES,
  }
  const owner = event.kind === 'reassigned' ? event.to : was.owner
  return { nudge: { ...was, state, owner, undo }, lastAct }
}

export const bundle = (items: readonly BundleItem[], more: Partial<Bundle> = {}): Bundle => ({
  messageKey: 'nudge:ana@example.com:2026-11-23',
  kind: 'first',
  owner: ANA,
  firstContact: false,
  items,
  open: openTotal(items.map(({ nudge }) => nudge).filter(({ owner }) => owner.email === ANA)),
  hidden: 0,
  names: NAMES,
  now: MONDAY,
  ...more,
})
