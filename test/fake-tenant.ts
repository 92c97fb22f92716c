import { createHash } from 'node:crypto'
import { refusedFaults } from './cards/teams-validator.ts'
import type { Answered } from './fake-http.ts'

export type Json = Readonly<Record<string, unknown>>

/** What stands in a conversation. */
export interface FakePost {
  /** Without `;messageid=`. */
  readonly conversationId: string
  /** The root that it hangs on, in channels; absent for a root. */
  readonly threadId?: string
  readonly id: string
  /** Absent for Tally's own. */
  readonly userId?: string
  readonly createdAt: Date
  /** As it stands now. */
  activity: Json
  /** As it stood before each edit, the oldest first. */
  readonly before: Json[]
}

/** Somebody as the roster tells of them. */
export interface FakeMember {
  /** `29:…` */
  readonly id: string
  readonly aadObjectId?: string
  readonly name?: string
  readonly email?: string
  readonly userPrincipalName?: string
  readonly userRole?: 'user' | 'guest' | 'anonymous'
  readonly tenantId?: string
  /** False where Tally cannot open a chat with them. */
  readonly installed?: boolean
}

export interface FakeTeam {
  /** `19:…@thread.tacv2`, the general channel's. */
  readonly id: string
  /** Its group in Entra, which Graph asks for. */
  readonly groupId: string
  readonly name: string
  readonly channels: readonly string[]
}

/** The code with which a conversation refuses what is written there now. */
export type FakeClosed = 'ConversationNotFound' | 'BotNotInConversationRoster' | 'MessageWritesBlocked' | 'BadSyntax'

export interface TenantOptions {
  /** How far apart messages into one conversation, or thread, must lie; none by default. */
  readonly perConversationMs?: number
  readonly closed?: Readonly<Record<string, FakeClosed>>
  readonly now?: () => Date
  /** Whether cards are held against the schema, where it is at hand. */
  readonly checksCards?: boolean
}

export const APP = '11111111-2222-3333-4444-555555555555'
export const BOT = `28:${APP}`
export const TENANT = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'
export const TEAM: FakeTeam = {
  id: '19:platform@thread.tacv2',
  groupId: '22222222-3333-4444-5555-666666666666',
  name: 'Platform',
  channels: ['19:platform@thread.tacv2', '19:costs@thread.tacv2'],
}
export const CHANNEL = '19:costs@thread.tacv2'
export const GROUP_CHAT = '19:group@thread.v2'

/** Somebody's chat with Tally: opened twice it is the same. */
export const personalOf = (userId: string): string =>
  `a:1${createHash('sha256').update(userId).digest('base64url').slice(0, 24)}`

const STATUS: Readonly<Record<string, number>> = {
  BadSyntax: 400,
  BadArgument: 400,
  Unauthorized: 401,
  Forbidden: 403,
  MessageWritesBlocked: 403,
  BotNotInConversationRoster: 403,
  ForbiddenOperationException: 403,
  ConversationNotFound: 404,
  ActivityNotFoundInConversation: 404,
  MemberNotFoundInConversation: 404,
  NotFound: 404,
  PreconditionFailed: 412,
  MessageSizeTooBig: 413,
  Throttled: 429,
  ServiceError: 500,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
}

/** How the bot service and Graph word an error. */
export const refused = (code: string, message = `The fake says ${code}.`): Answered => ({
  status: STATUS[code] ?? 400,
  body: { error: { code, message } },
})

/** Above this the service takes no message; it counts two bytes a character. */
const MAX_BYTES = 100 * 1024

/** What stands in a tenant of Microsoft Teams, and what the requests of a bot do to it. */
export function fakeTenant(options: TenantOptions = {}) {
  const { perConversationMs = 0, now = () => new Date(), checksCards = true } = options
  const posts: FakePost[] = []
  const users = new Map<string, FakeMember>()
  const teams = new Map<string, FakeTeam>([[TEAM.id, TEAM]])
  const closed = new Map<string, FakeClosed>(Object.entries(options.closed ?? {}))
  const rosters = new Map<string, readonly string[]>()
  const owners = new Map<string, string>()
  /** Conversations that an activity came from: their ids need not look like Microsoft's, as the Playground's do not. */
  const met = new Set<string>()
  const lastAt = new Map<string, number>()
  let lastId = 0

  /** Teams names messages by when they were written. */
  const nextId = () => {
    lastId = Math.max(lastId + 1, now().getTime())
    return String(lastId)
  }

  const userOf = (id: string) => [...users.values()].find((user) => user.id === id || user.aadObjectId === id)

  function membersOf(conversationId: string): readonly FakeMember[] {
    const owner = owners.get(conversationId)
    const ids = rosters.get(conversationId) ?? (owner === undefined ? [...users.keys()] : [owner])
    return ids.flatMap((id) => users.get(id) ?? [])
  }

  const told = ({ installed: _, ...user }: FakeMember) => ({
    name: user.id,
    tenantId: TENANT,
    userRole: 'user',
    ...(user.aadObjectId === undefined ? {} : { objectId: user.aadObjectId }),
    ...user,
  })

  /** Where an address leads, or why it leads nowhere. */
  function place(address: string): { conversationId: string; threadId?: string } | Answered {
    const [, conversationId = '', threadId] = /^([^;]+)(?:;messageid=(.*))?$/.exec(address) ?? []
    const known =
      met.has(conversationId) || /^a:|^19:.+@(thread\.(v2|tacv2|skype)|unq\.gbl\.spaces)$/.test(conversationId)
    if (!known || (threadId !== undefined && (/^a:|@thread\.v2$/.test(conversationId) || !/^\d+$/.test(threadId))))
      return refused('BadSyntax', 'Bad format of conversation ID')
    const code = closed.get(address) ?? closed.get(conversationId)
    if (code !== undefined) return refused(code)
    return threadId === undefined ? { conversationId } : { conversationId, threadId }
  }

  /** Why this activity is not taken. */
  function unfit(activity: Json): Answered | undefined {
    if (JSON.stringify(activity).length * 2 > MAX_BYTES) return refused('MessageSizeTooBig', 'Message size too large')
    if (!checksCards) return undefined
    const faults = cardsIn(activity).flatMap(refusedFaults)
    return faults.length === 0 ? undefined : refused('BadSyntax', `Invalid card: ${faults.join('; ')}`)
  }

  /** Teams counts the messages that it takes, not those that it refuses. */
  function tooFast(address: string): Answered | undefined {
    const at = now().getTime()
    const waitMs = (lastAt.get(address) ?? Number.NEGATIVE_INFINITY) + perConversationMs - at
    if (waitMs > 0) {
      const headers = { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) }
      return { ...refused('Throttled', 'Too many requests'), headers }
    }
    lastAt.set(address, at)
    return undefined
  }

  function add(at: { conversationId: string; threadId?: string }, activity: Json, userId?: string): FakePost {
    const { conversationId, threadId } = at
    const post = {
      conversationId,
      ...(threadId === undefined ? {} : { threadId }),
      id: nextId(),
      ...(userId === undefined ? {} : { userId }),
      createdAt: now(),
      activity,
      before: [],
    }
    posts.push(post)
    return post
  }

  return {
    posts,
    users,
    teams,
    closed,
    rosters,
    graph: 'open' as 'open' | 'forbidden',

    send(address: string, activity: Json): Answered {
      const at = place(address)
      const refusal = 'status' in at ? at : (unfit(activity) ?? tooFast(address))
      if (refusal !== undefined) return refusal
      return { status: 201, body: { id: add(at as { conversationId: string }, activity).id } }
    },

    update(address: string, id: string, activity: Json): Answered {
      const at = place(address)
      const refusal = 'status' in at ? at : unfit(activity)
      if (refusal !== undefined) return refusal
      const post = find(address, id)
      if (post === undefined || post.userId !== undefined) return refused('ActivityNotFoundInConversation')
      post.before.push(post.activity)
      post.activity = activity
      return { status: 200, body: { id } }
    },

    remove(address: string, id: string): Answered {
      const post = find(address, id)
      if (post === undefined || post.userId !== undefined) return refused('ActivityNotFoundInConversation')
      posts.splice(posts.indexOf(post), 1)
      return { status: 200 }
    },

    /** A chat with one person, or a new post in a channel. */
    create({ isGroup, members, channelData, activity }: Json): Answered {
      if (isGroup === true) {
        const channelId = String((channelData as { channel?: Json } | undefined)?.channel?.id)
        const sent = this.send(channelId, (activity ?? {}) as Json)
        const id = (sent.body as { id?: string } | undefined)?.id
        return id === undefined ? sent : { status: 201, body: { id: `${channelId};messageid=${id}`, activityId: id } }
      }
      const user = userOf(String((members as Json[] | undefined)?.[0]?.id))
      if (user === undefined) return refused('BadSyntax', 'Invalid user identity in provided tenant')
      if (user.installed === false) return refused('ForbiddenOperationException', 'The bot is not installed there')
      const id = personalOf(user.id)
      owners.set(id, user.id)
      return { status: 201, body: { id } }
    },

    member(address: string, userId: string): Answered {
      const at = place(address)
      if ('status' in at) return at
      const found = membersOf(at.conversationId).find((user) => user.id === userId || user.aadObjectId === userId)
      return found === undefined
        ? refused('MemberNotFoundInConversation', 'Member not found')
        : { status: 200, body: told(found) }
    },

    members(address: string, pageSize = 200, continuationToken = '0'): Answered {
      const at = place(address)
      if ('status' in at) return at
      const all = membersOf(at.conversationId)
      const from = Number(continuationToken)
      const to = from + pageSize
      const next = to < all.length ? { continuationToken: String(to) } : {}
      return { status: 200, body: { members: all.slice(from, to).map(told), ...next } }
    },

    team(id: string): Answered {
      const team = teams.get(id)
      return team === undefined
        ? refused('NotFound')
        : { status: 200, body: { id, name: team.name, aadGroupId: team.groupId } }
    },

    /** What Graph tells of a channel, the newest first: its posts, or the replies to one of them. */
    told(groupId: string, channelId: string, threadId: string | undefined, query: URLSearchParams, url: string) {
      if (this.graph === 'forbidden') return refused('Forbidden', 'Missing role permissions on the request.')
      const team = [...teams.values()].find((one) => one.groupId === groupId)
      if (!team?.channels.includes(channelId)) return refused('NotFound', 'NotFound')
      const all = posts
        .filter((post) => post.conversationId === channelId && post.threadId === threadId)
        .reverse()
        .map(toGraph)
      const top = Math.min(50, Number(query.get('$top') ?? 20))
      const from = Number(query.get('$skiptoken') ?? 0)
      const next = from + top < all.length ? { '@odata.nextLink': `${url}?$top=${top}&$skiptoken=${from + top}` } : {}
      const value = all.slice(from, from + top)
      return { status: 200, body: { '@odata.context': 'fake', '@odata.count': value.length, ...next, value } }
    },

    /** Somebody writes into a conversation: it is known from now on, with whose chat it is. */
    wrote(activity: Json): void {
      const { from, conversation } = activity as { from?: Json; conversation?: Json }
      const [conversationId = '', threadId] = String(conversation?.id).split(';messageid=')
      const userId = String(from?.id)
      met.add(conversationId)
      if (conversation?.conversationType === 'personal') owners.set(conversationId, userId)
      if (activity.type !== 'message' || activity.text === undefined) return
      const id = String(activity.id)
      const own = threadId === undefined || threadId === id ? {} : { threadId }
      posts.push({ conversationId, ...own, id, userId, createdAt: now(), activity, before: [] })
    },
  }

  function find(address: string, id: string): FakePost | undefined {
    const [conversationId] = address.split(';messageid=')
    // `1:…` is what `channelData.legacy` calls it.
    return posts.find((post) => post.conversationId === conversationId && (post.id === id || `1:${post.id}` === id))
  }
}

const CARD = 'application/vnd.microsoft.card.adaptive'

/** The adaptive cards that an activity carries. */
export function cardsIn(activity: Json): readonly Json[] {
  const attachments = (activity.attachments ?? []) as readonly { contentType?: unknown; content?: unknown }[]
  return attachments.flatMap(({ contentType, content }) => (contentType === CARD ? [content as Json] : []))
}

function toGraph({ id, threadId, userId, createdAt, activity, before, conversationId }: FakePost): Json {
  const cards = cardsIn(activity)
  const text = String(activity.text ?? '')
  const content = cards.map((_, i) => `<attachment id="${id}-${i}"></attachment>`).join('')
  const application = { id: APP, displayName: 'Tally', applicationIdentityType: 'bot' }
  const user = { id: userId, displayName: 'Somebody', userIdentityType: 'aadUser' }
  return {
    id,
    replyToId: threadId ?? null,
    messageType: 'message',
    createdDateTime: createdAt.toISOString(),
    lastModifiedDateTime: createdAt.toISOString(),
    lastEditedDateTime: before.length === 0 ? null : createdAt.toISOString(),
    deletedDateTime: null,
    from: userId === undefined ? { application, device: null, user: null } : { application: null, device: null, user },
    body: { contentType: 'html', content: `${text}${content}` },
    channelIdentity: { channelId: conversationId },
    attachments: cards.map((card, i) => ({
      id: `${id}-${i}`,
      contentType: CARD,
      contentUrl: null,
      content: JSON.stringify(card, null, 2),
      name: null,
    })),
  }
}
