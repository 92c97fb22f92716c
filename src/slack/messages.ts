import { string } from '../chat/json.ts'
import type { Conversation, MessageRef, Sent } from '../platform.ts'
import type { Api, Outcome } from './api.ts'
import { AS_WRITTEN, type Content, sendPlainer } from './content.ts'
import { type Looking, look } from './look.ts'
import { isMarked, mark } from './mark.ts'

/** Messages that stay. A post whose answer was lost is looked for before it is sent again, or not sent again at all. */
export interface Messages {
  post(where: Conversation, content: Content, key: string): Promise<Sent>
  update(message: MessageRef, content: Content): Promise<Sent>
  /** Shown to one person, kept nowhere. In a thread only where others wrote already: else Slack shows it to nobody. */
  whisper(where: Conversation, userId: string, content: Content, activeThreadId?: string): Promise<Outcome>
}

export interface MessagesOptions extends Looking {
  readonly api: Api
  readonly now: () => Date
}

export function messages({ now, ...looking }: MessagesOptions): Messages {
  const { api } = looking
  async function post(where: Conversation, content: Content, key: string): Promise<Sent> {
    let last: Content = { ...content, metadata: mark(key) }
    const send = (plainer: Content) => {
      last = plainer
      const args = { channel: where.conversationId, thread_ts: where.threadId, ...plainer, ...AS_WRITTEN }
      return api.call('chat.postMessage', args, where.conversationId)
    }
    const startedAt = now()
    for (let attempts = 1; ; attempts++) {
      const outcome = await sendPlainer(send, last)
      if (outcome.kind !== 'unknown') return sent(outcome, where)
      if (last.metadata === undefined) return outcome
      const looked = await look(looking, where, startedAt, isMarked(key))
      if (looked.kind === 'there') return { kind: 'sent', message: looked.message }
      if (looked.kind === 'nobody can tell' || attempts === 2) return outcome
    }
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
