import { object, string } from '../chat/json.ts'
import type { Conversation, Sender } from '../platform.ts'
import { conversation } from './arrival.ts'

/** What a form brings back when it is sent: its token, and where it was opened from. */
export interface FormOrigin {
  readonly token: string
  readonly where: Conversation
  /** Others wrote in the thread already. */
  readonly activeThreadId?: string
}

/** For a modal's `private_metadata`, of which Slack takes 3,000 characters. */
export const writeOrigin = ({ token, where, activeThreadId }: FormOrigin): string =>
  JSON.stringify({
    token,
    in: where.conversationId,
    thread: where.threadId,
    direct: where.direct || undefined,
    active: activeThreadId === undefined ? undefined : true,
  })

/** Undefined where the form is none of ours. */
export function readOrigin(text: string | undefined, from: Sender): FormOrigin | undefined {
  const origin = object(parsed(text ?? ''))
  const [token, channel, thread] = [string(origin.token), string(origin.in), string(origin.thread)]
  if (token === undefined || channel === undefined) return undefined
  const where = conversation(from, channel, thread, origin.direct === true)
  return { token, where, ...(origin.active === true && thread !== undefined ? { activeThreadId: thread } : {}) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Of another app, or of another time.
    return undefined
  }
}
