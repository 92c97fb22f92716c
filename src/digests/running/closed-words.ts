import type { Place } from '../subscription.ts'

/** Why a place takes nothing, and what to do, in plain words. What nobody has words for is told as the platform says it. */
export function closedWords({ kind }: Pick<Place, 'kind'>, reason: string): string {
  if (kind === 'person') return WORDS_OF_PEOPLE[reason] ?? `I cannot write to this person (${reason}).`
  const words = WORDS[reason]
  return words ?? `This channel takes nothing from me (${reason}). Mend that, then resume the digest.`
}

const GONE =
  'This channel is gone, or I was removed from it. Invite me again, or choose another channel; then resume the digest.'
const RESTRICTED =
  'Only some people may post in this channel. Allow me to, or choose another channel; then resume the digest.'

const NOT_ADDED = 'I am not added there, or not any more. Add me, then resume the digest.'
const DISABLED =
  'An administrator of Microsoft Teams blocks me. Have me allowed in the app’s policies, then resume the digest.'

const WORDS: Readonly<Record<string, string>> = {
  is_archived: 'This channel is archived. Unarchive it, or choose another channel; then resume the digest.',
  channel_not_found: GONE,
  is_inactive: GONE,
  not_in_channel: 'I am not in this channel. Invite me, then resume the digest.',
  restricted_action: RESTRICTED,
  restricted_action_read_only_channel: RESTRICTED,
  restricted_action_thread_only_channel: RESTRICTED,
  no_permission: RESTRICTED,
  posting_to_channel_denied: RESTRICTED,
  channel_is_limited_access: RESTRICTED,
  team_not_found: 'I am not installed in this workspace any more. Install me again, then resume the digest.',
  team_access_not_granted: 'I may not write in this workspace any more. Allow me to, then resume the digest.',
  'not installed there': NOT_ADDED,
  BotNotInConversationRoster: NOT_ADDED,
  MessageWritesBlocked: NOT_ADDED,
  ConversationNotFound: GONE,
  ConversationBlockedByUser:
    'Whoever moderates this channel lets no app write there. Allow me to, or choose another channel; then resume the digest.',
  BotDisabledByAdmin: DISABLED,
}

const BLOCKED = 'This person removed or blocked me. Once they add me again, resume the digest.'

const WORDS_OF_PEOPLE: Readonly<Record<string, string>> = {
  user_disabled: 'This person’s account is switched off.',
  user_not_found: 'Nobody has this account any more.',
  users_not_found: 'Nobody has this account any more.',
  user_not_visible: 'I cannot see this person any more.',
  messages_tab_disabled: 'Direct messages with me are switched off. Switch them on, then resume the digest.',
  ForbiddenOperationException: 'I am not installed for this person. Have me installed, then resume the digest.',
  MessageWritesBlocked: BLOCKED,
  ConversationBlockedByUser: BLOCKED,
  BotNotInConversationRoster: BLOCKED,
  ConversationNotFound: BLOCKED,
  BadSyntax: 'Nobody has this account any more.',
  BotDisabledByAdmin: DISABLED,
}
