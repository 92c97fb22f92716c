import type { Config } from '../config.ts'
import type { OpenDatabase } from '../db/open.ts'
import { Fault } from '../errors.ts'
import { accountsOf } from '../people/accounts.ts'
import type { PlatformName, Sender } from '../platform.ts'
import { CHAT_NAMES, connected } from './chat.ts'
import type { Terminal } from './terminal.ts'

/** What is known of somebody besides their email. */
export interface Known {
  readonly platform?: PlatformName
  readonly workspace?: string
  readonly user?: string
}

/** Who this is in a chat: as they were last seen, else as the platform knows their email. */
export async function senderOf(
  email: string,
  { platform, workspace, user }: Known,
  database: OpenDatabase,
  config: Config,
  terminal: Terminal,
): Promise<Sender> {
  if (workspace !== undefined && user !== undefined)
    return { platform: platform ?? platformOf(user), workspaceId: workspace, userId: user }
  const isThere = (sender: Sender) => workspace === undefined || sender.workspaceId === workspace
  const seen = (await accountsOf(database.own.db, email, platform)).find(isThere)
  if (seen !== undefined) return { platform: seen.platform, workspaceId: seen.workspaceId, userId: seen.userId }
  for (const chat of await connected(config, database, terminal)) {
    if (platform !== undefined && chat.name !== platform) continue
    const found = await chat.findUser(email)
    if (found !== undefined && isThere(found)) return found
  }
  throw new Fault(
    `I do not know who ${email} is ${platform === undefined ? 'in any chat' : `in ${CHAT_NAMES[platform]}`}.`,
    platform === 'msteams'
      ? 'They write to Tally there once; or say it: --workspace TENANT --user 29:…'
      : 'They write to Tally there once; or say it: --workspace T0123456789 --user U0123456789',
  )
}

/** Channels and chats of Microsoft Teams are `19:…` and `a:…`, its people `29:…`; Slack's ids have no colon. */
export const platformOf = (id: string): PlatformName => (/^(19|29|a):/.test(id) ? 'msteams' : 'slack')

/** A channel as people write it: its id, or the link that Microsoft Teams gives of it. */
export function channelOf(written: string): string {
  const [, linked] = /^https:\/\/teams\.[^/]+\/l\/channel\/([^/?]+)/.exec(written) ?? []
  const id = linked === undefined ? written : decodeURIComponent(linked)
  return id.split(';')[0] ?? id
}
