import { basename } from 'node:path'
import { importTable as importFile } from '../ledger/import-table.ts'
import { loadMapping } from '../ledger/mapping-file.ts'
import type { TableKind } from '../ledger/table.ts'
import { importPeople as importFileOfPeople } from '../people/import.ts'
import { count } from './count.ts'
import { withMigrated } from './session.ts'
import { Failed, type Terminal } from './terminal.ts'

export interface ImportTableOptions {
  readonly mapping?: string
  readonly json?: boolean
}

interface Loaded {
  readonly file: string
  readonly rowsRead: number
  readonly rejections: readonly { readonly line: number; readonly reason: string }[]
}

const SHOWN_REJECTIONS = 20

export async function importTable(
  kind: TableKind,
  file: string,
  options: ImportTableOptions,
  terminal: Terminal,
): Promise<void> {
  const mapping = loadMapping(options.mapping)
  await withMigrated(terminal, async ({ own }) =>
    tell(await importFile(own.pool, kind, file, terminal.now(), mapping), options, terminal),
  )
}

export async function importPeople(file: string, options: ImportTableOptions, terminal: Terminal): Promise<void> {
  const mapping = loadMapping(options.mapping)
  await withMigrated(terminal, async ({ own }) =>
    tell(await importFileOfPeople(own.pool, file, mapping), options, terminal),
  )
}

function tell(
  loaded: Loaded & { readonly rowsRejected?: number },
  options: ImportTableOptions,
  terminal: Terminal,
): void {
  const { file, rowsRead, rejections, rowsRejected = rejections.length } = loaded
  terminal.say(
    options.json ? JSON.stringify(loaded) : `${basename(file)}: loaded ${count(rowsRead - rowsRejected, 'row')}.`,
  )
  if (rowsRejected === 0) return
  terminal.warn(
    [
      `${count(rowsRejected, 'row')} of ${rowsRead.toLocaleString('en')} rejected; the others were loaded:`,
      ...rejections
        .slice(0, SHOWN_REJECTIONS)
        .map(({ line, reason }) => `  ${basename(file)}, line ${line}: ${reason}`),
      ...(rowsRejected > SHOWN_REJECTIONS ? ['  …'] : []),
      '→ Mend these rows and import the file again.',
    ].join('\n'),
  )
  throw new Failed()
}
