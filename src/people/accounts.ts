import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { PlatformName, Profile, Sender } from '../platform.ts'

type Db = Kysely<Database>

/** Where somebody is reached. */
export interface Account extends Sender {
  readonly email: string
}

const HOUR_MS = 3_600_000

/** Who wrote to Tally, to write to them later. Once an hour is often enough: else nothing is written. */
export async function rememberAccount(db: Db, sender: Sender, profile: Profile, now: Date): Promise<void> {
  const known = { ...toColumns(profile, now), wrote_at: now }
  await db
    .insertInto('tally.account')
    .values({ ...toKey(sender), ...known })
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'workspace_id', 'user_id'])
        .doUpdateSet({ ...known, email: stillTheirs(profile) })
        .where(({ eb, or }) =>
          or([
            eb('tally.account.wrote_at', 'is', null),
            eb('tally.account.wrote_at', '<=', new Date(now.getTime() - HOUR_MS)),
          ]),
        ),
    )
    .execute()
}

/** Who was looked for and found. That they were ever here says nothing of where they read. */
export async function rememberFound(db: Db, sender: Sender, profile: Profile, now: Date): Promise<void> {
  const known = toColumns(profile, now)
  await db
    .insertInto('tally.account')
    .values({ ...toKey(sender), ...known })
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'workspace_id', 'user_id'])
        .doUpdateSet({ ...known, seen_at: sql<Date>`greatest(tally.account.seen_at, excluded.seen_at)` }),
    )
    .execute()
}

const toKey = ({ platform, workspaceId, userId }: Sender) => ({
  platform,
  workspace_id: workspaceId,
  user_id: userId,
})

const toColumns = ({ email, displayName, timezone }: Profile, now: Date) => ({
  email: email?.trim().toLowerCase() ?? null,
  display_name: displayName,
  timezone: timezone ?? null,
  seen_at: now,
})

/** Found by another of their emails, an account stays with it: their resources are tagged with that one. */
const stillTheirs = ({ otherEmails = [] }: Profile) =>
  sql<
    string | null
  >`case when tally.account.email = any(${[...otherEmails]}::text[]) then tally.account.email else excluded.email end`

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

/** Where they wrote last comes first. */
export async function accountsOf(db: Db, email: string, platform?: PlatformName): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('tally.account')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .$if(platform !== undefined, (query) => query.where('platform', '=', platform ?? ''))
    .orderBy('wrote_at', (order) => order.desc().nullsLast())
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

/** Each administrator where they wrote last, of these platforms; those who are on none are not in it. */
export async function adminAccounts(db: Db, on?: readonly PlatformName[]): Promise<readonly Account[]> {
  const { rows } = await sql<Account>`
    select distinct on (p.email) a.platform, a.workspace_id as "workspaceId", a.user_id as "userId", p.email
    from tally.person p join tally.account a on a.email = p.email
    where p.role = 'admin' and ${isOn(on)}
    order by p.email, a.wrote_at desc nulls last, a.seen_at desc, a.platform, a.user_id`.execute(db)
  return rows
}

/** Administrators whom Tally cannot write to, for they never wrote to it. */
export async function adminsWithoutAccount(db: Db, on?: readonly PlatformName[]): Promise<readonly string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from tally.person p
    where role = 'admin' and not exists (select from tally.account a where a.email = p.email and ${isOn(on)})
    order by email`.execute(db)
  return rows.map(({ email }) => email)
}

/** Whether nothing is known of the platforms, or the account `a` is on one of them: nobody is written to where no chat is connected. */
export const isOn = (on: readonly PlatformName[] | undefined) =>
  on === undefined || on.length === 0 ? sql<boolean>`true` : sql<boolean>`a.platform = any(${[...on]}::text[])`
