import { type Config, readConfig } from '../config.ts'
import { migrate, pendingMigrations } from '../db/migrate.ts'
import { checkReachable, type OpenDatabase, openDatabase } from '../db/open.ts'
import { Fault } from '../errors.ts'
import type { Terminal } from './terminal.ts'

/** Opens the database for one command and closes it whatever happens: a signal, too, must stop the embedded server. */
export async function withDatabase<T>(
  terminal: Terminal,
  work: (database: OpenDatabase, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(terminal.env)
  const database = await openDatabase(config)
  const leave = (signal: NodeJS.Signals) => {
    void database.close(500).finally(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  process.once('SIGINT', leave).once('SIGTERM', leave).once('SIGHUP', leave)
  try {
    await checkReachable(database, config)
    if (database.embedded !== undefined) await migrate(database.own.db as never)
    return await work(database, config)
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave).off('SIGHUP', leave)
    await database.close()
  }
}

/** The same, on a database that has everything this version needs. A database of one's own is never changed by the way. */
export const withMigrated: typeof withDatabase = (terminal, work) =>
  withDatabase(terminal, async (database, config) => {
    const pending = await pendingMigrations(database.own.db as never)
    if (pending.length > 0)
      throw new Fault(
        `The database is not up to date: ${pending.join(', ')} did not run yet.`,
        'Run: npx tally migrate',
      )
    return work(database, config)
  })
