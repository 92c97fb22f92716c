import type { Api } from './api.ts'
import { type Json, list, object, string } from './json.ts'

/** Who we are to Slack: what `auth.test` says of the token. */
export interface Identity {
  readonly workspaceId?: string
  readonly enterpriseId?: string
  readonly botUserId?: string
  readonly scopes: ReadonlySet<string>
}

export type IdentityAnswer =
  | { readonly kind: 'known'; readonly identity: Identity }
  | { readonly kind: 'unknown'; readonly reason: string }

export async function askIdentity(api: Api): Promise<IdentityAnswer> {
  const outcome = await api.call('auth.test', {})
  if (outcome.kind === 'refused') return { kind: 'unknown', reason: outcome.code }
  if (outcome.kind === 'unknown') return outcome
  return { kind: 'known', identity: readIdentity(outcome.data) }
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
