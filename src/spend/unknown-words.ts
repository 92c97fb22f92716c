import type { Kysely } from 'kysely'
import { type Card, code, plain } from '../cards/card.ts'
import { day } from '../cards/format.ts'
import type { Database } from '../db/schema.ts'

/** A word that Tally was asked with and did not know; never an amount. */
export interface UnknownWord {
  readonly word: string
  readonly asked: number
  readonly lastAskedAt: Date
}

/** The most asked first. */
export async function unknownWords(own: Kysely<Database>, most: number): Promise<readonly UnknownWord[]> {
  const rows = await own
    .selectFrom('tally.unknown_word')
    .selectAll()
    .orderBy('asked_count', 'desc')
    .orderBy('last_asked_at', 'desc')
    .orderBy('word')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    word: row.word,
    asked: Number(row.asked_count),
    lastAskedAt: new Date(row.last_asked_at),
  }))
}

/** For an administrator to teach. */
export function wordsCard(words: readonly UnknownWord[]): Card {
  if (words.length === 0)
    return { blocks: [{ kind: 'text', text: [plain('I knew every word that I was asked with.')] }] }
  return {
    blocks: [
      { kind: 'headline', text: `${words.length} ${words.length === 1 ? 'word' : 'words'} that I did not know` },
      {
        kind: 'table',
        caption: 'Unknown words, most asked first',
        columns: [
          { title: 'Word', align: 'left' },
          { title: 'Asked', align: 'right' },
          { title: 'Last', align: 'left' },
        ],
        rows: words.map(({ word, asked, lastAskedAt }) => [
          { text: word },
          { text: asked.toLocaleString('en-US'), value: asked },
          { text: day(lastAskedAt.toISOString().slice(0, 10)) },
        ]),
      },
      {
        kind: 'note',
        text: [
          plain('Teach one: ask with it, choose what it means, then press “Remember for everyone”. Or run '),
          code('tally alias add WORD DIMENSION NAME'),
          plain('.'),
        ],
      },
    ],
  }
}
