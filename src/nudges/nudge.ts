import { Big } from 'big.js'
import type { CivilDate } from '../civil-date.ts'

/** One person is asked to act on one resource that is paid for and hardly used. */
export interface Nudge {
  readonly id: string
  readonly resourceId: string
  readonly owner: Owner
  readonly state: NudgeState
  /** What it cost on the last complete day, per currency. */
  readonly perDay: readonly Money[]
  /** What was truly delivered about it to its owner. */
  readonly notices: Notices
  /** What the last click changed, for as long as it may be taken back. */
  readonly undo: Undo | null
}

export interface Money {
  readonly currency: string
  /** Exact decimal text. */
  readonly amount: string
}

/** Who can act, and the proof of it. */
export interface Owner {
  /** Lower-case email. */
  readonly email: string
  readonly why: OwnerProof
}

/** The steps of the chain, nearest first; `picked`: somebody said "not mine" and named this person. */
export type OwnerProof = 'picked' | 'resource_tag' | 'workload' | 'project' | 'team_lead' | 'finops'

export interface Notices {
  readonly count: number
  /** The local working day of the last one; null before the first. */
  readonly lastDay: CivilDate | null
  readonly escalatedAt: Date | null
}

/** One column, one tagged union. Nothing is for ever: a snooze and an exemption carry their end. */
export type NudgeState =
  /** Quiet, but not for long enough, or not proven again since it slept: nobody is told. */
  | { readonly kind: 'watch'; readonly since: Date }
  | { readonly kind: 'open'; readonly since: Date; readonly woken?: 'time' | 'cost' }
  /** Seen, and still to be done: reminded of. */
  | { readonly kind: 'acknowledged'; readonly by: string; readonly at: Date }
  | {
      readonly kind: 'snoozed'
      readonly by: string
      readonly at: Date
      readonly until: Date
      readonly reason: string | null
      /** What it cost then: half as much again wakes it early. */
      readonly perDay: readonly Money[]
    }
  | {
      readonly kind: 'exempt'
      readonly by: string
      readonly at: Date
      readonly until: Date
      readonly reason: string
    }
  | { readonly kind: 'resolved'; readonly at: Date; readonly how: 'busy' | 'gone' }

export interface Undo {
  readonly by: string
  readonly until: Date
  readonly state: NudgeState
  readonly owner: Owner
  readonly notices: Notices
}

/** What people do and what the world shows. */
export type NudgeEvent =
  | { readonly kind: 'acknowledged'; readonly by: string; readonly at: Date }
  | {
      readonly kind: 'snoozed'
      readonly by: string
      readonly at: Date
      readonly until: Date
      readonly reason: string | null
    }
  | { readonly kind: 'exempted'; readonly by: string; readonly at: Date; readonly until: Date; readonly reason: string }
  | { readonly kind: 'reassigned'; readonly by: string; readonly at: Date; readonly to: Owner }
  | { readonly kind: 'undone'; readonly by: string; readonly at: Date }
  /** Idle for the whole window of its rule. */
  | { readonly kind: 'foundIdle'; readonly at: Date; readonly perDay: readonly Money[] }
  /** Busy, or quiet again only since lately. */
  | { readonly kind: 'foundBusy'; readonly at: Date }
  /** Nothing is charged for it any more. */
  | { readonly kind: 'foundGone'; readonly at: Date }
  | { readonly kind: 'timePassed'; readonly at: Date }
  /** Its owner was shown it, on this local working day. */
  | { readonly kind: 'delivered'; readonly at: Date; readonly day: CivilDate }
  | { readonly kind: 'escalated'; readonly at: Date }
  /** Who can act left or cannot be found: the next in the chain. */
  | { readonly kind: 'ownerChanged'; readonly at: Date; readonly to: Owner }

const DAY_MS = 86_400_000
export const MOST_SNOOZE_DAYS = 30
export const MOST_EXEMPT_DAYS = 90
export const UNDO_MS = 10 * 60_000
/** A snooze ends early when a day costs so much more. */
const WAKES_AT = '1.5'

/** The whole life of a nudge. An event that changes nothing gives back the very same nudge. */
export function transition(nudge: Nudge, event: NudgeEvent): Nudge {
  const { state } = nudge
  if (state.kind === 'resolved') return nudge
  switch (event.kind) {
    case 'acknowledged':
      return state.kind === 'open' || state.kind === 'snoozed'
        ? byPerson(nudge, event, { kind: 'acknowledged', by: event.by, at: event.at })
        : nudge
    case 'snoozed': {
      if (!isToldOf(state) || !isWithin(event, MOST_SNOOZE_DAYS)) return nudge
      const { by, at, until, reason } = event
      return byPerson(nudge, event, { kind: 'snoozed', by, at, until, reason, perDay: nudge.perDay })
    }
    case 'exempted': {
      if (!isToldOf(state) || !isWithin(event, MOST_EXEMPT_DAYS) || event.reason.trim() === '') return nudge
      const { by, at, until, reason } = event
      return byPerson(nudge, event, { kind: 'exempt', by, at, until, reason })
    }
    case 'reassigned':
      if (!isToldOf(state) || event.to.email === nudge.owner.email) return nudge
      return { ...byPerson(nudge, event, { kind: 'open', since: event.at }), owner: event.to, notices: NO_NOTICES }
    case 'undone': {
      const { undo } = nudge
      if (undo === null || undo.by !== event.by || event.at > undo.until) return nudge
      return { ...nudge, state: undo.state, owner: undo.owner, notices: undo.notices, undo: null }
    }
    case 'foundIdle': {
      const known = { ...nudge, perDay: event.perDay }
      if (state.kind === 'watch') return { ...known, state: { kind: 'open', since: event.at }, undo: null }
      if (state.kind === 'snoozed' && costsMuchMore(state.perDay, event.perDay))
        return { ...known, state: { kind: 'open', since: event.at, woken: 'cost' }, notices: NO_NOTICES, undo: null }
      if (isOver(state, event.at))
        return { ...known, state: { kind: 'open', since: event.at, woken: 'time' }, notices: NO_NOTICES, undo: null }
      return isSame(nudge.perDay, event.perDay) ? nudge : known
    }
    case 'foundBusy':
      // What may stand idle until a day is not told of again before it because it was used once in between.
      if (state.kind === 'exempt' && !isOver(state, event.at)) return nudge
      return { ...nudge, state: { kind: 'resolved', at: event.at, how: 'busy' }, undo: null }
    case 'foundGone':
      return { ...nudge, state: { kind: 'resolved', at: event.at, how: 'gone' }, undo: null }
    case 'timePassed':
      // What slept wakes only if it is still idle, which the next look at its telemetry tells.
      return isOver(state, event.at)
        ? { ...nudge, state: { kind: 'watch', since: event.at }, notices: NO_NOTICES, undo: null }
        : nudge
    case 'delivered': {
      // Also of what was put off before anybody counted: it was told all the same, and stays so when the click is taken back.
      if (!isToldOf(state)) return nudge
      const { notices, owner, undo } = nudge
      if (notices.lastDay !== null && notices.lastDay >= event.day) return nudge
      const counted = (before: Notices): Notices => ({ ...before, count: before.count + 1, lastDay: event.day })
      const isTheirs = undo !== null && undo.owner.email === owner.email
      return {
        ...nudge,
        notices: counted(notices),
        undo: isTheirs ? { ...undo, notices: counted(undo.notices) } : undo,
      }
    }
    case 'escalated':
      return state.kind === 'open' && nudge.notices.escalatedAt === null
        ? { ...nudge, notices: { ...nudge.notices, escalatedAt: event.at } }
        : nudge
    case 'ownerChanged':
      return event.to.email === nudge.owner.email
        ? nudge
        : { ...nudge, owner: event.to, notices: NO_NOTICES, undo: null }
  }
}

export const NO_NOTICES: Notices = { count: 0, lastDay: null, escalatedAt: null }

function byPerson(nudge: Nudge, { by, at }: { readonly by: string; readonly at: Date }, state: NudgeState): Nudge {
  const { owner, notices } = nudge
  return {
    ...nudge,
    state,
    undo: { by, until: new Date(at.getTime() + UNDO_MS), state: nudge.state, owner, notices },
  }
}

/** Somebody was or may be told of it: what people can act on. */
const isToldOf = ({ kind }: NudgeState): boolean =>
  kind === 'open' || kind === 'acknowledged' || kind === 'snoozed' || kind === 'exempt'

/** Ends after now, and not later than is allowed. */
const isWithin = ({ at, until }: { readonly at: Date; readonly until: Date }, mostDays: number): boolean =>
  until > at && until.getTime() - at.getTime() <= mostDays * DAY_MS

const isOver = (state: NudgeState, now: Date): boolean =>
  (state.kind === 'snoozed' || state.kind === 'exempt') && state.until <= now

/** In any currency; what cost nothing before costs much more when it costs anything. Where no cost was known, none is more. */
function costsMuchMore(before: readonly Money[], now: readonly Money[]): boolean {
  if (before.length === 0) return false
  return now.some(({ currency, amount }) => {
    const was = new Big(before.find((money) => money.currency === currency)?.amount ?? 0)
    return was.gt(0) ? new Big(amount).gte(was.times(WAKES_AT)) : new Big(amount).gt(0)
  })
}

const isSame = (a: readonly Money[], b: readonly Money[]): boolean =>
  a.length === b.length &&
  a.every((money, i) => money.currency === b[i]?.currency && new Big(money.amount).eq(b[i]?.amount ?? 0))
