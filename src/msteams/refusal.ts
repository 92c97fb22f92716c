/** Of a message that must arrive. A reply goes into a thread, which may be gone although its channel is not. */
export type Doing = 'open' | 'post' | 'reply' | 'update'

export interface Refusal {
  /** Of 4xx, without 412 and 429: the gateway tells those as too many at once. */
  readonly status: number
  /** Empty where the answer had none. */
  readonly code: string
}

/**
 * What Teams says of a message that must arrive: that its place takes nothing of ours until somebody changes that, that nothing
 * goes anywhere for now, or that this very message will never be taken.
 */
export function readRefusal({ status, code }: Refusal, doing: Doing): 'closed' | 'not_now' | 'refused' {
  if (CLOSED.has(code)) return OF_ITS_OWN[doing].has(code) ? 'refused' : 'closed'
  // Nobody has this id there any more.
  if (doing === 'open' && code === 'BadSyntax') return 'closed'
  // "Failed to decrypt pairwise id", which went away by itself (msteams-docs #7424).
  if (doing === 'open' && code === 'BadArgument') return 'not_now'
  // An answer without a code is a proxy's, not Teams'.
  if (code === '' || NOT_NOW.has(status)) return 'not_now'
  if (status === 404 && doing !== 'update') return 'not_now'
  return 'refused'
}

/** Teams has nothing of ours there any more: until it speaks again nobody need be looked for in it. */
export const isGone = (code: string): boolean => GONE.has(code)

/** Its place takes nothing of ours until somebody changes that. */
export const isClosed = (code: string): boolean => CLOSED.has(code)

const GONE = new Set(['MessageWritesBlocked', 'BotNotInConversationRoster', 'ConversationNotFound'])

const CLOSED = new Set([
  ...GONE,
  // By whoever Tally writes to, or by who moderates the channel.
  'ConversationBlockedByUser',
  // The app is not installed for this person.
  'ForbiddenOperationException',
  'BotDisabledByAdmin',
])

// What a thread or an earlier message says of itself alone: the next new message finds out whether its place is closed as well.
const OF_ITS_OWN: Readonly<Record<Doing, ReadonlySet<string>>> = {
  open: new Set(),
  post: new Set(),
  reply: new Set(['ConversationNotFound']),
  update: new Set(['ConversationNotFound', 'BotNotInConversationRoster']),
}

// 401: our credentials, which an administrator repairs. 403 with any other code: an incident of the service's, such as "Failed to
// decrypt conversation id" (teams-toolkit #10059), or a server that we should not have asked.
const NOT_NOW = new Set([401, 403, 407, 408])
