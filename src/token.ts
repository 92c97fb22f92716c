import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The opaque, signed string in a button: `feature.payload.signature`. The core reads the feature to know whom to ask;
 * only the feature reads its payload. Selects on Slack hold at most 150 characters, so payloads are ids, never data.
 * What must not be pressed for ever ends: `feature~minutes.payload.signature`.
 */
export function signToken(key: string, feature: string, payload: string, expiresAt?: Date): string {
  const end = expiresAt === undefined ? '' : `~${Math.ceil(expiresAt.getTime() / MINUTE_MS).toString(36)}`
  const body = `${feature}${end}.${payload}`
  return `${body}.${signature(key, body)}`
}

export interface Token {
  readonly feature: string
  readonly payload: string
  readonly expired: boolean
}

/** What a token says that we signed; undefined for everything else. */
export function readToken(key: string, token: string, now: Date): Token | undefined {
  const end = token.lastIndexOf('.')
  const start = token.indexOf('.')
  if (start < 1 || end <= start) return undefined
  const body = token.slice(0, end)
  const expected = Buffer.from(signature(key, body))
  const given = Buffer.from(token.slice(end + 1))
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  const [feature = '', minutes] = token.slice(0, start).split('~')
  const expired = minutes !== undefined && Number.parseInt(minutes, 36) * MINUTE_MS <= now.getTime()
  return { feature, payload: token.slice(start + 1, end), expired }
}

const MINUTE_MS = 60_000

// 128 bits are plenty for a value that also expires and is authorised for the presser.
const signature = (key: string, body: string) =>
  createHmac('sha256', key).update(body).digest().subarray(0, 16).toString('base64url')
