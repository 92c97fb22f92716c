import { type Json, list, object, string } from '../chat/json.ts'
import { Fault } from '../errors.ts'
import type { Api } from './api.ts'

/** Who we are to Slack: what `auth.test` says of the token. */
export interface Identity {
  readonly workspaceId?: string
  readonly enterpriseId?: string
  readonly botUserId?: string
  readonly scopes: ReadonlySet<string>
}

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export interface Introduction {
  readonly known: () => Identity | undefined
  /** Asks Slack where it did not say yet; rejects where it does not say now. */
  readonly ask: () => Promise<Identity>
  readonly readiness: () => Readiness
}

/** Who we are, asked once and kept: never at the cost of a request of Slack's, never at the cost of the process. */
export function introduction(api: Pick<Api, 'call'>): Introduction {
  let known: Identity | undefined
  let asking: Promise<Identity> | undefined
  let readiness: Readiness = { ready: false, reason: 'Slack was not asked yet.' }

  async function ask(): Promise<Identity> {
    const outcome = await api.call('auth.test', {})
    asking = undefined
    if (outcome.kind === 'ok') {
      known = readIdentity(outcome.data)
      readiness = { ready: true }
      return known
    }
    const why = outcome.kind === 'refused' ? outcome.code : outcome.reason
    readiness = { ready: false, reason: `Slack refuses the bot token or cannot be reached (${why}).` }
    throw new Fault(readiness.reason, 'Check SLACK_BOT_TOKEN, and the way out to slack.com.')
  }

  return {
    known: () => known,
    ask: async () => {
      if (known !== undefined) return known
      asking ??= ask()
      return asking
    },
    readiness: () => readiness,
  }
}

function readIdentity(data: Json): Identity {
  const workspaceId = string(data.team_id)
  const enterpriseId = string(data.enterprise_id)
  const botUserId = string(data.user_id)
  return {
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(enterpriseId === undefined ? {} : { enterpriseId }),
    ...(botUserId === undefined ? {} : { botUserId }),
    scopes: new Set(list(object(data.response_metadata).scopes).map(String)),
  }
}
