import type { Conversation, File, Reply } from '../platform.ts'
import type { Outcome } from './api.ts'
import type { Arrival } from './arrival.ts'
import { toBlocks } from './blocks.ts'
import type { Files } from './files.ts'

export type SharedFile =
  /** `note`: what the presser is told besides. */
  | { readonly kind: 'shared'; readonly note?: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly note: string }

/** Slack hides no file in a channel: what is for one person goes into their direct messages. */
export async function shareFile(
  { inbound }: Arrival,
  { card, audience }: Reply,
  file: File,
  files: Files,
  openDirect: (workspaceId: string, userId: string) => Promise<Conversation>,
): Promise<SharedFile> {
  const { where, from } = inbound
  const words = toBlocks(card)
  if (where.direct || audience === 'conversation') {
    const outcome = await files.share(where, file, words)
    if (where.direct || outcome.kind !== 'refused' || !NOT_A_MEMBER.has(outcome.code)) return told(outcome)
  }
  const direct = await openDirect(from.workspaceId, from.userId)
  const shared = told(await files.share(direct, file, words))
  return shared.kind === 'shared' ? { ...shared, note: audience === 'conversation' ? NOT_HERE : FOR_YOU } : shared
}

function told(outcome: Outcome): SharedFile {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'shared' }
    case 'unknown':
      return { kind: 'unknown' }
    case 'refused':
      return {
        kind: 'failed',
        note: REFUSED[outcome.code] ?? `Slack did not take the file (${outcome.code}). ${ELSEWHERE}`,
      }
  }
}

const FOR_YOU = 'I sent you the file in a direct message, for only you see this answer.'
const NOT_HERE = 'I may not write in this conversation, so I sent you the file in a direct message.'

const ELSEWHERE = 'An administrator gets the same figures with “npx tally ask --csv”.'
const DISABLED = `This workspace does not allow such files. Ask its administrators. ${ELSEWHERE}`
const REFUSED: Readonly<Record<string, string>> = {
  missing_scope: `I may not upload files in this workspace yet. Ask an administrator to add the bot scope files:write to the app (api.slack.com/apps, OAuth & Permissions) and to install it again. ${ELSEWHERE}`,
  file_too_large: `That would be a file of more than 5 MB. Ask for fewer days or groups. ${ELSEWHERE}`,
  file_upload_size_restricted: `This workspace takes no file of that size. Ask for fewer days or groups. ${ELSEWHERE}`,
  file_uploads_disabled: DISABLED,
  file_uploads_except_images_disabled: DISABLED,
  file_type_not_allowed: DISABLED,
  storage_limit_reached: `The workspace has no room for files left. ${ELSEWHERE}`,
  posting_to_channel_denied: `I may not post in this channel. ${ELSEWHERE}`,
}

const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found', 'invalid_channel'])
