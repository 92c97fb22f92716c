import { type Json, object, string } from '../chat/json.ts'
import type { Pace } from '../chat/pace.ts'
import type { Work } from '../chat/work.ts'
import type { Attempt, Conversation, Courier, Destination, Looked, Sender } from '../platform.ts'
import type { Api, Single } from './api.ts'
import { toBlocks } from './blocks.ts'
import { closedWords } from './closed-words.ts'
import { AS_WRITTEN, type Content, sendPlainer } from './content.ts'
import type { Introduction } from './identity.ts'
import { look } from './look.ts'
import { isMarked, mark } from './mark.ts'
import type { Method } from './methods.ts'
import { readRefusal } from './refusal.ts'

export interface CourierOptions {
  /** A client of its own: what must arrive some time never stands in line before somebody's answer. */
  readonly api: Pick<Api, 'once'>
  /** How long one call of this client takes at most; two of them fit into an attempt. */
  readonly timeoutMs: number
  /** Shared with the answers: where one of them waits for Slack, no digest goes before it. */
  readonly pace: Pace
  readonly identity: Introduction
  readonly work: Work
}

/** One attempt at a time on Slack's Web API, and what came of it. */
export function courier({ api, timeoutMs, pace, identity, work }: CourierOptions): Courier {
  const direct = new Map<string, Conversation>()

  /** One request, unless Slack asked for rest or there is no time left to hear of it. */
  async function request(method: Method, args: Json, lane: string, endsAt: number): Promise<Single> {
    const restingMs = pace.restingMs(lane)
    if (restingMs > 0) return { kind: 'limited', retryAfterMs: restingMs + PACE.conversationMs }
    if (performance.now() + timeoutMs > endsAt) return { kind: 'never arrived', reason: 'no time left' }
    const single = await api.once(method, args)
    if (single.kind === 'limited') pace.rest(lane, single.retryAfterMs)
    return single
  }

  async function open(to: Destination, endsAt: number): Promise<Conversation | Failed> {
    if (to.kind === 'conversation') return to.where
    const { workspaceId, userId } = to.who
    const known = direct.get(keyOf(to.who))
    if (known !== undefined) return known
    const single = await request('conversations.open', { users: userId }, 'conversations.open', endsAt)
    // Opened twice is opened once.
    if (single.kind !== 'ok') return failed(single, 'not_now', true)
    const conversationId = string(object(single.data.channel).id)
    if (conversationId === undefined) return { kind: 'not_now', reason: 'Slack told no conversation' }
    const where: Conversation = { platform: 'slack', workspaceId, conversationId, direct: true }
    direct.set(keyOf(to.who), where)
    return where
  }

  async function send(method: Method, where: Conversation, args: Json, to: Content, endsAt: number): Promise<Attempt> {
    const single = await sendPlainer(
      (plainer) => request(method, { ...args, ...plainer, ...AS_WRITTEN }, where.conversationId, endsAt),
      to,
    )
    // Only a new message stands there twice when it is sent twice.
    if (single.kind !== 'ok')
      return account(where, failed(single, method === 'chat.update' ? 'not_now' : 'unknown', where.direct), endsAt)
    const messageId = string(single.data.ts)
    if (messageId === undefined) return { kind: 'unknown', reason: 'Slack told no message id' }
    return { kind: 'sent', message: { where, messageId } }
  }

  /** The same code tells that our token is dead and that the person left; Slack knows which. */
  async function account(where: Conversation, attempt: Attempt, endsAt: number): Promise<Attempt> {
    if (!where.direct || !('reason' in attempt) || attempt.reason !== 'account_inactive') return attempt
    const us = await request('auth.test', {}, 'auth.test', endsAt)
    return us.kind === 'ok' ? closed(attempt.reason, true) : attempt
  }

  async function find(to: Destination, key: string, since: Date, endsAt: number): Promise<Looked> {
    const where = await open(to, endsAt)
    if ('kind' in where) return { kind: 'nobody can tell', forNow: where.kind !== 'closed' && where.kind !== 'refused' }
    if (!where.direct && !(await introduced(identity))) return { kind: 'nobody can tell', forNow: true }
    const reading = { call: (method: Method, args: Json) => request(method, args, method, endsAt) }
    return look({ api: reading, pace, identity: identity.known }, where, since, isMarked(key))
  }

  const soon = () => performance.now() + ATTEMPT_MS
  return {
    pace: PACE,
    patienceMs: ATTEMPT_MS + 5000,
    post: (to, card, key) =>
      work.run(async () => {
        const endsAt = soon()
        const where = await open(to, endsAt)
        if ('kind' in where) return where
        const content = { ...toBlocks(card), metadata: mark(key) }
        const args = { channel: where.conversationId, thread_ts: where.threadId }
        return send('chat.postMessage', where, args, content, endsAt)
      }),
    update: ({ where, messageId }, card) =>
      work.run(() =>
        send('chat.update', where, { channel: where.conversationId, ts: messageId }, toBlocks(card), soon()),
      ),
    find: (to, key, since) => work.run(() => find(to, key, since, soon())),
  }
}

// Slack takes about one message a second in a conversation, and some hundreds a minute in a workspace.
const PACE = { conversationMs: 1050, workspaceMs: 150 }

const ATTEMPT_MS = 16_000

type Failed = Exclude<Attempt, { kind: 'sent' }>

function failed(single: Exclude<Single, { kind: 'ok' }>, lost: 'unknown' | 'not_now', direct: boolean): Failed {
  switch (single.kind) {
    case 'limited':
      return { kind: 'limited', retryAfterMs: single.retryAfterMs, scope: 'conversation' }
    case 'never arrived':
      return { kind: 'not_now', reason: single.reason }
    case 'unknown':
      return { kind: lost, reason: single.reason }
    case 'refused': {
      const kind = readRefusal(single.code)
      return kind === 'closed' ? closed(single.code, direct) : { kind, reason: single.code }
    }
  }
}

const closed = (code: string, direct: boolean): Failed => ({
  kind: 'closed',
  reason: code,
  words: closedWords(code, direct),
})

async function introduced({ ask }: Introduction): Promise<boolean> {
  try {
    await ask()
    return true
  } catch {
    // The readiness tells why; whoever looks asks again.
    return false
  }
}

const keyOf = ({ workspaceId, userId }: Sender) => `${workspaceId} ${userId}`
