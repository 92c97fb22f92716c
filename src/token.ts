import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The opaque, signed string in a button: `feature.payload.signature`. The core reads the feature to know whom to ask;
 * only the feature reads its payload. Selects on Slack hold at most 150 characters, so payloads are ids, never data.
 */
export function signToken(key: string, feature: string, payload: string): string {
  const body = `${feature}.${payload}`
  return `${body}.${signature(key, body)}`
}

/** The feature and payload of a token that we signed; undefined for everything else. */
export function readToken(key: string, token: string): { feature: string; payload: string } | undefined {
  const end = token.lastIndexOf('.')
  const start = token.indexOf('.')
  if (start < 1 || end <= start) return undefined
  const body = token.slice(0, end)
  const expected = Buffer.from(signature(key, body))
  const given = Buffer.from(token.slice(end + 1))
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  return { feature: token.slice(0, start), payload: token.slice(start + 1, end) }
}

// 128 bits are plenty for a value that also expires and is authorised for the presser.
const signature = (key: string, body: string) =>
  createHmac('sha256', key).update(body).digest().subarray(0, 16).toString('base64url')
