import { basename } from 'node:path'
import type pg from 'pg'
import { Fault } from '../errors.ts'
import { copyField, inTransaction, openCopy } from './copy.ts'
import { csvRows } from './csv.ts'
import { fileSize, isCompressed, openFile } from './file.ts'
import type { Mapping } from './mapping.ts'
import { loadMapping } from './mapping-file.ts'
import { type Table, type TableKind, table } from './table.ts'
import { visible } from './value.ts'

export interface TableSummary {
  readonly kind: TableKind
  readonly file: string
  readonly rowsRead: number
  readonly rowsRejected: number
  /** Every rejected row, up to a thousand. */
  readonly rejections: readonly { readonly line: number; readonly reason: string }[]
}

const MAX_REJECTIONS = 1000

/**
 * Loads a CSV (or CSV.gz) of units, telemetry, budgets, training runs, quality scores or stated value. Its header names the columns
 * of the view of the same data. Rows take the place of what was there under the same key (units: for the same source and day), so
 * loading a file twice changes nothing. A file that is broken half-way changes nothing at all.
 */
export async function importTable(
  pool: pg.Pool,
  kind: TableKind,
  file: string,
  now: Date,
  mapping: Mapping = loadMapping(),
): Promise<TableSummary> {
  fileSize(file)
  const description = table(kind, mapping, now)
  return inTransaction(pool, async (client) => {
    const { target, columns, replaces } = description
    const list = columns.join(', ')
    await client.query(`create temp table staged_row on commit drop as select ${list} from ${target} with no data`)
    await client.query('alter table staged_row add column line_no bigint not null')
    const staged = await stageRows(client, file, description)
    const doubles = await rejectDoubles(client, description)
    await client.query('analyze staged_row')
    await client.query(`delete from ${target} t using staged_row s where ${replaces}`)
    await client.query(insertRows(description))
    const rejections = [...staged.rejections, ...doubles].toSorted((a, b) => a.line - b.line)
    return {
      kind,
      file,
      rowsRead: staged.rows,
      rowsRejected: staged.rejected + doubles.length,
      rejections: rejections.slice(0, MAX_REJECTIONS),
    }
  })
}

async function stageRows(client: pg.ClientBase, file: string, { row: schema, columns, required }: Table) {
  const name = visible(basename(file))
  const select = (header: readonly string[]) => {
    const names = header.map((column) => column.toLowerCase())
    const missing = required.filter((column) => !names.includes(column))
    if (missing.length > 0) {
      throw new Fault(
        `${name} has no column ${missing.join(', ')}.`,
        `Nothing was loaded. The columns are: ${columns.join(', ')}. Only ${required.join(', ')} must be there.`,
      )
    }
    return columns.map((column) => names.indexOf(column))
  }
  const copy = openCopy(client, `staged_row (line_no, ${columns.join(', ')})`)
  const rejections: { line: number; reason: string }[] = []
  let rows = 0
  let rejected = 0
  const reading = openFile(file, isCompressed(file))
  for await (const batch of csvRows(reading.bytes, name, select)) {
    let lines = ''
    batch.rows.forEach((fields, index) => {
      rows += 1
      const line = batch.line(index)
      const result =
        typeof fields === 'string'
          ? fields
          : understand(schema, Object.fromEntries(columns.map((c, n) => [c, fields[n] ?? ''])))
      if (typeof result === 'string') {
        rejected += 1
        if (rejections.length < MAX_REJECTIONS) rejections.push({ line, reason: result })
      } else lines += `${line}\t${columns.map((column) => copyField(result[column])).join('\t')}\n`
    })
    if (lines !== '') await copy.write(lines)
  }
  await copy.end()
  return { rows, rejected, rejections }
}

/** The row, or everything that is wrong with it. */
function understand(schema: Table['row'], fields: Readonly<Record<string, string>>) {
  const { success, data, error } = schema.safeParse(fields)
  return success ? data : error.issues.map(({ path, message }) => [...path.map(String), message].join(' ')).join('; ')
}

/** A file that says two things of one key is asked for one of them; the first stays. */
async function rejectDoubles(client: pg.ClientBase, { key }: Table) {
  if (key.length === 0) return []
  const { rows } = await client.query<{ line: string; first: string }>(
    `with double as (
      select line_no, min(line_no) over (partition by ${key.join(', ')}) as first from staged_row
    )
    delete from staged_row s using double d where s.line_no = d.line_no and d.line_no <> d.first
    returning s.line_no as line, d.first`,
  )
  return rows.map(({ line, first }) => ({
    line: Number(line),
    reason: `${key.join(', ')} are the same as in line ${first}`,
  }))
}

function insertRows({ target, columns, key }: Table): string {
  if (key.length > 0)
    return `insert into ${target} (${columns.join(', ')}) select ${columns.join(', ')} from staged_row`
  const dimensions = columns.filter((column) => column !== 'quantity').join(', ')
  return `insert into ${target} (${dimensions}, quantity) select ${dimensions}, sum(quantity) from staged_row group by ${dimensions}`
}
