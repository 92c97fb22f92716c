import { listed, type Names, personName, shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

/** Who presses or asks, as far as nudges are concerned; read anew each time. */
export interface Actor {
  /** Lower case; undefined for somebody whom the platform gives no email: they may settle nothing. */
  readonly email: string | undefined
  readonly admin: boolean
  /** The teams that they lead. */
  readonly leads: ReadonlySet<string>
}

/** Its owner, who leads its team, and administrators. */
export function mayAct({ owner, team }: Pick<StoredNudge, 'owner' | 'team'>, { email, admin, leads }: Actor): boolean {
  if (email === undefined) return false
  return admin || owner.email === email || (team !== null && leads.has(team))
}

/** Who did something may also take it back, whosever it is by now. */
export const mayUndo = ({ undo }: Pick<StoredNudge, 'undo'>, { email }: Actor, now: Date): boolean =>
  email !== undefined && undo !== null && undo.by === email && now <= undo.until

/** For a stranger: who can, and nothing about the money. */
export function whoCan(
  { owner, team }: Pick<StoredNudge, 'owner' | 'team'>,
  leads: readonly string[],
  names: Names,
): string {
  const its = team === null ? 'its team' : `team ${shortName(team, 40)}`
  const people = leads.filter((email) => email !== owner.email).map((email) => personName(names, email))
  const leading =
    people.length === 0 ? [] : [`${listed(people.slice(0, 3))} (${people.length === 1 ? 'leads' : 'lead'} ${its})`]
  return `Only ${listed([`${personName(names, owner.email)} (its owner)`, ...leading, 'administrators of Tally'], 'and')} can settle this. Nothing was changed.`
}
