import type { Conversation, MessageRef, Sent } from '../platform.ts'
import type { Api, Outcome } from './api.ts'
import { AS_WRITTEN, type Content, sendPlainer } from './content.ts'
import type { Identity } from './identity.ts'
import { list, object, string } from './json.ts'
import type { Pace } from './pace.ts'

/** Messages that stay. A post whose answer was lost is looked for before it is sent again, or not sent again at all. */
export interface Messages {
  post(where: Conversation, content: Content, key: string): Promise<Sent>
  update(message: MessageRef, content: Content): Promise<Sent>
  /** Shown to one person, kept nowhere. In a thread only where others wrote already: else Slack shows it to nobody. */
  whisper(where: Conversation, userId: string, content: Content, activeThreadId?: string): Promise<Outcome>
}

export interface MessagesOptions {
  readonly api: Api
  readonly pace: Pace
  readonly now: () => Date
  readonly identity: () => Identity | undefined
}

export function messages({ api, pace, now, identity }: MessagesOptions): Messages {
  async function post(where: Conversation, content: Content, key: string): Promise<Sent> {
    let last: Content = { ...content, metadata: { event_type: 'tally', event_payload: { k: key } } }
    const send = (plainer: Content) => {
      last = plainer
      const args = { channel: where.conversationId, thread_ts: where.threadId, ...plainer, ...AS_WRITTEN }
      return api.call('chat.postMessage', args, where.conversationId)
    }
    const startedAt = now()
    for (let attempts = 1; ; attempts++) {
      const outcome = await sendPlainer(send, last)
      if (outcome.kind !== 'unknown') return sent(outcome, where)
      const found = last.metadata === undefined ? 'nobody can tell' : await look(where, key, startedAt)
      if (typeof found === 'object') return { kind: 'sent', message: { where, messageId: found.messageId } }
      if (found === 'nobody can tell' || attempts === 2) return { kind: 'unknown', reason: outcome.reason }
    }
  }

  async function look(where: Conversation, key: string, startedAt: Date): Promise<Found> {
    if (!mayRead(where, identity()?.scopes)) return 'nobody can tell'
    // What Slack had begun when the line was cut may still be on its way into the conversation.
    if (!(await pace.wait(SETTLE_MS))) return 'nobody can tell'
    const args = {
      channel: where.conversationId,
      oldest: String(startedAt.getTime() / 1000 - CLOCKS_APART_SECONDS),
      limit: 15,
      include_all_metadata: true,
    }
    const outcome =
      where.threadId === undefined
        ? await api.call('conversations.history', args)
        : await api.call('conversations.replies', { ...args, ts: where.threadId })
    if (outcome.kind !== 'ok') return 'nobody can tell'
    for (const message of list(outcome.data.messages).map(object)) {
      const messageId = string(message.ts)
      const { event_type, event_payload } = object(message.metadata)
      if (event_type === 'tally' && object(event_payload).k === key && messageId !== undefined) return { messageId }
    }
    return outcome.data.has_more === true ? 'nobody can tell' : 'absent'
  }

  return {
    post,
    update: async (message, content) => {
      const { conversationId } = message.where
      const send = (plainer: Content) =>
        api.call(
          'chat.update',
          { channel: conversationId, ts: message.messageId, ...plainer, ...AS_WRITTEN },
          conversationId,
        )
      return sent(await sendPlainer(send, content), message.where)
    },
    whisper: (where, userId, content, activeThreadId) =>
      sendPlainer(
        (plainer) =>
          api.call('chat.postEphemeral', {
            channel: where.conversationId,
            user: userId,
            thread_ts: activeThreadId,
            ...plainer,
            ...AS_WRITTEN,
          }),
        content,
      ),
  }
}

type Found = { readonly messageId: string } | 'absent' | 'nobody can tell'

const SETTLE_MS = 1500
const CLOCKS_APART_SECONDS = 60

// Our own direct messages by the scope that we ask for; channels only where an admin granted more.
function mayRead(where: Conversation, scopes: ReadonlySet<string> | undefined): boolean {
  if (where.direct) return true
  return scopes?.has('channels:history') === true || scopes?.has('groups:history') === true
}

function sent(outcome: Outcome, where: Conversation): Sent {
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'failed', reason: outcome.code }
    case 'unknown':
      return outcome
    case 'ok': {
      const messageId = string(outcome.data.ts)
      if (messageId === undefined) return { kind: 'unknown', reason: 'Slack told no message id' }
      return { kind: 'sent', message: { where, messageId } }
    }
  }
}
