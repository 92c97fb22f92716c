import { type Kysely, Migrator } from 'kysely'
import { migrations } from '../../migrations/index.ts'
import { Fault } from '../errors.ts'

/** Brings the database up to date; the names of the migrations that ran now. Safe to call from several processes at once. */
export async function migrate(db: Kysely<unknown>): Promise<readonly string[]> {
  const { error, results } = await migrator(db).migrateToLatest()
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')
    throw new Fault(
      `The database could not be brought up to date${failed ? ` (migration ${failed.migrationName})` : ''}.`,
      'Nothing was changed. Check that the role may create schemas in this database, then run: npx tally migrate',
      { cause: error },
    )
  }
  return (results ?? []).map((result) => result.migrationName)
}

/** The migrations that have yet to run; asks, and changes nothing. */
export async function pendingMigrations(db: Kysely<unknown>): Promise<readonly string[]> {
  const known = await migrator(db).getMigrations()
  return known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

const migrator = (db: Kysely<unknown>) =>
  new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'public',
    migrationTableName: 'tally_migration',
    migrationLockTableName: 'tally_migration_lock',
    // Each stands alone, and what was written side by side may come in any order.
    allowUnorderedMigrations: true,
  })
