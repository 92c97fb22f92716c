import { type Asked, type FakeScript, type FakeServing, fakeHttp } from './fake-http.ts'
import {
  APP,
  type FakeClosed,
  type FakeMember,
  type FakePost,
  type FakeTeam,
  fakeTenant,
  type Json,
  refused,
  TENANT,
  type TenantOptions,
} from './fake-tenant.ts'
import { ISSUER, serviceClaims, signer } from './msteams/jwks.ts'

export * from './fake-activities.ts'
export type { FakeFailure } from './fake-http.ts'
export {
  APP,
  BOT,
  CHANNEL,
  cardsIn,
  type FakePost,
  GROUP_CHAT,
  type Json,
  personalOf,
  TEAM,
  TENANT,
} from './fake-tenant.ts'

export type FakeOptions = TenantOptions & FakeServing

/**
 * Methods: `send`, `update`, `delete`, `create`, `member`, `members`, `team`, `channels` of the connector; `graph.messages` and
 * `graph.replies`; `upload`; `openid` and `keys` of those who sign.
 */
export interface FakeMsteams extends FakeScript {
  /** Where activities say that they are answered: with a path, as the real one. */
  readonly serviceUrl: string
  /** For MICROSOFT_GRAPH_URL. */
  readonly graphUrl: string
  /** For the gateway's `trust`. */
  readonly trust: {
    readonly openIdUrl: string
    readonly issuer: string
    readonly hosts: readonly string[]
    readonly token: () => Promise<string>
  }
  /** What stands in the conversations now, of Tally and of everybody who was delivered. */
  readonly posts: readonly FakePost[]
  readonly users: Map<string, FakeMember>
  readonly teams: Map<string, FakeTeam>
  /** By address, with `;messageid=` or without: takes no message now. */
  readonly closed: Map<string, FakeClosed>
  /** Who is where; everybody, in a conversation that is not named. */
  readonly rosters: Map<string, readonly string[]>
  graph: 'open' | 'forbidden'
  /** Files that were uploaded, by the name under which `uploadUrl` gave them a place. */
  readonly files: ReadonlyMap<string, string>
  uploadUrl(name: string): string
  /** Tally's own messages in a conversation or thread, the oldest first. */
  said(conversationId: string, threadId?: string): readonly FakePost[]
  /** Resolves when Tally has said that much there. */
  hasSaid(conversationId: string, times?: number): Promise<readonly FakePost[]>
  /** A token as the bot service sends it with this activity. */
  token(activity: Json, claims?: object): string
  /** POSTs an activity to `/api/messages` as the bot service does; without a serviceUrl of its own it gets the fake's. */
  deliver(
    url: string,
    activity: Json,
    options?: { readonly claims?: object; readonly token?: string },
  ): Promise<Response>
}

/** Microsoft's bot service and Graph on loopback, true to them where Tally depends on it, with a script of failures. */
export async function fakeMsteams(options: FakeOptions = {}): Promise<FakeMsteams> {
  const tenant = fakeTenant(options)
  signing ??= signer()
  const key = signing
  const files = new Map<string, string>()
  const waiting = new Set<() => void>()

  const script = await fakeHttp((request, body) => {
    const url = new URL(request.url ?? '/', script.origin)
    const range = request.headers['content-range']
    const { work, ...asked } = read(String(request.method), url, body, range)
    return {
      ...asked,
      refused,
      work: () => {
        const done = work()
        for (const look of waiting) look()
        return done
      },
    }
  }, options)
  const serviceUrl = `${script.origin}/amer/${TENANT}/`

  function read(verb: string, url: URL, body: Buffer, range: string | undefined): Omit<Asked, 'refused'> {
    const [, base = '', path = ''] = /^(.*?)\/+(v3\/.*|v1\.0\/.*|upload\/.*|keys|openid)$/.exec(url.pathname) ?? []
    const parts = path.split('/').map(decodeURIComponent)
    const [version, kind, id = '', what, rest, more, last] = parts
    const activity = () => JSON.parse(body.toString('utf8')) as Json
    const at = { serviceUrl: `${url.origin}${base}/`, conversationId: id }
    if (version === 'v3' && kind === 'conversations') {
      if (verb === 'POST' && id === '') {
        const args = { serviceUrl: at.serviceUrl, ...activity() }
        return { method: 'create', args, work: () => tenant.create(args) }
      }
      if (verb === 'POST' && what === 'activities') {
        const args = { ...at, ...(rest === undefined ? {} : { replyToId: rest }), activity: activity() }
        return { method: 'send', args, work: () => tenant.send(id, args.activity) }
      }
      if (verb === 'PUT' && what === 'activities' && rest !== undefined) {
        const args = { ...at, activityId: rest, activity: activity() }
        return { method: 'update', args, work: () => tenant.update(id, rest, args.activity) }
      }
      if (verb === 'DELETE' && what === 'activities' && rest !== undefined)
        return { method: 'delete', args: { ...at, activityId: rest }, work: () => tenant.remove(id, rest) }
      if (verb === 'GET' && what === 'members' && rest !== undefined)
        return { method: 'member', args: { ...at, userId: rest }, work: () => tenant.member(id, rest) }
      if (verb === 'GET' && what === 'pagedmembers') {
        const pageSize = Number(url.searchParams.get('pageSize') ?? 200)
        const token = url.searchParams.get('continuationToken') ?? undefined
        return {
          method: 'members',
          args: { ...at, pageSize, continuationToken: token },
          work: () => tenant.members(id, pageSize, token),
        }
      }
    }
    if (version === 'v3' && kind === 'teams' && verb === 'GET')
      return { method: 'team', args: { serviceUrl: at.serviceUrl, teamId: id }, work: () => tenant.team(id) }
    if (version === 'v1.0' && kind === 'teams' && what === 'channels' && more === 'messages' && rest !== undefined) {
      const method = last === undefined ? 'graph.messages' : 'graph.replies'
      const query = Object.fromEntries(url.searchParams)
      return {
        method,
        args: { groupId: id, channelId: rest, ...(last === undefined ? {} : { messageId: last }), ...query },
        work: () => tenant.told(id, rest, last, url.searchParams, `${url.origin}${url.pathname}`),
      }
    }
    if (version === 'upload' && verb === 'PUT') {
      const name = decodeURIComponent(kind ?? '')
      const whole = `bytes 0-${body.length - 1}/${body.length}`
      return {
        method: 'upload',
        args: { name, range, content: body.toString('utf8') },
        work: () => {
          if (range !== whole) return refused('BadSyntax', `Content-Range is ${range}, not ${whole}`)
          files.set(name, body.toString('utf8'))
          return { status: 201, body: { id: 'fake-file', name } }
        },
      }
    }
    if (path === 'openid') {
      const told = {
        issuer: ISSUER,
        jwks_uri: `${script.origin}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      }
      return { method: 'openid', args: {}, work: () => ({ status: 200, body: told }) }
    }
    if (path === 'keys') return { method: 'keys', args: {}, work: () => ({ status: 200, body: { keys: [key.jwk] } }) }
    return { method: `${verb} ${url.pathname}`, args: {}, work: () => refused('NotFound', 'No such path.') }
  }

  const token = (activity: Json, claims: object = {}) =>
    key.sign({ ...serviceClaims(APP, activity.serviceUrl ?? serviceUrl), ...claims })

  const said = (conversationId: string, threadId?: string) =>
    tenant.posts.filter(
      (post) => post.userId === undefined && post.conversationId === conversationId && post.threadId === threadId,
    )

  const own: Omit<FakeMsteams, keyof FakeScript | keyof typeof tenant> = {
    serviceUrl,
    graphUrl: `${script.origin}/v1.0`,
    trust: {
      openIdUrl: `${script.origin}/openid`,
      issuer: ISSUER,
      hosts: ['127.0.0.1'],
      token: async () => 'token-of-the-bot',
    },
    files,
    uploadUrl: (name) => `${script.origin}/upload/${encodeURIComponent(name)}`,
    said,
    hasSaid: (conversationId, times = 1) =>
      new Promise((done) => {
        const look = () => {
          const found = tenant.posts.filter((one) => one.userId === undefined && one.conversationId === conversationId)
          if (found.length < times) return
          waiting.delete(look)
          done(found)
        }
        waiting.add(look)
        look()
      }),
    token,
    deliver: (url, activity, { claims, token: given } = {}) => {
      const whole = { serviceUrl, ...activity }
      tenant.wrote(whole)
      return delivered(url, whole, given ?? token(whole, claims))
    },
  }
  return Object.assign(tenant, script, own)
}

/** One for all fakes of a process: a key takes longer to make than most tests. */
let signing: ReturnType<typeof signer> | undefined

/** An activity as the bot service brings it; without a token it brings itself. */
export function delivered(url: string, activity: Json, token?: string): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...authorization },
    body: JSON.stringify(activity),
  })
}
