import type { Conversation } from '../platform.ts'
import { addressOf, type Here } from './arrival.ts'
import type { Answer, Gateway } from './gateway.ts'
import type { Patiently } from './patient.ts'
import type { Kept, Reference } from './reference.ts'

export interface DirectOptions {
  readonly gateway: Pick<Gateway, 'openPersonal'>
  readonly kept: Pick<Kept, 'personal' | 'newest' | 'remember'>
  readonly patiently: Patiently
  readonly now: () => Date
}

/** Somebody's personal chat with Tally, opened where it never was. */
export type Direct = (tenantId: string, userId: string) => Promise<Answer<Here>>

export function direct({ gateway, kept, patiently, now }: DirectOptions): Direct {
  return async (tenantId, userId) => {
    const known = await kept.personal(tenantId, userId)
    if (known !== undefined) return { kind: 'ok', value: hereAt(known) }
    const near = await kept.newest(tenantId)
    if (near === undefined) return { kind: 'never arrived', reason: 'nothing is known of this tenant' }
    const { serviceUrl, botId } = near
    const opened = await patiently(`open ${tenantId}`, () =>
      gateway.openPersonal({ serviceUrl, tenantId, botId, userId }),
    )
    if (opened.kind !== 'ok') return opened
    const reference: Reference = {
      tenantId,
      conversationId: opened.value,
      kind: 'personal',
      serviceUrl,
      botId,
      userId,
    }
    await kept.remember(reference, now())
    return { kind: 'ok', value: hereAt(reference) }
  }
}

/** A conversation of the core where it is reached; outside channels a thread is none. */
export function hereIn(reference: Reference, { threadId }: Conversation): Here {
  const whole = hereAt(reference)
  if (threadId === undefined || reference.kind !== 'channel') return whole
  const where = { ...whole.where, threadId }
  return { where, address: addressOf(where, reference.serviceUrl) }
}

/** The whole conversation, not a thread of it. */
export function hereAt({ tenantId, conversationId, kind, serviceUrl }: Reference): Here {
  const where = { platform: 'msteams', workspaceId: tenantId, conversationId, direct: kind === 'personal' } as const
  return { where, address: addressOf(where, serviceUrl) }
}
