import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Conversation } from '../platform.ts'
import type { Answer } from './answer.ts'
import type { Comparison } from './comparison.ts'
import type { Question } from './question.ts'
import type { Choice, Option } from './understanding/reading.ts'
import type { Watermark } from './watermarks.ts'

type Db = Kysely<Database>

/** The same request gives the same id, so that nothing is said twice. No dots: ids stand in tokens. */
export const idOf = (requestId: string): string =>
  createHash('sha256').update(requestId).digest('base64url').slice(0, 16)

export interface StoredAnswer {
  readonly id: string
  readonly asker: string
  readonly text: string
  readonly question: Question
  readonly sentence: string
  readonly comparison: Comparison | null
  readonly timezone: string
  readonly today: string
  readonly sources: readonly Watermark[]
  readonly rowCount: number
  readonly sql: string
  readonly answeredAt: Date
}

export async function keepAnswers(
  db: Db,
  kept: readonly { readonly asker: string; readonly answer: Answer }[],
): Promise<void> {
  await db
    .insertInto('tally.answer')
    .values(
      kept.map(({ asker, answer }) => ({
        answer_id: answer.id,
        asker,
        asked_text: answer.text,
        question: JSON.stringify(answer.question),
        reading: JSON.stringify({ sentence: answer.sentence, today: answer.today, comparison: answer.comparison }),
        timezone: answer.timezone,
        sources: JSON.stringify(answer.sources),
        row_count: answer.rowCount,
        sql: answer.sql,
        answered_at: answer.answeredAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findAnswer(db: Db, id: string): Promise<StoredAnswer | undefined> {
  const row = await db.selectFrom('tally.answer').selectAll().where('answer_id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  const reading = row.reading as Pick<StoredAnswer, 'sentence' | 'today' | 'comparison'>
  return {
    id: row.answer_id,
    asker: row.asker,
    text: row.asked_text,
    question: row.question as Question,
    sentence: reading.sentence,
    comparison: reading.comparison,
    today: reading.today,
    timezone: row.timezone,
    sources: row.sources as readonly Watermark[],
    rowCount: row.row_count,
    sql: row.sql,
    answeredAt: new Date(row.answered_at),
  }
}

const KEPT_MS = 30 * 60_000
/** Whether what was asked then may still be gone on from. */
export const isRecent = (at: Date, now: Date): boolean => at > since(now)
const since = (now: Date) => new Date(now.getTime() - KEPT_MS)

/** What this person asked just before in this thread; nobody else's question is ever built upon. */
export async function previousQuestion(
  db: Db,
  where: Conversation,
  asker: string,
  now: Date,
): Promise<Question | undefined> {
  const row = await db
    .selectFrom('tally.thread_question')
    .select('question')
    .where('platform', '=', where.platform)
    .where('workspace_id', '=', where.workspaceId)
    .where('conversation_id', '=', where.conversationId)
    .where('thread_id', '=', where.threadId ?? '')
    .where('asker', '=', asker)
    .where('asked_at', '>', since(now))
    .executeTakeFirst()
  return row?.question as Question | undefined
}

/** What one person asked in one thread. */
export interface Turn {
  readonly where: Conversation
  readonly asker: string
  readonly question: Question
  readonly at: Date
}

/** Each of another thread or person. */
export async function rememberQuestions(db: Db, turns: readonly Turn[]): Promise<void> {
  await db
    .insertInto('tally.thread_question')
    .values(
      turns.map(({ where, asker, question, at }) => ({
        platform: where.platform,
        workspace_id: where.workspaceId,
        conversation_id: where.conversationId,
        thread_id: where.threadId ?? '',
        asker,
        question: JSON.stringify(question),
        asked_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'workspace_id', 'conversation_id', 'thread_id', 'asker'])
        .doUpdateSet(({ ref }) => ({ question: ref('excluded.question'), asked_at: ref('excluded.asked_at') })),
    )
    .execute()
}

/** A question that was asked back and waits for its click. */
export interface OpenQuestion {
  readonly id: string
  readonly asker: string
  readonly text: string
  readonly choices: readonly Choice[]
  readonly about: string
  readonly options: readonly Option[]
  readonly previous: Question | undefined
  readonly today: string
  readonly timezone: string
}

export async function keepOpenQuestion(db: Db, open: OpenQuestion, now: Date): Promise<void> {
  await db
    .insertInto('tally.open_question')
    .values({
      open_id: open.id,
      asker: open.asker,
      asked_text: open.text,
      choices: JSON.stringify(open.choices),
      options: JSON.stringify(open.options),
      about: open.about,
      previous: open.previous === undefined ? null : JSON.stringify(open.previous),
      today: open.today,
      timezone: open.timezone,
      asked_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findOpenQuestion(db: Db, id: string, now: Date): Promise<OpenQuestion | undefined> {
  const row = await db
    .selectFrom('tally.open_question')
    .selectAll()
    .where('open_id', '=', id)
    .where('asked_at', '>', since(now))
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.open_id,
    asker: row.asker,
    text: row.asked_text,
    choices: row.choices as readonly Choice[],
    about: row.about,
    options: row.options as readonly Option[],
    previous: (row.previous ?? undefined) as Question | undefined,
    today: row.today,
    timezone: row.timezone,
  }
}

/** For an admin to teach. A word with a digit in it may be an amount and is not kept. */
export async function countUnknownWord(db: Db, about: string, now: Date): Promise<void> {
  const word = about.trim().toLowerCase()
  if (word === '' || word.length > 80 || /\d/.test(word)) return
  await db
    .insertInto('tally.unknown_word')
    .values({ word, last_asked_at: now })
    .onConflict((conflict) =>
      conflict.column('word').doUpdateSet({ asked_count: sql`unknown_word.asked_count + 1`, last_asked_at: now }),
    )
    .execute()
}
