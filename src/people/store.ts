import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Profile } from '../platform.ts'
import type { Person } from './person.ts'

/** Read anew for every turn: a person who left a team stops seeing it with their next question. */
export async function findPerson(db: Kysely<Database>, email: string | undefined): Promise<Person | undefined> {
  if (email === undefined) return undefined
  const rows = await db
    .selectFrom('tally.person as p')
    .leftJoin('tally.person_team as t', 't.email', 'p.email')
    .select(['p.email', 'p.display_name', 'p.role', 't.team'])
    .where('p.email', '=', email.trim().toLowerCase())
    .orderBy('t.team')
    .execute()
  const [first] = rows
  if (first === undefined) return undefined
  return {
    email: first.email,
    displayName: first.display_name,
    role: first.role,
    teams: rows.flatMap((row) => (row.team === null ? [] : [row.team])),
  }
}

/** A list of people may hold somebody by any of their emails. */
export async function findPersonBy(
  db: Kysely<Database>,
  { email, otherEmails = [] }: Pick<Profile, 'email' | 'otherEmails'>,
): Promise<Person | undefined> {
  for (const each of [email, ...otherEmails]) {
    const person = await findPerson(db, each)
    if (person !== undefined) return person
  }
  return undefined
}

/** Many at once, by email; whoever is not known is not there. */
export async function findPeople(
  db: Kysely<Database>,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  if (emails.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.person as p')
    .leftJoin('tally.person_team as t', 't.email', 'p.email')
    .select(['p.email', 'p.display_name', 'p.role', 't.team'])
    .where('p.email', 'in', emails)
    .orderBy('p.email')
    .orderBy('t.team')
    .execute()
  const people = new Map<string, Person>()
  for (const { email, display_name: displayName, role, team } of rows) {
    const teams = [...(people.get(email)?.teams ?? []), ...(team === null ? [] : [team])]
    people.set(email, { email, displayName, role, teams })
  }
  return people
}
