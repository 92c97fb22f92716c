import { type Asker, isAdmin } from '../../people/asker.ts'
import { type Sight, seesNothing, seesTeams } from '../../people/sight.ts'
import type { DigestScope, Subscription } from '../subscription.ts'
import { listed, scopeWords } from '../words/said.ts'

/** Whose spend is of a scope, as far as it is not a scope of teams; null is what nobody owns. */
export type ScopeTeams = readonly (string | null)[]

/** All of it, not only a part: a digest of a half would look like one of the whole. */
export function seesScope(scope: DigestScope, sight: Sight, teams: ScopeTeams): boolean {
  if (sight.kind === 'everything') return true
  if (scope === null) return false
  return seesTeams(sight, scope.dimension === 'team' ? scope.values : teams)
}

/** Why somebody may not set a digest of this scope, with what they may do instead; undefined where they may. */
export function whyNotSet(scope: DigestScope, sight: Sight, teams: ScopeTeams): string | undefined {
  if (seesNothing(sight))
    return 'Everybody sees their own teams here, and I do not know yours. Ask an administrator of Tally to add you.'
  if (seesScope(scope, sight, teams)) return undefined
  const own = sight.kind === 'teams' ? `Yours: ${listed(sight.teams)}.` : ''
  if (scope === null) return `A digest of everything is for those who see everything. Write: for my teams. ${own}`
  return `A digest of ${scopeWords(scope)} is for those who see all of it, and a part of it is not of your teams. ${own}`
}

/** Who may change, pause, resume and remove it: whoever set it, administrators, and for a channel the people of all its teams. */
export function mayManage({ createdBy, place, scope }: Subscription, asker: Asker): boolean {
  if (asker.key === createdBy || isAdmin(asker)) return true
  const teams = asker.person?.teams ?? []
  return (
    place.kind === 'conversation' && scope?.dimension === 'team' && scope.values.every((each) => teams.includes(each))
  )
}

/** Who may read it and find it in lists. What goes to one person is theirs and the administrators'. */
export function mayRead(subscription: Subscription, asker: Asker, sight: Sight, teams: ScopeTeams): boolean {
  if (subscription.place.kind === 'person' && asker.key !== subscription.createdBy && !isAdmin(asker)) return false
  return seesScope(subscription.scope, sight, teams)
}

/** Who may find it in lists: also who may not see its figures any more, but could stop it. */
export const mayList = (subscription: Subscription, asker: Asker, sight: Sight, teams: ScopeTeams): boolean =>
  mayManage(subscription, asker) || mayRead(subscription, asker, sight, teams)
