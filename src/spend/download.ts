import { type Card, plain, strong } from '../cards/card.ts'
import { claimForAMinute } from '../db/delivery.ts'
import type { Reply } from '../platform.ts'
import type { Answer } from './answer.ts'
import { headlineOf } from './answer-card.ts'
import { answerQuestion } from './ask.ts'
import { outcomeCard } from './card.ts'
import { fileName, forSpreadsheets, toCsv } from './csv.ts'
import type { AskDeps } from './deps.ts'
import type { Sheet } from './kinds/kind.ts'
import type { Press } from './press.ts'
import { sheetOf } from './sheet.ts'
import { idOf, type StoredAnswer } from './store.ts'
import { freshnessWords } from './words.ts'

/** More groups than this are one row of others: the rows still add up. */
export const MOST_ROWS = 100_000

/**
 * The stored question as of its own day, answered anew for the presser with all its groups. What everybody saw everybody gets;
 * a card of somebody else's may have held more or less than the presser sees, so its file is the presser's alone.
 */
export async function download(deps: AskDeps, pressed: Press, stored: StoredAnswer): Promise<Reply> {
  const { presser, requestId, where } = pressed
  const { text, question, timezone, today } = stored
  const request = { text, requestId, asker: presser, timezone, today, most: MOST_ROWS }
  const outcome = await answerQuestion(deps, request, question)
  const aside = (card: Card): Reply => ({ card, audience: 'asker', place: 'new', key: idOf(requestId) })
  if (outcome.kind !== 'answer') return aside(outcomeCard(outcome))
  const sheet = sheetOf(outcome.answer)
  if (sheet.rows.length === 0) return aside(said('There are no figures to put into a file.'))
  const shared = !pressed.private && (stored.asker === presser.key || deps.visibility === 'everyone')
  const for_ = shared ? `${where.conversationId}:${where.threadId ?? ''}` : presser.key
  const key = `csv:${stored.id}:${where.workspaceId}:${for_}`
  if (pressed.again !== true && !(await claimForAMinute(deps.own, where.platform, key, deps.now())))
    return aside(said('I sent this file a moment ago.'))
  return {
    card: fileCard(outcome.answer, sheet),
    audience: shared ? 'conversation' : 'asker',
    place: 'new',
    key: outcome.answer.id,
    file: { name: fileName(question), content: forSpreadsheets(toCsv(sheet)) },
  }
}

const said = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })

/** What the file is about: a comment inside would not be CSV. */
function fileCard(answer: Answer, { rows, adds }: Sheet): Card {
  const notes = [
    `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}, exact figures.`,
    ...(adds === null ? [] : [`The column ${adds} adds up to it${answer.totals.length > 1 ? ', per currency' : ''}.`]),
    'An empty cell was not recorded.',
    ...(answer.freshness === null ? [] : [freshnessWords(answer.freshness)]),
    `Answer ${answer.id}.`,
  ]
  return {
    blocks: [
      { kind: 'text', text: [strong(headlineOf(answer))] },
      { kind: 'chips', chips: answer.chips },
      { kind: 'note', text: [plain(notes.join(' '))] },
    ],
  }
}
