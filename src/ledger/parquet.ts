import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Fault } from '../errors.ts'
import type { RowBatch, Select } from './csv.ts'
import { fileSize, unchangedSince } from './file.ts'

/** The rows of a Parquet file, every value as exact text, by DuckDB, which is installed only where it is wanted. */
export async function openParquet(path: string, name: string, select: Select) {
  const connection = await connectDuckDb()
  let done = 0
  return {
    batches: rows(connection, path, name, select, (share) => {
      done = Math.round(share * fileSize(path))
    }),
    sha256: async () => {
      const hash = createHash('sha256')
      await pipeline(createReadStream(path), hash)
      return hash.digest('hex')
    },
    done: () => done,
  }
}

async function connectDuckDb(): Promise<DuckDBConnection> {
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '200MB' })
    return await instance.connect()
  } catch (cause) {
    throw new Fault(
      'Parquet files need DuckDB, which is not installed here.',
      'Install the optional dependencies (npm ci --include=optional), or export CSV.',
      { cause },
    )
  }
}

async function* rows(
  connection: DuckDBConnection,
  path: string,
  name: string,
  select: Select,
  onShare: (share: number) => void,
): AsyncGenerator<RowBatch, void, void> {
  const unchanged = unchangedSince(path)
  try {
    const table = readParquet(path)
    // An instant without a zone is UTC, and so is one with a zone once it is written as text.
    await connection.run(`set timezone = 'UTC'`)
    const columns = await connection.runAndReadAll(`describe select * from ${table}`)
    const described = columns.getRowsJson().map(([column, type]) => ({ column: String(column), type: String(type) }))
    const wanted = select(described.map(({ column }) => column))
    const count = await connection.runAndReadAll(`select count(*)::varchar from ${table}`)
    const total = Number(count.getRowsJson()[0]?.[0] ?? 0)
    const result = await connection.stream(
      `select ${wanted.map((at) => asText(described[at])).join(', ')} from ${table}`,
    )
    let line = 1
    while (true) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) break
      const batch = chunk.getRows().map((row) => row.map((value) => (typeof value === 'string' ? value : '')))
      const first = line
      line += batch.length
      onShare(total === 0 ? 1 : line / total)
      yield { rows: batch, line: (index) => first + index + 1, raw: (index) => JSON.stringify(batch[index]) }
    }
    unchanged()
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault(`${name} is a broken Parquet file.`, 'Nothing was loaded. Fetch it again.', { cause })
  } finally {
    connection.closeSync()
  }
}

/** This file alone: brackets keep DuckDB from reading a pattern in its name, and no column comes from a folder's. */
const readParquet = (path: string) =>
  `read_parquet('${path.replaceAll("'", "''").replace(/[*?[]/g, '[$&]')}', hive_partitioning = false)`

/** A wanted column as text; tags are maps or structures in some exports and JSON text in others. */
function asText(described: { readonly column: string; readonly type: string } | undefined): string {
  if (described === undefined) return `''`
  const column = `"${described.column.replaceAll('"', '""')}"`
  return /^(MAP|STRUCT)\b/.test(described.type)
    ? `coalesce(to_json(${column})::varchar, '')`
    : `coalesce(${column}::varchar, '')`
}
