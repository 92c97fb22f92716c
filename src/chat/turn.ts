import type { Handle, Inbound, Platform, Reply, Sender } from '../platform.ts'
import { type Claim, firstTime } from './first-time.ts'
import { inWords } from './in-words.ts'
import type { Log } from './log.ts'
import type { Delivered, Observe } from './observe.ts'

export interface TurnOptions {
  readonly handle: Handle
  readonly platform: Platform
  /** Rejects where the platform does not say: then nobody can tell what this person may see. */
  readonly isMember: (from: Sender) => Promise<boolean>
  /** What everybody else is told. */
  readonly turnedAway: string
  /** Who hears what Tally says of its own accord; it tells nothing of what was asked. */
  readonly audience: (inbound: Inbound) => Reply['audience']
  readonly claim: Claim
  readonly log: Log
  /** Aborted when Tally stops: whoever waits by then is told instead of answered. */
  readonly signal: AbortSignal
  /** How long one question may take. */
  readonly patienceMs: number
  readonly observe: Partial<Observe>
}

/** One turn of a conversation on any platform: what arrived is handled once and answered, in any case with words. */
export interface Turns {
  /** Whether none of the keys was seen before. */
  isFirst(deliveryKeys: readonly string[]): Promise<boolean>
  /** Any of the keys seen before means that this was handled before. Nobody is asked for before `before`. */
  think(inbound: Inbound, deliveryKeys: readonly string[], before?: Promise<unknown>): Promise<Thought>
  /** Brings what was thought to where it belongs, and says what came of it. Never rejects where words can be said. */
  tell(
    inbound: Inbound,
    thought: Thought,
    startedAt: number,
    deliver: (reply: Reply) => Promise<Delivered>,
  ): Promise<void>
}

export type Thought =
  | { readonly kind: 'heard before' }
  /** Undefined where nothing is to be said. `unanswered`: only words instead of an answer, which may be asked for again. */
  | { readonly kind: 'reply'; readonly reply: Reply | undefined; readonly unanswered?: true }

export function turns(options: TurnOptions): Turns {
  const { handle, platform, isMember, log, signal, observe } = options
  const { name } = platform
  const isFirst = firstTime(options.claim, log)

  const inWordsOnly = (inbound: Inbound, text: string): Reply => ({
    card: inWords(text),
    audience: options.audience(inbound),
    place: 'new',
    key: inbound.requestId,
  })

  const sorry = (inbound: Inbound): Reply =>
    inWordsOnly(
      inbound,
      `Something went wrong on my side, so there is no answer. Please try again; if it stays so, tell whoever runs Tally: ${inbound.requestId}`,
    )

  /** Whoever only looks in is not spoken to. */
  const instead = (inbound: Inbound, text: string): Reply | undefined =>
    inbound.kind === 'opened' ? undefined : inWordsOnly(inbound, text)

  async function thought(
    inbound: Inbound,
    deliveryKeys: readonly string[],
    before: Promise<unknown> | undefined,
  ): Promise<Thought> {
    if (!(await isFirst(deliveryKeys))) return { kind: 'heard before' }
    try {
      await before
      const isOurs = await isMember(inbound.from)
      return { kind: 'reply', reply: isOurs ? await handle(inbound, platform) : instead(inbound, options.turnedAway) }
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, `${name} request failed`)
      return { kind: 'reply', reply: sorry(inbound), unanswered: true }
    }
  }

  /** What was thought, or words instead of it: nobody waits in vain for a database that hangs or a Tally that stops. */
  async function inTime(inbound: Inbound, thinking: Promise<Thought>): Promise<Thought> {
    let settle = () => {}
    const cut = new Promise<Thought>((done) => {
      const give = (text: string) => () => {
        log.warn({ requestId: inbound.requestId }, `${name} request given up`)
        done({ kind: 'reply', reply: instead(inbound, text), unanswered: true })
      }
      const stop = give(STOPPING)
      const timer = setTimeout(give(TOO_LONG), options.patienceMs)
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
      }
    })
    try {
      return await Promise.race([thinking, cut])
    } finally {
      settle()
    }
  }

  async function delivered(
    inbound: Inbound,
    reply: Reply | undefined,
    deliver: (reply: Reply) => Promise<Delivered>,
  ): Promise<Delivered> {
    if (reply === undefined) return 'delivered'
    try {
      return await deliver(reply)
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, `${name} answer could not be written`)
      return await deliver(sorry(inbound))
    }
  }

  return {
    isFirst,
    think: (inbound, deliveryKeys, before) => inTime(inbound, thought(inbound, deliveryKeys, before)),
    tell: async (inbound, thought, startedAt, deliver) => {
      const { kind, requestId } = inbound
      if (thought.kind === 'heard before') {
        log.info({ requestId }, `${name} delivered this before`)
        observe.duplicate?.()
        return
      }
      const outcome = await delivered(inbound, thought.reply, deliver)
      const seconds = (performance.now() - startedAt) / 1000
      observe.answered?.(kind, outcome, seconds)
      log.info({ requestId, kind, delivered: outcome, seconds: Number(seconds.toFixed(3)) }, `${name} answered`)
    },
  }
}

/** What is wrong in a form, by field. */
export type Mistakes = Readonly<Record<string, string>>

export const isUnanswered = (thought: Thought): boolean => thought.kind === 'reply' && thought.unanswered === true

/** What is wrong in the form that was sent; undefined where nothing is. */
export function mistakesOf(thought: Thought): Mistakes | undefined {
  const mistakes = thought.kind === 'reply' ? thought.reply?.mistakes : undefined
  return mistakes !== undefined && Object.keys(mistakes).length > 0 ? mistakes : undefined
}

const STOPPING = 'Tally is restarting, so your question has no answer yet. Please ask it again in a moment.'
const TOO_LONG = 'That took too long, so there is no answer. Please ask again, perhaps for a shorter period.'
