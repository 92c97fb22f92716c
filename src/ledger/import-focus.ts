import { basename } from 'node:path'
import type pg from 'pg'
import { Fault } from '../errors.ts'
import { chargeReader } from './charge.ts'
import { SETTLE } from './completeness.ts'
import { csvRows, type RowBatch, type Select } from './csv.ts'
import { fileSize, isCompressed, isParquet, openFile } from './file.ts'
import { selectFocus } from './focus-columns.ts'
import type { Mapping } from './mapping.ts'
import { recordRestatements, replaceDelivered } from './replace.ts'
import { openSource, type SourceChoice } from './source.ts'
import { openStaging, type Staging } from './staging.ts'

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

const SHOWN_REJECTIONS = 20

/**
 * Loads one delivery of a source: FOCUS 1.0 to 1.4 as CSV, gzip-compressed CSV or Parquet. All or nothing: a file that is broken
 * half-way throws a Fault and changes nothing at all. Rows that cannot be read are kept with their reason, the others are loaded.
 */
export async function importFocus(pool: pg.Pool, options: ImportOptions): Promise<ImportSummary> {
  const { files, mapping, now } = options
  if (files.length === 0) throw new Fault('No file to import.', 'Name at least one file.')
  const totalBytes = files.reduce((sum, file) => sum + fileSize(file), 0)
  const client = await pool.connect()
  let summary: ImportSummary
  let facts = 0
  try {
    await client.query('begin')
    const source = await openSource(client, options)
    const staging = await openStaging(client, mapping)
    const rejections: ImportSummary['rejections'][number][] = []
    const loaded: ImportSummary['files'][number][] = []
    const read = { rows: 0, rejected: 0, bytes: 0 }
    const reader = chargeReader(mapping, source.effectiveFrom)
    for (const path of files) {
      const name = files.some((other) => other !== path && basename(other) === basename(path)) ? path : basename(path)
      const before = read.rows
      const select: Select = (header) => selectFocus(name, header, source.effectiveFrom, mapping.extraColumns)
      const opened = await openTable(path, name, select)
      for await (const batch of opened.batches) {
        read.rows += batch.rows.length
        read.rejected += stage(batch, name, reader, staging, rejections)
        await staging.flush()
        options.onProgress?.({ phase: 'reading', rows: read.rows, bytes: read.bytes + opened.done(), totalBytes })
      }
      read.bytes += fileSize(path)
      loaded.push({ name, sha256: await opened.sha256(), bytes: fileSize(path), rows: read.rows - before })
    }
    const twice = loaded.find((file) => loaded.some((other) => other !== file && other.sha256 === file.sha256))
    if (twice) throw new Fault(`${twice.name} is given twice.`, 'Nothing was loaded. Name each file once.')

    const delivered = await staging.end()
    options.onProgress?.({ phase: 'adding up', rows: read.rows, bytes: totalBytes, totalBytes })
    const suspect = source.effectiveFrom === 'billed' ? [] : await suspectMoney(client)
    const replaced = await replaceDelivered(client, source, delivered, now)
    facts = replaced.facts
    const status = replaced.replacedDays > 0 ? 'loaded' : 'unchanged'
    const { rows } = await client.query<{ batch_id: string }>(
      `insert into ledger.load_batch
        (source_name, status, files, rows_read, rows_rejected, rows_suspect, suspect_billed_cost, last_day, loaded_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning batch_id`,
      [
        source.name,
        status,
        JSON.stringify(loaded),
        read.rows,
        read.rejected,
        suspect.reduce((sum, { count }) => sum + Number(count), 0),
        JSON.stringify(Object.fromEntries(suspect.map((money) => [money.currency, money.billed]))),
        replaced.days?.last,
        now,
      ],
    )
    const batchId = rows[0]?.batch_id ?? ''
    await client.query(
      `insert into ledger.rejected_row (batch_id, file_name, line_no, reason, raw_row)
      select $1, file_name, line_no, reason, raw_row from staged_rejection`,
      [batchId],
    )
    const restatements = await recordRestatements(client, source, batchId, now)
    for (const text of SETTLE) await client.query(text, [now, source.name])
    const totals = await deliveredMoney(client)
    await client.query('commit')

    const suspectBilledCost = Object.fromEntries(suspect.map((money) => [money.currency, money.billed]))
    summary = {
      sourceName: source.name,
      kind: source.kind,
      effectiveFrom: source.effectiveFrom,
      batchId,
      status,
      files: loaded,
      rowsRead: read.rows,
      rowsRejected: read.rejected,
      rejections,
      rowsSuspect: suspect.reduce((sum, { count }) => sum + Number(count), 0),
      suspectBilledCost,
      days: replaced.days,
      replacedDays: replaced.replacedDays,
      unchangedDays: replaced.unchangedDays,
      restatements,
      totals,
      warnings: [...source.warnings, ...suspectWarnings(source.name, suspect)],
    }
    client.release()
  } catch (error) {
    // A COPY may be under way, behind which a rollback would wait for ever: with its connection the transaction goes too.
    client.release(true)
    throw error
  }
  if (facts >= MANY_FACTS) await tidy(pool, summary)
  return summary
}

function stage(
  batch: RowBatch,
  file: string,
  reader: ReturnType<typeof chargeReader>,
  staging: Staging,
  rejections: ImportSummary['rejections'][number][],
): number {
  let rejected = 0
  batch.rows.forEach((row, index) => {
    const charge = typeof row === 'string' ? row : reader(row)
    const reason = typeof charge === 'string' || typeof row === 'string' ? (charge as string) : staging.add(row, charge)
    if (reason === undefined) return
    rejected += 1
    const line = batch.line(index)
    staging.reject(file, line, reason, batch.raw(index))
    if (rejections.length < SHOWN_REJECTIONS) rejections.push({ file, line, reason })
  })
  return rejected
}

interface OpenTable {
  readonly batches: AsyncIterable<RowBatch>
  sha256(): Promise<string> | string
  done(): number
}

async function openTable(path: string, name: string, select: Select): Promise<OpenTable> {
  if (isParquet(path)) {
    const { openParquet } = await import('./parquet.ts')
    return openParquet(path, name, select)
  }
  const reading = openFile(path, isCompressed(path))
  return { batches: csvRows(reading.bytes, name, select), sha256: reading.sha256, done: reading.done }
}

interface SuspectMoney {
  readonly currency: string
  readonly count: string
  readonly billed: string
}

async function suspectMoney(client: pg.ClientBase): Promise<readonly SuspectMoney[]> {
  const { rows } = await client.query<SuspectMoney>(
    `select d.billing_currency as currency, count(*), trim_scale(sum(c.billed_cost)) as billed
    from staged_charge c join staged_dimension d on d.id = c.dimension_id
    where c.effective_cost = 0 and c.billed_cost <> 0 and d.charge_category = 'Usage'
    group by 1 order by 1`,
  )
  return rows
}

const suspectWarnings = (source: string, suspect: readonly SuspectMoney[]) =>
  suspect.map(
    ({ currency, count, billed }) =>
      `${count} charges of ${source} were billed ${billed} ${currency} and have an effective cost of zero. If this source does not ` +
      `fill EffectiveCost, import it again with --effective billed.`,
  )

async function deliveredMoney(client: pg.ClientBase): Promise<ImportSummary['totals']> {
  const { rows } = await client.query<{ currency: string; billed: string; effective: string }>(
    `select d.billing_currency as currency, trim_scale(sum(f.billed_cost)) as billed, trim_scale(sum(f.effective_cost)) as effective
    from staged_fact f join staged_dimension d on d.id = f.dimension_id group by 1 order by 1`,
  )
  return Object.fromEntries(
    rows.map(({ currency, billed, effective }) => [currency, { billedCost: billed, effectiveCost: effective }]),
  )
}

const MANY_FACTS = 20_000

/** After a large load the planner's figures are old, and index-only scans need the pages marked. */
async function tidy(pool: pg.Pool, { kind, days }: ImportSummary): Promise<void> {
  if (days === undefined) return
  const { rows } = await pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'ledger.charge_day'::regclass
      and inhrelid::regclass::text between $1 and $2`,
    [
      `ledger.charge_day_${days.first.slice(0, 7).replace('-', '_')}`,
      `ledger.charge_day_${days.last.slice(0, 7).replace('-', '_')}`,
    ],
  )
  const tables =
    kind === 'meter'
      ? ['ledger.meter_day']
      : [...rows.map(({ name }) => name), 'ledger.charge_day_model', 'ledger.charge_day_area', 'ledger.name']
  await pool.query(`vacuum (analyze) ${tables.join(', ')}`)
}
