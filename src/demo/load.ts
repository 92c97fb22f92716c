import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Connection } from '../db/connect.ts'
import { settleDays } from '../ledger/completeness.ts'
import { importFocus } from '../ledger/import-focus.ts'
import { importTable } from '../ledger/import-table.ts'
import { loadMapping } from '../ledger/mapping-file.ts'
import { importPeople } from '../people/import.ts'
import { ALIASES } from './aliases.ts'
import { METER, type SourceName } from './services.ts'
import { beginDemo, endDemo } from './stand.ts'
import { type DemoFiles, type DemoOptions, TABLES, writeDemo } from './write.ts'

export interface LoadDemoOptions extends Omit<DemoOptions, 'folder' | 'hoursToday'> {
  readonly connection: Connection
  /** Where the files stay; without it they are gone after the load. */
  readonly folder?: string
  readonly now: Date
  /** Begin anew even where somebody's own spend is lost by it. */
  readonly overwrite?: boolean
}

export interface LoadDemoSummary {
  readonly chargeRows: number
  readonly rowsRejected: number
  readonly restatements: number
}

// Hours after midnight UTC by which these say that a day is told. AWS keeps the 48 of the ledger's own default.
const COMPLETE_AFTER_HOURS: Readonly<Record<SourceName, number>> = {
  'aws-focus': 48,
  'gcp-focus': 6,
  'azure-focus': 6,
  'openai-costs': 3,
  'anthropic-costs': 1,
  'saas-focus': 6,
  litellm: 1,
}

const HOUR_MS = 3_600_000

/**
 * Makes the demo company and loads it the way any company is loaded: through the import. It takes the place of an earlier demo.
 * A database that holds anybody's own spend is left alone, with a Fault, unless `overwrite` says otherwise.
 */
export async function loadDemo(options: LoadDemoOptions): Promise<LoadDemoSummary> {
  const { connection, now, folder, overwrite = false, ...rest } = options
  await beginDemo(connection, overwrite)
  const place = folder ?? mkdtempSync(join(tmpdir(), 'tally-demo-'))
  try {
    const files = await writeDemo({ ...rest, folder: place, hoursToday: hoursInto(rest.asOf, now) })
    const summary = await load(connection, files, now, rest.onProgress)
    await teachAliases(connection)
    await settleDays(connection.db, now)
    await endDemo(connection, { asOf: rest.asOf, now })
    return summary
  } finally {
    if (folder === undefined) rmSync(place, { recursive: true, force: true })
  }
}

async function load(
  { pool }: Connection,
  files: DemoFiles,
  now: Date,
  onProgress: DemoOptions['onProgress'],
): Promise<LoadDemoSummary> {
  const mapping = loadMapping()
  const deliveries = [
    // What is told again below was first told the day before.
    ...files.focus.map(({ source, files: of }) => ({ source, of, at: new Date(now.getTime() - HOUR_MS) })),
    ...files.focus.map(({ source, again: of }) => ({ source, of, at: now })),
  ].filter(({ of }) => of.length > 0)
  let rowsRejected = 0
  let restatements = 0
  for (const { source, of, at } of deliveries) {
    const summary = await importFocus(pool, {
      files: of,
      sourceName: source,
      kind: source === METER ? 'meter' : 'ledger',
      completeAfterHours: COMPLETE_AFTER_HOURS[source],
      mapping,
      now: at,
      onProgress: ({ bytes, totalBytes }) => onProgress?.({ step: `Loading ${source}`, done: bytes, of: totalBytes }),
    })
    rowsRejected += summary.rowsRejected
    restatements += summary.restatements
  }
  for (const [done, name] of TABLES.entries()) {
    onProgress?.({ step: `Loading ${basename(files.tables[name])}`, done, of: TABLES.length })
    if (name === 'people') await importPeople(pool, files.tables.people, mapping)
    else rowsRejected += (await importTable(pool, name, files.tables[name], now, mapping)).rowsRejected
  }
  return { chargeRows: files.chargeRows, rowsRejected, restatements }
}

/** An installation's own words win. */
async function teachAliases({ db }: Connection): Promise<void> {
  const values = Object.entries(ALIASES).flatMap(([dimension, words]) =>
    Object.entries(words).map(([alias, value]) => ({ dimension, alias, value })),
  )
  await db
    .insertInto('tally.alias')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Hours of the civil day that have passed in UTC: none before it begins, all of them after it. */
function hoursInto(asOf: string, now: Date): number {
  const hours = Math.floor((now.getTime() - Date.parse(`${asOf}T00:00:00Z`)) / HOUR_MS)
  return Math.min(24, Math.max(0, hours))
}
