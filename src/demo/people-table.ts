import { PROJECTS, TEAMS } from './company.ts'
import { csv } from './csv.ts'

/** Somebody a newcomer can ask as, before their own company is here. */
export const NEWCOMER = 'you@example.com'

const ADMINS = new Set([NEWCOMER, 'grace.okafor@example.com'])

/** Whoever leads a team or owns a project is a member of it; two see to Tally itself. */
export function peopleTable(): string {
  const teams = new Map<string, Set<string>>([[NEWCOMER, new Set()]])
  const joins = (email: string, team: string) => teams.set(email, (teams.get(email) ?? new Set()).add(team))
  for (const [team, { lead }] of Object.entries(TEAMS)) joins(lead, team)
  for (const { owner, team } of Object.values(PROJECTS)) if (owner !== undefined) joins(owner, team)
  return csv(
    ['email', 'name', 'role', 'teams', 'leads'],
    [...teams].map(([email, of]) => [
      email,
      nameOf(email),
      ADMINS.has(email) ? 'admin' : 'member',
      [...of].join(';'),
      Object.entries(TEAMS)
        .filter(([, { lead }]) => lead === email)
        .map(([team]) => team)
        .join(';'),
    ]),
  )
}

const nameOf = (email: string) =>
  (email.split('@')[0] ?? email)
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
