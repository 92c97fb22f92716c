import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Activity, ConversationParameters } from 'botbuilder'
import { isObject, type Json, string } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import { type Hosts, loopback, microsofts } from './hosts.ts'
import { type Authentication, inbound } from './inbound.ts'
import type { Refusal } from './inbound-check.ts'
import { keys } from './keys.ts'
import type { App } from './msteams.ts'
import { outbound } from './outbound.ts'

/** All that Tally needs of Microsoft's bot service, in plain JSON: whoever replaces botbuilder replaces this file. */
export interface Gateway {
  /** Checks one request of the bot service, hands its activity over and answers it. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse, hear: Hear): Promise<void>
  /** One request each, nothing repeated; the id of the new message. */
  send(to: Address, activity: Json): Promise<Answer<string>>
  update(at: Address, activityId: string, activity: Json): Promise<Answer<undefined>>
  /** The id of somebody's personal conversation with Tally; opened twice it is the same. */
  openPersonal(who: Personal): Promise<Answer<string>>
  member(at: Address, userId: string): Promise<Answer<Json>>
  /** A page of the roster, and where the next begins. */
  members(
    at: Address,
    continuation?: string,
  ): Promise<Answer<{ readonly members: readonly Json[]; readonly next?: string }>>
  /** A token for another service of Microsoft's, such as Graph; in local development an empty one. */
  token(audience: string): Promise<Answer<string>>
}

/** `conversationId` with `;messageid=…` for a thread of a channel. */
export interface Address {
  readonly serviceUrl: string
  readonly conversationId: string
}

export interface Personal {
  readonly serviceUrl: string
  readonly tenantId: string
  readonly botId: string
  /** `29:…`, or the object id in Entra. */
  readonly userId: string
}

/** Gives what an invoke is answered with; whatever is no invoke is acknowledged before it is heard. */
export type Hear = (activity: Json) => Promise<InvokeAnswer | undefined>

export interface InvokeAnswer {
  readonly status: number
  readonly body?: Json
}

/** What came of one request. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** Too many at once: nothing was done. `retryAfterMs` is 0 where Teams did not say. */
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  /** Nothing was done: not connected, no token, not allowed out. */
  | { readonly kind: 'never arrived'; readonly reason: string }
  /** It may have been done: no answer, a cut one, or one that is not Teams'. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Teams said no: its status and code, such as 403 MessageWritesBlocked. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }

export interface GatewayOptions {
  /** Absent in local development: nobody is authenticated, and only loopback is spoken with. */
  readonly app?: App
  readonly log: Log
  readonly timeoutMs: number
  /** Told of every refusal by its status. */
  readonly onRefused?: (status: number) => void
  /** For tests: whose tokens are accepted, whose are sent, and which hosts besides Microsoft's may be called. */
  readonly trust?: Trust
}

export interface Trust {
  /** Where the keys of whoever signs are described. */
  readonly openIdUrl: string
  readonly issuer: string
  readonly hosts: readonly string[]
  readonly token: () => Promise<string>
}

/** The gateway on botbuilder: its check of tokens and its client of the bot service, and nothing else of it. */
export function gateway({ app, log, timeoutMs, onRefused, trust }: GatewayOptions): Gateway {
  const hosts = app === undefined ? loopback : microsofts(trust?.hosts)
  const ask = app === undefined ? async () => '' : (trust?.token ?? tokensOf(app))
  const listener = inbound({
    ...(app === undefined ? {} : { authentication: authentication(app, hosts, timeoutMs, trust) }),
    patienceMs: timeoutMs,
    log,
    ...(onRefused === undefined ? {} : { onRefused }),
  })

  async function token(audience: string, signal?: AbortSignal): Promise<Answer<string>> {
    await loaded()
    try {
      return { kind: 'ok', value: await within(signal ?? AbortSignal.timeout(timeoutMs), ask(audience)) }
    } catch (error) {
      log.error({ err: error }, 'Microsoft gives no token')
      return { kind: 'never arrived', reason: 'no token' }
    }
  }

  /** One request by botbuilder's client; `body` goes out as it stands, for its serializer drops what it does not know. */
  async function call<T>(
    serviceUrl: string,
    body: Json | undefined,
    operate: (at: Conversations) => Promise<unknown>,
    read: (answer: Json) => { readonly value: T } | undefined,
  ): Promise<Answer<T>> {
    if (!hosts(serviceUrl)) return NOT_ALLOWED
    await loaded()
    const signal = AbortSignal.timeout(timeoutMs)
    const bearer = await token(BOT_SERVICE, signal)
    if (bearer.kind !== 'ok') return bearer
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    let sent: Promise<Answer<Json>> | undefined
    const httpClient = {
      sendRequest: async ({ method, url, headers }: Sent): Promise<never> => {
        sent ??= hosts(url)
          ? outbound({ method, url, headers: headers.rawHeaders(), ...content }, signal)
          : Promise.resolve(NOT_ALLOWED)
        await sent
        // Past botbuilder's pipeline, which would send again, follow redirects and reshape what was answered.
        throw new Sidestep()
      },
    }
    try {
      await operate(await conversations(serviceUrl, bearer.value, { httpClient }))
    } catch (error) {
      if (!(error instanceof Sidestep)) log.error({ err: error }, 'botbuilder failed')
    }
    const answer = await sent
    if (answer === undefined) return { kind: 'never arrived', reason: 'not sent' }
    if (answer.kind !== 'ok') return answer
    const found = read(answer.value)
    return found === undefined ? { kind: 'unknown', reason: 'not an answer of Teams' } : { kind: 'ok', ...found }
  }

  return {
    handle: async (request, response, hear) => {
      await loaded()
      return listener(request, response, hear)
    },
    send: ({ serviceUrl, conversationId }, activity) =>
      call(serviceUrl, activity, (at) => at.sendToConversation(conversationId, {}), readId),
    update: ({ serviceUrl, conversationId }, activityId, activity) =>
      call(
        serviceUrl,
        activity,
        (at) => at.updateActivity(conversationId, activityId, {}),
        () => ({ value: undefined }),
      ),
    openPersonal: ({ serviceUrl, tenantId, botId, userId }) => {
      const body = {
        isGroup: false,
        bot: { id: botId },
        members: [{ id: userId }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      }
      return call(serviceUrl, body, (at) => at.createConversation({ isGroup: false } as ConversationParameters), readId)
    },
    member: ({ serviceUrl, conversationId }, userId) =>
      call(
        serviceUrl,
        undefined,
        (at) => at.getConversationMember(conversationId, userId),
        (member) => (string(member.id) === undefined ? undefined : { value: member }),
      ),
    members: ({ serviceUrl, conversationId }, continuation) => {
      // botbuilder's types do not know that the first page has no token.
      const page = {
        pageSize: PAGE,
        ...(continuation === undefined ? {} : { continuationToken: continuation }),
      } as Page
      return call(serviceUrl, undefined, (at) => at.getConversationPagedMembers(conversationId, page), readMembers)
    },
    token: (audience) => token(audience),
  }
}

const PAGE = 200
interface Page {
  readonly pageSize: number
  readonly continuationToken: string
}

const NOT_ALLOWED: Answer<never> = { kind: 'never arrived', reason: 'not allowed there' }

class Sidestep extends Error {}

/** What botbuilder's client hands over to be sent. */
interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: { rawHeaders(): Record<string, string> }
}

function readId({ id }: Json) {
  const value = string(id)
  return value === undefined ? undefined : { value }
}

function readMembers({ members, continuationToken }: Json) {
  const next = string(continuationToken)
  return Array.isArray(members)
    ? { value: { members: members.filter(isObject), ...(next === undefined ? {} : { next }) } }
    : undefined
}

type Botbuilder = typeof import('botbuilder')
type BotAuthentication = InstanceType<Botbuilder['ConfigurationBotFrameworkAuthentication']>
type Identity = Parameters<BotAuthentication['createConnectorFactory']>[0]
type Connectors = ReturnType<BotAuthentication['createConnectorFactory']>
type Conversations = Awaited<ReturnType<Connectors['create']>>['conversations']
type ClientOptions = NonNullable<ConstructorParameters<Botbuilder['ConfigurationBotFrameworkAuthentication']>[4]>

/** Some 600 ms and 40 MB, which nobody pays who has no Microsoft Teams. */
const load = (): Promise<Botbuilder> => import('botbuilder')

/** Loading stops the world: nobody's time may run meanwhile. Where it fails, whoever needs it is told. */
const loaded = () => load().catch(() => {})

const BOT_SERVICE = 'https://api.botframework.com'
const OPEN_ID = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
const LOGIN = 'https://login.microsoftonline.com/botframework.com'

/** Every address is said: botbuilder takes its defaults for all of them or for none. */
const settings = (appId: string, { openIdUrl = OPEN_ID, issuer = BOT_SERVICE }: Partial<Trust> = {}) => ({
  MicrosoftAppId: appId,
  ToChannelFromBotLoginUrl: LOGIN,
  ToChannelFromBotOAuthScope: BOT_SERVICE,
  ToBotFromChannelTokenIssuer: issuer,
  ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
})

/** Nobody but this app is meant, and requests carry this token. */
const credentials = (appId: string, token = '') => ({
  isValidAppId: async (id: string) => id === appId,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    signRequest: async <R extends { headers: { set(name: string, value: string): void } }>(request: R) => {
      if (token !== '') request.headers.set('authorization', `Bearer ${token}`)
      return request
    },
  }),
})

async function conversations(serviceUrl: string, token: string, options: ClientOptions): Promise<Conversations> {
  const { ConfigurationBotFrameworkAuthentication } = await load()
  const configured = new ConfigurationBotFrameworkAuthentication(
    settings(''),
    credentials('', token),
    undefined,
    undefined,
    options,
  )
  // Of an identity it reads the app's id, and hands it to the credentials above.
  const identity = { claims: [], isAuthenticated: true, getClaimValue: () => '' } as unknown as Identity
  return (await configured.createConnectorFactory(identity).create(serviceUrl, BOT_SERVICE)).conversations
}

/** The token must be of the bot service, for this app, for Microsoft Teams, and for the address that the activity names. */
function authentication(app: App, hosts: Hosts, timeoutMs: number, trust: Trust | undefined): Authentication {
  const expected = settings(app.id, trust)
  const issuer = expected.ToBotFromChannelTokenIssuer
  const { speaksForTeams } = keys(expected.ToBotFromChannelOpenIdMetadataUrl, timeoutMs)

  async function check(activity: Json, authorization: string, keyId: string): Promise<Refusal | undefined> {
    if (!(await speaksForTeams(keyId))) return { status: 401, why: 'a key that does not speak for Microsoft Teams' }
    const { ConfigurationBotFrameworkAuthentication } = await load()
    const serviceUrl = string(activity.serviceUrl) ?? ''
    const configured = new ConfigurationBotFrameworkAuthentication(expected, credentials(app.id), {
      requiredEndorsements: ['msteams'],
    })
    try {
      await within(
        AbortSignal.timeout(timeoutMs),
        quietly(() => configured.authenticateRequest({ channelId: 'msteams', serviceUrl } as Activity, authorization)),
      )
      return undefined
    } catch (error) {
      if (isOfThemselves(error)) throw error
      return { status: 401, why: 'a token that does not hold' }
    }
  }

  return {
    hosts,
    issuer,
    ...(app.tenantId === undefined ? {} : { tenantId: app.tenantId }),
    check,
  }
}

/** Microsoft's fault or nobody's: its keys were not to be had. */
const isOfThemselves = (error: unknown) =>
  error instanceof Error &&
  (error.name === 'TimeoutError' || error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500))

/** Tokens of Microsoft Entra for the app; botbuilder keeps them until five minutes before they expire. */
function tokensOf(app: App): (audience: string) => Promise<string> {
  const asking = new Map<string, Promise<string>>()

  async function ask(audience: string): Promise<string> {
    const { ConfigurationServiceClientCredentialFactory } = await load()
    const factory = new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: app.id,
      // A bot of many tenants is Microsoft's to its bot service, and the tenant's own to everybody else.
      MicrosoftAppType: app.type === 'MultiTenant' && audience !== BOT_SERVICE ? 'SingleTenant' : app.type,
      ...(app.password === undefined ? {} : { MicrosoftAppPassword: app.password }),
      ...(app.tenantId === undefined ? {} : { MicrosoftAppTenantId: app.tenantId }),
    })
    const found = await factory.createCredentials(app.id, audience, LOGIN, true)
    return (found as typeof found & { getToken(): Promise<string> }).getToken()
  }

  return (audience) => {
    const begun = asking.get(audience) ?? ask(audience).finally(() => asking.delete(audience))
    asking.set(audience, begun)
    return begun
  }
}

/** botbuilder prints every token that does not hold, and its key, to the console; refusals are ours to log. */
function quietly<T>(task: () => Promise<T>): Promise<T> {
  if (quiet === undefined) {
    const storage = new AsyncLocalStorage<true>()
    const print = console.error
    console.error = (...words: unknown[]) => {
      if (storage.getStore() === undefined) print(...words)
    }
    quiet = storage
  }
  return quiet.run(true, task)
}

let quiet: AsyncLocalStorage<true> | undefined

/** What it promises, unless the signal says that it is too late. */
function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
  return Promise.race([promise, late])
}
