/** Why a place takes nothing, and what mends it, in plain words. What nobody has words for is told as Teams says it. */
export function closedWords(code: string, direct: boolean): string {
  if (direct) return OF_PEOPLE[code] ?? `I cannot write to this person (${code}).`
  return OF_CONVERSATIONS[code] ?? `This conversation takes nothing from me (${code}).`
}

/** Teams never told of such a conversation, so nobody knows where it is reached. */
export const NOT_INSTALLED = 'not installed there'

const NOT_ADDED = 'I am not added there, or not any more. Add me.'
const DISABLED = 'An administrator of Microsoft Teams blocks me. Have me allowed in the app’s policies.'

const OF_CONVERSATIONS: Readonly<Record<string, string>> = {
  [NOT_INSTALLED]: NOT_ADDED,
  BotNotInConversationRoster: NOT_ADDED,
  MessageWritesBlocked: NOT_ADDED,
  ConversationNotFound:
    'This conversation is gone, or I was removed from it. Add me again, or choose another conversation.',
  ConversationBlockedByUser:
    'Whoever moderates this channel lets no app write there. Allow me to, or choose another channel.',
  BotDisabledByAdmin: DISABLED,
}

const BLOCKED = 'This person removed or blocked me. Have them add me again.'

const OF_PEOPLE: Readonly<Record<string, string>> = {
  ForbiddenOperationException: 'I am not installed for this person. Have me installed.',
  MessageWritesBlocked: BLOCKED,
  ConversationBlockedByUser: BLOCKED,
  BotNotInConversationRoster: BLOCKED,
  ConversationNotFound: BLOCKED,
  BadSyntax: 'Nobody has this account any more.',
  BotDisabledByAdmin: DISABLED,
}
