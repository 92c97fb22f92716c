import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Platform, PlatformName } from '../platform.ts'
import { type Account, adminAccounts, adminsWithoutAccount, isOn, rememberFound } from './accounts.ts'

type Db = Kysely<Database>

const DAY_MS = 86_400_000

/** Where people are looked for; a profile tells when they work and what they are called. */
export type Lookup = Pick<Platform, 'name' | 'findUser'> & Partial<Pick<Platform, 'profile'>>

export const namesOf = (platforms: readonly Lookup[]): readonly PlatformName[] => platforms.map(({ name }) => name)

/** Administrators who can be written to; who was never seen is looked for: found, they are remembered; not found, asked for again in a day. */
export async function findAdmins(db: Db, platforms: readonly Lookup[], now: Date): Promise<readonly Account[]> {
  const on = namesOf(platforms)
  const silences = await lookFor(db, platforms, await adminsWithoutAccount(db, on), now)
  if (silences.length > 0) {
    const missing = await adminsWithoutAccount(db, on)
    const silence = silences.find(({ email }) => missing.includes(email))
    if (silence !== undefined) throw silence.error
  }
  return adminAccounts(db, on)
}

/** A platform that did not say whether somebody is there. */
export interface Silence {
  readonly platform: PlatformName
  readonly email: string
  readonly error: unknown
}

/** A platform that says nothing at all is not asked on and on. */
const MOST_SILENCES = 3

/** Looks for people on every platform, on each once a day; who is found is remembered. Of whom nothing was said is asked for again. */
export async function lookFor(
  db: Db,
  platforms: readonly Lookup[],
  emails: readonly string[],
  now: Date,
): Promise<readonly Silence[]> {
  const silences: Silence[] = []
  for (const platform of platforms) {
    const { name } = platform
    const asked = await askedOf(db, name, emails, now)
    let silent = 0
    for (const email of emails) {
      if (silent >= MOST_SILENCES) break
      // Another may ask in this moment.
      if (asked.has(email) || !(await mayLook(db, name, email, now))) continue
      try {
        const sender = await platform.findUser(email)
        // Without their zone they would be written to in the night.
        const profile = sender && ((await platform.profile?.(sender)) ?? { displayName: email })
        if (sender !== undefined && profile !== undefined) await rememberFound(db, sender, { ...profile, email }, now)
      } catch (error) {
        await db.deleteFrom('tally.setting').where('name', '=', lookedName(name, email)).execute()
        silences.push({ platform: name, email, error })
        silent += 1
      }
    }
  }
  return silences
}

/** Those of them who were looked for within a day, on every one of the platforms. */
export async function lookedFor(
  db: Db,
  platforms: readonly Lookup[],
  emails: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const asked: ReadonlySet<string>[] = []
  for (const { name } of platforms) asked.push(await askedOf(db, name, emails, now))
  return new Set(emails.filter((email) => asked.every((each) => each.has(email))))
}

/** After so long without a sign, somebody is looked for again where they are known. */
const KNOWN_DAYS = 30

/** Those who are on one of the platforms and not known, or not for long, on another that was not asked within a day. */
export async function unseenSomewhere(
  db: Db,
  platforms: readonly Lookup[],
  emails: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const on = [...namesOf(platforms)]
  const { rows } = await sql<{ email: string }>`
    select distinct w.email from unnest(${[...emails]}::text[]) as w (email) cross join unnest(${on}::text[]) as o (platform)
    where exists (select from tally.account a where a.email = w.email and ${isOn(on)})
      and not exists (select from tally.account a where (a.email, a.platform) = (w.email, o.platform)
        and a.seen_at > ${new Date(now.getTime() - KNOWN_DAYS * DAY_MS)})
      and not exists (select from tally.setting s where s.name = 'looked for ' || o.platform || ' ' || w.email
        and s.value > ${dayBefore(now)})
    order by w.email`.execute(db)
  return rows.map(({ email }) => email)
}

async function askedOf(
  db: Db,
  platform: PlatformName,
  emails: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ email: string }>`
    select email from unnest(${[...emails]}::text[]) as email
    join tally.setting s on s.name = ${lookedName(platform, '')} || email
    where s.value > ${dayBefore(now)}`.execute(db)
  return new Set(rows.map(({ email }) => email))
}

const lookedName = (platform: PlatformName, email: string) => `looked for ${platform} ${email}`

const dayBefore = (now: Date) => new Date(now.getTime() - DAY_MS).toISOString()

async function mayLook(db: Db, platform: PlatformName, email: string, now: Date): Promise<boolean> {
  const looked = await db
    .insertInto('tally.setting')
    .values({ name: lookedName(platform, email), value: now.toISOString() })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ value: now.toISOString() })
        .where('tally.setting.value', '<=', dayBefore(now)),
    )
    .returning('name')
    .executeTakeFirst()
  return looked !== undefined
}
