import { type Json, list, object, string } from '../chat/json.ts'
import type { Conversation, Looked } from '../platform.ts'
import type { Answer } from './gateway.ts'
import type { Reference } from './reference.ts'

export interface Looking {
  /** A page of Graph's, by path or by the address that the page before gave. */
  readonly get: (path: string) => Promise<Answer<Json>>
}

/** Whether a message of ours with this mark, younger than `since`, stands in the channel although Teams' answer was lost. */
export async function look(
  { get }: Looking,
  where: Conversation,
  { botId, groupId }: Pick<Reference, 'botId' | 'groupId'>,
  mark: string,
  since: Date,
): Promise<Looked> {
  if (groupId === undefined) return { kind: 'nobody can tell', forNow: false }
  const from = since.getTime() - CLOCKS_APART_MS
  const isYoung = (message: Json) =>
    [message.createdDateTime, message.lastModifiedDateTime].some((at) => Date.parse(String(at)) >= from)
  const isOurs = (message: Json) => {
    const app = string(object(object(message.from).application).id)
    return app !== undefined && (!botId.startsWith('28:') || app === botId.slice('28:'.length))
  }
  let unmarked = false
  let path: string | undefined = pathOf(where, groupId)
  for (let pages = 0; path !== undefined; pages++) {
    // So much was written since that looking through it is worth less than saying so.
    if (pages === MOST_PAGES) return { kind: 'nobody can tell', forNow: false }
    const page = await get(path)
    if (page.kind !== 'ok') return { kind: 'nobody can tell', forNow: !isForbidden(page) }
    if (!Array.isArray(page.value.value)) return { kind: 'nobody can tell', forNow: true }
    const young = page.value.value.map(object).filter(isYoung)
    for (const message of young.filter(isOurs)) {
      const messageId = string(message.id)
      const cards = list(message.attachments).map((one) => string(object(one).content) ?? '')
      if (messageId !== undefined && cards.some((card) => card.includes(mark)))
        return { kind: 'there', message: { where, messageId } }
      unmarked ||= cards.length === 0
    }
    // What changed last comes first, so behind a page of older ones there is nothing younger.
    path = young.length === 0 ? undefined : string(page.value['@odata.nextLink'])
  }
  // Words that went without a card carry no mark.
  return unmarked ? { kind: 'nobody can tell', forNow: false } : { kind: 'absent' }
}

function pathOf({ conversationId, threadId }: Conversation, groupId: string): string {
  const channel = `teams/${encodeURIComponent(groupId)}/channels/${encodeURIComponent(conversationId)}/messages`
  const thread = threadId === undefined ? '' : `/${encodeURIComponent(threadId)}/replies`
  return `${channel}${thread}?$top=50`
}

const CLOCKS_APART_MS = 60_000
const MOST_PAGES = 10

// The permission is not granted, or the channel is none of those that it is for.
const isForbidden = (answer: Answer<Json>): boolean =>
  answer.kind === 'refused' && [401, 403, 404].includes(answer.status)
