export interface FakeMessage {
  readonly channel: string
  readonly ts: string
  readonly thread_ts?: string
  text: string
  blocks: readonly Record<string, unknown>[]
  readonly metadata?: unknown
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: string }[]
}

export interface FakeUser {
  readonly id: string
  readonly email?: string
  readonly tz?: string
  readonly team_id?: string
  readonly deleted?: boolean
}

/** Why a channel takes no message; one that is not named takes every message. */
export type FakeChannel = 'archived' | 'not_in_channel' | 'restricted'

/** A modal as it was opened, or updated since. */
export interface FakeView {
  readonly id: string
  readonly hash: string
  readonly blocks: readonly Record<string, unknown>[]
  readonly private_metadata: string
  readonly [field: string]: unknown
}

export interface WorkspaceOptions {
  /** How far apart messages into one channel must lie; none by default. */
  readonly perChannelMs?: number
  readonly channels?: Readonly<Record<string, FakeChannel>>
  readonly now?: () => Date
}

export interface FakeWorkspace {
  readonly messages: FakeMessage[]
  readonly users: Map<string, FakeUser>
  /** May be changed at any time. */
  readonly channels: Map<string, FakeChannel>
  readonly views: FakeView[]
  scopes: string
  botUser: string
  readonly methods: Record<string, Method>
  /** Somebody else writes into a conversation. */
  post(channel: string, text: string): void
}

type Args = Record<string, unknown>
type Method = (args: Args) => object

/** What a method gives where Slack answers 429. */
export class TooFast {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const WORKSPACE = 'T111'
export const BOT_USER = 'UBOT'

const REFUSALS: Readonly<Record<FakeChannel, string>> = {
  archived: 'is_archived',
  not_in_channel: 'not_in_channel',
  restricted: 'restricted_action',
}

/** What stands in a workspace of Slack, and what its methods do to it. `origin` is where files are uploaded to. */
export function fakeWorkspace(options: WorkspaceOptions, origin: () => string): FakeWorkspace {
  const { perChannelMs = 0, now = () => new Date() } = options
  const messages: FakeMessage[] = []
  const users = new Map<string, FakeUser>()
  const channels = new Map<string, FakeChannel>(Object.entries(options.channels ?? {}))
  const views: FakeView[] = []
  const uploads = new Map<string, { name: string; length: number; content?: string }>()
  const usedTriggers = new Set<string>()
  const lastAt = new Map<string, number>()
  let clock = 0

  const refused = (error: string, more: object = {}) => ({ ok: false, error, ...more })
  const ts = () => `${Math.floor(now().getTime() / 1000)}.${String(++clock).padStart(6, '0')}`

  const tell = (known: FakeUser | undefined, otherwise: string) => {
    if (known === undefined) return refused(otherwise)
    const { email, tz, ...rest } = { team_id: WORKSPACE, deleted: false, ...known }
    return { ok: true, user: { ...rest, tz, is_bot: false, profile: { real_name: known.id, email } } }
  }

  /** Slack counts the messages that it takes, not those that it refuses. */
  function tooFast(channel: string): TooFast | undefined {
    const at = now().getTime()
    const waitMs = (lastAt.get(channel) ?? Number.NEGATIVE_INFINITY) + perChannelMs - at
    if (waitMs > 0) return new TooFast(Math.max(1, Math.ceil(waitMs / 1000)))
    lastAt.set(channel, at)
    return undefined
  }

  const closed = (channel: unknown) => {
    const why = channels.get(String(channel))
    return why === undefined ? undefined : refused(REFUSALS[why])
  }

  const unreadable = (channel: unknown) => {
    const needed = /^D/.test(String(channel))
      ? 'im:history'
      : /^G/.test(String(channel))
        ? 'groups:history'
        : 'channels:history'
    const provided = workspace.scopes
    return provided.split(',').includes(needed) ? undefined : refused('missing_scope', { needed, provided })
  }

  /** One page of what is younger than `oldest`; the cursor is where the next one begins. */
  const page = (all: readonly FakeMessage[], { oldest, limit, cursor }: Args) => {
    const young = all.filter((one) => oldest === undefined || Number(one.ts) > Number(oldest))
    const from = Number(cursor ?? 0)
    const to = from + Number(limit ?? 100)
    const has_more = to < young.length
    const next = has_more ? { response_metadata: { next_cursor: String(to) } } : {}
    return { ok: true, messages: young.slice(from, to).map((one) => ({ ...one, bot_id: 'BBOT' })), has_more, ...next }
  }

  const shown = (view: unknown, id: string): FakeView => ({
    ...({ private_metadata: '', ...(view as object) } as FakeView),
    id,
    team_id: WORKSPACE,
    hash: `${ts()}.hash`,
  })

  const methods: Record<string, Method> = {
    'auth.test': () => ({ ok: true, team_id: WORKSPACE, user_id: workspace.botUser, bot_id: 'BBOT' }),
    'users.info': ({ user }) => tell(users.get(String(user)), 'user_not_found'),
    'users.lookupByEmail': ({ email }) => {
      const same = (user: FakeUser) => user.email?.toLowerCase() === String(email).toLowerCase()
      return tell(
        [...users.values()].find((user) => same(user) && user.deleted !== true),
        'users_not_found',
      )
    },
    'conversations.open': ({ users: ids }) => ({ ok: true, channel: { id: `D${ids}` } }),
    'conversations.info': ({ channel }) => {
      const why = channels.get(String(channel))
      const is_im = String(channel).startsWith('D')
      const is = { is_archived: why === 'archived', is_member: why !== 'not_in_channel', is_im }
      return { ok: true, channel: { id: channel, name: String(channel).toLowerCase(), ...is } }
    },
    'chat.postMessage': ({ channel, thread_ts, text, blocks, metadata }) => {
      const refusal = closed(channel) ?? tooFast(String(channel))
      if (refusal !== undefined) return refusal
      const message = { channel, ts: ts(), thread_ts, text, blocks: blocks ?? [], metadata } as FakeMessage
      messages.push(message)
      return { ok: true, channel, ts: message.ts, message: { ...message, bot_id: 'BBOT' } }
    },
    'chat.update': ({ channel, ts, text, blocks }) => {
      const refusal = closed(channel)
      if (refusal !== undefined) return refusal
      const message = messages.find((one) => one.channel === channel && one.ts === ts)
      if (message === undefined) return refused('message_not_found')
      message.text = String(text)
      message.blocks = (blocks ?? []) as FakeMessage['blocks']
      return { ok: true, channel, ts }
    },
    'chat.postEphemeral': ({ channel }) => closed(channel) ?? { ok: true, message_ts: ts() },
    'conversations.history': (args) => {
      const refusal = unreadable(args.channel)
      if (refusal !== undefined) return refusal
      const all = messages.filter((one) => one.channel === args.channel && one.thread_ts === undefined)
      return page(all.reverse(), args)
    },
    'conversations.replies': (args) => {
      const refusal = unreadable(args.channel)
      if (refusal !== undefined) return refusal
      // Slack gives the message that the thread hangs on as well.
      const all = messages.filter(
        (one) => one.channel === args.channel && (one.thread_ts === args.ts || one.ts === args.ts),
      )
      return page(all, args)
    },
    'views.open': ({ trigger_id, view }) => {
      const trigger = String(trigger_id)
      if (trigger_id === undefined || trigger === '') return refused('invalid_trigger_id')
      if (usedTriggers.has(trigger)) return refused('exchanged_trigger_id')
      usedTriggers.add(trigger)
      const opened = shown(view, `V${++clock}`)
      views.push(opened)
      return { ok: true, view: opened }
    },
    'views.update': ({ view_id, hash, view }) => {
      const at = views.findIndex(({ id }) => id === view_id)
      if (at < 0) return refused('not_found')
      if (hash !== undefined && views[at]?.hash !== hash) return refused('hash_conflict')
      const updated = shown(view, String(view_id))
      views[at] = updated
      return { ok: true, view: updated }
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      const id = `F${++clock}`
      uploads.set(id, { name: String(filename), length: Number(length) })
      return { ok: true, upload_url: `${origin()}/upload/${id}`, file_id: id }
    },
    upload: ({ id, name, content }) => {
      const upload = uploads.get(String(id))
      if (upload?.name === name && Buffer.byteLength(String(content)) === upload?.length)
        upload.content = String(content)
      return {}
    },
    'files.completeUploadExternal': ({ files, channel_id, thread_ts, blocks, initial_comment }) => {
      const shared = (files as { id: string }[]).map(({ id }) => ({ id, ...uploads.get(id) }))
      if (shared.some(({ content }) => content === undefined)) return refused('file_not_found')
      // The ticket is used up.
      for (const { id } of shared) uploads.delete(id)
      const text = String(initial_comment ?? '')
      const message = { channel: channel_id, ts: ts(), thread_ts, text, blocks: blocks ?? [], files: shared }
      messages.push(message as unknown as FakeMessage)
      return { ok: true, files: shared.map(({ id }) => ({ id })) }
    },
    response_url: () => ({ ok: true }),
  }

  const workspace: FakeWorkspace = {
    messages,
    users,
    channels,
    views,
    scopes: 'app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read,users:read.email',
    botUser: BOT_USER,
    methods,
    post: (channel, text) => void messages.push({ channel, ts: ts(), text, blocks: [] }),
  }
  return workspace
}
