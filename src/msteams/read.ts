import { isObject, type Json, list, object, string } from '../chat/json.ts'
import type { Conversation } from '../platform.ts'
import { type Arrival, type Consent, type Here, hereOf, type Reading, senderOf, type Upload } from './arrival.ts'
import { readSubmission } from './form-card.ts'
import { readText } from './text.ts'

/** What an activity of Teams is to us. */
export type Read =
  | { readonly kind: 'arrival'; readonly arrival: Arrival }
  | { readonly kind: 'consent'; readonly consent: Consent }
  /** "Choose" was pressed with nothing chosen. */
  | { readonly kind: 'nothing chosen'; readonly here: Here; readonly invoked: boolean }
  /** A button of ours that carries nothing we can read. */
  | { readonly kind: 'dead button'; readonly here: Here }
  /** Tally was added where several people talk. */
  | { readonly kind: 'added'; readonly here: Here }
  /** Nothing is written there any more until Tally is added again. */
  | { readonly kind: 'removed'; readonly where: Pick<Conversation, 'workspaceId' | 'conversationId'> }
  /** An invoke that is nothing for us, by its name. */
  | { readonly kind: 'not ours'; readonly name: string }
  | { readonly kind: 'nothing' }

/** An activity of Microsoft Teams as the core understands it. Pure. */
export function readActivity(activity: Json, reading: Reading): Read {
  const here = hereOf(activity)
  if (here === undefined) return activity.type === 'invoke' ? notOurs(activity) : NOTHING
  switch (activity.type) {
    case 'message':
      return readMessage(activity, here, reading)
    case 'invoke':
      return readInvoke(activity, here, reading)
    case 'installationUpdate':
      return readInstallation(activity, here, reading)
    case 'conversationUpdate':
      return readConversationUpdate(activity, here, reading)
    default:
      return NOTHING
  }
}

const NOTHING: Read = { kind: 'nothing' }

const notOurs = (activity: Json): Read => ({ kind: 'not ours', name: string(activity.name) ?? '' })

function readMessage(activity: Json, here: Here, reading: Reading): Read {
  if (!isPersons(activity)) return NOTHING
  const { text, mentioned } = readText(activity)
  if (isObject(activity.value)) {
    // Of a client that knows no Action.Execute.
    const pressed = readPress(activity, activity.value, here, reading, false)
    if (pressed !== undefined) return pressed
  }
  const from = senderOf(activity)
  const { direct } = here.where
  // With the permission to read a channel every message of it arrives; and a picture without a word asks nothing.
  if (from === undefined || (!direct && !mentioned) || (direct && text === '')) return NOTHING
  return {
    kind: 'arrival',
    arrival: {
      inbound: {
        kind: 'asked',
        from,
        where: here.where,
        text,
        way: direct ? 'direct' : 'mention',
        requestId: reading.requestId,
      },
      deliveryKeys: keysOf(activity, here),
      here,
      invoked: false,
    },
  }
}

function readInvoke(activity: Json, here: Here, reading: Reading): Read {
  const value = object(activity.value)
  switch (activity.name) {
    case 'adaptiveCard/action':
      // Read from the value: what the SDK makes of it has lost the trigger. Nobody pressed: there is nothing to say.
      if (value.trigger === 'automatic') return NOTHING
      return (
        readPress(activity, object(object(value.action).data), here, reading, true) ?? { kind: 'dead button', here }
      )
    case 'fileConsent/invoke':
      return readConsent(activity, value, here, reading) ?? notOurs(activity)
    default:
      return notOurs(activity)
  }
}

/** A button, a select or a form: what they carry, whichever way it came. */
function readPress(activity: Json, data: Json, here: Here, { requestId }: Reading, invoked: boolean): Read | undefined {
  const from = senderOf(activity)
  if (from === undefined) return undefined
  const { where } = here
  const messageId = string(activity.replyToId) ?? string(object(object(activity.channelData).legacy).replyToId)
  const arrival = (inbound: Arrival['inbound']): Read => ({
    kind: 'arrival',
    arrival: {
      inbound,
      deliveryKeys: keysOf(activity, here),
      here,
      ...(messageId === undefined ? {} : { messageId }),
      invoked,
    },
  })

  const submission = readSubmission(data)
  if (submission !== undefined) {
    const { token, values, conversationId, threadId } = submission
    const elsewhere: Conversation | undefined =
      conversationId === undefined || conversationId === where.conversationId
        ? undefined
        : {
            platform: 'msteams',
            workspaceId: where.workspaceId,
            conversationId,
            // Only a form of a place where others read is posted elsewhere.
            direct: false,
            ...(threadId === undefined ? {} : { threadId }),
          }
    return arrival({ kind: 'submitted', from, where: elsewhere ?? where, token, values, requestId })
  }

  const select = string(data.select)
  const token = select === undefined ? string(data.token) : string(data[select])
  if (token !== undefined) return arrival({ kind: 'pressed', from, where, token, requestId, private: false })
  return select === undefined ? undefined : { kind: 'nothing chosen', here, invoked }
}

function readConsent(activity: Json, value: Json, here: Here, { requestId }: Reading): Read | undefined {
  const from = senderOf(activity)
  const token = string(object(value.context).token)
  // Files are offered in personal chats only.
  if (from === undefined || token === undefined || !here.where.direct) return undefined
  const messageId = string(activity.replyToId)
  const upload = value.action === 'accept' ? readUpload(object(value.uploadInfo)) : undefined
  if (value.action === 'accept' && upload === undefined) return undefined
  return {
    kind: 'consent',
    consent: {
      inbound: { kind: 'pressed', from, where: here.where, token, requestId, private: false, again: true },
      deliveryKeys: keysOf(activity, here),
      here,
      ...(messageId === undefined ? {} : { messageId }),
      ...(upload === undefined ? {} : { upload }),
    },
  }
}

function readUpload({ uploadUrl, contentUrl, uniqueId, fileType }: Json): Upload | undefined {
  const [to, at, id] = [string(uploadUrl), string(contentUrl), string(uniqueId)]
  if (to === undefined || at === undefined || id === undefined) return undefined
  return { uploadUrl: to, contentUrl: at, uniqueId: id, fileType: string(fileType) ?? 'csv' }
}

function readInstallation(activity: Json, here: Here, reading: Reading): Read {
  // An upgrade removes and adds: nobody left.
  if (activity.action === 'remove') return removed(here)
  return activity.action === 'add' ? readAdded(activity, here, reading) : NOTHING
}

function readConversationUpdate(activity: Json, here: Here, reading: Reading): Read {
  const us = string(object(activity.recipient).id)
  const isUs = (member: unknown) => us !== undefined && object(member).id === us
  if (list(activity.membersRemoved).some(isUs)) return removed(here)
  const { eventType, channel } = object(activity.channelData)
  const deleted = eventType === 'channelDeleted' ? string(object(channel).id) : undefined
  if (deleted !== undefined)
    return { kind: 'removed', where: { workspaceId: here.where.workspaceId, conversationId: deleted } }
  // A team or a group is greeted at the installation, which is told besides and names the channel.
  const added = list(activity.membersAdded).some(isUs) && here.where.direct
  return added ? readAdded(activity, here, reading) : NOTHING
}

function readAdded(activity: Json, here: Here, { requestId }: Reading): Read {
  const { where } = here
  if (!where.direct) return { kind: 'added', here }
  const from = senderOf(activity)
  if (from === undefined || !isPersons(activity)) return NOTHING
  return {
    kind: 'arrival',
    arrival: {
      inbound: { kind: 'opened', from, where, requestId },
      // Teams tells it twice; one greeting is enough.
      deliveryKeys: [['opened', from.workspaceId, from.userId].join(':')],
      here,
      invoked: false,
    },
  }
}

const removed = ({ where: { workspaceId, conversationId } }: Here): Read => ({
  kind: 'removed',
  where: { workspaceId, conversationId },
})

function keysOf(activity: Json, { where }: Here): readonly string[] {
  const id = string(activity.id)
  return id === undefined ? [] : [['activity', where.workspaceId, where.conversationId, id].join(':')]
}

/** Bots, ours among them, are not people. */
const isPersons = ({ from, recipient }: Json): boolean => {
  const { id, role } = object(from)
  return role !== 'bot' && id !== object(recipient).id && !(string(id) ?? '').startsWith('28:')
}
