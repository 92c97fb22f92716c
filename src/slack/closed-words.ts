/** Why a place takes nothing, and what mends it, in plain words. What nobody has words for is told as Slack says it. */
export function closedWords(code: string, direct: boolean): string {
  if (direct) return OF_PEOPLE[code] ?? `I cannot write to this person (${code}).`
  return OF_CHANNELS[code] ?? `This channel takes nothing from me (${code}).`
}

const GONE = 'This channel is gone, or I was removed from it. Invite me again, or choose another channel.'
const RESTRICTED = 'Only some people may post in this channel. Allow me to, or choose another channel.'

const OF_CHANNELS: Readonly<Record<string, string>> = {
  is_archived: 'This channel is archived. Unarchive it, or choose another channel.',
  channel_not_found: GONE,
  is_inactive: GONE,
  not_in_channel: 'I am not in this channel. Invite me.',
  restricted_action: RESTRICTED,
  restricted_action_read_only_channel: RESTRICTED,
  restricted_action_thread_only_channel: RESTRICTED,
  no_permission: RESTRICTED,
  posting_to_channel_denied: RESTRICTED,
  channel_is_limited_access: RESTRICTED,
  team_not_found: 'I am not installed in this workspace any more. Install me again.',
  team_access_not_granted: 'I may not write in this workspace any more. Allow me to.',
}

const OF_PEOPLE: Readonly<Record<string, string>> = {
  account_inactive: 'This person’s account is switched off.',
  user_disabled: 'This person’s account is switched off.',
  user_not_found: 'Nobody has this account any more.',
  users_not_found: 'Nobody has this account any more.',
  user_not_visible: 'I cannot see this person any more.',
  messages_tab_disabled: 'Direct messages with me are switched off. Switch them on.',
}
