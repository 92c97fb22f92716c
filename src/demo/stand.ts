import { sql } from 'kysely'
import type { Connection } from '../db/connect.ts'
import { Fault } from '../errors.ts'

// A note in the database says that its spend is the demo's, and which loads made it, so that nobody's own spend is taken for it.
const NOTE = 'demo'

interface Note {
  readonly asOf?: string
  readonly loadedAt?: string
  /** The newest load that was the demo's; absent while it is being made. */
  readonly lastBatch?: string
  /** Not wanted any more, so not to be made again by itself. */
  readonly removed?: boolean
}

const LEDGER_TABLES = [
  'source',
  'load_batch',
  'rejected_row',
  'time_sector',
  'delivered_day',
  'closed_period',
  'restatement',
  'charge_day',
  'meter_day',
  'charge_day_model',
  'charge_day_area',
  'name',
  'unit_day',
  'resource_hour',
  'training_run',
  'quality_day',
  'business_value',
  'budget',
].map((name) => `ledger.${name}`)

/** Empties the ledger for the demo, unless it holds something that the demo did not put there. */
export async function beginDemo({ db }: Connection, overwrite: boolean): Promise<void> {
  if (!overwrite && (await demoStand({ db })).kind === 'own') {
    throw new Fault(
      'This database holds spend that is not the demo company’s.',
      'Nothing was changed. Use another database, or lose that spend: npx tally demo --overwrite',
    )
  }
  await db.transaction().execute(async (transaction) => {
    await sql.raw(`truncate ${LEDGER_TABLES.join(', ')}`).execute(transaction)
    await write(transaction, {})
  })
}

export async function endDemo(
  { db }: Connection,
  { asOf, now }: { readonly asOf: string; readonly now: Date },
): Promise<void> {
  const lastBatch = await newestBatch(db)
  await write(db, { asOf, loadedAt: now.toISOString(), ...(lastBatch === undefined ? {} : { lastBatch }) })
}

/** `absent`: nothing was loaded at all, or the load of the demo was cut short. */
export async function demoStand({ db }: Pick<Connection, 'db'>): Promise<DemoStand> {
  const note = await read(db)
  if (note === undefined) return (await filled(db)).length === 0 ? { kind: 'absent' } : { kind: 'own' }
  if (note.removed) return { kind: 'own' }
  // Without a last load the demo was cut short: what is there is its own.
  if (note.lastBatch === undefined || note.asOf === undefined) return { kind: 'absent' }
  return note.lastBatch === (await newestBatch(db)) ? { kind: 'demo', asOf: note.asOf } : { kind: 'own' }
}

/** Takes the demo company out, for good; a Fault where somebody's own spend stands beside it. */
export async function removeDemo(connection: Pick<Connection, 'db'>): Promise<void> {
  if ((await demoStand(connection)).kind !== 'demo')
    throw new Fault(
      'This database does not hold the demo company alone.',
      'Nothing was changed. To begin anew, use another database; the embedded one begins anew when its folder .tally/ is removed.',
    )
  await connection.db.transaction().execute(async (transaction) => {
    await sql.raw(`truncate ${LEDGER_TABLES.join(', ')}`).execute(transaction)
    await write(transaction, { removed: true })
  })
}

/** The demo's spend is here, alone or beside somebody's own. */
export async function holdsDemo({ db }: Pick<Connection, 'db'>): Promise<boolean> {
  const note = await read(db)
  return note !== undefined && !note.removed
}

export type DemoStand =
  | { readonly kind: 'absent' }
  | { readonly kind: 'demo'; readonly asOf: string }
  /** Somebody's own spend, perhaps beside the demo's. */
  | { readonly kind: 'own' }

async function read(db: Connection['db']): Promise<Note | undefined> {
  const noted = await db.selectFrom('tally.setting').select('value').where('name', '=', NOTE).executeTakeFirst()
  return noted === undefined ? undefined : (JSON.parse(noted.value) as Note)
}

async function newestBatch(db: Connection['db']): Promise<string | undefined> {
  const found = await db
    .selectFrom('ledger.load_batch')
    .select(({ fn }) => fn.max('batch_id').as('newest'))
    .executeTakeFirst()
  return found?.newest ?? undefined
}

async function filled(db: Connection['db']): Promise<readonly string[]> {
  const { rows } = await sql
    .raw<{ name: string }>(
      LEDGER_TABLES.map((name) => `(select '${name}' as name from ${name} limit 1)`).join(' union all '),
    )
    .execute(db)
  return rows.map(({ name }) => name)
}

const write = (db: Connection['db'], note: Note) =>
  db
    .insertInto('tally.setting')
    .values({ name: NOTE, value: JSON.stringify(note) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
    .execute()
