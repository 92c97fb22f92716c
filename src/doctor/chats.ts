import { type Kysely, sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../db/schema.ts'
import { attempt, type Finding, fine, problem } from './finding.ts'

export async function checkSlack({ slack }: Config, now: () => Date): Promise<Finding> {
  if (slack === undefined) return fine('Slack', 'not connected (README.md, “Connect Slack”)')
  const way = slack.signingSecret === undefined ? 'Socket Mode' : 'requests to /slack/events'
  return attempt('Slack', 'Check SLACK_BOT_TOKEN.', async () => {
    const { checkToken } = await import('../slack/check.ts')
    const { workspaceId, missingScopes, missingOptionalScopes } = await checkToken({ ...slack, now })
    return missingScopes.length === 0
      ? fine('Slack', `workspace ${workspaceId ?? 'of an organisation'}, ${way}${repeats(missingOptionalScopes)}`)
      : problem(
          'Slack',
          `the token lacks ${missingScopes.join(', ')}`,
          'Paste manifest.yml into your app (api.slack.com/apps → App Manifest) and install the app again.',
        )
  })
}

const repeats = (missing: readonly string[]): string =>
  missing.length === 0
    ? ''
    : `; without ${missing.join(' and ')} a message to a channel that Slack does not confirm is sent again, and may stand there twice`

/** Whether Tally may speak there; whether Microsoft finds the way here shows only in what arrived (`checkHeard`). */
export async function checkMsteams({ msteams, host }: Pick<Config, 'msteams' | 'host'>): Promise<Finding> {
  if (msteams === undefined) return fine(MSTEAMS, 'not connected (docs/msteams.md)')
  const { app } = msteams
  if (app === undefined)
    return fine(MSTEAMS, `local development on ${host ?? 'this machine'}: no bot, and nobody is authenticated`)
  return attempt(MSTEAMS, 'Check MICROSOFT_APP_ID and what goes with it.', async () => {
    const { checkApp } = await import('../msteams/check.ts')
    await checkApp({ app })
    return fine(MSTEAMS, `bot ${app.id}, ${app.type}, tenant ${app.tenantId}, requests to /api/messages`)
  })
}

const MSTEAMS = 'Microsoft Teams'

/** What arrived from Microsoft Teams: until something has, nobody can be written to there. */
export async function checkHeard(db: Kysely<Database>): Promise<Finding> {
  const { rows } = await sql<{ personal: number; others: number; gone: number }>`select
    count(*) filter (where gone_at is null and kind = 'personal')::int as personal,
    count(*) filter (where gone_at is null and kind <> 'personal')::int as others,
    count(*) filter (where gone_at is not null)::int as gone from tally.msteams_conversation`.execute(db)
  const { personal = 0, others = 0, gone = 0 } = rows[0] ?? {}
  if (personal + others + gone === 0)
    return problem(
      HEARD,
      'nothing has arrived from Microsoft Teams yet',
      'Write to Tally there. Does nothing arrive? The messaging endpoint of the bot must end in /api/messages: docs/msteams.md',
    )
  const left = gone === 0 ? '' : `; removed from ${gone}`
  return fine(HEARD, `heard in ${personal} personal and ${others} other conversations${left}`)
}

const HEARD = 'Teams heard'
