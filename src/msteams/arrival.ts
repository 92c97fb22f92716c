import { type Json, object, string } from '../chat/json.ts'
import type { Conversation, Inbound, Sender } from '../platform.ts'
import type { Address } from './gateway.ts'
import type { Reference } from './reference.ts'

/** What reached us, and what Teams needs to hear the answer. */
export interface Arrival {
  readonly inbound: Inbound
  /** Any of these seen before means that this was handled before. */
  readonly deliveryKeys: readonly string[]
  /** Where it was written, pressed or sent; `inbound.where` is another conversation only for a form that was opened there. */
  readonly here: Here
  /** That other conversation, once it is known that whoever sends belongs there. */
  readonly there?: Here
  /** The message whose button was pressed or whose form was sent; absent where Teams did not say. */
  readonly messageId?: string
  /** Teams waits for what comes of it, with the button turning. */
  readonly invoked: boolean
}

export interface Here {
  readonly where: Conversation
  readonly address: Address
}

/** Somebody was asked whether a file may be put into their OneDrive, and said so. */
export interface Consent {
  readonly inbound: Extract<Inbound, { kind: 'pressed' }>
  readonly deliveryKeys: readonly string[]
  readonly here: Here
  readonly messageId?: string
  /** Where the bytes go; absent where the person declined. */
  readonly upload?: Upload
}

export interface Upload {
  readonly uploadUrl: string
  readonly contentUrl: string
  readonly uniqueId: string
  readonly fileType: string
}

export interface Reading {
  readonly requestId: string
}

export function senderOf(activity: Json): Sender | undefined {
  const userId = string(object(activity.from).id)
  return userId === undefined ? undefined : { platform: 'msteams', workspaceId: tenantOf(activity), userId }
}

/** Local development knows no tenants. */
export const tenantOf = ({ channelData, conversation }: Json): string =>
  string(object(object(channelData).tenant).id) ?? string(object(conversation).tenantId) ?? 'local'

/** Where an activity comes from; undefined where it does not say. */
export function hereOf(activity: Json): Here | undefined {
  const conversation = object(activity.conversation)
  const [id, serviceUrl] = [string(conversation.id), string(activity.serviceUrl)]
  if (id === undefined || serviceUrl === undefined) return undefined
  const [conversationId = '', threadId] = id.split(';messageid=')
  const kind = kindOf(conversation)
  const where: Conversation = {
    platform: 'msteams',
    workspaceId: tenantOf(activity),
    conversationId,
    direct: kind === 'personal',
    // Only channels have threads.
    ...(threadId === undefined || kind !== 'channel' ? {} : { threadId }),
  }
  return { where, address: addressOf(where, serviceUrl) }
}

export const addressOf = ({ conversationId, threadId }: Conversation, serviceUrl: string): Address => ({
  serviceUrl,
  conversationId: threadId === undefined ? conversationId : `${conversationId};messageid=${threadId}`,
})

/** Some recorded messages do not say it; what is not surely between two is taken for a group. */
export function kindOf({ conversationType, id }: Json): Reference['kind'] {
  if (conversationType === 'personal' || conversationType === 'groupChat' || conversationType === 'channel')
    return conversationType
  const name = string(id) ?? ''
  if (name.startsWith('a:')) return 'personal'
  return /@thread\.(tacv2|skype)|;messageid=/.test(name) ? 'channel' : 'groupChat'
}
