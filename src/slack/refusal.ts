/**
 * What a code of Slack's says of a message that must arrive: that its place takes nothing of ours until somebody changes that,
 * that nothing goes anywhere for now, or that this very message will never be taken.
 */
export function readRefusal(code: string): 'closed' | 'not_now' | 'refused' {
  if (CLOSED.has(code)) return 'closed'
  // A status without a code is a proxy's, not Slack's.
  if (NOT_NOW.has(code) || code.startsWith('http_')) return 'not_now'
  return 'refused'
}

const CLOSED = new Set([
  // The channel is gone, we are not in it, or we may not write there. A locked thread is not a closed channel.
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'not_in_channel',
  'no_permission',
  'posting_to_channel_denied',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'channel_is_limited_access',
  'team_not_found',
  'team_access_not_granted',
  // The person left, is hidden from us, or takes no messages of apps.
  'messages_tab_disabled',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_dm_bot',
  'invalid_user_combination',
])

const NOT_NOW = new Set([
  // The token: an administrator repairs it, and nothing is lost until then.
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'not_allowed_token_type',
  'two_factor_setup_required',
  // The workspace.
  'org_login_required',
  'team_added_to_org',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'accesslimited',
  'access_denied',
  'external_channel_migrating',
  'message_limit_exceeded',
  // Slack itself.
  'request_timeout',
  'update_failed',
])
