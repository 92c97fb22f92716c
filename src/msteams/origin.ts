import type { Log } from '../chat/log.ts'
import type { Arrival } from './arrival.ts'
import { hereIn } from './direct.ts'
import type { Gateway } from './gateway.ts'
import type { Patiently } from './patient.ts'
import type { Kept } from './reference.ts'
import { toldBy } from './roster.ts'

export interface OriginOptions {
  readonly gateway: Pick<Gateway, 'member'>
  readonly kept: Pick<Kept, 'conversation'>
  readonly patiently: Patiently
  readonly log: Log
}

/** What arrived, about the conversation that it may be about. */
export type Origin = (arrival: Arrival, noticed: Promise<void>) => Promise<Arrival>

/**
 * A form of a channel that stands in a personal chat says where it was opened. Nobody signed that, so it is believed of those
 * whom the roster there knows; for everybody else it is about the chat that it was sent from.
 */
export function origin({ gateway, kept, patiently, log }: OriginOptions): Origin {
  async function there({ inbound, here }: Arrival, noticed: Promise<void>): Promise<Arrival['there']> {
    const { where, from } = inbound
    if (!here.where.direct) return undefined
    await noticed
    const reference = await kept.conversation(where.workspaceId, where.conversationId)
    // Nobody else's personal chat.
    if (reference === undefined || reference.kind === 'personal') return undefined
    const { serviceUrl, conversationId, teamId = conversationId } = reference
    const isIn = async (roster: string) =>
      toldBy(
        await patiently(`members ${roster}`, () => gateway.member({ serviceUrl, conversationId: roster }, from.userId)),
      ).kind
    // A private channel has fewer people than its team: the team is asked only where the channel does not say.
    const ofChannel = await isIn(conversationId)
    const belongs =
      ofChannel === 'told' || (ofChannel !== 'absent' && teamId !== conversationId && (await isIn(teamId)) === 'told')
    return belongs ? hereIn(reference, where) : undefined
  }

  return async (arrival, noticed) => {
    const { inbound, here } = arrival
    if (inbound.where.conversationId === here.where.conversationId) return arrival
    try {
      const found = await there(arrival, noticed)
      if (found !== undefined) return { ...arrival, there: found }
    } catch (error) {
      log.error(
        { err: error, requestId: inbound.requestId },
        'msteams does not say who belongs where a form was opened',
      )
    }
    return { ...arrival, inbound: { ...inbound, where: here.where } }
  }
}
