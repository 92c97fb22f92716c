import type { Json } from '../chat/json.ts'
import type { Sent } from '../platform.ts'
import type { Here } from './arrival.ts'
import type { Answer, Gateway } from './gateway.ts'
import type { Patiently } from './patient.ts'

/** What is sent, and what instead where Teams does not take it as a card. */
export interface Said {
  readonly activity: Json
  readonly plainer?: Json
}

/** Messages that stay. A post whose answer was lost is not sent again: in Teams nobody may look whether it stands there. */
export interface Messages {
  post(to: Here, said: Said): Promise<Written>
  /** Does no more the second time, so a lost answer is asked for again. */
  update(at: Here, messageId: string, said: Said): Promise<Written>
}

export type Written = Sent & {
  /** Teams took the plainer one. */
  readonly plainer?: true
}

export interface MessagesOptions {
  readonly gateway: Pick<Gateway, 'send' | 'update'>
  readonly patiently: Patiently
}

export function messages({ gateway, patiently }: MessagesOptions): Messages {
  async function write(
    { where, address }: Here,
    { activity, plainer }: Said,
    send: (activity: Json) => Promise<Answer<string>>,
  ): Promise<Written> {
    const answer = await patiently(address.conversationId, () => send(activity))
    const isUnfit = answer.kind === 'refused' && UNFIT.has(answer.status)
    if (isUnfit && plainer !== undefined) {
      const written = await write({ where, address }, { activity: plainer }, send)
      return { ...written, plainer: true }
    }
    return toSent(answer, where)
  }

  return {
    post: (to, said) => write(to, said, (activity) => gateway.send(to.address, activity)),
    update: (at, messageId, said) =>
      write(at, said, async (activity) => {
        for (let attempts = 1; ; attempts++) {
          const answer = await gateway.update(at.address, messageId, activity)
          if (answer.kind === 'ok') return { kind: 'ok', value: messageId }
          if (answer.kind !== 'unknown' || attempts === MOST_UPDATES) return answer
        }
      }),
  }
}

const MOST_UPDATES = 2

// Not this card: it cannot be read, or it is too big.
const UNFIT = new Set([400, 413])

function toSent(answer: Answer<string>, where: Here['where']): Sent {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'sent', message: { where, messageId: answer.value } }
    case 'unknown':
      return answer
    case 'limited':
      return { kind: 'failed', reason: 'rate_limited' }
    case 'never arrived':
      return { kind: 'failed', reason: answer.reason }
    case 'refused':
      return { kind: 'failed', reason: answer.code || `http_${answer.status}` }
  }
}
