import { type Json, list, object, string } from '../chat/json.ts'
import type { Pace } from '../chat/pace.ts'
import type { Conversation, Looked } from '../platform.ts'
import type { Single } from './api.ts'
import type { Identity } from './identity.ts'
import type { Method } from './methods.ts'

export interface Looking {
  readonly api: { call(method: Method, args: Json): Promise<Single> }
  readonly pace: Pace
  readonly identity: () => Identity | undefined
}

/** Whether a message of ours, younger than `since`, stands in the conversation although Slack's answer was lost. */
export async function look(
  { api, pace, identity }: Looking,
  where: Conversation,
  since: Date,
  isIt: (message: Json) => boolean,
): Promise<Looked> {
  if (!mayRead(where, identity()?.scopes)) return { kind: 'nobody can tell', forNow: false }
  // What Slack had begun when the line was cut may still be on its way into the conversation.
  if (!(await pace.wait(SETTLE_MS))) return { kind: 'nobody can tell', forNow: true }
  const args = {
    channel: where.conversationId,
    oldest: String(since.getTime() / 1000 - CLOCKS_APART_SECONDS),
    limit: 100,
    include_all_metadata: true,
  }
  let cursor: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = cursor === undefined ? args : { ...args, cursor }
    const outcome =
      where.threadId === undefined
        ? await api.call('conversations.history', page)
        : await api.call('conversations.replies', { ...page, ts: where.threadId })
    if (outcome.kind !== 'ok') return { kind: 'nobody can tell', forNow: !isForbidden(outcome) }
    for (const message of list(outcome.data.messages).map(object)) {
      const messageId = string(message.ts)
      if (messageId !== undefined && isIt(message)) return { kind: 'there', message: { where, messageId } }
    }
    if (outcome.data.has_more !== true) return { kind: 'absent' }
    cursor = string(object(outcome.data.response_metadata).next_cursor)
    if (cursor === undefined) break
  }
  // So much was written since that looking through it is worth less than saying so.
  return { kind: 'nobody can tell', forNow: false }
}

const SETTLE_MS = 1500
const CLOCKS_APART_SECONDS = 60
const MOST_PAGES = 10

// Our own direct messages by the scope that we ask for; channels only where an admin granted more.
function mayRead(where: Conversation, scopes: ReadonlySet<string> | undefined): boolean {
  if (where.direct) return true
  return scopes?.has('channels:history') === true || scopes?.has('groups:history') === true
}

const isForbidden = (outcome: Single): boolean => outcome.kind === 'refused' && FORBIDDEN.has(outcome.code)

// `thread_not_found`: what the thread hung on is gone, and with it the way to look.
const FORBIDDEN = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'not_in_channel',
  'channel_not_found',
  'channel_is_limited_access',
  'thread_not_found',
])
