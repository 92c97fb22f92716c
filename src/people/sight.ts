import type { Person } from './person.ts'

/** What somebody may see. Rows of teams only: what nobody owns is for those who see everything. */
export type Sight = { readonly kind: 'everything' } | { readonly kind: 'teams'; readonly teams: readonly string[] }

export type Visibility = 'everyone' | 'own-teams'

export function sightOf(person: Person | undefined, visibility: Visibility): Sight {
  if (visibility === 'everyone' || person?.role === 'admin') return { kind: 'everything' }
  return { kind: 'teams', teams: [...new Set(person?.teams ?? [])].sort() }
}

export const seesNothing = (sight: Sight): boolean => sight.kind === 'teams' && sight.teams.length === 0

/** Whether every one of these teams may be seen; `null` is what nobody owns. */
export const seesTeams = (sight: Sight, teams: readonly (string | null)[]): boolean =>
  sight.kind === 'everything' || teams.every((team) => team !== null && sight.teams.includes(team))

/** The same for two people who see the same. */
export const sightKey = (sight: Sight): string => (sight.kind === 'everything' ? '*' : JSON.stringify(sight.teams))
