import { money } from '../cards/format.ts'
import { METER, SOURCES } from '../demo/services.ts'
import { holdsDemo } from '../demo/stand.ts'
import { Fault } from '../errors.ts'
import { type ImportSummary, importFocus as importFiles } from '../ledger/import-focus.ts'
import { loadMapping } from '../ledger/mapping-file.ts'
import { count } from './count.ts'
import { progress } from './progress.ts'
import { withMigrated } from './session.ts'
import { Failed, type Terminal } from './terminal.ts'

const DEMO_SOURCES: readonly string[] = [...SOURCES, METER]

export interface ImportFocusOptions {
  readonly source: string
  readonly kind?: 'ledger' | 'meter'
  readonly effective?: 'effective' | 'billed'
  readonly completeAfter?: number
  readonly mapping?: string
  readonly json?: boolean
}

/** Ends with a failure where a row was rejected, so that a script notices. */
export async function importFocus(
  files: readonly string[],
  options: ImportFocusOptions,
  terminal: Terminal,
): Promise<void> {
  const mapping = loadMapping(options.mapping)
  await withMigrated(terminal, async ({ own }) => {
    const besideDemo = await holdsDemo(own)
    if (besideDemo && DEMO_SOURCES.includes(options.source))
      throw new Fault(
        `${options.source} is the demo company’s here; your spend would be mixed with it.`,
        'Nothing was loaded. Take the demo out first: npx tally demo --remove',
      )
    const bar = progress(terminal, options.source)
    const summary = await importFiles(own.pool, {
      files,
      mapping,
      now: terminal.now(),
      sourceName: options.source,
      kind: options.kind,
      effectiveFrom: options.effective,
      completeAfterHours: options.completeAfter,
      onProgress: ({ phase, rows, bytes, totalBytes }) =>
        bar.update(bytes, totalBytes, phase === 'reading' ? count(rows, 'row') : 'adding up …'),
    }).finally(() => bar.stop())
    terminal.say(options.json ? JSON.stringify(summary) : summaryText(summary))
    if (besideDemo)
      terminal.warn(
        'Warning: the demo company is in this database too, so totals hold both. To begin with your own spend alone: npx tally demo --remove, before the first import.',
      )
    for (const warning of summary.warnings) terminal.warn(`Warning: ${warning}`)
    if (summary.rowsRejected > 0) {
      terminal.warn(rejectedText(summary))
      throw new Failed()
    }
  })
}

/** What was loaded, in a few calm lines. */
export function summaryText(summary: ImportSummary): string {
  const { sourceName, kind, days, status, rowsRead, rowsRejected } = summary
  const loaded = count(rowsRead - rowsRejected, 'row')
  return [
    status === 'unchanged'
      ? `${sourceName}: nothing changed. ${loaded} are as they were.`
      : `${sourceName}: loaded ${loaded}${kind === 'meter' ? ' of estimates (never part of a total)' : ''}.`,
    ...(days === undefined ? [] : [`  Days      ${days.first} to ${days.last} (UTC)`]),
    `  Changed   ${count(summary.replacedDays, 'day')}, ${summary.unchangedDays} as before${summary.restatements === 0 ? '' : `, ${summary.restatements} restated`}`,
    ...Object.entries(summary.totals).map(
      ([currency, { billedCost, effectiveCost }]) =>
        `  Delivered ${money(effectiveCost, currency)} effective, ${money(billedCost, currency)} billed`,
    ),
  ].join('\n')
}

function rejectedText({ rowsRead, rowsRejected, rejections, batchId }: ImportSummary): string {
  return [
    `${count(rowsRejected, 'row')} of ${rowsRead.toLocaleString('en')} rejected; the others were loaded:`,
    ...rejections.map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}`),
    ...(rowsRejected > rejections.length ? ['  …'] : []),
    `→ Mend these rows and import the whole delivery again. All of them stand in ledger.rejected_row, batch ${batchId}.`,
  ].join('\n')
}
