import type { Config } from '../config.ts'
import { claimDelivery } from '../db/delivery.ts'
import type { OpenDatabase } from '../db/open.ts'
import { Fault } from '../errors.ts'
import { createLog, type Log } from '../log.ts'
import { type Slack, slack } from '../slack/slack.ts'
import type { Terminal } from './terminal.ts'

/** The chat that is configured, for one command: it sends and looks up, and hears nothing. */
export async function chat(config: Config, { own }: OpenDatabase, terminal: Terminal): Promise<Slack> {
  if (config.slack === undefined)
    throw new Fault(
      'Slack is not connected, so nothing can be sent.',
      'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET: README.md, “Connect Slack”. Without any chat: npx tally digest preview',
    )
  return slack({
    ...config.slack,
    claim: (key) => claimDelivery(own.db, 'slack', key),
    now: terminal.now,
    log: quietLog(terminal),
  })
}

/** Only what a person at a terminal should notice. */
export const quietLog = (terminal: Terminal): Log =>
  createLog({ level: 'error', readable: true, destination: { write: (line) => terminal.warn(line.trimEnd()) } })
