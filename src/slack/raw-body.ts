import type { IncomingMessage } from 'node:http'

export type RawBody =
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'too large' }
  /** Whoever sent it left before the end. */
  | { readonly kind: 'cut' }

/** The body as Slack signed it; never more than Slack sends. */
export function readRawBody(req: IncomingMessage): Promise<RawBody> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) return Promise.resolve({ kind: 'too large' })
  return new Promise((done) => {
    const chunks: Buffer[] = []
    let bytes = 0
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BYTES) {
        chunks.push(chunk)
        return
      }
      req.pause()
      done({ kind: 'too large' })
    })
    req.on('end', () => done({ kind: 'body', text: Buffer.concat(chunks).toString('utf8') }))
    req.on('error', () => done({ kind: 'cut' }))
    req.on('close', () => done({ kind: 'cut' }))
  })
}

// The largest of Slack's payloads carry the whole message that was pressed: some 100 kB.
const MAX_BYTES = 1024 * 1024
