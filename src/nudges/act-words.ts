import { instant } from '../cards/format.ts'
import type { BundleItem } from './bundle.ts'
import { ago, type Names, personName, shortName } from './said.ts'
import type { Logged } from './stored.ts'

/** Who reads it, and when. */
export interface Reading {
  readonly now: Date
  readonly timezone: string
  readonly names: Names
}

/** What is so now, and who made it so; absolute times, for a card may be read days later. */
export function stateWords({ nudge, lastAct }: BundleItem, { timezone, names, now }: Reading): string | undefined {
  const { state } = nudge
  const when = (at: Date) => instant(at, timezone)
  const who = (email: string) => personName(names, email)
  const why = (reason: string | null) =>
    reason === null || reason === '' ? '' : ` Reason: “${shortName(reason, 200)}”`
  switch (state.kind) {
    case 'watch':
      return 'Its rest is over; you hear of it again if it is still idle.'
    case 'open': {
      if (nudge.unknownReason !== null)
        return 'Its telemetry is missing now, so nobody can tell whether it is still idle.'
      if (state.woken === 'cost') return 'Woken early: it costs half as much again as when it was snoozed.'
      if (state.woken === 'time') return 'Its snooze is over, and it is still idle.'
      // Only for a while: what was handed over long ago is simply somebody's.
      return lastAct?.event.kind === 'reassigned' && nudge.undo !== null && nudge.undo.until > now
        ? `Handed over to ${who(lastAct.event.to.email)} by ${who(lastAct.actor)}, ${when(lastAct.at)}.`
        : undefined
    }
    case 'acknowledged':
      return `Acknowledged by ${who(state.by)}, ${when(state.at)}. I remind of it while it stays idle.`
    case 'snoozed':
      return `Snoozed by ${who(state.by)} until ${when(state.until)}. It wakes if it is still idle then, or early if it costs half as much again.${why(state.reason)}`
    case 'exempt':
      return `Exempt by ${who(state.by)} until ${when(state.until)}.${why(state.reason)}`
    case 'resolved':
      return state.how === 'busy'
        ? `Resolved by itself: it is in use again, seen ${when(state.at)}.`
        : `Resolved by itself: nothing is charged for it any more, seen ${when(state.at)}.`
  }
}

/** "Ana snoozed this until Nov 30, 2026, 09:00 GMT+1, 2 hours ago": for whoever pressed too late. */
export function lateWords({ nudge, lastAct }: BundleItem, presser: string, { names, now, timezone }: Reading): string {
  const { state } = nudge
  if (state.kind === 'resolved')
    return `This was closed ${ago(state.at, now)}: ${state.how === 'busy' ? 'it is in use again' : 'nothing is charged for it any more'}.`
  if (lastAct === null) return 'This changed since the message was sent.'
  const who = lastAct.actor === presser ? 'You' : personName(names, lastAct.actor)
  return `${who} ${didWords(lastAct, names, timezone)}, ${ago(lastAct.at, now)}.`
}

function didWords({ event }: Logged, names: Names, timezone: string): string {
  switch (event.kind) {
    case 'acknowledged':
      return 'acknowledged this'
    case 'snoozed':
      return `snoozed this until ${instant(event.until, timezone)}`
    case 'exempted':
      return `made this exempt until ${instant(event.until, timezone)}`
    case 'reassigned':
      return `handed this over to ${personName(names, event.to.email)}`
    case 'undone':
      return 'took the last change of this back'
    case 'began':
    case 'foundIdle':
    case 'foundBusy':
    case 'foundGone':
    case 'timePassed':
    case 'delivered':
    case 'escalated':
    case 'ownerChanged':
      return 'changed this'
  }
}
