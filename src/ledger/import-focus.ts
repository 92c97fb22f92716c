import type pg from 'pg'
import { Fault } from '../errors.ts'
import { SETTLE } from './completeness.ts'
import { inTransaction } from './copy.ts'
import { deliveredMoney, type SuspectMoney, suspectMoney, suspectWarnings } from './delivered-money.ts'
import { fileSize } from './file.ts'
import type { Mapping } from './mapping.ts'
import { type Delivery, readDelivery } from './read-delivery.ts'
import { replaceDelivered } from './replace.ts'
import { recordRestatements } from './restatement.ts'
import { openSource, type SourceChoice } from './source.ts'
import { openStaging } from './staging.ts'
import { MANY_FACTS, tidy } from './tidy.ts'

export interface ImportOptions extends SourceChoice {
  /** One delivery, however many files it has: together they replace each day that they contain. */
  readonly files: readonly string[]
  readonly mapping: Mapping
  readonly now: Date
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  readonly phase: 'reading' | 'adding up'
  readonly rows: number
  /** Of the files on disk, before unpacking. */
  readonly bytes: number
  readonly totalBytes: number
}

export interface ImportSummary {
  readonly sourceName: string
  readonly kind: 'ledger' | 'meter'
  readonly effectiveFrom: 'effective' | 'billed'
  readonly batchId: string
  /** `unchanged`: every day holds what it held before. */
  readonly status: 'loaded' | 'unchanged'
  readonly files: readonly {
    readonly name: string
    readonly sha256: string
    readonly bytes: number
    readonly rows: number
  }[]
  readonly rowsRead: number
  readonly rowsRejected: number
  /** The first few; all of them stand in ledger.rejected_row. */
  readonly rejections: readonly { readonly file: string; readonly line: number; readonly reason: string }[]
  /** Usage that was billed and has an effective cost of zero. */
  readonly rowsSuspect: number
  readonly suspectBilledCost: Readonly<Record<string, string>>
  readonly days: { readonly first: string; readonly last: string } | undefined
  readonly replacedDays: number
  readonly unchangedDays: number
  /** Reported days that moved, one for each currency. */
  readonly restatements: number
  /** What was delivered, by currency. */
  readonly totals: Readonly<Record<string, { readonly billedCost: string; readonly effectiveCost: string }>>
  /** Each worth reading aloud, with its remedy. */
  readonly warnings: readonly string[]
}

/**
 * Loads one delivery of a source: FOCUS 1.0 to 1.4 as CSV, gzip-compressed CSV or Parquet. All or nothing: a file that is broken
 * half-way throws a Fault and changes nothing at all. Rows that cannot be read are kept with their reason, the others are loaded.
 */
export async function importFocus(pool: pg.Pool, options: ImportOptions): Promise<ImportSummary> {
  if (options.files.length === 0) throw new Fault('No file to import.', 'Name at least one file.')
  for (const file of options.files) fileSize(file)
  const { facts, ...summary } = await inTransaction(pool, (client) => deliver(client, options))
  if (facts >= MANY_FACTS) await tidy(pool, summary)
  return summary
}

async function deliver(
  client: pg.ClientBase,
  options: ImportOptions,
): Promise<ImportSummary & { readonly facts: number }> {
  const { mapping, now } = options
  const source = await openSource(client, options)
  const { name: sourceName, kind, effectiveFrom } = source
  const staging = await openStaging(client, mapping)
  const delivery = await readDelivery(staging, effectiveFrom, options)
  const delivered = await staging.end()
  const suspect = effectiveFrom === 'billed' ? NOT_SUSPECT : await suspectMoney(client)
  const replaced = await replaceDelivered(client, source, delivered, now)
  const status = replaced.replacedDays > 0 ? 'loaded' : 'unchanged'
  const batchId = await recordBatch(client, {
    sourceName,
    status,
    delivery,
    suspect,
    lastDay: replaced.days?.last,
    now,
  })
  const restatements = await recordRestatements(client, source, batchId, now)
  for (const text of SETTLE) await client.query(text, [now, sourceName])
  return {
    sourceName,
    kind,
    effectiveFrom,
    batchId,
    status,
    ...delivery,
    rowsSuspect: suspect.count,
    suspectBilledCost: suspect.billedCost,
    ...replaced,
    restatements,
    totals: await deliveredMoney(client),
    warnings: [...source.warnings, ...suspectWarnings(sourceName, suspect)],
  }
}

const NOT_SUSPECT: SuspectMoney = { count: 0, billedCost: {} }

interface Batch {
  readonly sourceName: string
  readonly status: ImportSummary['status']
  readonly delivery: Delivery
  readonly suspect: SuspectMoney
  readonly lastDay: string | undefined
  readonly now: Date
}

async function recordBatch(client: pg.ClientBase, batch: Batch): Promise<string> {
  const { sourceName, status, delivery, suspect, lastDay, now } = batch
  const { rows } = await client.query<{ batch_id: string }>(
    `insert into ledger.load_batch
      (source_name, status, files, rows_read, rows_rejected, rows_suspect, suspect_billed_cost, last_day, loaded_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning batch_id`,
    [
      sourceName,
      status,
      JSON.stringify(delivery.files),
      delivery.rowsRead,
      delivery.rowsRejected,
      suspect.count,
      JSON.stringify(suspect.billedCost),
      lastDay,
      now,
    ],
  )
  const batchId = rows[0]?.batch_id ?? ''
  await client.query(
    `insert into ledger.rejected_row (batch_id, file_name, line_no, reason, raw_row)
    select $1, file_name, line_no, reason, raw_row from staged_rejection`,
    [batchId],
  )
  return batchId
}
