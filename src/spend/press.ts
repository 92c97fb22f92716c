import type { Card } from '../cards/card.ts'
import { plain } from '../cards/card.ts'
import { claimForAMinute } from '../db/delivery.ts'
import type { Asker } from '../people/asker.ts'
import type { Conversation, Reply } from '../platform.ts'
import type { CardSetting } from './actions.ts'
import { answerQuestion, ask } from './ask.ts'
import { outcomeCard } from './card.ts'
import { nextQuestion, regrouped, withPeriod } from './continue.ts'
import type { AskDeps } from './deps.ts'
import { download } from './download.ts'
import type { Question } from './question.ts'
import { howCard, mayOpen, showHow } from './show-how.ts'
import { findAnswer, findOpenQuestion, idOf, type StoredAnswer } from './store.ts'
import { aliasOf, offerToRemember, remember } from './teach.ts'
import { civilToday } from './today.ts'

export interface Press {
  /**
   * `how.ID`, `csv.ID`, `share.ID`, `next.ID.STEP`, `period.ID.NAME`, `group.ID.DIMENSION`, `choose.ID.N` or `teach.ID.N`:
   * read from a token that we signed.
   */
  readonly payload: string
  readonly presser: Asker
  readonly where: Conversation
  readonly requestId: string
  readonly timezone: string
  /** Only the presser sees the pressed card. */
  readonly private: boolean
  /** Once more, by the platform itself. */
  readonly again?: boolean | undefined
}

/** What a button does. Whoever presses is authorised anew; what belongs to another is answered to the presser alone. */
export async function press(deps: AskDeps, pressed: Press, setting: CardSetting): Promise<Reply | undefined> {
  const [verb, id = '', detail = ''] = pressed.payload.split('.')
  switch (verb) {
    case 'how': {
      const how = await showHow(deps, id, pressed.presser)
      if (how.kind === 'how') return aside(pressed, howCard(how.answer))
      return aside(pressed, how.kind === 'gone' ? GONE : outcomeCard({ kind: 'hidden' }))
    }
    case 'share':
      return share(deps, pressed, id, setting)
    case 'csv': {
      const answer = await open(deps, pressed, id)
      return 'card' in answer ? answer : download(deps, pressed, answer)
    }
    case 'next':
      return change(deps, pressed, id, ({ question, today }) => nextQuestion(question, today, detail), setting)
    case 'period': {
      const today = civilToday(deps.now(), pressed.timezone)
      return change(deps, pressed, id, ({ question }) => withPeriod(question, detail, today), setting)
    }
    case 'group':
      return change(deps, pressed, id, ({ question }) => regrouped(question, detail), setting)
    case 'choose':
      return choose(deps, pressed, id, Number(detail), setting)
    case 'teach':
      return teach(deps, pressed, id, Number(detail))
    default:
      return undefined
  }
}

const message = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })
const GONE = message('That answer is no longer kept. Ask the question again.')
const EXPIRED = message('That question is no longer open. Ask it again.')
const SHARED = message('You shared this here a moment ago.')
const NOT_YOURS = message('Somebody else asked this. Ask it yourself, and I answer you.')

/** To the presser alone, beside what was pressed. */
const aside = ({ requestId }: Press, card: Card): Reply => ({
  card,
  audience: 'asker',
  place: 'new',
  key: idOf(requestId),
})

/** The presser's own card changes in its place; anybody else gets one of their own. */
function reply(pressed: Press, owner: string, card: Card): Reply {
  if (owner !== pressed.presser.key) return aside(pressed, card)
  return { card, audience: pressed.private ? 'asker' : 'conversation', place: 'original', key: idOf(pressed.requestId) }
}

async function open(deps: AskDeps, pressed: Press, id: string): Promise<StoredAnswer | Reply> {
  await deps.later.drained()
  const answer = await findAnswer(deps.own, id)
  if (answer === undefined) return aside(pressed, GONE)
  return mayOpen(deps, answer, pressed.presser) ? answer : aside(pressed, outcomeCard({ kind: 'hidden' }))
}

const requestOf = (pressed: Press, text: string) => ({
  text,
  requestId: pressed.requestId,
  asker: pressed.presser,
  timezone: pressed.timezone,
  thread: pressed.where,
})

/** Answers anew for the one who shares, so that what is shown is what they may see now. Only the asker saw the card, so only they share it. */
async function share(deps: AskDeps, pressed: Press, id: string, setting: CardSetting): Promise<Reply> {
  const answer = await open(deps, pressed, id)
  if ('card' in answer) return answer
  if (answer.asker !== pressed.presser.key) return aside(pressed, NOT_YOURS)
  const request = { ...requestOf(pressed, answer.text), today: answer.today }
  const outcome = await answerQuestion(deps, request, answer.question)
  if (outcome.kind !== 'answer') return aside(pressed, outcomeCard(outcome, setting))
  const { platform, workspaceId, conversationId, threadId = '' } = pressed.where
  const key = `share:${id}:${workspaceId}:${conversationId}:${threadId}`
  if (!(await claimForAMinute(deps.own, platform, key, deps.now()))) return aside(pressed, SHARED)
  const card = outcomeCard(outcome, { ...setting, shareable: false })
  return { card, audience: 'conversation', place: 'new', key: outcome.answer.id }
}

/** A button that changes a slot is a new question, made of the stored one. */
async function change(
  deps: AskDeps,
  pressed: Press,
  id: string,
  changed: (answer: StoredAnswer) => Question | undefined,
  setting: CardSetting,
): Promise<Reply | undefined> {
  const answer = await open(deps, pressed, id)
  if ('card' in answer) return answer
  const question = changed(answer)
  if (question === undefined) return undefined
  const outcome = await answerQuestion(deps, requestOf(pressed, answer.text), question)
  return reply(pressed, answer.asker, outcomeCard(outcome, { ...setting, shareable: pressed.private }))
}

/** Reads the same text again with one more choice made, as of the day it was written. */
async function choose(deps: AskDeps, pressed: Press, id: string, index: number, setting: CardSetting): Promise<Reply> {
  await deps.later.drained()
  const open = await findOpenQuestion(deps.own, id, deps.now())
  const option = open?.options[index]
  if (open === undefined || option === undefined) return aside(pressed, EXPIRED)
  if (open.asker !== pressed.presser.key) return aside(pressed, NOT_YOURS)
  const outcome = await ask(deps, {
    ...requestOf(pressed, open.text),
    timezone: open.timezone,
    today: open.today,
    previous: open.previous ?? null,
    choices: [...open.choices, { about: open.about, option }],
  })
  const offer = await offerToRemember(deps, pressed.presser, open, index)
  return reply(pressed, open.asker, outcomeCard(outcome, { ...setting, shareable: pressed.private, offer }))
}

/** Keeps a choice for everyone. */
async function teach(deps: AskDeps, pressed: Press, id: string, index: number): Promise<Reply> {
  const open = await findOpenQuestion(deps.own, id, deps.now())
  const alias = open && aliasOf(open, index)
  return aside(pressed, alias === undefined ? EXPIRED : message(await remember(deps, pressed.presser, alias)))
}
