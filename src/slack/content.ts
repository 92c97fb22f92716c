import { codePoints, shortened } from '../cards/visible.ts'
import type { Single } from './api.ts'
import { LIMITS } from './limits.ts'

/** A message's words and looks. `text` is complete by itself: notifications and screen readers have nothing else. */
export interface Content {
  readonly text: string
  /** Empty: the text alone. */
  readonly blocks: readonly object[]
  readonly metadata?: object
}

/** Goes with every content: the text is escaped, a `*` in a name is a `*`, and a link is not worth a preview. */
export const AS_WRITTEN = { mrkdwn: false, unfurl_links: false, unfurl_media: false }

/** Sends; what Slack refuses for its looks or its mark is sent once more without them, for a plain answer beats none. */
export async function sendPlainer<T extends Single>(
  send: (content: Content) => Promise<T>,
  given: Content,
): Promise<T> {
  const outcome = await send(given)
  const plainer = outcome.kind === 'refused' ? plainerThan(given, outcome.code) : undefined
  return plainer === undefined ? outcome : sendPlainer(send, plainer)
}

function plainerThan(given: Content, code: string): Content | undefined {
  // Edits take fewer words than messages; the blocks have them all.
  if (code === 'msg_too_long' && given.blocks.length > 0 && codePoints(given.text) > LIMITS.message.editedText) {
    return { ...given, text: shortened(given.text, LIMITS.message.editedText) }
  }
  if (given.blocks.length > 0 && BLOCKS_REFUSED.has(code)) return { ...given, blocks: [] }
  if (given.metadata !== undefined && METADATA_REFUSED.has(code)) {
    const { metadata: _, ...unmarked } = given
    return unmarked
  }
  return undefined
}

const BLOCKS_REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'only_one_table_allowed',
  'attachment_payload_limit_exceeded',
  'too_many_attachments',
  'no_text',
])

const METADATA_REFUSED = new Set([
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'metadata_must_be_sent_from_app',
])
