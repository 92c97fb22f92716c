import { closePeriod } from '../ledger/completeness.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export async function closeSource(name: string, month: string, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    await closePeriod(own.db, name, month, terminal.now())
    terminal.say(`${name}: ${month} is closed; its days wait for nothing more.`)
  })
}
