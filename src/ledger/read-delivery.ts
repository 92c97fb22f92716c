import { basename } from 'node:path'
import { Fault } from '../errors.ts'
import { chargeReader } from './charge.ts'
import { csvRows, type RowBatch, type Select } from './csv.ts'
import { fileSize, isCompressed, isParquet, openFile } from './file.ts'
import { selectFocus } from './focus-columns.ts'
import type { ImportOptions, ImportSummary } from './import-focus.ts'
import type { Staging } from './staging.ts'
import { visible } from './value.ts'

export type Delivery = Pick<ImportSummary, 'files' | 'rowsRead' | 'rowsRejected' | 'rejections'>

const SHOWN_REJECTIONS = 20

/** Reads the files of one delivery, row by row, into the staging tables. */
export async function readDelivery(
  staging: Staging,
  effectiveFrom: 'effective' | 'billed',
  { files, mapping, onProgress }: ImportOptions,
): Promise<Delivery> {
  const totalBytes = files.reduce((sum, file) => sum + fileSize(file), 0)
  const reader = chargeReader(mapping, effectiveFrom)
  const rejections: Delivery['rejections'][number][] = []
  const read: Delivery['files'][number][] = []
  let rowsRead = 0
  let rowsRejected = 0
  let bytes = 0
  for (const path of files) {
    const name = visible(
      files.some((other) => other !== path && basename(other) === basename(path)) ? path : basename(path),
    )
    const before = rowsRead
    const opened = await openTable(path, name, (header) =>
      selectFocus(name, header, effectiveFrom, mapping.extraColumns),
    )
    for await (const batch of opened.batches) {
      rowsRead += batch.rows.length
      rowsRejected += stage(batch, name, reader, staging, rejections)
      await staging.flush()
      onProgress?.({ phase: 'reading', rows: rowsRead, bytes: bytes + opened.done(), totalBytes })
    }
    bytes += fileSize(path)
    const file = { name, sha256: await opened.sha256(), bytes: fileSize(path), rows: rowsRead - before }
    if (file.rows > 0 && read.some(({ sha256 }) => sha256 === file.sha256)) {
      throw new Fault(`${name} is given twice.`, 'Nothing was loaded. Name each file once.')
    }
    read.push(file)
  }
  onProgress?.({ phase: 'adding up', rows: rowsRead, bytes, totalBytes })
  return { files: read, rowsRead, rowsRejected, rejections }
}

function stage(
  batch: RowBatch,
  file: string,
  reader: ReturnType<typeof chargeReader>,
  staging: Staging,
  rejections: Delivery['rejections'][number][],
): number {
  let rejected = 0
  const add = (row: readonly string[]) => {
    const charge = reader(row)
    return typeof charge === 'string' ? charge : staging.add(row, charge)
  }
  batch.rows.forEach((row, index) => {
    const reason = typeof row === 'string' ? row : add(row)
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
