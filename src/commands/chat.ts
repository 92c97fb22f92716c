import { chats } from '../chats.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../db/open.ts'
import { Fault } from '../errors.ts'
import { createLog, type Log } from '../log.ts'
import type { Platform, PlatformName } from '../platform.ts'
import type { Terminal } from './terminal.ts'

/** The chats that are configured, for one command: they send and look up, and hear nothing. */
export async function connected(
  config: Config,
  { own }: OpenDatabase,
  terminal: Terminal,
): Promise<readonly Platform[]> {
  const all = await chats(config, { db: own.db, now: terminal.now, log: quietLog(terminal) })
  return all.map(({ platform }) => platform)
}

/** The one of them that reaches this place. */
export async function chat(
  name: PlatformName,
  config: Config,
  database: OpenDatabase,
  terminal: Terminal,
): Promise<Platform> {
  const platform = (await connected(config, database, terminal)).find((each) => each.name === name)
  if (platform !== undefined) return platform
  throw new Fault(
    `${CHAT_NAMES[name]} is not connected, so nothing can be sent.`,
    `${REMEDIES[name]} Without any chat: npx tally digest preview`,
  )
}

export const CHAT_NAMES = { slack: 'Slack', msteams: 'Microsoft Teams', playground: 'The playground' } as const

const REMEDIES = {
  slack: 'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET: README.md, “Connect Slack”.',
  msteams: 'Set MICROSOFT_APP_ID and what goes with it: docs/msteams.md.',
  playground: 'It sends nothing.',
} as const

/** Only what a person at a terminal should notice. */
export const quietLog = (terminal: Terminal): Log =>
  createLog({ level: 'error', readable: true, destination: { write: (line) => terminal.warn(line.trimEnd()) } })
