import { type Kysely, sql } from 'kysely'
import type { Card } from '../cards/card.ts'
import type { Database } from '../db/schema.ts'
import type { DigestSigns } from '../digests/card.ts'
import type { Log } from '../log.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { Account } from '../people/accounts.ts'
import { findAdmins, type Lookup } from '../people/look-for.ts'

export interface TellDeps {
  readonly db: Kysely<Database>
  /** Administrators who never wrote to Tally are looked for there. */
  readonly platforms: readonly Lookup[]
  readonly signs: Pick<DigestSigns, 'digest'>
  readonly log: Log
}

/** All administrators that can be reached; where there is none, the log says so, with what to do. */
export async function adminsToTell({ db, platforms, log }: TellDeps, now: Date): Promise<readonly Account[]> {
  const admins = await findAdmins(db, platforms, now)
  if (admins.length === 0)
    log.warn(
      { remedy: ADMINS_REMEDY },
      'something is to be told to an administrator, and there is none that I can write to',
    )
  return admins
}

export const ADMINS_REMEDY =
  'Name the administrators with their email, role admin: npx tally import people FILE. Then have one of them write to Tally once.'

/** Each gets a message of their own. Its key tells that nobody else is told when it does not arrive. */
export const tellAdmins = (
  db: Kysely<Database>,
  admins: readonly Account[],
  key: string,
  card: Card,
): Promise<number> =>
  enqueue(
    db,
    admins.map(({ platform, workspaceId, userId }) => ({
      key: `${key}${ADMIN}${userId}`,
      to: { kind: 'person', who: { platform, workspaceId, userId } },
      card,
    })),
  )

export const ADMIN = ':admin:'

/** One replica at a time; undefined for the others, who need not wait: they come again soon. */
export async function alone<Result>(
  db: Kysely<Database>,
  name: string,
  work: (trx: Kysely<Database>) => Promise<Result>,
): Promise<Result | undefined> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`.execute(trx)
    return rows[0]?.free ? work(trx) : undefined
  })
}
