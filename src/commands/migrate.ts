import { migrate as migrateDatabase } from '../db/migrate.ts'
import { withDatabase } from './session.ts'
import type { Terminal } from './terminal.ts'

export async function migrate(terminal: Terminal): Promise<void> {
  await withDatabase(terminal, async ({ own }) => {
    const ran = await migrateDatabase(own.db as never)
    terminal.say(
      ran.length === 0 ? 'The database is up to date.' : `The database is up to date: ran ${ran.join(', ')}.`,
    )
  })
}
