import { type Json, list, object, string } from '../chat/json.ts'
import { type Arrival, conversation, given, keys, type Reading, sender } from './arrival.ts'
import { readSubmission } from './read-submission.ts'
import { readText } from './read-text.ts'

/** A payload of Slack as the core understands it; undefined where it is nothing for us. */
export function readArrival(body: unknown, reading: Reading): Arrival | undefined {
  const payload = object(body)
  if (payload.command !== undefined) return readCommand(payload, reading)
  if (payload.type === 'block_actions') return readPress(payload, reading)
  if (payload.type === 'view_submission') return readSubmission(payload, reading)
  if (payload.type === 'event_callback') return readEvent(payload, reading)
  return undefined
}

function readCommand(payload: Json, { requestId, botUserId }: Reading): Arrival | undefined {
  const from = sender(string(payload.team_id) ?? string(payload.enterprise_id), string(payload.user_id))
  const channel = string(payload.channel_id)
  if (from === undefined || channel === undefined) return undefined
  return {
    inbound: {
      kind: 'asked',
      from,
      // Never "direct": a command may be typed in a direct message between two other people, and looks the same.
      where: conversation(from, channel, undefined, false),
      text: readText(string(payload.text) ?? '', botUserId ?? ''),
      way: 'command',
      requestId,
    },
    deliveryKeys: keys(['command', from.workspaceId, string(payload.trigger_id)]),
    ...given('responseUrl', string(payload.response_url)),
    ...given('triggerId', string(payload.trigger_id)),
  }
}

function readPress(payload: Json, { requestId }: Reading): Arrival | undefined {
  const team = string(object(payload.team).id) ?? string(object(payload.user).team_id)
  const from = sender(team ?? string(object(payload.enterprise).id), string(object(payload.user).id))
  const action = object(list(payload.actions)[0])
  const token = string(action.value) ?? string(object(action.selected_option).value)
  // In an open form nothing is pressed that means anything yet.
  if (from === undefined || token === undefined || object(payload.view).type === 'modal') return undefined

  const container = object(payload.container)
  const message = object(payload.message)
  const channel = string(object(payload.channel).id) ?? string(container.channel_id)
  const ephemeral = container.is_ephemeral === true
  const thread = string(container.thread_ts) ?? string(message.thread_ts)
  const messageId = string(container.message_ts) ?? string(message.ts)
  return {
    inbound: {
      kind: 'pressed',
      from,
      // Only our own direct messages hold messages of ours that have a user; on Tally's home page there is no channel at all.
      where:
        channel === undefined
          ? conversation(from, from.userId, undefined, true)
          : conversation(from, channel, thread, isDirect(channel) && !ephemeral && string(message.user) !== undefined),
      token,
      requestId,
      private: ephemeral || channel === undefined,
    },
    deliveryKeys: keys(['press', from.workspaceId, string(payload.trigger_id)]),
    ...given('responseUrl', string(payload.response_url)),
    ...given('triggerId', string(payload.trigger_id)),
    ...given('pressedMessageId', ephemeral || channel === undefined ? undefined : messageId),
    ...given('activeThreadId', thread),
  }
}

function readEvent(payload: Json, reading: Reading): Arrival | undefined {
  const event = object(payload.event)
  const authorization = object(list(payload.authorizations)[0])
  // An app of a whole organisation is told no team in its authorization, sometimes none at all.
  const workspace =
    string(payload.team_id) ?? string(event.team) ?? string(authorization.team_id) ?? string(payload.enterprise_id)
  const from = sender(workspace, string(event.user))
  const channel = string(event.channel)
  if (from === undefined || channel === undefined) return undefined
  const deliveryKeys = [
    ...keys(['event', from.workspaceId, string(payload.event_id)]),
    // Slack has delivered one message under several event ids.
    ...keys(['message', from.workspaceId, channel, string(event.ts)]),
  ]

  switch (event.type) {
    case 'app_mention':
    case 'message': {
      const botUserId =
        (authorization.is_bot === true ? string(authorization.user_id) : undefined) ??
        reading.botUserId ??
        string(list(payload.authed_users)[0])
      const direct = event.type === 'message'
      if (direct && event.channel_type !== 'im') return undefined
      if (!isPersons(event) || from.userId === botUserId) return undefined
      const ts = string(event.ts)
      const thread = string(event.thread_ts) ?? (direct ? undefined : ts)
      const text = readText(string(event.text) ?? '', direct ? (botUserId ?? '') : botUserId)
      // A picture without a word asks nothing.
      if (direct && text === '' && event.subtype !== undefined) return undefined
      return {
        inbound: {
          kind: 'asked',
          from,
          where: conversation(from, channel, thread, direct),
          text,
          way: direct ? 'direct' : 'mention',
          requestId: reading.requestId,
        },
        deliveryKeys,
        ...given('activeThreadId', string(event.thread_ts)),
      }
    }
    case 'app_home_opened':
      if (event.tab !== 'messages') return undefined
      return {
        inbound: {
          kind: 'opened',
          from,
          where: conversation(from, channel, undefined, true),
          requestId: reading.requestId,
        },
        // Slack tells of every opening; one greeting is enough.
        deliveryKeys: keys(['opened', from.workspaceId, from.userId]),
      }
    default:
      return undefined
  }
}

// Edits, deletions, joins and every bot are not people; what we post by a response_url comes back as a bot's message.
const isPersons = (event: Json): boolean =>
  event.bot_id === undefined &&
  event.bot_profile === undefined &&
  (event.subtype === undefined || event.subtype === 'file_share' || event.subtype === 'thread_broadcast')

const isDirect = (channel: string): boolean => channel.startsWith('D')
