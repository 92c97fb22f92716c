import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import { isOn } from '../people/accounts.ts'
import { type Lookup, lookedFor, lookFor, namesOf, unseenSomewhere } from '../people/look-for.ts'
import type { PlatformName } from '../platform.ts'
import type { Owner } from './nudge.ts'
import { ownerOf, personFinder } from './owner.ts'
import type { Clues } from './stored.ts'

type Db = Kysely<Database>

export interface ReachDeps {
  readonly db: Db
  /** People who never wrote to Tally are looked for there. */
  readonly platforms: readonly Lookup[]
  readonly log: Log
}

/** What the chain of one resource's owners is made of. */
export interface Claim {
  readonly clues: Clues
  readonly picked: string | null
  readonly team: string | null
}

/** Who can be told. */
export interface Reach {
  /** The nearest in the chain who can be reached; `later`: they are looked for first. */
  owner(claim: Claim): Owner | 'later' | 'nobody'
  /** False for who left, and whose direct messages are closed. */
  canReach(email: string): boolean
  /** Who leads a team, by name. */
  leads(team: string | null): readonly string[]
  readonly finops: readonly string[]
}

/** A platform takes tens of lookups a minute, and others look as well. */
const MOST_LOOKUPS = 30
/** Each time somebody is not found, the next in the chain may have to be looked for. */
const ROUNDS = 3

/** Whoever stands in the way of these claims and was never seen is looked for. */
export async function reachOf({ db, platforms, log }: ReachDeps, claims: readonly Claim[], now: Date): Promise<Reach> {
  const on = namesOf(platforms)
  const known = await knownPeople(db, on)
  let lookups = MOST_LOOKUPS
  let reach = toReach(known, platforms.length > 0)
  for (let round = 0; round < ROUNDS && platforms.length > 0; round += 1) {
    const unseen = [...new Set(claims.flatMap((claim) => unseenOwner(reach, claim)))]
    if (unseen.length === 0) break
    const asked = await lookedFor(db, platforms, unseen, now)
    await look(unseen.filter((email) => !asked.has(email)))
    const found = await knownPeople(db, on)
    for (const [email, state] of found.states) known.states.set(email, state)
    for (const email of await lookedFor(db, platforms, unseen, now))
      if (!found.states.has(email)) known.states.set(email, 'missing')
    reach = toReach(known, true)
  }
  // Who is told on one platform is told on the others too: after those whom nobody can tell yet.
  const owners = new Set(claims.flatMap((claim) => toldOwner(reach, claim)))
  if (platforms.length > 1 && lookups > 0) await look(await unseenSomewhere(db, platforms, [...owners], now))
  return reach

  async function look(emails: readonly string[]): Promise<void> {
    const some = emails.slice(0, Math.max(0, lookups))
    lookups -= some.length
    // One of whom nothing can be said must not keep all others waiting.
    for (const { platform, error } of await lookFor(db, platforms, some, now))
      log.warn({ err: error, platform }, 'somebody could not be looked for; this is tried again')
  }
}

function toldOwner(reach: Reach, claim: Claim): readonly string[] {
  const owner = reach.owner(claim)
  return typeof owner === 'string' ? [] : [owner.email]
}

function unseenOwner(reach: ReturnType<typeof toReach>, claim: Claim): readonly string[] {
  const owner = reach.candidate(claim)
  return owner !== undefined && reach.isUnseen(owner.email) ? [owner.email] : []
}

interface Known {
  readonly people: readonly { readonly email: string; readonly displayName: string }[]
  readonly leads: ReadonlyMap<string, readonly string[]>
  readonly finops: readonly string[]
  /** `missing`: not to be found. Who is not in it was never seen. */
  readonly states: Map<string, 'open' | 'closed' | 'missing'>
}

function toReach({ people, leads, finops, states }: Known, canLook: boolean) {
  const finder = personFinder(people)
  const gone = (email: string) => states.get(email) === 'closed' || states.get(email) === 'missing'
  // A tag may name somebody by an email that no list holds.
  const find = (written: string) => {
    const email = finder(written) ?? asEmail(written)
    return email === undefined || gone(email) ? undefined : email
  }
  const candidate = ({ clues, picked, team }: Claim): Owner | undefined =>
    ownerOf({ ...clues, picked, teamLeads: leadsOf(team), finops }, find)
  const leadsOf = (team: string | null) => (team === null ? [] : (leads.get(team) ?? []))
  const isUnseen = (email: string) => canLook && !states.has(email)
  return {
    finops,
    leads: leadsOf,
    candidate,
    isUnseen,
    canReach: (email: string) => !gone(email) && !isUnseen(email),
    owner: (claim: Claim): Owner | 'later' | 'nobody' => {
      const owner = candidate(claim)
      if (owner === undefined) return 'nobody'
      return isUnseen(owner.email) ? 'later' : owner
    },
  }
}

const asEmail = (written: string): string | undefined => {
  const email = written.trim().toLowerCase()
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 320 ? email : undefined
}

async function knownPeople(db: Db, on: readonly PlatformName[]): Promise<Known> {
  const persons = await db
    .selectFrom('tally.person')
    .select(['email', 'display_name', 'role'])
    .orderBy('email')
    .execute()
  const leading = await db
    .selectFrom('tally.person_team')
    .select(['email', 'team'])
    .where('leads', '=', true)
    .orderBy('team')
    .orderBy('email')
    .execute()
  const { rows: accounts } = await sql<{ email: string; name: string; open: boolean }>`
    select a.email, min(a.display_name) as name, bool_or(l.closed_at is null) as open
    from tally.account a left join tally.lane l on (l.platform, l.workspace_id, l.place_kind, l.place_id)
      = (a.platform, a.workspace_id, 'person', a.user_id)
    where a.email is not null and ${isOn(on)} group by a.email order by a.email`.execute(db)
  const listed = new Set(persons.map(({ email }) => email))
  const leads = new Map<string, string[]>()
  for (const { email, team } of leading) leads.set(team, [...(leads.get(team) ?? []), email])
  return {
    people: [
      ...persons.map(({ email, display_name }) => ({ email, displayName: display_name })),
      ...accounts.filter(({ email }) => !listed.has(email)).map(({ email, name }) => ({ email, displayName: name })),
    ],
    leads,
    finops: persons.filter(({ role }) => role === 'admin').map(({ email }) => email),
    states: new Map(accounts.map(({ email, open }) => [email, open ? 'open' : 'closed'])),
  }
}
