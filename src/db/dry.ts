import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Database } from './schema.ts'

/**
 * Runs work on one connection whose changes are all taken back, whatever it commits: its transactions are savepoints of one that is
 * rolled back. Work must not run transactions side by side.
 */
export async function dry<Result>(pool: pg.Pool, work: (db: Kysely<Database>) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  const names: string[] = []
  const query = (text: string, values?: unknown[]) => {
    if (/^(?:begin|start transaction)/i.test(text)) {
      names.push(`dry_${names.length + 1}`)
      return client.query(`savepoint ${names.at(-1)}`)
    }
    if (/^commit$/i.test(text)) return client.query(`release savepoint ${names.pop()}`)
    if (/^rollback$/i.test(text)) return client.query(`rollback to savepoint ${names.pop()}`)
    return client.query(text, values)
  }
  const only = { query, release: () => undefined }
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({
      pool: { connect: async () => only as unknown as pg.PoolClient, end: async () => undefined },
    }),
  })
  try {
    await client.query('begin')
    return await work(db)
  } finally {
    await client.query('rollback').finally(() => client.release())
  }
}
