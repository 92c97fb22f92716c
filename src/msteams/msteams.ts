import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Claim } from '../chat/first-time.ts'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import { pace as sharedPace } from '../chat/pace.ts'
import { work as inFlight } from '../chat/work.ts'
import { Fault } from '../errors.ts'
import type { Conversation, Platform, Sent } from '../platform.ts'
import type { Here } from './arrival.ts'
import { courier } from './courier.ts'
import { hereIn, direct as personalChat } from './direct.ts'
import { files as uploads } from './files.ts'
import { gateway as botService, type Hear, type Trust } from './gateway.ts'
import { toActivity, toWords } from './message.ts'
import { messages as patientMessages } from './messages.ts'
import { origin as origins } from './origin.ts'
import { patiently } from './patient.ts'
import { people as whoIsWho } from './people.ts'
import type { Kept } from './reference.ts'
import { turn } from './turn.ts'

export interface MsteamsOptions {
  /** Absent in local development: nobody is authenticated, and only loopback is spoken with. */
  readonly app?: App
  /** Where Graph is asked whether a message stands in a channel; national clouds have their own. */
  readonly graphUrl?: string
  readonly kept: Kept
  readonly claim: Claim
  readonly now: () => Date
  readonly log: Log
  readonly observe?: Partial<Observe>
  /** For one request to Teams. */
  readonly timeoutMs?: number
  /** For one question from its arrival to its answer. */
  readonly patienceMs?: number
  /** How long a pressed button waits for what comes of it. */
  readonly invokePatienceMs?: number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** For tests: see `gateway.ts`. */
  readonly trust?: Trust
}

export interface App {
  readonly id: string
  readonly type: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI'
  readonly password?: string
  readonly tenantId?: string
}

export interface Msteams extends Platform {
  /** For `/api/messages`. */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
  readiness(): { readonly ready: true } | { readonly ready: false; readonly reason: string }
}

/** Microsoft Teams, over HTTP on a server of somebody else's. `why.md` has the reasons for what may surprise. */
export function msteams(options: MsteamsOptions): Msteams {
  const { app, kept, claim, now, log, observe = {}, trust } = options
  const { timeoutMs = TIMEOUT_MS, patienceMs = 60_000, invokePatienceMs = INVOKE_PATIENCE_MS } = options
  const onError = (code: string) => observe.error?.(code)
  const stopping = new AbortController()
  const { signal } = stopping
  const pace = sharedPace({ now, signal, ...(options.sleep === undefined ? {} : { sleep: options.sleep }) })
  const work = inFlight()
  const gateway = botService({
    ...(app === undefined ? {} : { app }),
    ...(trust === undefined ? {} : { trust }),
    log,
    timeoutMs,
    onRefused: (status) => observe.refused?.(status),
  })
  const patient = patiently({ pace, onError })
  const people = whoIsWho({ gateway, kept, now })
  const messages = patientMessages({ gateway, patiently: patient })
  const direct = personalChat({ gateway, kept, patiently: patient, now })
  const hosts = trust?.hosts ?? (app === undefined ? LOOPBACK : [])

  let hear: Hear | undefined
  let known = false
  let open = false
  let stopped: Promise<void> | undefined

  /** In the background, for as long as it takes: without Teams the rest of Tally still runs. */
  async function introduce(): Promise<void> {
    for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(2 * waitMs, 60_000)) {
      const token = await gateway.token(BOT_SERVICE)
      if (token.kind === 'ok') {
        known = true
        return
      }
      log.error({ answer: token.kind }, 'msteams is not ready')
      await pace.wait(waitMs)
    }
  }

  async function stop(deadlineMs: number): Promise<void> {
    open = false
    const tellingMs = Math.min(TELLING_MS, deadlineMs / 2)
    const waiting = await work.drained(deadlineMs - tellingMs)
    // Whoever still waits, for us or for Teams, is told so.
    stopping.abort()
    const left = waiting === 0 ? 0 : await work.drained(tellingMs)
    if (left > 0) log.warn({ left }, 'msteams answers were still under way at the deadline')
  }

  /** Where a conversation is reached; what was never heard of cannot be written to. */
  async function reach(where: Conversation): Promise<Here | undefined> {
    const reference = await kept.conversation(where.workspaceId, where.conversationId)
    return reference && hereIn(reference, where)
  }

  const platform: Platform = {
    name: 'msteams',
    start: async (handle) => {
      hear = turn({
        handle,
        platform,
        people,
        messages,
        files: uploads({ pace, hosts, onError }),
        direct,
        origin: origins({ gateway, kept, patiently: patient, log }),
        kept,
        work,
        claim,
        log,
        signal,
        patienceMs,
        invokePatienceMs,
        observe,
      })
      open = true
      // Never rejects: it goes on until it succeeds or Tally stops.
      void introduce()
    },
    profile: async (sender) => (await people.who(sender)).profile,
    post: (where, card, key) =>
      work.run(async () => {
        const to = await reach(where)
        if (to === undefined) return UNKNOWN
        return messages.post(to, { activity: toActivity(card, key), plainer: toWords(card) })
      }),
    update: ({ where, messageId }, card) =>
      work.run(async () => {
        const at = await reach(where)
        if (at === undefined) return UNKNOWN
        return messages.update(at, messageId, { activity: toActivity(card), plainer: toWords(card) })
      }),
    findUser: people.find,
    courier: courier({
      gateway,
      kept,
      graphUrl: options.graphUrl ?? 'https://graph.microsoft.com/v1.0',
      timeoutMs,
      pace,
      work,
      now,
    }),
    openDirect: async (workspaceId, userId) => {
      const opened = await direct(workspaceId, userId)
      if (opened.kind === 'ok') return opened.value.where
      const why = opened.kind === 'refused' ? opened.code : opened.kind
      throw new Fault(
        `Microsoft Teams opens no personal chat with ${userId} (${why}).`,
        'Let them add Tally for themselves, or let an administrator install it for everybody.',
      )
    },
    stop: (deadlineMs) => {
      stopped ??= stop(deadlineMs)
      return stopped
    },
  }
  return {
    ...platform,
    listener: async (request, response) => {
      if (!open) {
        response.writeHead(503, { 'retry-after': '5' }).end()
        return
      }
      const startedAt = performance.now()
      response.once('finish', () => observe.acknowledged?.((performance.now() - startedAt) / 1000))
      await work.run(() => gateway.handle(request, response, async (activity) => hear?.(activity)))
    },
    readiness: () => {
      if (known) return { ready: true }
      return {
        ready: false,
        reason:
          'Microsoft gives Tally no token yet: are MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID right?',
      }
    },
  }
}

const UNKNOWN: Sent = { kind: 'failed', reason: 'unknown_conversation' }

const BOT_SERVICE = 'https://api.botframework.com'
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

const TELLING_MS = 2000

// Teams gives up after some ten to fifteen seconds.
const INVOKE_PATIENCE_MS = 8000

// Two of them fit into an attempt of the courier's.
const TIMEOUT_MS = 7000
