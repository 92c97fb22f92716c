import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Fault } from '../errors.ts'
import { type Connection, connect } from './connect.ts'
import type { Embedded } from './embedded.ts'

export interface OpenOptions {
  /** Absent: the embedded PostgreSQL in `folder`. */
  readonly databaseUrl?: string
  /** Absent: the views of `spend` are in the same database. */
  readonly spendDatabaseUrl?: string
  readonly folder: string
  readonly onError?: (error: Error) => void
}

export interface OpenDatabase {
  readonly url: string
  /** Tally's own state and the ledger. */
  readonly own: Connection
  /** The read contract: may not write, and no answer is worth more than its statement timeout. */
  readonly spend: Connection
  readonly embedded?: Embedded
  /** Waits for queries that run, but no longer than this. */
  close(patienceMs?: number): Promise<void>
}

/**
 * How the read contract is read. Sums over a year of groups that the planner cannot count beforehand take a hash table of more than
 * the 4 MB that PostgreSQL begins with; sorting them on disk instead takes twice as long.
 */
export const ANSWERING = { readOnly: true, statementTimeoutMs: 20_000, workMem: '32MB' } as const

/** The two ways into the database, and the embedded server where no other was named. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  // Imported only here: an installation with a database of its own carries no server.
  const embedded =
    options.databaseUrl === undefined
      ? await (await import('./embedded.ts')).startEmbedded({ folder: options.folder })
      : undefined
  const url = options.databaseUrl ?? (embedded as Embedded).url
  const onError = options.onError ?? (() => undefined)
  const own = connect(url, { onError })
  const spend = connect(options.spendDatabaseUrl ?? url, { onError, ...ANSWERING })
  return {
    url,
    own,
    spend,
    ...(embedded === undefined ? {} : { embedded }),
    close: async (patienceMs = 5000) => {
      await Promise.race([
        Promise.allSettled([own.close(), spend.close()]),
        delay(patienceMs, undefined, { ref: false }),
      ])
      await embedded?.stop()
    },
  }
}

/** A Fault where a database does not answer, said once for whatever would have been the first to ask it. */
export async function checkReachable(database: OpenDatabase, options: OpenOptions): Promise<void> {
  const named = [
    ['DATABASE_URL', options.databaseUrl, database.own],
    ['SPEND_DATABASE_URL', options.spendDatabaseUrl, database.spend],
  ] as const
  for (const [variable, url, connection] of named) {
    if (url === undefined) continue
    await connection.pool.query('select 1').catch((cause: Error) => {
      throw new Fault(
        `The database ${withoutPassword(url)} does not answer: ${cause.message}`,
        `Check that it is up, and its address, user and password in ${variable}.`,
        { cause },
      )
    })
  }
}

export function withoutPassword(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** A setting that is made once and then the same for every replica. */
export async function keptSetting(db: Connection['db'], name: string, make: () => string): Promise<string> {
  await db
    .insertInto('tally.setting')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { value } = await db
    .selectFrom('tally.setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return value
}

/** Signs what buttons carry; the one in the configuration, or one that was made once. */
export const signingKey = (db: Connection['db']): Promise<string> =>
  keptSetting(db, 'signing_key', () => randomBytes(32).toString('hex'))
