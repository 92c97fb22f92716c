import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { connect } from '../src/db/connect.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database on the server that tests may create databases on. */
    postgresUrl: string
    template: string
  }
}

/** Starts one real server for the whole run, or takes TEST_DATABASE_URL, and migrates the template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'tally-test-'))
  chmodSync(folder, 0o755)
  const embedded = given
    ? undefined
    : await startEmbedded({ folder, durable: false, settings: { max_connections: '200' } })
  const url = given ?? (embedded?.url as string)

  const template = `tally_template_${process.pid}`
  await admin(url, `create database ${template}`)
  const connection = connect(withDatabase(url, template), { max: 1 })
  await migrate(connection.db as never)
  await connection.close()

  project.provide('postgresUrl', url)
  project.provide('template', template)
  return async () => {
    for (const name of [template, `${template}_demo`, `${template}_demo_making`])
      await admin(url, `drop database if exists ${name} with (force)`)
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
