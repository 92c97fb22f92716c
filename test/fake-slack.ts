import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that reached the fake, in order. `method` is `response_url` or `upload` for those. */
export interface FakeCall {
  readonly method: string
  readonly args: Record<string, unknown>
  readonly authorization: string | undefined
}

export interface FakeMessage {
  readonly channel: string
  readonly ts: string
  readonly thread_ts?: string
  text: string
  blocks: readonly Record<string, unknown>[]
  readonly metadata?: unknown
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: string }[]
}

/** What goes wrong with the next call of a method. `effect`: the work is done all the same, only the answer is lost. */
export type FakeFailure =
  | { readonly kind: 'error'; readonly error: string }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string
      readonly effect?: boolean
    }
  | { readonly kind: 'cut'; readonly effect: boolean }
  | { readonly kind: 'late'; readonly until: Promise<unknown> }

export interface FakeUser {
  readonly id: string
  readonly email?: string
  readonly tz?: string
  readonly team_id?: string
  readonly deleted?: boolean
}

export interface FakeSlack {
  /** For SLACK_API_URL. */
  readonly url: string
  readonly calls: readonly FakeCall[]
  /** What stands in the conversations now. */
  readonly messages: readonly FakeMessage[]
  readonly users: Map<string, FakeUser>
  scopes: string
  botUser: string
  /** The next calls of the method fail so, one failure each. */
  fail(method: string, ...failures: readonly FakeFailure[]): void
  /** Answers a method that this fake does not know, or answers it otherwise. */
  answer(method: string, how: (args: Record<string, unknown>) => object): void
  responseUrl(): string
  of(method: string): readonly FakeCall[]
  /** Resolves when the method was called that often. */
  called(method: string, times?: number): Promise<readonly FakeCall[]>
  close(): Promise<void>
}

export const WORKSPACE = 'T111'
export const BOT_USER = 'UBOT'

/** Slack's Web API on loopback, true to it where Tally depends on it, with a script of failures. */
export async function fakeSlack(): Promise<FakeSlack> {
  const calls: FakeCall[] = []
  const messages: FakeMessage[] = []
  const failures = new Map<string, FakeFailure[]>()
  const users = new Map<string, FakeUser>()
  const waiting = new Set<() => void>()
  const uploads = new Map<string, { name: string; length: number; content?: string }>()
  let clock = 0

  const tell = (user: string) => {
    const known = users.get(user)
    if (known === undefined) return { ok: false, error: 'user_not_found' }
    const { email, tz, ...rest } = { team_id: WORKSPACE, deleted: false, ...known }
    return { ok: true, user: { ...rest, tz, is_bot: false, profile: { real_name: known.id, email } } }
  }
  const ts = () => `${Math.floor(Date.now() / 1000)}.${String(++clock).padStart(6, '0')}`

  const methods: Record<string, (args: Record<string, unknown>) => object> = {
    'auth.test': () => ({ ok: true, team_id: WORKSPACE, user_id: fake.botUser, bot_id: 'BBOT' }),
    'users.info': ({ user }) => tell(String(user)),
    'conversations.open': ({ users: ids }) => ({ ok: true, channel: { id: `D${ids}` } }),
    'chat.postMessage': ({ channel, thread_ts, text, blocks, metadata }) => {
      const message = { channel, ts: ts(), thread_ts, text, blocks: blocks ?? [], metadata } as FakeMessage
      messages.push(message)
      return { ok: true, channel, ts: message.ts, message: { ...message, bot_id: 'BBOT' } }
    },
    'chat.update': ({ channel, ts, text, blocks }) => {
      const message = messages.find((one) => one.channel === channel && one.ts === ts)
      if (message === undefined) return { ok: false, error: 'message_not_found' }
      message.text = String(text)
      message.blocks = (blocks ?? []) as FakeMessage['blocks']
      return { ok: true, channel, ts }
    },
    'chat.postEphemeral': () => ({ ok: true, message_ts: ts() }),
    'conversations.history': ({ channel }) => ({
      ok: true,
      messages: messages.filter((one) => one.channel === channel && one.thread_ts === undefined).reverse(),
      has_more: false,
    }),
    'conversations.replies': ({ channel, ts }) => ({
      ok: true,
      messages: messages.filter((one) => one.channel === channel && one.thread_ts === ts),
      has_more: false,
    }),
    'files.getUploadURLExternal': ({ filename, length }) => {
      const id = `F${++clock}`
      uploads.set(id, { name: String(filename), length: Number(length) })
      return { ok: true, upload_url: `${origin}/upload/${id}`, file_id: id }
    },
    upload: ({ id, name, content }) => {
      const upload = uploads.get(String(id))
      if (upload?.name === name && Buffer.byteLength(String(content)) === upload?.length)
        upload.content = String(content)
      return {}
    },
    'files.completeUploadExternal': ({ files, channel_id, thread_ts, blocks, initial_comment }) => {
      const shared = (files as { id: string }[]).map(({ id }) => ({ id, ...uploads.get(id) }))
      if (shared.some(({ content }) => content === undefined)) return { ok: false, error: 'file_not_found' }
      // The ticket is used up.
      for (const { id } of shared) uploads.delete(id)
      const text = String(initial_comment ?? '')
      const shown = { channel: channel_id, ts: ts(), thread_ts, text, blocks: blocks ?? [], files: shared }
      messages.push(shown as unknown as FakeMessage)
      return { ok: true, files: shared.map(({ id }) => ({ id })) }
    },
    response_url: () => ({ ok: true }),
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? ''
    const method = path.startsWith('/response/')
      ? 'response_url'
      : path.startsWith('/upload/')
        ? 'upload'
        : path.replace('/api/', '')
    const body = await readAll(req)
    const args =
      method === 'upload'
        ? await readUpload(path, body, req.headers['content-type'] ?? '')
        : readArgs(body, req.headers['content-type'] ?? '')
    calls.push({ method, args, authorization: req.headers.authorization })
    for (const look of waiting) look()

    const failure = failures.get(method)?.shift()
    const work = () => methods[method]?.(args) ?? { ok: false, error: 'unknown_method' }
    const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
      res.writeHead(status, { 'content-type': 'application/json', 'x-oauth-scopes': fake.scopes, ...headers }).end(body)
    switch (failure?.kind) {
      case undefined:
        return void answer(200, JSON.stringify(work()))
      case 'error':
        return void answer(200, JSON.stringify({ ok: false, error: failure.error }))
      case 'status':
        if (failure.effect) work()
        return void answer(failure.status, failure.body ?? '', failure.headers)
      case 'cut':
        if (failure.effect) work()
        return void req.socket.destroy()
      case 'late':
        await failure.until
        return void answer(200, JSON.stringify(work()))
    }
  }

  const server = createServer((req, res) => void serve(req, res).catch(() => res.destroy()))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const fake: FakeSlack = {
    url: `${origin}/api/`,
    calls,
    messages,
    users,
    scopes: 'app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read,users:read.email',
    botUser: BOT_USER,
    fail: (method, ...more) => {
      failures.set(method, [...(failures.get(method) ?? []), ...more])
    },
    answer: (method, how) => {
      methods[method] = how
    },
    responseUrl: () => `${origin}/response/${randomUUID()}`,
    of: (method) => calls.filter((call) => call.method === method),
    called: (method, times = 1) =>
      new Promise((done) => {
        const look = () => {
          const found = fake.of(method)
          if (found.length < times) return
          waiting.delete(look)
          done(found)
        }
        waiting.add(look)
        look()
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return fake
}

async function readAll(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function readUpload(path: string, body: string, contentType: string): Promise<Record<string, unknown>> {
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  const file = form.get('file')
  if (!(file instanceof Blob)) throw new Error('no file was uploaded')
  // `text()` would drop the mark at the beginning.
  const content = Buffer.from(await file.arrayBuffer()).toString('utf8')
  return { id: path.replace('/upload/', ''), name: (file as File).name, content }
}

// Slack takes a form whose nested values are JSON, or JSON altogether.
function readArgs(body: string, contentType: string): Record<string, unknown> {
  if (contentType.startsWith('application/json')) return JSON.parse(body)
  const fields = Object.fromEntries(new URLSearchParams(body))
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]),
  )
}

export const SIGNING_SECRET = '0123456789abcdef0123456789abcdef'

export interface SignedOptions {
  readonly secret?: string
  /** When Slack signed it. */
  readonly at?: Date
  readonly contentType?: string
  readonly headers?: Record<string, string>
}

/** A request exactly as Slack signs it: a string goes out as it is, a form as fields, an object as JSON. */
export function signedRequest(body: string | URLSearchParams | object, options: SignedOptions = {}): RequestInit {
  const { secret = SIGNING_SECRET, at = new Date(), headers = {} } = options
  const text = typeof body === 'string' || body instanceof URLSearchParams ? body.toString() : JSON.stringify(body)
  const isForm = typeof body === 'string' ? !body.startsWith('{') : body instanceof URLSearchParams
  const contentType = options.contentType ?? (isForm ? 'application/x-www-form-urlencoded' : 'application/json')
  const stamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${stamp}:${text}`).digest('hex')
  return {
    method: 'POST',
    body: text,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
      ...headers,
    },
  }
}

export interface Somebody {
  readonly user: string
  readonly channel?: string
  readonly team?: string
}

let serial = 0
const next = () => ++serial

/** `/spend …`, as the form that Slack posts. */
export function slashCommand(
  text: string,
  who: Somebody & { responseUrl?: string; command?: string },
): URLSearchParams {
  return new URLSearchParams({
    team_id: who.team ?? WORKSPACE,
    team_domain: 'example',
    channel_id: who.channel ?? 'C1',
    channel_name: 'general',
    user_id: who.user,
    user_name: who.user.toLowerCase(),
    command: who.command ?? '/spend',
    text,
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    trigger_id: `13345224609.${next()}.fake`,
    ...(who.responseUrl === undefined ? {} : { response_url: who.responseUrl }),
  })
}

export interface Written extends Somebody {
  readonly ts?: string
  readonly thread?: string
  readonly eventId?: string
}

const eventCallback = (event: object, { team = WORKSPACE, eventId }: Written) => ({
  token: 'unused',
  team_id: team,
  api_app_id: 'A1',
  event,
  type: 'event_callback',
  event_id: eventId ?? `Ev${next()}`,
  event_time: 1_795_000_000,
  authorizations: [
    { enterprise_id: null, team_id: team, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
})

const written = (
  text: string,
  { user, team = WORKSPACE, ts = `1795000000.${String(next()).padStart(6, '0')}`, thread }: Written,
) => ({
  user,
  text,
  ts,
  team,
  event_ts: ts,
  ...(thread === undefined ? {} : { thread_ts: thread }),
})

/** `@Tally …` in a channel. */
export const mention = (text: string, who: Written): object =>
  eventCallback({ type: 'app_mention', channel: who.channel ?? 'C1', ...written(`<@${BOT_USER}> ${text}`, who) }, who)

/** A message in the direct conversation with Tally. */
export const directMessage = (text: string, who: Written): object =>
  eventCallback(
    { type: 'message', channel: who.channel ?? `D${who.user}`, channel_type: 'im', ...written(text, who) },
    who,
  )

/** Somebody looks at the direct conversation with Tally. */
export const opened = (who: Written): object =>
  eventCallback(
    { type: 'app_home_opened', user: who.user, channel: `D${who.user}`, tab: 'messages', event_ts: '1.0' },
    who,
  )

export interface Press extends Somebody {
  readonly responseUrl?: string
  /** The pressed message; absent for an ephemeral one. */
  readonly messageTs?: string
  readonly thread?: string
  readonly select?: boolean
}

/** A button pressed, or an option chosen. */
export function press(token: string, who: Press): URLSearchParams {
  const { user, channel = 'C1', team = WORKSPACE, messageTs, thread, responseUrl, select } = who
  const thread_ts = thread === undefined ? {} : { thread_ts: thread }
  const payload = {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), team_id: team },
    api_app_id: 'A1',
    team: { id: team, domain: 'example' },
    container: {
      type: 'message',
      message_ts: messageTs ?? '1795000000.000000',
      channel_id: channel,
      is_ephemeral: messageTs === undefined,
      ...thread_ts,
    },
    channel: { id: channel, name: channel.startsWith('D') ? 'directmessage' : 'general' },
    trigger_id: `13345224609.${next()}.fake`,
    ...(messageTs === undefined
      ? {}
      : { message: { type: 'message', user: BOT_USER, bot_id: 'BBOT', ts: messageTs, ...thread_ts } }),
    ...(responseUrl === undefined ? {} : { response_url: responseUrl }),
    actions: [
      select
        ? {
            type: 'static_select',
            action_id: 'a1',
            block_id: 'b1',
            selected_option: { value: token },
            action_ts: '1.0',
          }
        : { type: 'button', action_id: 'a1', block_id: 'b1', value: token, action_ts: '1.0' },
    ],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) })
}

/** The token of the button or option that reads so, anywhere in the blocks of a message. */
export function tokenOf(blocks: unknown, label: string): string {
  const found = tokens(blocks).find(([text]) => text === label)
  if (found === undefined) throw new Error(`No button reads "${label}", but: ${tokens(blocks).join(' · ')}`)
  return found[1]
}

/** Every button and option: what it reads, what it says. */
export function tokens(blocks: unknown): readonly (readonly [label: string, token: string])[] {
  if (typeof blocks !== 'object' || blocks === null) return []
  const { text, value } = blocks as { text?: { text?: unknown }; value?: unknown }
  const own = typeof value === 'string' && typeof text?.text === 'string' ? [[text.text, value] as const] : []
  return [...own, ...Object.values(blocks).flatMap(tokens)]
}
