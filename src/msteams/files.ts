import type { Card } from '../cards/card.ts'
import { plainText } from '../cards/plain-text.ts'
import { shortened } from '../cards/visible.ts'
import type { Json } from '../chat/json.ts'
import type { Pace } from '../chat/pace.ts'
import type { File } from '../platform.ts'
import type { Upload } from './arrival.ts'

export interface FilesOptions {
  readonly pace: Pace
  /** Besides Microsoft's: those of a test, or of this machine in local development. */
  readonly hosts: readonly string[]
  readonly onError: (code: string) => void
}

export interface Files {
  /** Puts the bytes where the person's OneDrive said; what went wrong, or undefined. */
  upload(to: Upload, file: File): Promise<'not trusted' | 'too large' | 'failed' | undefined>
}

/** The second half of a file in Teams: whoever agreed told where their OneDrive takes it. */
export function files({ pace, hosts, onError }: FilesOptions): Files {
  async function upload({ uploadUrl }: Upload, file: File): ReturnType<Files['upload']> {
    if (!isTrusted(uploadUrl, hosts)) return 'not trusted'
    const bytes = Buffer.from(file.content, 'utf8')
    if (bytes.length > MAX_BYTES) return 'too large'
    // The same range put twice is the same file.
    for (let attempts = 1; ; attempts++) {
      const status = await put(uploadUrl, bytes)
      if (status >= 200 && status < 300) return undefined
      onError(`upload_${status}`)
      const isForNow = status === 0 || status === 429 || status >= 500
      if (!isForNow || attempts === MOST_ATTEMPTS || !(await pace.wait(RETRY_MS * attempts))) return 'failed'
    }
  }
  return { upload }
}

/** 0 where there was no answer. */
async function put(url: string, bytes: Buffer): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(UPLOAD_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    // No line, or too slow: what counts is that nobody said it worked.
    return 0
  }
}

// OneDrive takes 60 MiB in one piece.
const MAX_BYTES = 50 * 1024 * 1024
const UPLOAD_MS = 60_000
const RETRY_MS = 500
const MOST_ATTEMPTS = 3

// Spend must not leave for whatever host an activity names.
function isTrusted(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  if (hosts.includes(hostname)) return true
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === ''
  return isPlain && /\.(sharepoint(-df)?\.com|sharepoint\.(us|cn)|sharepoint-mil\.us)$/.test(hostname)
}

/** Asks whether a file may be put into somebody's OneDrive. It carries the token of the button that asked for the file. */
export const toConsent = (card: Card, { name, content }: File, token: string): Json =>
  attached({
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name,
    content: {
      description: shortened(plainText(card).split('\n')[0] ?? name, 200),
      sizeInBytes: Buffer.byteLength(content, 'utf8'),
      acceptContext: { token },
      declineContext: { token },
    },
  })

/** The file as it lies there. */
export const toFileInfo = ({ contentUrl, uniqueId, fileType }: Upload, { name }: File): Json =>
  attached({
    contentType: 'application/vnd.microsoft.teams.card.file.info',
    contentUrl,
    name,
    content: { uniqueId, fileType },
  })

const attached = (attachment: Json): Json => ({ type: 'message', attachments: [attachment] })
