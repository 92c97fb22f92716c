import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Fault } from '../errors.ts'
import { understandBatch } from '../spend/understanding/batch.ts'
import type { Terminal } from './terminal.ts'

/** A question a line on stdin, its reading a line on stdout, each as soon as it is read. No database. */
export async function understand(options: { readonly catalogue: string }, terminal: Terminal): Promise<void> {
  const catalogue = readJson(options.catalogue)
  const today = terminal.now().toISOString().slice(0, 10)
  if (terminal.interactive && process.stdin.isTTY)
    terminal.warn('Write one question a line: {"id": 1, "text": "team search cost last month"}. Ctrl-D ends.')
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  for await (const reading of understandBatch(lines, catalogue, today)) {
    // A slow reader holds us up, instead of filling our memory.
    if (!process.stdout.write(`${JSON.stringify(reading)}\n`)) await once(process.stdout, 'drain')
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Fault(
      `The catalogue ${path} cannot be read: ${(cause as Error).message}`,
      'Give a JSON file: {"dimensions": {"team": ["search"]}, "aliases": {"team": {"srch": "search"}}}.',
      { cause },
    )
  }
}
