import type { Observe } from './chat/observe.ts'
import type { Config } from './config.ts'
import type { Connection } from './db/connect.ts'
import { claimDelivery } from './db/delivery.ts'
import { type Route, respond } from './http.ts'
import type { Log } from './log.ts'
import { msteamsKept } from './msteams-kept.ts'
import type { Platform, PlatformName } from './platform.ts'

/** A chat that is connected, and what the service asks of it. */
export interface Chat {
  readonly platform: Platform
  /** Where its requests arrive. */
  readonly path: string
  readonly route: Route
  readiness(): { readonly ready: true } | { readonly ready: false; readonly reason: string }
}

export interface ChatDeps {
  readonly db: Connection['db']
  readonly now: () => Date
  readonly log: Log
  readonly observe?: (platform: PlatformName) => Observe
}

/** The chats that are configured. What speaks with one is loaded only where it is: botbuilder alone takes half a second. */
export async function chats(
  { slack, msteams }: Pick<Config, 'slack' | 'msteams'>,
  deps: ChatDeps,
): Promise<readonly Chat[]> {
  return [
    ...(slack === undefined ? [] : [await slackChat(slack, deps)]),
    ...(msteams === undefined ? [] : [await msteamsChat(msteams, deps)]),
  ]
}

/** All at once: none takes the time in which another finishes its answers. */
export async function stopAll(platforms: readonly Platform[], deadlineMs: number, log: Log): Promise<void> {
  const stopping = platforms.map((platform) =>
    platform
      .stop(deadlineMs)
      .catch((err: unknown) => log.error({ err, platform: platform.name }, 'could not stop cleanly')),
  )
  await Promise.all(stopping)
}

async function slackChat(config: NonNullable<Config['slack']>, deps: ChatDeps): Promise<Chat> {
  const { slack } = await import('./slack/slack.ts')
  const platform = slack({ ...config, ...shared('slack', deps) })
  return {
    platform,
    path: '/slack/events',
    route: async (request, response) => {
      if (!(await platform.listener(request, response))) respond(response, 404, 'not found')
    },
    readiness: platform.readiness,
  }
}

async function msteamsChat(config: NonNullable<Config['msteams']>, deps: ChatDeps): Promise<Chat> {
  const { msteams } = await import('./msteams/msteams.ts')
  const platform = msteams({ ...config, ...shared('msteams', deps), kept: msteamsKept(deps.db) })
  return { platform, path: '/api/messages', route: platform.listener, readiness: platform.readiness }
}

const shared = (name: PlatformName, { db, now, log, observe }: ChatDeps) => ({
  claim: (key: string) => claimDelivery(db, name, key),
  now,
  log: log.child({ platform: name }),
  ...(observe === undefined ? {} : { observe: observe(name) }),
})
