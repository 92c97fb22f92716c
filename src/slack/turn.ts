import { randomUUID } from 'node:crypto'
import type { Handle, Inbound, Platform, Reply } from '../platform.ts'
import type { Claim } from './first-time.ts'
import { firstTime } from './first-time.ts'
import type { Log } from './log.ts'
import type { Messages } from './messages.ts'
import type { People } from './people.ts'
import { type Arrival, readArrival } from './read.ts'
import { type Delivered, deliver, inWords } from './reply.ts'
import type { Respond } from './response-url.ts'

export interface TurnOptions {
  readonly handle: Handle
  readonly platform: Platform
  readonly people: People
  readonly messages: Messages
  readonly respondBy: (url: string | undefined) => Respond | undefined
  readonly botUserId: () => string | undefined
  readonly claim: Claim
  readonly log: Log
  readonly onDuplicate: () => void
  readonly onAnswered: (kind: Inbound['kind'], delivered: Delivered, seconds: number) => void
}

/** One turn of a conversation: what arrived is read, handled once and answered, in any case with words. */
export function turn(options: TurnOptions): (body: unknown) => Promise<void> {
  const { handle, platform, people, messages, respondBy, log } = options
  const isFirst = firstTime(options.claim, log)

  async function answer(arrival: Arrival): Promise<Delivered> {
    const { inbound } = arrival
    const respond = respondBy(arrival.responseUrl)
    try {
      const who = await people.who(inbound.from.userId)
      const reply = who.kind === 'member' ? await handle(inbound, platform) : turnAway(inbound)
      return reply === undefined ? 'delivered' : await deliver(arrival, reply, messages, respond)
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, 'slack request failed')
      return await deliver(arrival, sorry(inbound), messages, respond)
    }
  }

  return async (body) => {
    const requestId = randomUUID()
    const botUserId = options.botUserId()
    const arrival = readArrival(body, { requestId, ...(botUserId === undefined ? {} : { botUserId }) })
    if (arrival === undefined) return
    if (!(await isFirst(arrival.deliveryKeys))) {
      log.info({ requestId }, 'slack delivered this before')
      options.onDuplicate()
      return
    }
    const startedAt = performance.now()
    const { kind } = arrival.inbound
    const delivered = await answer(arrival)
    const seconds = (performance.now() - startedAt) / 1000
    options.onAnswered(kind, delivered, seconds)
    log.info({ requestId, kind, delivered, seconds: Number(seconds.toFixed(3)) }, 'slack answered')
  }
}

function turnAway(inbound: Inbound): Reply | undefined {
  // Whoever only looks in is not spoken to.
  if (inbound.kind === 'opened') return undefined
  const card = inWords('I only answer members of the workspace that I was installed in.')
  return { card, audience: 'asker', place: 'new', key: inbound.requestId }
}

const sorry = ({ requestId }: Inbound): Reply => ({
  card: inWords(
    `Something went wrong on my side, so there is no answer. Please try again; if it stays so, tell whoever runs Tally: ${requestId}`,
  ),
  audience: 'asker',
  place: 'new',
  key: requestId,
})
