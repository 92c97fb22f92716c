import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Platform, PlatformName, Profile, Sender } from '../platform.ts'

type Db = Kysely<Database>

/** Where somebody is reached. */
export interface Account extends Sender {
  readonly email: string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Who wrote to Tally, to write to them later. Once an hour is often enough: else nothing is written. */
export async function rememberAccount(db: Db, sender: Sender, profile: Profile, now: Date): Promise<void> {
  const known = {
    email: profile.email?.trim().toLowerCase() ?? null,
    display_name: profile.displayName,
    timezone: profile.timezone ?? null,
    seen_at: now,
  }
  await db
    .insertInto('tally.account')
    .values({ platform: sender.platform, workspace_id: sender.workspaceId, user_id: sender.userId, ...known })
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'workspace_id', 'user_id'])
        .doUpdateSet(known)
        .where('tally.account.seen_at', '<=', new Date(now.getTime() - HOUR_MS)),
    )
    .execute()
}

/** Says whether it is an hour since it was asked about this sender, as far as this process knows. */
export function hourly(): (sender: Sender, now: Date) => boolean {
  const seen = new Map<string, number>()
  return ({ platform, workspaceId, userId }, now) => {
    const key = JSON.stringify([platform, workspaceId, userId])
    if (now.getTime() - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < HOUR_MS) return false
    if (seen.size >= MOST_SEEN) seen.clear()
    seen.set(key, now.getTime())
    return true
  }
}
// Forgotten, somebody is only written down once more.
const MOST_SEEN = 10_000

/** Newest first. */
export async function accountsOf(db: Db, email: string, platform?: PlatformName): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('tally.account')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .$if(platform !== undefined, (query) => query.where('platform', '=', platform ?? ''))
    .orderBy('seen_at', 'desc')
    .orderBy('platform')
    .orderBy('user_id')
    .execute()
  return rows.map((row) => ({
    platform: row.platform as PlatformName,
    workspaceId: row.workspace_id,
    userId: row.user_id,
    email: row.email ?? email,
  }))
}

/** Each administrator where they were seen last; those who were seen nowhere are not in it. */
export async function adminAccounts(db: Db): Promise<readonly Account[]> {
  const { rows } = await sql<Account>`
    select distinct on (p.email) a.platform, a.workspace_id as "workspaceId", a.user_id as "userId", p.email
    from tally.person p join tally.account a on a.email = p.email
    where p.role = 'admin' order by p.email, a.seen_at desc, a.platform, a.user_id`.execute(db)
  return rows
}

/** Administrators whom Tally cannot write to, for they never wrote to it. */
export async function adminsWithoutAccount(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from tally.person p
    where role = 'admin' and not exists (select from tally.account a where a.email = p.email) order by email`.execute(
    db,
  )
  return rows.map(({ email }) => email)
}

/** Where people are looked for; a profile tells when they work and what they are called. */
export type Lookup = Pick<Platform, 'findUser'> & Partial<Pick<Platform, 'profile'>>

/** The same, and who was never seen is looked for on the platforms: found, they are remembered; not found, asked for again in a day. */
export async function findAdmins(db: Db, platforms: readonly Lookup[], now: Date): Promise<readonly Account[]> {
  await lookFor(db, platforms, await adminsWithoutAccount(db), now)
  return adminAccounts(db)
}

/** Looks for people on the platforms, each once a day; who is found is remembered. */
export async function lookFor(
  db: Db,
  platforms: readonly Lookup[],
  emails: readonly string[],
  now: Date,
): Promise<void> {
  for (const email of emails) {
    if (!(await mayLook(db, email, now))) continue
    const found = await findUser(platforms, email).catch(async (error: unknown) => {
      // Nobody said that they are not there: asked again at the next opportunity.
      await db.deleteFrom('tally.setting').where('name', '=', `looked for ${email}`).execute()
      throw error
    })
    if (found !== undefined) await rememberAccount(db, found.sender, { ...found.profile, email }, now)
  }
}

async function findUser(
  platforms: readonly Lookup[],
  email: string,
): Promise<{ readonly sender: Sender; readonly profile: Profile } | undefined> {
  for (const platform of platforms) {
    const sender = await platform.findUser(email)
    // Without their zone they would be written to in the night.
    if (sender !== undefined) return { sender, profile: (await platform.profile?.(sender)) ?? { displayName: email } }
  }
  return undefined
}

/** Those of them who were looked for within a day. */
export async function lookedFor(db: Db, emails: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ email: string }>`
    select email from unnest(${[...emails]}::text[]) as email join tally.setting s on s.name = 'looked for ' || email
    where s.value > ${new Date(now.getTime() - DAY_MS).toISOString()}`.execute(db)
  return new Set(rows.map(({ email }) => email))
}

async function mayLook(db: Db, email: string, now: Date): Promise<boolean> {
  const looked = await db
    .insertInto('tally.setting')
    .values({ name: `looked for ${email}`, value: now.toISOString() })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ value: now.toISOString() })
        .where('tally.setting.value', '<=', new Date(now.getTime() - DAY_MS).toISOString()),
    )
    .returning('name')
    .executeTakeFirst()
  return looked !== undefined
}
