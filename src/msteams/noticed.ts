import { isObject, type Json, list, object, string } from '../chat/json.ts'
import type { Sender } from '../platform.ts'
import { hereOf, kindOf, senderOf } from './arrival.ts'
import type { Reference } from './reference.ts'

/** The person who wrote, pressed or installed; bots are none. */
export function personIn(activity: Json): Sender | undefined {
  const sender = senderOf(activity)
  if (sender === undefined || sender.userId.startsWith('28:') || object(activity.from).role === 'bot') return undefined
  return sender.userId === object(activity.recipient).id ? undefined : sender
}

/** Where the conversation of an activity is reached; undefined where it does not say. */
export function referenceOf(activity: Json): Reference | undefined {
  const here = hereOf(activity)
  const botId = string(object(activity.recipient).id)
  if (here === undefined || botId === undefined) return undefined
  const kind = kindOf(object(activity.conversation))
  const { workspaceId: tenantId, conversationId } = here.where
  const base = { tenantId, conversationId, serviceUrl: here.address.serviceUrl, botId }
  switch (kind) {
    case 'personal': {
      const userId = personIn(activity)?.userId
      return userId === undefined ? undefined : { ...base, kind, userId }
    }
    case 'groupChat':
      return { ...base, kind }
    case 'channel': {
      const team = object(object(activity.channelData).team)
      const [teamId, groupId] = [string(team.id), string(team.aadGroupId)]
      return {
        ...base,
        kind,
        ...(teamId === undefined ? {} : { teamId }),
        ...(groupId === undefined ? {} : { groupId }),
      }
    }
  }
}

/** Where the person's client is. */
export function zoneOf({ entities, localTimezone }: Json): string | undefined {
  const client = list(entities).find((entity) => isObject(entity) && entity.type === 'clientInfo')
  return string(object(client).timezone) ?? string(localTimezone)
}
