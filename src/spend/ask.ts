import type { CivilDate } from '../civil-date.ts'
import type { Asker } from '../people/asker.ts'
import { seesNothing, sightOf } from '../people/sight.ts'
import type { Conversation } from '../platform.ts'
import type { Answer } from './answer.ts'
import type { KnownNames } from './catalogue.ts'
import type { AskDeps } from './deps.ts'
import { suggestion } from './fallback/fallback.ts'
import { readKind, readSums } from './found.ts'
import { examples } from './help.ts'
import { findingCost, type KindName, kindOf } from './kinds/kinds.ts'
import { kindObstacleOf, obstacleOf } from './obstacle.ts'
import { costColumn } from './query.ts'
import { NONE, type Question } from './question.ts'
import { dimensionsOf } from './scope.ts'
import { countUnknownWord, idOf, keepOpenQuestion } from './store.ts'
import { civilToday } from './today.ts'
import { chips, explain } from './understanding/explain.ts'
import type { Choice, Clarify, Reading, Refusal, Repair } from './understanding/reading.ts'
import { type Setting, understand } from './understanding/understand.ts'

export interface AskRequest {
  readonly text: string
  /** The same request twice is one question: its answer has the same id. */
  readonly requestId: string
  readonly asker: Asker
  /** The asker's own zone: it decides which day today is. */
  readonly timezone: string
  /** Where a follow-up would come from; absent on a command line. */
  readonly thread?: Conversation | undefined
  readonly now?: Date | undefined
  readonly choices?: readonly Choice[] | undefined
  /** Stands in for what the thread remembers; null is no question before. */
  readonly previous?: Question | null | undefined
  /** A button of the answer before: nobody needs to be told that it goes on from there. */
  readonly pressed?: boolean
  /** How many groups are named; a card's worth unless a file wants all. */
  readonly most?: number | undefined
  /** The day the text was written, for a text that is read again later. */
  readonly today?: CivilDate | undefined
}

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'clarify'; readonly id: string; readonly text: string; readonly clarify: Clarify }
  | { readonly kind: 'refuse'; readonly reason: Refusal }
  | { readonly kind: 'help'; readonly examples: readonly string[] }
  /** Read, but the data cannot tell it, in a sentence. */
  | { readonly kind: 'cannot'; readonly question: Question; readonly why: string }
  /** Somebody whom no list names, where only own teams are shown. */
  | { readonly kind: 'stranger'; readonly email: string | undefined }
  /** About something that this person may not see. */
  | { readonly kind: 'hidden' }
  /** Unclear because there is no spend to name anything of. */
  | { readonly kind: 'nothing_loaded' }

/** From a text to its answer: understand, authorise, query. What a person did not say clearly is an outcome, not an error. */
export async function ask(deps: AskDeps, request: AskRequest): Promise<Outcome> {
  const { asker, text } = request
  const now = request.now ?? deps.now()
  const sight = sightOf(asker.person, deps.visibility)
  if (seesNothing(sight)) return { kind: 'stranger', email: asker.email }
  const today = request.today ?? civilToday(now, request.timezone)
  const [names, previous] = await Promise.all([
    deps.names(sight),
    request.previous === undefined ? remembered(deps, request, now) : (request.previous ?? undefined),
  ])
  const setting: Setting = {
    today,
    names: names.index,
    ...(previous === undefined ? {} : { previous }),
    ...(request.choices === undefined ? {} : { choices: request.choices }),
  }
  const reading = await understood(deps, text, setting, now)
  switch (reading.kind) {
    case 'question': {
      const { question, repairs } = reading
      const { previous: _, ...alone } = setting
      const continued = previous !== undefined && !request.pressed && !isSame(understand(text, alone), question)
      return answerQuestion(deps, { ...request, now, today }, question, { repairs, continued })
    }
    case 'clarify': {
      if (names.empty) return { kind: 'nothing_loaded' }
      const id = idOf(`${request.requestId} open`)
      const { slot, about, options } = reading.clarify
      const open = {
        id,
        asker: asker.key,
        text,
        choices: request.choices ?? [],
        about,
        options,
        previous,
        today,
        timezone: request.timezone,
      }
      deps.later.run(keepOpenQuestion(deps.own, open, now))
      if (slot === 'word' || slot === 'entity') deps.later.run(countUnknownWord(deps.own, about, now))
      return { kind: 'clarify', id, text, clarify: reading.clarify }
    }
    case 'refuse':
      return { kind: 'refuse', reason: reading.reason }
    case 'help':
      return { kind: 'help', examples: await examples(deps, sight, today) }
  }
}

/** As the grammar reads it; where it knows a word not, or thinks it not ours, a fallback may say what it could mean. */
async function understood(deps: AskDeps, text: string, setting: Setting, now: Date): Promise<Reading> {
  const reading = understand(text, setting)
  const unclear =
    (reading.kind === 'clarify' && reading.clarify.slot === 'word') ||
    (reading.kind === 'refuse' && reading.reason === 'off_topic')
  if (deps.fallback === undefined || !unclear) return reading
  const question = await suggestion(deps.fallback, text, setting)
  if (question === undefined) return reading
  if (reading.kind === 'clarify') deps.later.run(countUnknownWord(deps.own, reading.clarify.about, now))
  const option = { kind: 'meaning', text: explain(question, setting) } as const
  return { kind: 'clarify', clarify: { slot: 'meaning', about: '', options: [option] } }
}

/** The same for a question that is read already: a saved one, or one whose slot a button changed. */
export async function answerQuestion(
  deps: AskDeps,
  request: AskRequest,
  question: Question,
  reading: { readonly repairs: readonly Repair[]; readonly continued: boolean } = { repairs: [], continued: false },
): Promise<Outcome> {
  const now = request.now ?? deps.now()
  const today = request.today ?? civilToday(now, request.timezone)
  const sight = sightOf(request.asker.person, deps.visibility)
  if (seesNothing(sight)) return { kind: 'stranger', email: request.asker.email }
  const names = await deps.names(sight)
  if (sight.kind === 'teams' && !namesVisible(question, names)) return { kind: 'hidden' }
  if (request.thread !== undefined)
    deps.memory.remember({ where: request.thread, asker: request.asker.key, question, at: now })
  const setting = { today, names: names.index }
  const kind = kindOf(question)
  const obstacle = kind === undefined ? obstacleOf(question, await deps.views()) : kindObstacleOf(kind, question)
  if (obstacle !== undefined) return { kind: 'cannot', question, why: obstacle }

  const reader = { deps, question, sight, today, timezone: request.timezone, now, most: request.most }
  const found = await (kind === undefined ? readSums(reader) : readKind(kind, reader))
  if ('why' in found) return { kind: 'cannot', question, why: found.why }
  const answer: Answer = {
    id: idOf(request.requestId),
    text: request.text,
    question,
    sentence: explain(question, setting),
    chips: chips(question),
    ...reading,
    today,
    timezone: request.timezone,
    answeredAt: now,
    cost: costOf(question, kind),
    unit: question.measure === 'quantity' ? question.unit : null,
    chosen: question.groupBy.length === 0,
    onlyTeams: sight.kind === 'teams' ? sight.teams : null,
    ...found,
  }
  deps.memory.keep(request.asker.key, answer)
  return { kind: 'answer', answer }
}

function costOf(question: Question, kind: KindName | undefined): Answer['cost'] {
  const own = kind && findingCost(kind)
  if (own !== undefined) return own
  return question.measure === 'quantity' ? null : costColumn(question)
}

const isSame = (reading: Reading, question: Question) =>
  reading.kind === 'question' && JSON.stringify(reading.question) === JSON.stringify(question)

async function remembered(deps: AskDeps, request: AskRequest, now: Date): Promise<Question | undefined> {
  return request.thread && deps.memory.previous(request.thread, request.asker.key, now)
}

/** A name that this person may not see is not confirmed by an answer about it. */
const namesVisible = (question: Question, names: KnownNames): boolean =>
  [...dimensionsOf(question.filters), ...dimensionsOf(question.exclude)].every(([dimension, wanted]) =>
    wanted.every((value) => value === NONE || names.has(dimension, value)),
  )
