import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Claim } from '../chat/first-time.ts'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import type { Platform } from '../platform.ts'
import type { Trust } from './gateway.ts'
import type { Kept } from './reference.ts'

export interface MsteamsOptions {
  /** Absent in local development: nobody is authenticated, and only loopback is spoken with. */
  readonly app?: App
  /** Where Graph is asked whether a message stands in a channel; national clouds have their own. */
  readonly graphUrl?: string
  readonly kept: Kept
  readonly claim: Claim
  readonly now: () => Date
  readonly log: Log
  readonly observe?: Partial<Observe>
  /** For one request to Teams. */
  readonly timeoutMs?: number
  /** For one question from its arrival to its answer. */
  readonly patienceMs?: number
  /** How long a pressed button waits for what comes of it. */
  readonly invokePatienceMs?: number
  /** For tests: see `gateway.ts`. */
  readonly trust?: Trust
}

export interface App {
  readonly id: string
  readonly type: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI'
  readonly password?: string
  readonly tenantId?: string
}

export interface Msteams extends Platform {
  /** For `/api/messages`. */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
  readiness(): { readonly ready: true } | { readonly ready: false; readonly reason: string }
}

/** Microsoft Teams, over HTTP on a server of somebody else's. `why.md` has the reasons for what may surprise. */
export function msteams(_options: MsteamsOptions): Msteams {
  throw new Error('to be built')
}
