import { isObject, string } from '../chat/json.ts'
import type { Pace } from '../chat/pace.ts'
import { networkCode, neverArrived, type Outcome, readCode } from './api.ts'
import { atMost } from './at-most.ts'

export interface ResponseUrlOptions {
  /** Slack's, or that of a test. */
  readonly apiUrl: string
  readonly timeoutMs: number
  readonly pace: Pace
  readonly onError: (code: string) => void
}

export type Respond = (message: object) => Promise<Outcome>

/** Answers by the URL that came with a command or a press; undefined where it is none of Slack's. */
export function respondBy(url: string | undefined, options: ResponseUrlOptions): Respond | undefined {
  if (url === undefined || !isSlacks(url, options.apiUrl)) return undefined
  let uses = 0

  return async function respond(message) {
    const patience = options.pace.patience()
    for (;;) {
      if (uses >= MAX_USES) return { kind: 'refused', code: 'used_url' }
      if (!(await options.pace.rested(url, patience))) return { kind: 'refused', code: 'rate_limited' }
      uses += 1
      const { outcome, retryAfterMs } = await inTurn(() => attempt(url, message, options.timeoutMs))
      if (retryAfterMs !== undefined) options.pace.rest(url, retryAfterMs)
      else {
        if (outcome.kind !== 'ok') options.onError(outcome.kind === 'refused' ? outcome.code : 'unknown')
        return outcome
      }
    }
  }
}

// Each is a connection; in a rush the timeouts of all would run out while they wait for one another.
const inTurn = atMost(50)

// Slack takes five answers within half an hour.
const MAX_USES = 5

// A forged payload would need the signing secret; a leaked one still must not make us call whatever it names.
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin } = new URL(url)
  return (
    origin === 'https://hooks.slack.com' ||
    origin === 'https://hooks.slack-gov.com' ||
    origin === new URL(apiUrl).origin
  )
}

async function attempt(
  url: string,
  message: object,
  timeoutMs: number,
): Promise<{ readonly outcome: Outcome; readonly retryAfterMs?: number }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    const outcome = readAnswer(response.status, text)
    if (response.status !== 429) return { outcome }
    return { outcome, retryAfterMs: (Number(response.headers.get('retry-after')) || 1) * 1000 }
  } catch (error) {
    const code = networkCode(error)
    return { outcome: neverArrived(code) ? { kind: 'refused', code } : { kind: 'unknown', reason: code } }
  }
}

/** "ok", {"ok":true}, {"ok":false,"error":"used_url"}, "invalid_blocks", or a status alone. */
function readAnswer(status: number, text: string): Outcome {
  const code = errorCode(text)
  if (code !== undefined) return readCode(code)
  if (status >= 200 && status < 300) return { kind: 'ok', data: {} }
  return status >= 500 ? { kind: 'unknown', reason: `http_${status}` } : { kind: 'refused', code: `http_${status}` }
}

function errorCode(text: string): string | undefined {
  if (/^[a-z]+(_[a-z]+)+$/.test(text.trim())) return text.trim()
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) && body.ok === false ? string(body.error) : undefined
  } catch {
    // Words for people; the status decides.
    return undefined
  }
}
