import { isObject, type Json } from '../chat/json.ts'
import type { Answer } from './gateway.ts'

export interface GraphOptions {
  /** With its version, such as https://graph.microsoft.com/v1.0. */
  readonly url: string
  readonly timeoutMs: number
}

/** Reads from Microsoft Graph, one request each. */
export interface Graph {
  /** Of the tokens that it takes. */
  readonly audience: string
  /** `path` below its address, or a whole address that Graph gave us. */
  get(path: string, token: string): Promise<Answer<Json>>
}

export function graph({ url, timeoutMs }: GraphOptions): Graph {
  const base = `${url.replace(/\/+$/, '')}/`
  const { origin } = new URL(base)
  return {
    audience: origin,
    get: async (path, token) => {
      const at = new URL(path, base)
      // The token is Graph's: a link in an answer takes it nowhere else.
      if (at.origin !== origin) return { kind: 'never arrived', reason: 'not an address of Graph' }
      try {
        const response = await fetch(at, {
          headers: { accept: 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (response.status === 429) {
          await response.body?.cancel()
          return { kind: 'limited', retryAfterMs: 1000 * (Number(response.headers.get('retry-after')) || 0) }
        }
        const data = await readJson(response)
        if (data !== undefined && response.ok) return { kind: 'ok', value: data }
        if (response.ok || response.status >= 500) return { kind: 'unknown', reason: 'not an answer of Graph' }
        return { kind: 'refused', status: response.status, code: '' }
      } catch {
        // Only ever reads: whether it arrived makes no difference.
        return { kind: 'unknown', reason: 'no answer of Graph' }
      }
    },
  }
}

// Fifty messages of the largest that Teams takes.
const MOST_BYTES = 8_000_000

async function readJson(response: Response): Promise<Json | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    // Whoever leaves the loop cancels the rest.
    if (bytes > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  try {
    const data: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return isObject(data) ? data : undefined
  } catch {
    return undefined
  }
}
