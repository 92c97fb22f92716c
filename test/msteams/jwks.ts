import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Whose tokens the bot service's own stand for. */
export const ISSUER = 'https://api.botframework.com'

/** A key as a JSON Web Key Set tells of it. */
export type Jwk = Readonly<Record<string, unknown>>

export interface Signer {
  readonly kid: string
  readonly jwk: Jwk
  /** A token of RS256; `header` and `claims` go out as they are given. */
  sign(claims: object, header?: object): string
}

/** A key that signs as Microsoft's do, with the channels that it speaks for. */
export function signer({
  kid = 'fake-key-1',
  endorsements = ['msteams'],
}: {
  readonly kid?: string
  readonly endorsements?: readonly string[]
} = {}): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    kid,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', endorsements },
    sign: (claims, header = {}) => signed({ alg: 'RS256', typ: 'JWT', kid, ...header }, claims, privateKey),
  }
}

function signed(header: object, claims: object, key: KeyObject): string {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
}

/** What the bot service says of itself in a token, as of `at`. */
export function serviceClaims(audience: string, serviceUrl: unknown, at = new Date()): Record<string, unknown> {
  const seconds = Math.floor(at.getTime() / 1000)
  return { iss: ISSUER, aud: audience, serviceurl: serviceUrl, nbf: seconds - 60, iat: seconds, exp: seconds + 3600 }
}
