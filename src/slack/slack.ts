import type { IncomingMessage, ServerResponse } from 'node:http'
import { App } from '@slack/bolt'
import type { Claim } from '../chat/first-time.ts'
import { object, string } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import { pace as slackPace } from '../chat/pace.ts'
import { work as inFlight } from '../chat/work.ts'
import { Fault } from '../errors.ts'
import type { Platform } from '../platform.ts'
import { api as webApi, webClientOptions } from './api.ts'
import { toBlocks } from './blocks.ts'
import { courier as slackCourier } from './courier.ts'
import { files as slackFiles } from './files.ts'
import { introduction, type Readiness } from './identity.ts'
import { listen } from './listeners.ts'
import { boltLog } from './log.ts'
import { messages as slackMessages } from './messages.ts'
import { people as slackPeople } from './people.ts'
import { respondBy } from './response-url.ts'
import { turn } from './turn.ts'
import { wayIn } from './way-in.ts'

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
  /** For one question from its arrival to its answer. */
  readonly patienceMs?: number
  /** How long Slack may wait for what is wrong in a form. */
  readonly formPatienceMs?: number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export interface Slack extends Platform {
  /** False where the path is not Slack's. */
  listener(req: IncomingMessage, res: ServerResponse): boolean | Promise<boolean>
  readiness(): Readiness
}

/** Slack, over HTTP on a server of somebody else's or by Socket Mode. `why.md` has the reasons for what may surprise. */
export function slack(options: SlackOptions): Slack {
  const { log, now, observe = {}, timeoutMs = 8000, patienceMs = 60_000, apiUrl = 'https://slack.com/api/' } = options
  const onError = (code: string) => observe.error?.(code)
  const stopping = new AbortController()
  const { signal } = stopping
  const pace = slackPace({ now, signal, ...(options.sleep === undefined ? {} : { sleep: options.sleep }) })
  const api = webApi({ botToken: options.botToken, apiUrl, timeoutMs, pace, log, onError })
  const work = inFlight()
  const identity = introduction(api)
  const people = slackPeople({ api, now, identity: identity.ask })
  const courierTimeoutMs = Math.min(timeoutMs, COURIER_TIMEOUT_MS)
  const courier = slackCourier({
    api: webApi({ botToken: options.botToken, apiUrl, timeoutMs: courierTimeoutMs, pace, log, onError }),
    timeoutMs: courierTimeoutMs,
    pace,
    identity,
    work,
  })
  const messages = slackMessages({ api, pace, now, identity: identity.known })
  const files = slackFiles({ api, pace, now, identity: identity.known, apiUrl, timeoutMs, onError })
  const responses = (url: string | undefined) => respondBy(url, { apiUrl, timeoutMs, pace, onError })

  let hear: ReturnType<typeof turn> | undefined
  let open = false
  let stopped: Promise<void> | undefined

  const clientOptions = webClientOptions({ apiUrl, timeoutMs, log })
  const { through, receiver, socket } = wayIn({
    signingSecret: options.signingSecret,
    appToken: options.appToken,
    clientOptions,
    pace,
    now,
    log,
    work,
    isOpen: () => open,
    observe,
  })
  const app = new App({
    receiver: through,
    // From memory: Bolt hands nothing on before this answers. Our own client sends, so the token is only Bolt's to know.
    authorize: async () => ({ botToken: options.botToken }),
    clientOptions,
    logger: boltLog(log),
    convoStore: false,
    // `readArrival` leaves out every bot, not only this one.
    ignoreSelf: false,
    attachFunctionToken: false,
    extendedErrorHandler: true,
  })
  listen(app, {
    work,
    log,
    hear: async (body, answerForm) => hear?.(body, answerForm),
    formPatienceMs: options.formPatienceMs ?? FORM_PATIENCE_MS,
    respondBy: responses,
  })

  /** In the background, for as long as it takes: without Slack the rest of Tally still runs. */
  async function introduce(): Promise<void> {
    for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(2 * waitMs, 60_000)) {
      try {
        await identity.ask()
        return
      } catch (error) {
        log.error({ err: error }, 'slack is not ready')
        await pace.wait(waitMs)
      }
    }
  }

  async function stop(deadlineMs: number): Promise<void> {
    open = false
    await socket?.stop()
    const tellingMs = Math.min(TELLING_MS, deadlineMs / 2)
    const waiting = await work.drained(deadlineMs - tellingMs)
    // Whoever still waits, for us or for Slack, is told so.
    stopping.abort()
    const left = waiting === 0 ? 0 : await work.drained(tellingMs)
    if (left > 0) log.warn({ left }, 'slack answers were still under way at the deadline')
  }

  const platform: Platform = {
    name: 'slack',
    start: async (handle) => {
      hear = turn({
        handle,
        platform,
        api,
        people,
        messages,
        files,
        respondBy: responses,
        botUserId: () => identity.known()?.botUserId,
        claim: options.claim,
        log,
        signal,
        patienceMs,
        observe,
      })
      open = true
      // Neither rejects: both go on until they succeed or Tally stops.
      void introduce()
      void socket?.stayConnected()
    },
    profile: async (sender) => (await people.who(sender.userId)).profile,
    post: (where, card, key) => work.run(() => messages.post(where, toBlocks(card), key)),
    update: (message, card) => work.run(() => messages.update(message, toBlocks(card))),
    findUser: people.find,
    courier,
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
    readiness: () => {
      if (socket?.isConnected() === false) return { ready: false, reason: 'Slack’s Socket Mode is not connected.' }
      return identity.readiness()
    },
  }
}

const TELLING_MS = 2000

// Slack gives up after three seconds.
const FORM_PATIENCE_MS = 2500

// A lost message is looked for the sooner, the sooner nobody waits for it any more.
const COURIER_TIMEOUT_MS = 7000
