import { type Card, plain } from '../cards/card.ts'
import type { File } from '../platform.ts'
import { LIMITS } from './limits.ts'

/** Exact figures as text rows, where Teams takes no file: as many as a message holds, and how to get all of them. */
export function rowsCard(words: Card, { content }: File): Card {
  const [head = '', ...rows] = records(content)
  let room = LIMITS.card / 2 - head.length
  const shown: string[] = []
  for (const row of rows.slice(0, LIMITS.codeLines - 1)) {
    // As JSON writes it, in a block of its own.
    room -= JSON.stringify(row).length + BLOCK
    if (room < 0) break
    shown.push(row)
  }
  const missing = rows.length - shown.length
  return {
    blocks: [
      ...words.blocks,
      { kind: 'code', text: [head, ...shown].map((row) => row.replace(/\s*\n\s*/g, ' ')).join('\n') },
      ...(missing === 0 ? [] : [{ kind: 'text' as const, text: [plain(moreWords(missing))] }]),
    ],
  }
}

const BLOCK = 100

const moreWords = (missing: number): string =>
  `${missing.toLocaleString('en-US')} more ${missing === 1 ? 'row does' : 'rows do'} not fit here. For all of them ask me the same in our personal chat and press the button there: I put a file into your OneDrive. An administrator gets them with “npx tally ask --csv”.`

/** Lines of CSV; what is quoted may hold line breaks. */
function records(content: string): readonly string[] {
  return content.replace(/^\uFEFF/, '').match(/(?:[^"\r\n]|"(?:[^"]|"")*")+/g) ?? []
}
