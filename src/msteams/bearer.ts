import { type Json, object, string } from '../chat/json.ts'

export interface Bearer {
  readonly issuer: string
  readonly keyId: string
}

/**
 * What a token says of itself, before anybody checked it: enough to send junk away before its body is read. undefined where it
 * is no token that a key pair signed; a shared secret must never be taken for one (HS256 with the public key as the secret).
 */
export function readBearer(authorization: string | undefined): Bearer | undefined {
  const [, head, claims] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '') ?? []
  const { alg, kid } = part(head)
  const [issuer, keyId] = [string(part(claims).iss), string(kid)]
  const isSigned = alg === 'RS256' || alg === 'RS384' || alg === 'RS512'
  return isSigned && issuer !== undefined && keyId !== undefined ? { issuer, keyId } : undefined
}

function part(text = ''): Json {
  try {
    return object(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    // Not JSON, so it says nothing.
    return {}
  }
}
