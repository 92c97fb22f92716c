/**
 * Every method of Slack that Tally calls, with the scope it needs. A repeatable one does no more the second time, so it is
 * tried again when nobody knows whether it arrived.
 */
export const METHODS = {
  'auth.test': { scope: undefined, repeatable: true },
  'chat.postEphemeral': { scope: 'chat:write', repeatable: false },
  'chat.postMessage': { scope: 'chat:write', repeatable: false },
  'chat.update': { scope: 'chat:write', repeatable: true },
  'conversations.history': { scope: 'im:history', repeatable: true },
  'conversations.open': { scope: 'im:write', repeatable: true },
  'conversations.replies': { scope: 'im:history', repeatable: true },
  'files.completeUploadExternal': { scope: 'files:write', repeatable: false },
  // A place that nothing was sent to is forgotten.
  'files.getUploadURLExternal': { scope: 'files:write', repeatable: true },
  'users.lookupByEmail': { scope: 'users:read.email', repeatable: true },
  // The email is what tells the core whose teams somebody may see; it needs a scope of its own.
  'users.info': { scope: ['users:read', 'users:read.email'], repeatable: true },
  // A trigger is good for one form.
  'views.open': { scope: undefined, repeatable: false },
} as const satisfies Record<string, { scope: string | readonly string[] | undefined; repeatable: boolean }>

export type Method = keyof typeof METHODS

/** Without them nobody can tell whether a message that Slack did not confirm stands in its channel. */
export const OPTIONAL_SCOPES = ['channels:history', 'groups:history'] as const
