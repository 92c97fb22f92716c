import type { Conversation } from '../platform.ts'
import type { Api } from './api.ts'
import type { Identity } from './identity.ts'
import { type Json, list, object, string } from './json.ts'
import type { Pace } from './pace.ts'

export interface Looking {
  readonly api: Api
  readonly pace: Pace
  readonly identity: () => Identity | undefined
}

export type Found = { readonly messageId: string } | 'absent' | 'nobody can tell'

/** Whether a message of ours stands in the conversation although Slack's answer was lost. */
export async function look(
  { api, pace, identity }: Looking,
  where: Conversation,
  startedAt: Date,
  isIt: (message: Json) => boolean,
): Promise<Found> {
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
    if (messageId !== undefined && isIt(message)) return { messageId }
  }
  return outcome.data.has_more === true ? 'nobody can tell' : 'absent'
}

const SETTLE_MS = 1500
const CLOCKS_APART_SECONDS = 60

// Our own direct messages by the scope that we ask for; channels only where an admin granted more.
function mayRead(where: Conversation, scopes: ReadonlySet<string> | undefined): boolean {
  if (where.direct) return true
  return scopes?.has('channels:history') === true || scopes?.has('groups:history') === true
}
