import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api'
import { type Json, object } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import type { Pace } from '../chat/pace.ts'
import { boltLog } from './log.ts'
import { METHODS, type Method } from './methods.ts'

/** What came of a call. Only `unknown` may have happened although Slack did not say so. */
export type Outcome =
  | { readonly kind: 'ok'; readonly data: Json }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What came of one request. */
export type Single = Outcome | Limited | NeverArrived

/** Slack takes no more for now: nothing was done. */
interface Limited {
  readonly kind: 'limited'
  readonly retryAfterMs: number
}

/** It did not leave this machine, or found nobody: nothing was done. */
interface NeverArrived {
  readonly kind: 'never arrived'
  readonly reason: string
}

export interface Api {
  /** One request, whatever comes of it: for those who decide themselves what is sent again, and when. */
  once(method: Method, args: Json): Promise<Single>
  /** `lane` is what Slack's pace is counted for: a conversation for messages, otherwise the method. */
  call(method: Method, args: Json, lane?: string): Promise<Outcome>
}

export interface ApiOptions {
  readonly botToken: string
  readonly apiUrl: string
  readonly timeoutMs: number
  readonly pace: Pace
  readonly log: Log
  readonly onError: (code: string) => void
}

/** Slack's Web API. A call is only made again where it did not arrive, or does no more the second time. */
export function api(options: ApiOptions): Api {
  const client = new WebClient(options.botToken, webClientOptions(options))

  async function attempt(method: Method, args: Json): Promise<Single> {
    try {
      return { kind: 'ok', data: object(await client.apiCall(method, args)) }
    } catch (error) {
      return readError(error)
    }
  }

  async function once(method: Method, args: Json): Promise<Single> {
    const single = await attempt(method, args)
    return single.kind === 'ok' ? single : failed(method, single)
  }

  async function call(method: Method, args: Json, lane: string = method): Promise<Outcome> {
    const patience = options.pace.patience()
    let repeats = 0
    for (;;) {
      if (!(await options.pace.rested(lane, patience))) return failed(method, { kind: 'refused', code: 'rate_limited' })
      const outcome = await attempt(method, args)
      switch (outcome.kind) {
        case 'ok':
          return outcome
        case 'refused':
          return failed(method, outcome)
        case 'limited':
          options.onError('rate_limited')
          options.pace.rest(lane, outcome.retryAfterMs)
          continue
        case 'never arrived':
          if (repeats++ < 2 && (await options.pace.wait(RETRY_MS * repeats))) continue
          return failed(method, { kind: 'refused', code: outcome.reason })
        case 'unknown':
          if (METHODS[method].repeatable && repeats++ < 1 && (await options.pace.wait(RETRY_MS))) continue
          return failed(method, outcome)
      }
    }
  }

  function failed<Failed extends Exclude<Single, { kind: 'ok' }>>(method: Method, single: Failed): Failed {
    const { code, reason } = told(single)
    options.onError(code)
    options.log.warn({ method, code, ...(reason === undefined ? {} : { reason }) }, 'slack call failed')
    return single
  }

  return { once, call }
}

function told(failed: Exclude<Single, { kind: 'ok' }>): { readonly code: string; readonly reason?: string } {
  switch (failed.kind) {
    case 'refused':
      return { code: failed.code }
    case 'limited':
      return { code: 'rate_limited' }
    case 'never arrived':
      return { code: failed.reason }
    case 'unknown':
      return { code: 'unknown', reason: failed.reason }
  }
}

const RETRY_MS = 300

/** Shared with Bolt. Never with `headers`: WebClient writes one workspace's token into the object it is given. */
export function webClientOptions({ apiUrl, timeoutMs, log }: Pick<ApiOptions, 'apiUrl' | 'timeoutMs' | 'log'>) {
  return {
    slackApiUrl: apiUrl,
    timeout: timeoutMs,
    // Its own retries would post a message twice when only the answer was lost, and hold every other call back meanwhile.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: boltLog(log),
    fetch: fetchWithRetryAfter,
  }
}

// WebClient cannot tell a 429 without the header from any other fault.
const fetchWithRetryAfter: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (response.status !== 429 || Number(response.headers.get('retry-after')) > 0) return response
  return new Response(null, { status: 429, headers: { 'retry-after': '1' } })
}

function readError(error: unknown): Exclude<Single, { kind: 'ok' }> {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', retryAfterMs: error.retryAfter * 1000 }
  if (error instanceof WebAPIPlatformError) {
    const code = String(error.data.error)
    if (code === 'ratelimited' || code === 'rate_limited') return { kind: 'limited', retryAfterMs: 1000 }
    return readCode(code)
  }
  if (error instanceof WebAPIHTTPError) {
    return error.statusCode >= 500
      ? { kind: 'unknown', reason: `http_${error.statusCode}` }
      : { kind: 'refused', code: `http_${error.statusCode}` }
  }
  const code = networkCode(error instanceof WebAPIRequestError ? error.original : error)
  return neverArrived(code) ? { kind: 'never arrived', reason: code } : { kind: 'unknown', reason: code }
}

/** What is not a code is the page of some proxy. Slack says of a few codes that part of the work may have been done. */
export function readCode(code: string): Exclude<Outcome, { kind: 'ok' }> {
  if (!/^[a-z][a-z0-9_.]*$/.test(code)) return { kind: 'unknown', reason: 'not an answer of Slack' }
  return PERHAPS_DONE.has(code) ? { kind: 'unknown', reason: code } : { kind: 'refused', code }
}

const PERHAPS_DONE = new Set(['fatal_error', 'internal_error', 'service_unavailable'])

const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The request did not leave this machine, or found nobody: nothing can have happened. */
export const neverArrived = (code: string): boolean => NEVER_ARRIVED.has(code)

/** fetch hides the reason one or two causes deep. */
export function networkCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? at.code : undefined
    if (typeof code === 'string') return code
    if (at.name === 'TimeoutError') return 'timeout'
  }
  return 'network'
}
