import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, SocketModeReceiver } from '@slack/bolt'
import { Fault } from '../errors.ts'
import type { Handle, Inbound, Platform, Reply } from '../platform.ts'
import { api as webApi, webClientOptions } from './api.ts'
import { toBlocks } from './blocks.ts'
import { type Claim, firstTime } from './first-time.ts'
import { askIdentity, type Identity } from './identity.ts'
import { object, string } from './json.ts'
import { listen } from './listeners.ts'
import { boltLog, type Log } from './log.ts'
import { messages as slackMessages } from './messages.ts'
import { pace as slackPace } from './pace.ts'
import { people as slackPeople } from './people.ts'
import { type Arrival, readArrival } from './read.ts'
import { receiver as httpReceiver } from './receiver.ts'
import { type Delivered, deliver, inWords } from './reply.ts'
import { respondBy } from './response-url.ts'
import { work as inFlight } from './work.ts'

export interface SlackOptions {
  readonly botToken: string
  /** Given: Slack calls us. Absent: we call Slack with the app token (Socket Mode). */
  readonly signingSecret?: string
  readonly appToken?: string
  readonly apiUrl?: string
  readonly claim: Claim
  readonly now: () => Date
  readonly log: Log
  readonly observe?: Partial<Observe>
  /** For one call of Slack's Web API. */
  readonly timeoutMs?: number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** What is worth counting. */
export interface Observe {
  acknowledged(seconds: number): void
  answered(kind: Inbound['kind'], delivered: Delivered, seconds: number): void
  duplicate(): void
  refused(status: number): void
  error(code: string): void
}

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export interface Slack extends Platform {
  /** False where the path is not Slack's. */
  listener(req: IncomingMessage, res: ServerResponse): boolean | Promise<boolean>
  readiness(): Readiness
}

/** Slack, over HTTP on a server of somebody else's or by Socket Mode. */
export function slack(options: SlackOptions): Slack {
  const { log, now, observe = {}, timeoutMs = 8000, apiUrl = 'https://slack.com/api/' } = options
  const onError = (code: string) => observe.error?.(code)
  const stopping = new AbortController()
  const pace = slackPace({
    now,
    signal: stopping.signal,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  })
  const api = webApi({ botToken: options.botToken, apiUrl, timeoutMs, pace, log, onError })
  const work = inFlight()
  const isFirst = firstTime(options.claim, log)
  const responses = (url: string | undefined) => respondBy(url, { apiUrl, timeoutMs, pace, onError })

  let handle: Handle | undefined
  let open = false
  let known: Identity | undefined
  let readiness: Readiness = { ready: false, reason: 'Slack was not asked yet.' }
  let stopped: Promise<void> | undefined

  const messages = slackMessages({ api, pace, now, identity: () => known })
  const people = slackPeople({ api, now, identity: async () => known ?? identify() })

  async function identify(): Promise<Identity> {
    const answer = await askIdentity(api)
    if (answer.kind === 'unknown') {
      readiness = {
        ready: false,
        reason: `Slack does not accept the bot token or cannot be reached (${answer.reason}).`,
      }
      throw new Fault(readiness.reason, 'Check SLACK_BOT_TOKEN and the way out to slack.com.')
    }
    known = answer.identity
    readiness = { ready: true }
    return known
  }

  /** In the background, for as long as it takes: without Slack the rest of Tally still runs. */
  async function untilIdentified(): Promise<void> {
    for (let waitMs = 1000; known === undefined && !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, 60_000)) {
      const done = await identify().then(
        () => true,
        (error: unknown) => log.error({ err: error }, 'slack is not ready'),
      )
      if (done !== true) await pace.wait(waitMs)
    }
  }

  async function hear(body: unknown): Promise<void> {
    const requestId = randomUUID()
    const arrival = readArrival(body, {
      requestId,
      ...(known?.botUserId === undefined ? {} : { botUserId: known.botUserId }),
    })
    if (arrival === undefined || handle === undefined) return
    if (!(await isFirst(arrival.deliveryKeys))) {
      log.info({ requestId }, 'slack delivered this before')
      observe.duplicate?.()
      return
    }
    const startedAt = performance.now()
    const { kind } = arrival.inbound
    const delivered = await answer(arrival, handle)
    const seconds = (performance.now() - startedAt) / 1000
    observe.answered?.(kind, delivered, seconds)
    log.info({ requestId, kind, delivered, seconds: Number(seconds.toFixed(3)) }, 'slack answered')
  }

  async function answer(arrival: Arrival, handle: Handle): Promise<Delivered> {
    const respond = responses(arrival.responseUrl)
    const { inbound } = arrival
    try {
      const who = await people.who(inbound.from.userId)
      const reply = who.kind === 'member' ? await handle(inbound, platform) : turnAway(inbound)
      return reply === undefined ? 'delivered' : await deliver(arrival, reply, messages, respond)
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, 'slack request failed')
      return await deliver(arrival, sorry(inbound), messages, respond)
    }
  }

  const receiver =
    options.signingSecret === undefined
      ? undefined
      : httpReceiver({
          signingSecret: options.signingSecret,
          now,
          isOpen: () => open,
          onAcknowledged: (seconds) => observe.acknowledged?.(seconds),
          onRefused: (status, reason) => {
            observe.refused?.(status)
            log.warn({ status, reason }, 'slack request refused')
          },
          onRateLimited: () => {
            onError('app_rate_limited')
            log.warn({}, 'slack holds events back: more than 30,000 an hour')
          },
          onError: (error) => log.error({ err: error }, 'slack payload could not be read'),
        })
  const socket =
    receiver !== undefined || options.appToken === undefined
      ? undefined
      : new SocketModeReceiver({
          appToken: options.appToken,
          logger: boltLog(log),
          installerOptions: { clientOptions: webClientOptions({ apiUrl, timeoutMs, log }) },
        })
  const through = receiver ?? socket
  if (through === undefined) {
    throw new Fault(
      'Slack has neither a signing secret nor an app token.',
      'Set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.',
    )
  }
  const app = new App({
    receiver: through,
    // From memory: Bolt hands nothing on before this answers. Our own client sends, so the token is only Bolt's to know.
    authorize: async () => ({ botToken: options.botToken }),
    clientOptions: webClientOptions({ apiUrl, timeoutMs, log }),
    logger: boltLog(log),
    convoStore: false,
    // `readArrival` leaves out every bot, not only this one.
    ignoreSelf: false,
    attachFunctionToken: false,
    extendedErrorHandler: true,
  })
  listen(app, { work, log, hear, respondBy: responses })

  /** As long as it takes, as for the identity. */
  async function untilConnected(socket: SocketModeReceiver): Promise<void> {
    for (let waitMs = 1000; !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, 60_000)) {
      try {
        await socket.start()
        return
      } catch (error) {
        log.error({ err: error }, 'slack socket mode does not connect; check SLACK_APP_TOKEN')
        await pace.wait(waitMs)
      }
    }
  }

  async function stop(deadlineMs: number): Promise<void> {
    open = false
    await socket?.stop()
    const left = await work.drained(deadlineMs)
    if (left > 0) log.warn({ left }, 'slack answers were still under way at the deadline')
    stopping.abort()
  }

  const platform: Platform = {
    name: 'slack',
    start: async (given) => {
      handle = given
      open = true
      // Neither rejects: both try until they succeed or Tally stops.
      void untilIdentified()
      if (socket !== undefined) void untilConnected(socket)
    },
    profile: async (sender) => (await people.who(sender.userId)).profile,
    post: (where, card, key) => work.run(() => messages.post(where, toBlocks(card), key)),
    update: (message, card) => work.run(() => messages.update(message, toBlocks(card))),
    openDirect: async (workspaceId, userId) => {
      const outcome = await api.call('conversations.open', { users: userId })
      const conversationId = outcome.kind === 'ok' ? string(object(outcome.data.channel).id) : undefined
      if (conversationId === undefined) {
        const why = outcome.kind === 'refused' ? outcome.code : 'no answer'
        throw new Fault(`Slack opens no direct message with ${userId} (${why}).`, 'Check the scope im:write.')
      }
      return { platform: 'slack', workspaceId, conversationId, direct: true }
    },
    stop: (deadlineMs) => {
      stopped ??= stop(deadlineMs)
      return stopped
    },
  }
  return {
    ...platform,
    listener: (req, res) => receiver?.listener(req, res) ?? false,
    readiness: () => readiness,
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
