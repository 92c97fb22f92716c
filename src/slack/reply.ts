import type { Form } from '../cards/form.ts'
import { inWords } from '../chat/in-words.ts'
import type { Delivered } from '../chat/observe.ts'
import { Fault } from '../errors.ts'
import type { Conversation, Reply } from '../platform.ts'
import type { Outcome } from './api.ts'
import type { Arrival } from './arrival.ts'
import { toBlocks } from './blocks.ts'
import { AS_WRITTEN, type Content, sendPlainer } from './content.ts'
import { shareFile } from './file-reply.ts'
import type { Files } from './files.ts'
import type { Messages } from './messages.ts'
import type { Respond } from './response-url.ts'

/** The ways into a conversation. */
export interface Ways {
  readonly messages: Messages
  readonly files: Files
  readonly openDirect: (workspaceId: string, userId: string) => Promise<Conversation>
  /** False where Slack opens no form now. */
  readonly openForm: (arrival: Arrival, form: Form) => Promise<boolean>
}

/** Brings the core's reply to where it belongs: one person's eyes or the conversation. */
export async function deliver(
  arrival: Arrival,
  reply: Reply,
  ways: Ways,
  respond: Respond | undefined,
): Promise<Delivered> {
  const { messages, files, openDirect, openForm } = ways
  const { inbound } = arrival
  // Slack opens no form with mistakes in it: they are said in words.
  const opens = reply.mistakes === undefined ? reply.form : undefined
  if (opens !== undefined && (await openForm(arrival, opens))) return 'delivered'
  if (reply.file !== undefined) {
    const shared = await shareFile(arrival, reply, reply.file, files, openDirect)
    const note = shared.kind === 'unknown' ? NOT_CONFIRMED : shared.note
    if (note === undefined) return 'delivered'
    const told = await deliver(
      arrival,
      { card: inWords(note), audience: 'asker', place: 'new', key: `${reply.key}-note` },
      ways,
      respond,
    )
    return shared.kind === 'shared' ? told : shared.kind === 'unknown' ? 'unconfirmed' : 'failed'
  }
  const { where, from } = inbound
  const said = toBlocks(reply.card)
  const replacing = inbound.kind === 'pressed' && reply.place === 'original'

  const whisper = (words: Content) => messages.whisper(where, from.userId, words, arrival.activeThreadId)
  const respondWith = (how: object): Promise<Outcome> => {
    if (respond === undefined) return Promise.resolve({ kind: 'refused', code: 'no_response_url' })
    const thread = arrival.activeThreadId === undefined ? {} : { thread_ts: arrival.activeThreadId }
    return sendPlainer((plainer) => respond({ ...how, ...thread, ...plainer, ...AS_WRITTEN }), said)
  }

  /** The first way that Slack does not refuse; a way that may have worked is the last one tried. */
  async function first(...ways: readonly (() => Promise<Outcome>)[]): Promise<Delivered> {
    const refused: string[] = []
    for (const way of ways) {
      const outcome = await way()
      if (outcome.kind === 'ok') return 'delivered'
      if (outcome.kind === 'unknown') {
        await whisper(words(NOT_CONFIRMED))
        return 'unconfirmed'
      }
      refused.push(outcome.code)
    }
    await whisper(words(refused.some((code) => NOT_INVITED.has(code)) ? INVITE : NOT_TAKEN))
    return 'failed'
  }

  const post = async () => outcome(await messages.post(where, said, reply.key))
  const update = async (): Promise<Outcome> => {
    if (arrival.pressedMessageId === undefined) return { kind: 'refused', code: 'message_not_found' }
    return outcome(await messages.update({ where, messageId: arrival.pressedMessageId }, said))
  }
  const replace = () => respondWith({ replace_original: true })

  // Whoever filled in a form is reached also where Tally is no member: they opened it by a command.
  const direct = async (): Promise<Outcome> => {
    try {
      return outcome(await messages.post(await openDirect(from.workspaceId, from.userId), said, reply.key))
    } catch (error) {
      if (error instanceof Fault) return { kind: 'refused', code: 'no_direct_conversation' }
      throw error
    }
  }
  if (inbound.kind === 'submitted' && !where.direct) {
    return reply.audience === 'asker' ? first(() => whisper(said), direct) : first(post, () => whisper(said), direct)
  }

  const isPrivate = inbound.kind === 'pressed' && inbound.private
  if (reply.audience === 'asker' && !where.direct) {
    // Replacing what everybody reads would show everybody.
    const way =
      replacing && isPrivate ? replace : () => respondWith({ response_type: 'ephemeral', replace_original: false })
    return first(way, () => whisper(said))
  }
  if (replacing) return isPrivate ? first(replace, post) : first(update, replace, post)
  // Where Tally is no member, such as in a direct message of two others, only the response URL may speak.
  return first(post, () => respondWith({ response_type: 'in_channel', replace_original: false }))
}

const outcome = (sent: Awaited<ReturnType<Messages['post']>>): Outcome => {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'ok', data: {} }
    case 'failed':
      return { kind: 'refused', code: sent.reason }
    case 'unknown':
      return sent
  }
}

const words = (text: string): Content => toBlocks(inWords(text))

const NOT_CONFIRMED =
  'Slack did not confirm that my answer arrived. If you do not see it, please ask again: I do not send it twice by myself.'

const NOT_TAKEN = 'Slack did not take my answer. Please ask again in a minute.'

const NOT_INVITED = new Set(['not_in_channel', 'channel_not_found'])
const INVITE = 'I may not write in this conversation. Invite me to the channel, or ask me in a direct message.'
