import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  BOT_USER,
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  type FakeWorkspace,
  fakeWorkspace,
  TooFast,
  WORKSPACE,
  type WorkspaceOptions,
} from './fake-workspace.ts'

export { BOT_USER, WORKSPACE }

/** One request that reached the fake, in order. `method` is `response_url` or `upload` for those. */
export interface FakeCall {
  readonly method: string
  readonly args: Record<string, unknown>
  readonly authorization: string | undefined
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
  | { readonly kind: 'late'; readonly until: Promise<unknown>; readonly effect?: boolean }

export interface FakeOptions extends WorkspaceOptions {
  /** What goes wrong besides the script; asked for every call that the script lets be. */
  readonly faults?: (method: string, args: Record<string, unknown>) => FakeFailure | undefined
  /** Told of every answer. */
  readonly onAnswer?: (status: number) => void
  /** A free one by default. */
  readonly port?: number
}

export interface FakeSlack {
  /** For SLACK_API_URL. */
  readonly url: string
  readonly calls: readonly FakeCall[]
  /** What stands in the conversations now. */
  readonly messages: readonly FakeMessage[]
  readonly users: Map<string, FakeUser>
  /** The channels that take no message now, and why. */
  readonly channels: Map<string, FakeChannel>
  /** The modals that were opened, as they look now. */
  readonly views: readonly FakeView[]
  scopes: string
  botUser: string
  /** Somebody else writes into a conversation. */
  post(channel: string, text: string): void
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

/** Slack's Web API on loopback, true to it where Tally depends on it, with a script of failures. */
export async function fakeSlack(options: FakeOptions = {}): Promise<FakeSlack> {
  const calls: FakeCall[] = []
  const failures = new Map<string, FakeFailure[]>()
  const waiting = new Set<() => void>()
  const workspace = fakeWorkspace(options, () => origin)
  const { methods } = workspace

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

    const failure = failures.get(method)?.shift() ?? options.faults?.(method, args)
    const work = () => methods[method]?.(args) ?? { ok: false, error: 'unknown_method' }
    const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
      options.onAnswer?.(status)
      res
        .writeHead(status, { 'content-type': 'application/json', 'x-oauth-scopes': workspace.scopes, ...headers })
        .end(body)
    }
    const answerWith = (done: object) => {
      if (done instanceof TooFast) answer(429, '', { 'retry-after': String(done.retryAfterSeconds) })
      else answer(200, JSON.stringify(done))
    }
    switch (failure?.kind) {
      case undefined:
        return answerWith(work())
      case 'error':
        return void answer(200, JSON.stringify({ ok: false, error: failure.error }))
      case 'status':
        if (failure.effect) work()
        return void answer(failure.status, failure.body ?? '', failure.headers)
      case 'cut':
        if (failure.effect) work()
        return void req.socket.destroy()
      case 'late': {
        const done = failure.effect ? work() : undefined
        await failure.until
        return answerWith(done ?? work())
      }
    }
  }

  const server = createServer((req, res) => void serve(req, res).catch(() => res.destroy()))
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const of = (method: string) => calls.filter((call) => call.method === method)
  const script: Omit<FakeSlack, keyof FakeWorkspace> = {
    url: `${origin}/api/`,
    calls,
    fail: (method, ...more) => {
      failures.set(method, [...(failures.get(method) ?? []), ...more])
    },
    answer: (method, how) => {
      methods[method] = how
    },
    responseUrl: () => `${origin}/response/${randomUUID()}`,
    of,
    called: (method, times = 1) =>
      new Promise((done) => {
        const look = () => {
          const found = of(method)
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
  return Object.assign(workspace, script)
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

/** A form sent: `values` by the fields' names, all others as the form showed them. Each call is a click of its own. */
export function submitForm(
  view: FakeView,
  values: Readonly<Record<string, string | readonly string[]>>,
  { user, team = WORKSPACE }: Somebody,
): URLSearchParams {
  const inputs = view.blocks.filter(({ type }) => type === 'input')
  const unknown = Object.keys(values).filter((name) => !inputs.some(({ block_id }) => block_id === name))
  if (unknown.length > 0) throw new Error(`The form has no field ${unknown.join(', ')}.`)
  const state = Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { action_id, ...shown } = element as Record<string, unknown>
      return [block_id, { [String(action_id)]: filled(shown, values[String(block_id)]) }]
    }),
  )
  const payload = {
    type: 'view_submission',
    team: { id: team, domain: 'example' },
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: team },
    api_app_id: 'A1',
    trigger_id: `13345224609.${next()}.fake`,
    view: { ...view, state: { values: state }, app_id: 'A1', app_installed_team_id: team, bot_id: 'BBOT' },
    response_urls: [],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) })
}

/** What Slack says of one element: as it was filled in, else as it was shown. */
function filled(element: Record<string, unknown>, given: string | readonly string[] | undefined): object {
  const type = String(element.type)
  const all = given === undefined ? undefined : [given].flat().filter((value) => value !== '')
  const one = all === undefined ? undefined : (all[0] ?? null)
  const options = (element.options ?? []) as { value: string }[]
  const option = (value: string) => {
    const found = options.find((each) => each.value === value)
    if (found === undefined) throw new Error(`Nothing to choose has the value ${value}.`)
    return found
  }
  switch (type) {
    case 'plain_text_input':
      return { type, value: one === undefined ? (element.initial_value ?? null) : one }
    case 'static_select':
      return { type, selected_option: one ? option(one) : one === null ? null : (element.initial_option ?? null) }
    case 'multi_static_select':
      return { type, selected_options: all?.map(option) ?? element.initial_options ?? [] }
    case 'timepicker':
      return { type, selected_time: one === undefined ? (element.initial_time ?? null) : one }
    case 'datepicker':
      return { type, selected_date: one === undefined ? (element.initial_date ?? null) : one }
    case 'users_select':
      return { type, selected_user: one === undefined ? (element.initial_user ?? null) : one }
    default:
      throw new Error(`A ${type} is not known here.`)
  }
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
