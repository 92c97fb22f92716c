import { type Kysely, Migrator } from 'kysely'
import { migrations } from '../../migrations/index.ts'
import { Fault } from '../errors.ts'

/** Brings the database up to date; the names of the migrations that ran now. Safe to call from several processes at once. */
export async function migrate(db: Kysely<unknown>): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'public',
    migrationTableName: 'tally_migration',
    migrationLockTableName: 'tally_migration_lock',
  })
  const { error, results } = await migrator.migrateToLatest()
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
