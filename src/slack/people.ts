import { isObject, type Json, object, string } from '../chat/json.ts'
import { remembered } from '../chat/remembered.ts'
import { Fault } from '../errors.ts'
import type { Profile, Sender } from '../platform.ts'
import type { Api, Outcome } from './api.ts'
import type { Identity } from './identity.ts'

/** A stranger is somebody of another company in a shared channel, or nobody that Slack knows: no spend is theirs to see. */
export type Who =
  | { readonly kind: 'member'; readonly profile: Profile }
  | { readonly kind: 'stranger'; readonly profile: Profile }

export interface People {
  /** Rejects where Slack does not say: then nobody can tell what this person may see. */
  who(userId: string): Promise<Who>
  /** The member of our workspace who has this email; undefined where nobody has. Rejects where Slack does not say. */
  find(email: string): Promise<Sender | undefined>
}

export interface PeopleOptions {
  readonly api: Pick<Api, 'call'>
  readonly now: () => Date
  readonly identity: () => Promise<Identity>
}

/** Who people are, asked of Slack once a day; who has an email, once an hour, for somebody may have joined. */
export function people({ api, now, identity }: PeopleOptions): People {
  async function who(userId: string): Promise<Who> {
    const us = await identity()
    const outcome = await api.call('users.info', { user: userId })
    if (outcome.kind === 'ok') return readWho(object(outcome.data.user), us, userId)
    if (outcome.kind === 'refused' && NOBODY.has(outcome.code)) {
      return { kind: 'stranger', profile: { displayName: userId } }
    }
    throw silent(`who ${userId} is`, outcome)
  }

  async function find(email: string): Promise<Sender | undefined> {
    const us = await identity()
    const outcome = await api.call('users.lookupByEmail', { email })
    if (outcome.kind !== 'ok') {
      if (outcome.kind === 'refused' && NOBODY.has(outcome.code)) return undefined
      throw silent('who has an email address', outcome)
    }
    const user = object(outcome.data.user)
    const userId = string(user.id)
    const workspaceId = us.workspaceId ?? string(user.team_id) ?? us.enterpriseId
    if (userId === undefined || workspaceId === undefined || readWho(user, us, userId).kind === 'stranger') {
      return undefined
    }
    return { platform: 'slack', workspaceId, userId }
  }

  const found = remembered(find, { now, ms: HOUR_MS })
  return { who: remembered(who, { now, ms: 24 * HOUR_MS }), find: (email) => found(email.trim().toLowerCase()) }
}

const HOUR_MS = 60 * 60 * 1000

const silent = (what: string, outcome: Exclude<Outcome, { kind: 'ok' }>): Fault =>
  new Fault(
    `Slack did not say ${what} (${outcome.kind === 'refused' ? outcome.code : outcome.reason}).`,
    'Ask again; if it persists, check the app’s scopes users:read and users:read.email.',
  )

const NOBODY = new Set(['user_not_found', 'user_not_visible', 'users_not_found'])

/** Pure; exported for its table of tests. */
export function readWho(user: Json, us: Identity, userId: string): Who {
  const profile = object(user.profile)
  const displayName = string(profile.display_name) ?? string(profile.real_name) ?? string(user.real_name) ?? userId
  const team = string(user.team_id)
  const enterprise = isObject(user.enterprise_user) ? string(user.enterprise_user.enterprise_id) : undefined
  const ours =
    (us.enterpriseId !== undefined && enterprise === us.enterpriseId) ||
    (us.workspaceId !== undefined && team === us.workspaceId)
  // Somebody who left has no teams any more; their email may by now belong to a colleague.
  if (user.deleted === true || user.is_bot === true || user.is_stranger === true || !ours) {
    return { kind: 'stranger', profile: { displayName } }
  }
  const email = string(profile.email)?.toLowerCase()
  const timezone = string(user.tz)
  return {
    kind: 'member',
    profile: {
      displayName,
      ...(email === undefined ? {} : { email }),
      ...(timezone === undefined ? {} : { timezone }),
    },
  }
}
