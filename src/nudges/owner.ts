import type { Owner, OwnerProof } from './nudge.ts'

/** Who may be told of a resource, by what says so; nearest first. Each is an email, or whatever a tag holds. */
export interface OwnerClues {
  /** Somebody said "not mine" and picked this person. */
  readonly picked: string | null
  /** The owner tag of the resource itself. */
  readonly resourceTag: string | null
  /** Who owns most of what the same workload costs. */
  readonly workload: string | null
  /** Who owns most of what the project costs. */
  readonly project: string | null
  /** Several may lead a team; by name. */
  readonly teamLeads: readonly string[]
  readonly finops: readonly string[]
}

/** Somebody whom a message can reach; undefined for who left, and for what is no person. */
export type FindPerson = (written: string) => string | undefined

/** The nearest who can be reached, with the proof that the card tells; undefined where nobody can. */
export function ownerOf(
  clues: OwnerClues,
  find: FindPerson,
  passed: ReadonlySet<string> = new Set(),
): Owner | undefined {
  const chain: readonly (readonly [OwnerProof, readonly (string | null)[]])[] = [
    ['picked', [clues.picked]],
    ['resource_tag', [clues.resourceTag]],
    ['workload', [clues.workload]],
    ['project', [clues.project]],
    ['team_lead', clues.teamLeads],
    ['finops', clues.finops],
  ]
  for (const [why, written] of chain) {
    for (const name of written) {
      const email = name === null ? undefined : find(name)
      if (email !== undefined && !passed.has(email)) return { email, why }
    }
  }
  return undefined
}

/** People as tags write them: by email, by the part before the @, or by their name. Names that two people share find nobody. */
export function personFinder(people: readonly { readonly email: string; readonly displayName: string }[]): FindPerson {
  const byName = new Map<string, string | null>()
  const know = (name: string, email: string) => {
    const key = keyOf(name)
    const known = byName.get(key)
    byName.set(key, known === undefined || known === email ? email : null)
  }
  for (const { email, displayName } of people) {
    know(email.slice(0, email.indexOf('@')), email)
    know(displayName, email)
  }
  const emails = new Set(people.map(({ email }) => email))
  return (written) => {
    const email = written.trim().toLowerCase()
    // A whole email is one person's to the letter, whatever names look alike.
    if (email.includes('@')) return emails.has(email) ? email : undefined
    return byName.get(keyOf(written)) ?? undefined
  }
}

const keyOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s._-]+/g, ' ')
