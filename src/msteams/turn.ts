import { randomUUID } from 'node:crypto'
import type { Claim } from '../chat/first-time.ts'
import { inWords } from '../chat/in-words.ts'
import type { Json } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import { takenOnce } from '../chat/taken-once.ts'
import { isUnanswered, mistakesOf, type Thought, turns } from '../chat/turn.ts'
import type { Work } from '../chat/work.ts'
import type { Handle, Platform } from '../platform.ts'
import type { Arrival, Here } from './arrival.ts'
import { takeConsent } from './consent.ts'
import type { Direct } from './direct.ts'
import type { Files } from './files.ts'
import type { Hear, InvokeAnswer } from './gateway.ts'
import { type AnswerInvoke, answerOther, STILL_WORKING, toast, waiting } from './invoke.ts'
import { toWords } from './message.ts'
import type { Messages } from './messages.ts'
import type { Origin } from './origin.ts'
import type { People } from './people.ts'
import { readActivity } from './read.ts'
import type { Kept } from './reference.ts'
import { deliver } from './reply.ts'

export interface TurnOptions {
  readonly handle: Handle
  readonly platform: Platform
  readonly people: People
  readonly messages: Messages
  readonly files: Files
  readonly direct: Direct
  readonly origin: Origin
  readonly kept: Pick<Kept, 'forget'>
  readonly work: Work
  readonly claim: Claim
  readonly log: Log
  /** Aborted when Tally stops: whoever waits by then is told instead of answered. */
  readonly signal: AbortSignal
  /** How long one question may take. */
  readonly patienceMs: number
  /** How long a pressed button waits for what comes of it. */
  readonly invokePatienceMs: number
  readonly observe: Partial<Observe>
}

/** One turn of a conversation in Teams: what arrived is read, handled once and answered, in any case with words. */
export function turn(options: TurnOptions): Hear {
  const { people, messages, kept, work, log } = options
  const taking = turns({
    ...options,
    isMember: async (from) => (await people.who(from)).kind === 'member',
    turnedAway: 'I only answer members of the organisation that I was installed in.',
    // What was pressed waits for an answer of its own; a question gets it where it was asked.
    audience: ({ kind }) => (kind === 'asked' ? 'conversation' : 'asker'),
  })
  const { think, tell, isFirst } = taking
  const invokeOnce = takenOnce<Invoked>(() => false)
  const formOnce = takenOnce<Invoked>(({ leavesOpen }) => leavesOpen)

  /** Whoever wrote is known before anybody asks who they are; without it they are asked of Teams. */
  async function notice(activity: Json): Promise<void> {
    try {
      await people.notice(activity)
    } catch (error) {
      log.error({ err: error }, 'msteams activity could not be noted')
    }
  }

  async function take(
    given: Arrival,
    noticed: Promise<void>,
    answer: AnswerInvoke,
    onThought: (thought: Thought) => void = () => {},
  ): Promise<void> {
    const startedAt = performance.now()
    const arrival = await options.origin(given, noticed)
    const { inbound, deliveryKeys } = arrival
    const thought = await think(inbound, deliveryKeys, noticed)
    onThought(thought)
    // What was filled in stands there to be sent again.
    const stays = inbound.kind === 'submitted' && isUnanswered(thought)
    const { messageId: _, ...beside } = arrival
    await tell(inbound, thought, startedAt, (reply) => deliver(stays ? beside : arrival, reply, options, answer))
  }

  /** The answer that Teams waits for; what is not ready by then comes later, by itself. */
  async function invoked(arrival: Arrival, noticed: Promise<void>): Promise<Invoked> {
    const { answer, answered } = waiting(options.invokePatienceMs, STILL_WORKING)
    let leavesOpen = false
    const done = work.run(async () => {
      try {
        await take(arrival, noticed, answer, (thought) => {
          leavesOpen = mistakesOf(thought) !== undefined || isUnanswered(thought)
        })
      } catch (error) {
        log.error({ err: error, requestId: arrival.inbound.requestId }, 'msteams answer could not be delivered')
      }
      answer(toast(''))
    })
    return { answer: await answered, leavesOpen: done.then(() => leavesOpen) }
  }

  /** Teams repeats what it heard no answer to, and people click twice: both get the answer of the first. */
  async function once(arrival: Arrival, noticed: Promise<void>): Promise<InvokeAnswer> {
    const { inbound, messageId, here } = arrival
    const first = async () => {
      if (inbound.kind !== 'submitted' || messageId === undefined) return invoked(arrival, noticed)
      const form = [here.where.conversationId, messageId, inbound.from.userId, inbound.token].join(' ')
      return (await formOnce(form, () => invoked(arrival, noticed))).answer
    }
    const [key = inbound.requestId] = arrival.deliveryKeys
    const { answer, first: isFirst } = await invokeOnce(key, first)
    if (!isFirst) options.observe.duplicate?.()
    return answer.answer
  }

  async function greet({ where, address }: Here): Promise<void> {
    const { workspaceId, conversationId } = where
    if (await isFirst([['hello', workspaceId, conversationId].join(':')]))
      await messages.post({ where, address }, { activity: toWords(inWords(HELLO)) })
  }

  return async (activity) => {
    const read = readActivity(activity, { requestId: randomUUID() })
    if (read.kind === 'removed') {
      const { workspaceId, conversationId } = read.where
      await kept.forget(workspaceId, conversationId)
      return undefined
    }
    const noticed = work.run(() => notice(activity))
    switch (read.kind) {
      case 'arrival': {
        const { arrival } = read
        if (arrival.invoked) return once(arrival, noticed)
        await work.run(() => take(arrival, noticed, nobodyWaits))
        return undefined
      }
      case 'consent': {
        const { consent } = read
        // OneDrive may take its time; whoever agreed is told by a message.
        void work
          .run(() => takeConsent(consent, noticed, { ...options, ...taking }))
          .catch((error: unknown) =>
            log.error({ err: error, requestId: consent.inbound.requestId }, 'msteams file could not be brought'),
          )
        return { status: 200 }
      }
      case 'nothing chosen':
      case 'dead button': {
        const text = read.kind === 'dead button' ? DEAD_BUTTON : NOTHING_CHOSEN
        if (read.kind === 'dead button' || read.invoked) return toast(text)
        await work.run(() => messages.post(read.here, { activity: toWords(inWords(text)) }))
        return undefined
      }
      case 'added':
        await work.run(() => greet(read.here))
        return undefined
      case 'not ours':
        return answerOther(read.name)
      case 'nothing':
        return activity.type === 'invoke' ? answerOther(String(activity.name)) : undefined
    }
  }
}

interface Invoked {
  readonly answer: InvokeAnswer
  /** The form that was sent waits to be sent again; known once all is said. */
  readonly leavesOpen: Promise<boolean>
}

const nobodyWaits: AnswerInvoke = () => false

const NOTHING_CHOSEN = 'Choose something first.'
const DEAD_BUTTON = 'This button no longer works. Ask the question again.'
const HELLO =
  'I am Tally: I tell what AI costs, who it belongs to and what stands idle. Mention me with a question, such as “what did we spend last week”, or with “help”.'
