import { isObject, type Json, object, string } from '../chat/json.ts'
import type { Answer } from './gateway.ts'

export interface Outbound {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Exactly one request, and honestly what came of it. botbuilder's own client sends again after 429, 502, 503 and cut lines,
 * waits for ever, and goes wherever it is sent to.
 */
export async function outbound({ url, ...request }: Outbound, signal: AbortSignal): Promise<Answer<Json>> {
  if (signal.aborted) return { kind: 'never arrived', reason: 'no time left' }
  let status: number
  let headers: Headers
  let text: string | undefined
  try {
    // A redirect is not followed: it would take our token to a host that nobody looked at.
    const response = await fetch(url, { ...request, signal, redirect: 'manual' })
    status = response.status
    headers = response.headers
    text = await readText(response)
  } catch (error) {
    return failed(error, signal)
  }
  if (status === 429 || status === 412) return { kind: 'limited', retryAfterMs: retryAfterMs(headers) }
  const body = readJson(text)
  if (status >= 400 && status < 500) return { kind: 'refused', status, code: readCode(object(body)) }
  if (status >= 300) return { kind: 'unknown', reason: `status ${status}` }
  return body === undefined ? { kind: 'unknown', reason: 'not an answer of Teams' } : { kind: 'ok', value: body }
}

/** Empty where there is none. Where messages are blocked the code stands in JSON within the message. */
const readCode = ({ error, message }: Json): string =>
  string(object(error).code) ?? string(object(readJson(string(message))).subCode) ?? ''

/** undefined where there is more of it than Microsoft answers. */
async function readText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

// A page of a roster has at most 500 people.
const MAX_BYTES = 1024 * 1024

/** Nothing at all is an answer too; a page of somebody's proxy is none. */
function readJson(text: string | undefined): Json | undefined {
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text ?? '')
    return isObject(body) ? body : undefined
  } catch {
    // Not JSON; the caller says so.
    return undefined
  }
}

/** Seconds, or an instant, which is measured by the clock of whoever told it. 0 where nothing was said. */
function retryAfterMs(headers: Headers): number {
  const said = headers.get('retry-after') ?? ''
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MAX_WAIT_MS) : 0
}

const MAX_WAIT_MS = 60 * 60_000

function failed(error: unknown, signal: AbortSignal): Answer<never> {
  if (signal.aborted) return { kind: 'unknown', reason: 'no answer in time' }
  const code = codeOf(error)
  return NOT_CONNECTED.test(code)
    ? { kind: 'never arrived', reason: code }
    : { kind: 'unknown', reason: code === '' ? 'cut off' : code }
}

/** fetch wraps what happened. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause)
}

// Before there was a connection that could have carried anything.
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|ERR_TLS_\w+|CERT_\w+|\w+_CERT(_\w+)?|ERR_SSL_\w+)$/
