import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Conversation } from '../platform.ts'
import type { Answer } from './answer.ts'
import type { Background } from './background.ts'
import type { Question } from './question.ts'
import { isRecent, keepAnswers, previousQuestion, rememberQuestions, type Turn } from './store.ts'

/** What was answered and what each person asked last, kept a moment after it was said. */
export interface Memory {
  keep(asker: string, answer: Answer): void
  remember(turn: Turn): void
  /** Also what is not written yet. */
  previous(where: Conversation, asker: string, now: Date): Promise<Question | undefined>
}

export function memory(own: Kysely<Database>, later: Background): Memory {
  const unwritten = new Map<string, Turn>()
  const keepAnswer = later.gather<{ readonly asker: string; readonly answer: Answer }>((kept) => keepAnswers(own, kept))
  const keepTurn = later.gather<Turn>(async (turns) => {
    try {
      await rememberQuestions(own, newest(turns))
    } finally {
      for (const turn of turns) if (unwritten.get(keyOf(turn)) === turn) unwritten.delete(keyOf(turn))
    }
  })
  return {
    keep: (asker, answer) => keepAnswer({ asker, answer }),
    remember(turn) {
      unwritten.set(keyOf(turn), turn)
      keepTurn(turn)
    },
    async previous(where, asker, now) {
      const turn = unwritten.get(keyOf({ where, asker }))
      if (turn === undefined) return previousQuestion(own, where, asker, now)
      return isRecent(turn.at, now) ? turn.question : undefined
    },
  }
}

const keyOf = ({ where, asker }: Pick<Turn, 'where' | 'asker'>): string =>
  JSON.stringify([where.platform, where.workspaceId, where.conversationId, where.threadId ?? '', asker])

/** One statement may not write one row twice. */
const newest = (turns: readonly Turn[]): readonly Turn[] => [
  ...new Map(turns.map((turn) => [keyOf(turn), turn])).values(),
]
