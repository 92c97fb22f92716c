import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'

export interface Connection {
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  /** Waits for the query that is running, then closes. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly max?: number
  readonly statementTimeoutMs?: number
  readonly readOnly?: boolean
  /** What one sort or hash table may take, such as `32MB`. */
  readonly workMem?: string
  /** A connection that broke while idle, such as at a server restart; the pool makes a new one by itself. */
  readonly onError?: (error: Error) => void
}

/** Opens nothing yet: the first query does. Money, counts and days stay the text that PostgreSQL sent. */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'tally',
    max: options.max ?? 10,
    // A connection whose other end vanished is noticed, also by whoever only listens.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: [
      '-c timezone=UTC',
      ...(options.readOnly ? ['-c default_transaction_read_only=on'] : []),
      ...(options.workMem === undefined ? [] : [`-c work_mem=${options.workMem}`]),
    ].join(' '),
    types: { getTypeParser: typeParser },
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  })
  // Without a listener a server shutdown ends the process.
  pool.on('error', (error) => options.onError?.(error))
  // Nor does the pool listen for those that are in use, whose query fails all the same.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

const DATE = 1082

// pg reads a date as midnight in this machine's zone: east of Greenwich that is another day.
const typeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  Number(oid) === DATE ? (text: string) => text : pg.types.getTypeParser(oid, format as 'text')
