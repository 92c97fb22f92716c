import type { Readable } from 'node:stream'

export type RawBody =
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'too large' }
  /** Whoever sends it takes longer than the patience with them. */
  | { readonly kind: 'late' }
  /** Whoever sent it left before the end. */
  | { readonly kind: 'cut' }

interface Request extends Readable {
  readonly headers: { readonly 'content-length'?: string | undefined }
}

/** The body as it was sent; never more than a platform sends. */
export function readRawBody(request: Request, patienceMs?: number): Promise<RawBody> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return Promise.resolve({ kind: 'too large' })
  return new Promise((resolve) => {
    const late = patienceMs === undefined ? undefined : setTimeout(() => done({ kind: 'late' }), patienceMs)
    const done = (body: RawBody) => {
      clearTimeout(late)
      if (body.kind !== 'body') request.pause()
      resolve(body)
    }
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BYTES) chunks.push(chunk)
      else done({ kind: 'too large' })
    })
    request.on('end', () => done({ kind: 'body', text: Buffer.concat(chunks).toString('utf8') }))
    request.on('error', () => done({ kind: 'cut' }))
    request.on('close', () => done({ kind: 'cut' }))
  })
}

// The largest payloads carry the whole message that was pressed: some 100 kB.
const MAX_BYTES = 1024 * 1024
