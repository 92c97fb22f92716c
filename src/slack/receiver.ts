import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { readRawBody } from '../chat/raw-body.ts'
import type { Work } from '../chat/work.ts'
import { isSubmission } from './listeners.ts'
import { isSigned } from './signature.ts'

export const SLACK_PATH = '/slack/events'

export interface ReceiverOptions {
  readonly signingSecret: string
  readonly now: () => Date
  readonly work: Work
  /** False before the start and while stopping: Slack is told to come again. */
  readonly isOpen: () => boolean
  readonly onAcknowledged: (seconds: number) => void
  readonly onRefused: (status: number, reason: string) => void
  readonly onRateLimited: () => void
  /** What Bolt could not make sense of, or could not do, after the acknowledgement. */
  readonly onError: (error: unknown) => void
}

export interface SlackReceiver extends Receiver {
  /** False where the path is not Slack's. */
  listener(req: IncomingMessage, res: ServerResponse): boolean | Promise<boolean>
}

/**
 * Slack's requests on a server of somebody else's. It answers every genuine request itself, before Bolt hears of it: then no
 * slow, failing or absent listener can make Slack wait. Only a form is held until it is known what is wrong in it. `why.md` tells which faults of Bolt's own receiver this avoids.
 */
export function receiver(options: ReceiverOptions): SlackReceiver {
  let app: App | undefined

  async function receive(req: IncomingMessage, res: ServerResponse): Promise<true> {
    const arrivedAt = performance.now()
    const refuse = (status: number, reason: string, headers: Record<string, string> = {}): true => {
      options.onRefused(status, reason)
      res.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`)
      return true
    }
    const acknowledge = (answer?: object): true => {
      if (answer === undefined) res.writeHead(200, { 'content-length': 0 }).end()
      else res.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer))
      options.onAcknowledged((performance.now() - arrivedAt) / 1000)
      return true
    }

    if (req.method !== 'POST') return refuse(405, 'Slack posts here', { allow: 'POST' })
    const arrived = await readRawBody(req)
    if (arrived.kind === 'cut' || arrived.kind === 'late') return true
    if (arrived.kind === 'too large') return refuse(413, 'too large', { connection: 'close' })
    const raw = arrived.text

    // The only request that Slack does not sign; it learns that somebody is here and nothing else.
    if (req.headers['x-slack-signature'] === undefined && /(^|&)ssl_check=1(&|$)/.test(raw)) {
      return acknowledge()
    }
    if (!isSigned(options.signingSecret, req.headers, raw, options.now())) {
      return refuse(401, 'signature or timestamp is wrong')
    }
    const body = parse(raw, req.headers['content-type'])
    if (body === undefined) return refuse(400, 'neither a form nor JSON of Slack')

    if (body.type === 'url_verification') return acknowledge({ challenge: body.challenge })
    if (body.type === 'app_rate_limited') {
      options.onRateLimited()
      return acknowledge()
    }
    if (!options.isOpen() || app === undefined) {
      // Slack tries events again, commands never: there the person is told.
      if (body.command !== undefined) return acknowledge({ response_type: 'ephemeral', text: RESTARTING })
      return refuse(503, 'restarting', { 'retry-after': '5' })
    }

    let waiting = true
    const acknowledgeOnce = (answer?: unknown) => {
      if (waiting) acknowledge(typeof answer === 'object' && answer !== null ? answer : undefined)
      waiting = false
    }
    if (!isSubmission(body)) acknowledgeOnce()
    const event: ReceiverEvent = { body, ack: async (answer) => acknowledgeOnce(answer), ...retry(req) }
    const bolt = app
    options.work
      .run(async () => {
        // Acknowledgements of others that wait in the same tick go first.
        await setImmediate()
        await bolt.processEvent(event)
      })
      .catch(options.onError)
      .finally(() => acknowledgeOnce())
    return true
  }

  return {
    init: (initialised) => {
      app = initialised
    },
    start: async () => undefined,
    stop: async () => undefined,
    listener: (req, res) => ((req.url ?? '').split('?', 1)[0] === SLACK_PATH ? receive(req, res) : false),
  }
}

const RESTARTING = 'Tally is restarting. Please ask again in a moment.'

function parse(raw: string, contentType = ''): ReceiverEvent['body'] | undefined {
  try {
    const form = contentType.startsWith('application/x-www-form-urlencoded')
    if (!form && !contentType.startsWith('application/json')) return undefined
    const fields = form ? Object.fromEntries(new URLSearchParams(raw)) : undefined
    const body: unknown = fields === undefined ? JSON.parse(raw) : (payload(fields) ?? fields)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    // Not JSON; the caller says so.
    return undefined
  }
}

const payload = (fields: Record<string, string>): unknown =>
  fields.payload === undefined ? undefined : JSON.parse(fields.payload)

function retry(req: IncomingMessage): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const count = Number(req.headers['x-slack-retry-num'])
  const reason = req.headers['x-slack-retry-reason']
  return {
    ...(Number.isInteger(count) ? { retryNum: count } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  }
}
