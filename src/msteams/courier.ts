import type { Card } from '../cards/card.ts'
import type { Json } from '../chat/json.ts'
import type { Pace } from '../chat/pace.ts'
import type { Work } from '../chat/work.ts'
import type { Attempt, Conversation, Courier, Destination, Looked } from '../platform.ts'
import { addressOf, type Here } from './arrival.ts'
import { closedWords, NOT_INSTALLED } from './closed-words.ts'
import { direct, hereAt } from './direct.ts'
import type { Answer, Gateway } from './gateway.ts'
import { graph } from './graph.ts'
import { look } from './look.ts'
import { mark } from './mark.ts'
import { toActivity, toWords } from './message.ts'
import type { Patiently } from './patient.ts'
import type { Kept } from './reference.ts'
import { type Doing, isGone, readRefusal } from './refusal.ts'

export interface CourierOptions {
  readonly gateway: Pick<Gateway, 'send' | 'update' | 'openPersonal' | 'token'>
  readonly kept: Pick<Kept, 'conversation' | 'personal' | 'newest' | 'remember' | 'forget'>
  readonly graphUrl: string
  /** How long one request takes at most; two of them fit into an attempt. */
  readonly timeoutMs: number
  /** Shared with the answers: where one of them waits for Teams, no digest goes before it. */
  readonly pace: Pace
  readonly work: Work
  readonly now: () => Date
  readonly random?: () => number
}

/** One attempt at a time on Microsoft's bot service, and what came of it. */
export function courier(options: CourierOptions): Courier {
  const { gateway, kept, timeoutMs, pace, work, now, random = Math.random } = options
  const reading = graph({ url: options.graphUrl, timeoutMs })
  /** How often in a row a lane was too busy without a word of how long. */
  const busy = new Map<string, number>()

  /** One request, unless Teams asked for rest or there is no time left to hear of it. */
  const once =
    (endsAt: number): Patiently =>
    async (lane, request) => {
      const restingMs = pace.restingMs(lane)
      if (restingMs > 0) return { kind: 'limited', retryAfterMs: restingMs + BEHIND_ANSWERS_MS }
      if (performance.now() + timeoutMs > endsAt) return { kind: 'never arrived', reason: 'no time left' }
      const answer = await request()
      if (answer.kind !== 'limited') {
        busy.delete(lane)
        return answer
      }
      const retryAfterMs = answer.retryAfterMs > 0 ? answer.retryAfterMs : backOff(lane)
      pace.rest(lane, retryAfterMs)
      return { kind: 'limited', retryAfterMs }
    }

  function backOff(lane: string): number {
    const times = busy.get(lane) ?? 0
    busy.set(lane, times + 1)
    return Math.round(Math.min(MOST_REST_MS, LEAST_REST_MS * 2 ** times) * (0.8 + 0.4 * random()))
  }

  /** Where it goes. Nothing was posted yet, so whatever goes wrong has done nothing. */
  async function reach(to: Destination, endsAt: number): Promise<Here | Failed> {
    try {
      if (to.kind === 'conversation') return await known(to.where)
      const { workspaceId, userId } = to.who
      const opened = await direct({ gateway, kept, patiently: once(endsAt), now })(workspaceId, userId)
      return opened.kind === 'ok' ? opened.value : failed(opened, 'open', true)
    } catch {
      return { kind: 'not_now', reason: 'it could not be looked up where this is reached' }
    }
  }

  async function known({ workspaceId, conversationId, threadId }: Conversation): Promise<Here | Failed> {
    const reference = await kept.conversation(workspaceId, conversationId)
    if (reference === undefined) return closed(NOT_INSTALLED, false)
    const whole = hereAt(reference)
    // Only channels have threads: elsewhere a reply stands in the conversation.
    if (threadId === undefined || reference.kind !== 'channel') return whole
    const where = { ...whole.where, threadId }
    return { where, address: addressOf(where, reference.serviceUrl) }
  }

  /** As a card, and what Teams refuses for its looks once more in words: nothing was posted. */
  async function send<T>(
    { address }: Here,
    card: Card,
    key: string | undefined,
    endsAt: number,
    request: (activity: Json) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const attempt = (activity: Json) => once(endsAt)(address.conversationId, () => request(activity))
    const answer = await attempt(toActivity(card, key))
    return answer.kind === 'refused' && UNFIT.has(answer.status) ? attempt(toWords(card)) : answer
  }

  async function post(to: Destination, card: Card, key: string, endsAt: number): Promise<Attempt> {
    const here = await reach(to, endsAt)
    if ('kind' in here) return here
    const { where, address } = here
    const answer = await send(here, card, key, endsAt, (activity) => gateway.send(address, activity))
    if (answer.kind === 'ok') return { kind: 'sent', message: { where, messageId: answer.value } }
    const attempt = failed(answer, where.threadId === undefined ? 'post' : 'reply', where.direct)
    if (attempt.kind === 'closed' && isGone(attempt.reason))
      // What came of the message is known, whether or not that is kept.
      await kept.forget(where.workspaceId, where.conversationId).catch(() => undefined)
    return attempt
  }

  async function find(to: Destination, key: string, since: Date, endsAt: number): Promise<Looked> {
    // Graph lets no app read the chats of people.
    if (to.kind === 'person') return { kind: 'nobody can tell', forNow: false }
    const { where } = to
    const reference = await kept.conversation(where.workspaceId, where.conversationId)
    if (reference?.kind !== 'channel' || reference.groupId === undefined)
      return { kind: 'nobody can tell', forNow: false }
    // What Teams had begun when the line was cut may still be on its way into the conversation.
    if (!(await pace.wait(SETTLE_MS))) return { kind: 'nobody can tell', forNow: true }
    const token = await once(endsAt)('graph', () => gateway.token(reading.audience))
    if (token.kind !== 'ok') return { kind: 'nobody can tell', forNow: true }
    const get = (path: string) => once(endsAt)('graph', () => reading.get(path, token.value))
    return look({ get }, where, reference, mark(key), since)
  }

  const soon = () => performance.now() + ATTEMPT_MS
  return {
    pace: PACE,
    patienceMs: ATTEMPT_MS + 5000,
    post: (to, card, key) => work.run(() => post(to, card, key, soon())),
    update: ({ where, messageId }, card) =>
      work.run(async () => {
        const endsAt = soon()
        const here = await reach({ kind: 'conversation', where }, endsAt)
        if ('kind' in here) return here
        const answer = await send(here, card, undefined, endsAt, (activity) =>
          gateway.update(here.address, messageId, activity),
        )
        return answer.kind === 'ok'
          ? { kind: 'sent', message: { where: here.where, messageId } }
          : failed(answer, 'update', here.where.direct)
      }),
    find: (to, key, since) => work.run(() => find(to, key, since, soon())),
  }
}

// What Teams takes of one bot in one conversation or thread: messages within seconds.
const TAKES = [
  [7, 1],
  [8, 2],
  [60, 30],
  [1800, 3600],
] as const

const PACE = {
  // No window of them overflows; a twentieth is left to answers, and most of each shorter window.
  conversationMs: Math.ceil(Math.max(...TAKES.map(([messages, seconds]) => (1000 * seconds) / messages)) * 1.05),
  // 50 requests a second of one app in one tenant, by older pages 30; answers and rosters take of them too.
  workspaceMs: 1000 / 20,
}

const ATTEMPT_MS = 16_000
const SETTLE_MS = 1500
/** The first place after a rest is an answer's. */
const BEHIND_ANSWERS_MS = 1000
const LEAST_REST_MS = 2000
const MOST_REST_MS = 60_000

// Not this card: it cannot be read, or it is too big.
const UNFIT = new Set([400, 413])

type Failed = Exclude<Attempt, { kind: 'sent' }>

function failed(answer: Exclude<Answer<unknown>, { kind: 'ok' }>, doing: Doing, direct: boolean): Failed {
  // Only a new message stands there twice when it is sent twice.
  const lost = doing === 'post' || doing === 'reply' ? 'unknown' : 'not_now'
  switch (answer.kind) {
    case 'limited':
      return { kind: 'limited', retryAfterMs: answer.retryAfterMs, scope: 'conversation' }
    case 'never arrived':
      return { kind: 'not_now', reason: answer.reason }
    case 'unknown':
      return { kind: lost, reason: answer.reason }
    case 'refused': {
      const kind = readRefusal(answer, doing)
      const reason = answer.code || `http_${answer.status}`
      return kind === 'closed' ? closed(reason, direct) : { kind, reason }
    }
  }
}

const closed = (code: string, direct: boolean): Failed => ({
  kind: 'closed',
  reason: code,
  words: closedWords(code, direct),
})
