import type { Card } from '../cards/card.ts'
import { plainText } from '../cards/plain-text.ts'
import { inWords } from '../chat/in-words.ts'
import { type Json, list, object } from '../chat/json.ts'
import type { Delivered } from '../chat/observe.ts'
import type { File, Reply } from '../platform.ts'
import type { Arrival, Here } from './arrival.ts'
import type { Direct } from './direct.ts'
import { toConsent } from './files.ts'
import { toFormActivity } from './form-card.ts'
import { type AnswerInvoke, inPlace, toast } from './invoke.ts'
import { toActivity, toWords } from './message.ts'
import type { Messages, Said, Written } from './messages.ts'
import { isClosed } from './refusal.ts'
import { rowsCard } from './rows-card.ts'

/** The ways into a conversation. */
export interface Ways {
  readonly messages: Messages
  readonly direct: Direct
}

/**
 * Brings the core's reply to where it belongs. Teams hides nothing inside a conversation: what is for one person stands where
 * only they read, in a few words over the card that they pressed or in their personal chat.
 */
export async function deliver(
  arrival: Arrival,
  reply: Reply,
  { messages, direct }: Ways,
  answer: AnswerInvoke,
): Promise<Delivered> {
  const { inbound, here, there, messageId } = arrival
  const isOpen = here.where.direct || reply.audience === 'conversation'

  /** A few words to whoever waits, that tell nothing of what was asked. */
  async function tell(text: string): Promise<void> {
    if (!answer(toast(text))) await messages.post(here, { activity: toWords(inWords(text)) })
  }

  async function told(written: Written, sent: string): Promise<Delivered> {
    switch (written.kind) {
      case 'sent':
        answer(toast(sent))
        return 'delivered'
      case 'unknown':
        await tell(NOT_CONFIRMED)
        return 'unconfirmed'
      case 'failed':
        await tell(NOT_TAKEN)
        return 'failed'
    }
  }

  const post = async (said: Said) => told(await messages.post(here, said), ANSWERED)

  /** In the place of the card that was pressed, for whoever pressed and for everybody; beside it where it cannot be changed. */
  async function replace(said: Said): Promise<Delivered> {
    if (messageId === undefined) return post(said)
    const written = await messages.update(here, messageId, said)
    if (written.kind === 'failed') return post(said)
    answer(written.plainer ? toast(ANSWERED) : inPlace(cardOf(said.activity)))
    return written.kind === 'sent' ? 'delivered' : 'unconfirmed'
  }

  /** Into the personal chat; here nobody reads more than that it went there. */
  async function apart(said: (to: Here) => Said): Promise<Delivered> {
    const { workspaceId, userId } = inbound.from
    const to = await direct(workspaceId, userId)
    if (to.kind !== 'ok') {
      await tell(to.kind === 'refused' ? NO_CHAT : NOT_TAKEN)
      return 'failed'
    }
    const written = await messages.post(to.value, said(to.value))
    if (written.kind === 'failed') {
      // Only where they can mend it: Teams itself may be away.
      await tell(isClosed(written.reason) ? NO_CHAT : NOT_TAKEN)
      return 'failed'
    }
    await tell(written.kind === 'sent' ? IN_YOUR_CHAT : NOT_CONFIRMED)
    return written.kind === 'sent' ? 'delivered' : 'unconfirmed'
  }

  const card = said(reply.card, reply.key)
  const { form, file, mistakes } = reply
  if (form !== undefined) {
    const opened = (to: Here): Said => {
      const { where } = inbound
      const setting = {
        where,
        key: reply.key,
        ...(to.where.conversationId === where.conversationId ? {} : { postedIn: to.where }),
        ...(mistakes === undefined ? {} : { mistakes }),
      }
      return {
        activity: toFormActivity(form, setting),
        ...(card.plainer === undefined ? {} : { plainer: card.plainer }),
      }
    }
    if (!isOpen) return apart(opened)
    return inbound.kind === 'submitted' ? replace(opened(here)) : post(opened(here))
  }
  if (mistakes !== undefined && inbound.kind === 'submitted') {
    // The form stands there still.
    return isOpen ? post(card) : apart(() => card)
  }
  if (file !== undefined) {
    const offered = (to: Here) => offer(arrival, reply, file, to)
    return isOpen ? post(offered(here)) : apart(offered)
  }
  if (!isOpen) {
    const words = arrival.invoked ? fewWords(reply.card) : undefined
    return words !== undefined && answer(toast(words)) ? 'delivered' : apart(() => card)
  }
  // It was opened where others read, and they shall read what came of it.
  if (there !== undefined && reply.audience === 'conversation') await messages.post(there, card)
  const takesPlace = inbound.kind === 'submitted' || (inbound.kind === 'pressed' && reply.place === 'original')
  return takesPlace ? replace(card) : post(card)
}

const said = (card: Card, key: string): Said => ({ activity: toActivity(card, key), plainer: toWords(card) })

/** A file in a personal chat, if its owner agrees to it; text rows elsewhere. */
function offer({ inbound }: Arrival, { card, key }: Reply, file: File, to: Here): Said {
  const rows = said(rowsCard(card, file), key)
  if (!to.where.direct || inbound.kind !== 'pressed') return rows
  return { activity: toConsent(card, file, inbound.token), plainer: rows.activity }
}

const cardOf = (activity: Json): Json => object(object(list(activity.attachments)[0]).content)

/** What a toast can say: words, and few. */
function fewWords({ blocks }: Card): string | undefined {
  if (!blocks.every(({ kind }) => kind === 'text' || kind === 'note')) return undefined
  const words = plainText({ blocks }).replace(/\s+/g, ' ')
  return words.length <= MOST_IN_A_TOAST ? words : undefined
}

const MOST_IN_A_TOAST = 250

const ANSWERED = 'Answered below.'
const IN_YOUR_CHAT = 'That is for you alone: I wrote it in our personal chat.'
const NO_CHAT =
  'What I have to say is for you alone, and I cannot write to you. Add Tally for yourself (Apps, Tally, Add), then ask again.'
const NOT_CONFIRMED =
  'Microsoft Teams did not confirm that my answer arrived. If you do not see it, please ask again: I do not send it twice by myself.'
const NOT_TAKEN = 'Microsoft Teams did not take my answer. Please ask again in a minute.'
