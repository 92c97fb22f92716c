import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type Connection, connect } from '../src/db/connect.ts'
import { loadDemo } from '../src/demo/load.ts'
import { admin, withDatabase } from './postgres.ts'

/** A migrated database of one's own, gone after the test file. */
export const testDatabase = () => copyOf(inject('template'))

/** The day of the demo company in `demoDatabase`: a Monday, at noon in UTC. */
export const DEMO_DAY = '2026-11-23'
export const DEMO_NOON = new Date(`${DEMO_DAY}T12:00:00Z`)

/** The same with four months of the demo company in it, which is made once for all test files. */
export async function demoDatabase(): Promise<Connection & { readonly url: string }> {
  const server = inject('postgresUrl')
  const name = `${inject('template')}_demo`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    // Whoever comes first makes it, and the others wait.
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length === 0) await makeDemo(server, name)
  } finally {
    await client.end()
  }
  return copyOf(name)
}

async function makeDemo(server: string, name: string): Promise<void> {
  const making = `${name}_making`
  await admin(server, `drop database if exists ${making} with (force)`)
  await admin(server, `create database ${making} template ${inject('template')} strategy file_copy`)
  const connection = connect(withDatabase(server, making), { max: 4 })
  await loadDemo({ connection, asOf: DEMO_DAY, now: DEMO_NOON, months: 4 })
  await connection.close()
  await admin(server, `alter database ${making} rename to ${name}`)
}

async function copyOf(template: string): Promise<Connection & { readonly url: string }> {
  const server = inject('postgresUrl')
  const name = `tally_test_${randomBytes(6).toString('hex')}`
  await admin(server, `create database ${name} template ${template} strategy file_copy`)
  const url = withDatabase(server, name)
  const connection = connect(url, { max: 4 })
  afterAll(async () => {
    await connection.close()
    await admin(server, `drop database if exists ${name} with (force)`)
  })
  return { ...connection, url }
}
