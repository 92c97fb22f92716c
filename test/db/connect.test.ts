import { sql } from 'kysely'
import pg from 'pg'
import { expect, it } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import { testDatabase } from '../database.ts'

const { url } = await testDatabase()

it('survives a connection that breaks while it is in use', async () => {
  const { db, close } = connect(url, { max: 1 })
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  const broken = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    const gone = new Promise((ended) => other.once('notification', ended))
    await other.query('listen gone')
    await other.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
    await other.query('notify gone')
    await gone
    // Between two statements nobody waits for an answer that could fail.
    await sql`select 1`.execute(trx)
  })
  await expect(broken).rejects.toThrow()
  // The pool makes a new one.
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await other.end()
  await close()
})
