import { list, object, string } from '../chat/json.ts'
import type { Conversation, File } from '../platform.ts'
import { type Api, networkCode, neverArrived, type Outcome } from './api.ts'
import { type Content, sendPlainer } from './content.ts'
import { LIMITS } from './limits.ts'
import { type Looking, look } from './look.ts'

export interface Files {
  /** A file with the words that introduce it. One whose answer was lost is looked for before it is shared again. */
  share(where: Conversation, file: File, words: Content): Promise<Outcome>
}

export interface FilesOptions extends Looking {
  readonly api: Api
  /** Slack's, or that of a test: only there, and to Slack's own hosts, are files sent. */
  readonly apiUrl: string
  readonly timeoutMs: number
  readonly now: () => Date
  readonly onError: (code: string) => void
}

/** A file is shared in three steps: Slack names a place, the bytes go there, then it is shown. Only the last one can be seen. */
export function files(options: FilesOptions): Files {
  const { api, pace, apiUrl, now, onError } = options

  async function share(where: Conversation, file: File, words: Content): Promise<Outcome> {
    const bytes = Buffer.from(file.content, 'utf8')
    if (bytes.length > LIMITS.file) return { kind: 'refused', code: 'file_too_large' }
    const place = await api.call('files.getUploadURLExternal', { filename: file.name, length: bytes.length })
    if (place.kind !== 'ok') return unseen(place)
    const [url, fileId] = [string(place.data.upload_url), string(place.data.file_id)]
    if (url === undefined || fileId === undefined || !isSlacks(url, apiUrl))
      return { kind: 'refused', code: 'no_upload_url' }
    const sent = await upload(url, file.name, bytes)
    return sent.kind === 'ok' ? show(where, fileId, file.name, words) : unseen(sent)
  }

  async function show(where: Conversation, fileId: string, title: string, words: Content): Promise<Outcome> {
    const startedAt = now()
    const complete = ({ blocks, text }: Content) =>
      api.call(
        'files.completeUploadExternal',
        {
          files: [{ id: fileId, title }],
          channel_id: where.conversationId,
          thread_ts: where.threadId,
          ...(blocks.length > 0 ? { blocks } : { initial_comment: text }),
        },
        where.conversationId,
      )
    const outcome = await sendPlainer(complete, words)
    if (outcome.kind !== 'unknown') return outcome
    const looked = await look(options, where, startedAt, (message) =>
      list(message.files).some((file) => object(file).id === fileId),
    )
    if (looked.kind === 'there') return { kind: 'ok', data: {} }
    if (looked.kind === 'nobody can tell') return outcome
    const again = await sendPlainer(complete, words)
    // Slack knows the upload no longer: it was used up the first time, and may be shown in a moment.
    return again.kind === 'refused' && again.code === 'file_not_found' ? outcome : again
  }

  /** Nothing is shown yet, so what is not known to have arrived is sent once more. */
  async function upload(url: string, name: string, bytes: Buffer): Promise<Outcome> {
    const patience = pace.patience()
    for (let attempts = 1; ; ) {
      if (!(await pace.rested(UPLOADS, patience))) return { kind: 'refused', code: 'rate_limited' }
      const { outcome, retryAfterMs } = await attempt(url, name, bytes)
      if (outcome.kind === 'ok') return outcome
      onError(outcome.kind === 'refused' ? outcome.code : 'unknown')
      if (retryAfterMs !== undefined) pace.rest(UPLOADS, retryAfterMs)
      else if (outcome.kind === 'refused' || attempts++ === MOST_ATTEMPTS || !(await pace.wait(RETRY_MS)))
        return outcome
    }
  }

  async function attempt(
    url: string,
    name: string,
    bytes: Buffer,
  ): Promise<{ readonly outcome: Outcome; readonly retryAfterMs?: number }> {
    const body = new FormData()
    body.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/csv' }), name)
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      await response.arrayBuffer()
      const { status, ok } = response
      if (ok) return { outcome: { kind: 'ok', data: {} } }
      if (status === 429) {
        const seconds = Number(response.headers.get('retry-after')) || 1
        return { outcome: { kind: 'refused', code: 'rate_limited' }, retryAfterMs: seconds * 1000 }
      }
      return {
        outcome:
          status >= 500 ? { kind: 'unknown', reason: `http_${status}` } : { kind: 'refused', code: `http_${status}` },
      }
    } catch (error) {
      const code = networkCode(error)
      return { outcome: neverArrived(code) ? { kind: 'refused', code } : { kind: 'unknown', reason: code } }
    }
  }

  return { share }
}

const UPLOADS = 'uploads'
const RETRY_MS = 300
const MOST_ATTEMPTS = 3

/** Before a file is shown, whatever is not known to have worked did nothing that anybody sees. */
const unseen = (outcome: Outcome): Outcome =>
  outcome.kind === 'unknown' ? { kind: 'refused', code: outcome.reason } : outcome

// Spend must not leave for whatever host an answer names.
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol, hostname } = new URL(url)
  if (origin === new URL(apiUrl).origin) return true
  return protocol === 'https:' && /\.slack(?:-gov)?\.com$/.test(hostname)
}
