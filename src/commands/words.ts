import { terminal as terminalText } from '../cards/terminal.ts'
import { unknownWords, wordsCard } from '../spend/unknown-words.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

const MOST = 500

/** What people asked with and nobody understood. */
export async function words(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const unknown = await unknownWords(own.db, MOST)
    terminal.say(options.json ? JSON.stringify(unknown, null, 2) : terminalText(wordsCard(unknown), terminal).trimEnd())
  })
}
