import { createHmac, randomUUID } from 'node:crypto'
import { type FakeFailure, type FakeScript, type FakeServing, fakeHttp } from './fake-http.ts'
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

export { BOT_USER, type FakeFailure, WORKSPACE }

export type FakeOptions = WorkspaceOptions & FakeServing

/** `response_url` and `upload` are methods too. */
export interface FakeSlack extends FakeScript {
  /** For SLACK_API_URL. */
  readonly url: string
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
  /** Answers a method that this fake does not know, or answers it otherwise. */
  answer(method: string, how: (args: Record<string, unknown>) => object): void
  responseUrl(): string
}

/** Slack's Web API on loopback, true to it where Tally depends on it, with a script of failures. */
export async function fakeSlack(options: FakeOptions = {}): Promise<FakeSlack> {
  const workspace = fakeWorkspace(options, () => script.origin)
  const { methods } = workspace

  const script = await fakeHttp(async (request, bytes) => {
    const path = request.url ?? ''
    const method = path.startsWith('/response/')
      ? 'response_url'
      : path.startsWith('/upload/')
        ? 'upload'
        : path.replace('/api/', '')
    const contentType = request.headers['content-type'] ?? ''
    const args =
      method === 'upload'
        ? await readUpload(path, bytes.toString('utf8'), contentType)
        : readArgs(bytes.toString('utf8'), contentType)
    const answered = (body: object) => ({ status: 200, body, headers: { 'x-oauth-scopes': workspace.scopes } })
    return {
      method,
      args,
      work: () => {
        const done = methods[method]?.(args) ?? { ok: false, error: 'unknown_method' }
        return done instanceof TooFast
          ? { status: 429, headers: { 'retry-after': String(done.retryAfterSeconds) } }
          : answered(done)
      },
      refused: (error) => answered({ ok: false, error }),
    }
  }, options)

  const more: Omit<FakeSlack, keyof FakeWorkspace | keyof FakeScript> = {
    url: `${script.origin}/api/`,
    answer: (method, how) => {
      methods[method] = how
    },
    responseUrl: () => `${script.origin}/response/${randomUUID()}`,
  }
  return Object.assign(workspace, script, more)
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
