import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from '../chat/json.ts'
import type { Log } from '../chat/log.ts'
import type { App } from './msteams.ts'

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

/** The gateway on botbuilder. */
export function gateway(_options: GatewayOptions): Gateway {
  throw new Error('to be built')
}
