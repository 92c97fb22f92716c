import { Big } from 'big.js'
import type { OpenTotal } from './bundle.ts'
import type { UnknownResource } from './listing.ts'
import type { Money } from './nudge.ts'
import { sumOf } from './open-total.ts'
import type { StoredNudge } from './stored.ts'

export type Told = Pick<OpenTotal, 'count' | 'perDay'>

/** What stands open and what was put off, of one team. */
export interface TeamLine {
  /** Null: nobody's. */
  readonly team: string | null
  readonly open: Told
  readonly snoozed: Told
  readonly exempt: Told
  readonly unknown: Told
  /** Any nudge of it, by which its list is found; null where only unknown ones are. */
  readonly ref: string | null
}

export interface Overview {
  readonly all: Omit<TeamLine, 'team' | 'ref'>
  /** Most open money first. */
  readonly teams: readonly TeamLine[]
  /** How many nobody can judge, by why; most first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
}

/** For whoever looks after more than their own. */
export function overviewOf(nudges: readonly StoredNudge[], unknown: readonly UnknownResource[]): Overview {
  const names = [...new Set([...nudges, ...unknown].map(({ team }) => team))]
  const teams = names.map((team) => {
    const own = nudges.filter((nudge) => nudge.team === team)
    return {
      team,
      ref: own[0]?.id ?? null,
      ...countsOf(
        own,
        unknown.filter((each) => each.team === team),
      ),
    }
  })
  const reasons = [...new Set(unknown.map(({ reason }) => reason))].map((reason) => ({
    reason,
    count: unknown.filter((each) => each.reason === reason).length,
  }))
  return {
    all: countsOf(nudges, unknown),
    teams: teams.toSorted(
      (a, b) =>
        weight(b.open).cmp(weight(a.open)) || weight(b.unknown).cmp(weight(a.unknown)) || (name(a) < name(b) ? -1 : 1),
    ),
    reasons: reasons.toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  }
}

function countsOf(nudges: readonly StoredNudge[], unknown: readonly UnknownResource[]): Overview['all'] {
  const of = (...kinds: readonly string[]) => told(nudges.filter(({ state }) => kinds.includes(state.kind)))
  return { open: of('open', 'acknowledged'), snoozed: of('snoozed'), exempt: of('exempt'), unknown: told(unknown) }
}

const told = (all: readonly { readonly perDay: readonly Money[] }[]): Told => ({
  count: all.length,
  perDay: sumOf(all.flatMap(({ perDay }) => perDay)),
})

export const addTold = (all: readonly Told[]): Told => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  perDay: sumOf(all.flatMap(({ perDay }) => perDay)),
})

const name = ({ team }: TeamLine): string => team ?? ''
/** Only for the order. */
const weight = ({ perDay }: Told): Big => perDay.reduce((sum, { amount }) => sum.plus(amount), new Big(0))
