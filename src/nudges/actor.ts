import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Asker, isAdmin } from '../people/asker.ts'
import type { Actor } from './authorise.ts'

type Db = Kysely<Database>

/** Read anew for each turn: who leads a team no more settles nothing of it. */
export async function actorOf(db: Db, asker: Asker): Promise<Actor> {
  const email = asker.email?.trim().toLowerCase()
  const teams = email === undefined ? [] : await ledBy(db, email)
  return { email, admin: isAdmin(asker), leads: new Set(teams) }
}

async function ledBy(db: Db, email: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('tally.person_team')
    .select('team')
    .where('email', '=', email)
    .where('leads', '=', true)
    .execute()
  return rows.map(({ team }) => team)
}

/** Who leads a team, by email. */
export async function leadsOf(db: Db, team: string | null): Promise<readonly string[]> {
  if (team === null) return []
  const rows = await db
    .selectFrom('tally.person_team')
    .select('email')
    .where('team', '=', team)
    .where('leads', '=', true)
    .orderBy('email')
    .execute()
  return rows.map(({ email }) => email)
}
