import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { type Connection, connect } from '../src/db/connect.ts'
import { admin, withDatabase } from './postgres.ts'

/** A migrated database of one's own, gone after the test file. */
export async function testDatabase(): Promise<Connection & { readonly url: string }> {
  const server = inject('postgresUrl')
  const name = `tally_test_${randomBytes(6).toString('hex')}`
  await admin(server, `create database ${name} template ${inject('template')} strategy file_copy`)
  const url = withDatabase(server, name)
  const connection = connect(url, { max: 4 })
  afterAll(async () => {
    await connection.close()
    await admin(server, `drop database if exists ${name} with (force)`)
  })
  return { ...connection, url }
}
