/** Where a conversation is reached, as its newest activity said; Microsoft moves conversations between servers. */
export interface Reference {
  readonly tenantId: string
  /** Without `;messageid=`: a thread is a part of its channel. */
  readonly conversationId: string
  readonly kind: 'personal' | 'groupChat' | 'channel'
  readonly serviceUrl: string
  /** What Teams calls our bot (`28:…`). */
  readonly botId: string
  /** Whose personal chat it is; absent elsewhere. */
  readonly userId?: string
  /** Of a channel: the id of its team (`19:…`), whose roster is the team's, and the team's group in Entra, which Graph asks for. */
  readonly teamId?: string
  readonly groupId?: string
}

/** Somebody as a roster or an activity tells of them. */
export interface Member {
  readonly tenantId: string
  /** `29:…`: the same for this bot everywhere. */
  readonly userId: string
  readonly aadObjectId?: string
  /** Lower case, as the two next. */
  readonly email?: string
  readonly userPrincipalName?: string
  readonly displayName: string
  /** IANA name, from their client. */
  readonly timezone?: string
  /** Of another company: no spend is theirs to see. */
  readonly guest: boolean
}

/** What is kept of Microsoft Teams beyond a restart; the database does it in `src/msteams-kept.ts`. */
export interface Kept {
  /** Reached again: it is no longer gone. */
  remember(reference: Reference, now: Date): Promise<void>
  /** The app was removed there, or Teams says that the conversation is no more. */
  forget(tenantId: string, conversationId: string): Promise<void>
  conversation(tenantId: string, conversationId: string): Promise<Reference | undefined>
  /** Somebody's own chat with Tally. */
  personal(tenantId: string, userId: string): Promise<Reference | undefined>
  /** Any conversation of the tenant, the newest first: its server takes a first contact. */
  newest(tenantId: string | undefined): Promise<Reference | undefined>
  /** Those that have a roster to look through: one a team, and group chats. */
  rosters(): Promise<readonly Reference[]>
  saveMembers(members: readonly Member[], now: Date): Promise<void>
  /** With the instant at which a roster told it last. */
  member(tenantId: string, userId: string): Promise<(Member & { readonly seenAt: Date }) | undefined>
  /** By email, user principal name or object id; nobody of another company. */
  memberByEmail(email: string): Promise<(Member & { readonly seenAt: Date }) | undefined>
}
