import { Fault } from '../errors.ts'
import type { Profile } from '../platform.ts'
import type { Api } from './api.ts'
import type { Identity } from './identity.ts'
import { isObject, type Json, object, string } from './json.ts'

/** A stranger is somebody of another company in a shared channel, or nobody that Slack knows: no spend is theirs to see. */
export type Who =
  | { readonly kind: 'member'; readonly profile: Profile }
  | { readonly kind: 'stranger'; readonly profile: Profile }

export interface People {
  /** Rejects where Slack does not say: then nobody can tell what this person may see. */
  who(userId: string): Promise<Who>
}

export interface PeopleOptions {
  readonly api: Api
  readonly now: () => Date
  readonly identity: () => Promise<Identity>
}

/** Who people are, asked of Slack once a day. */
export function people({ api, now, identity }: PeopleOptions): People {
  const known = new Map<string, { readonly who: Promise<Who>; readonly askedAt: number }>()

  async function ask(userId: string): Promise<Who> {
    const us = await identity()
    const outcome = await api.call('users.info', { user: userId })
    if (outcome.kind === 'ok') return readWho(object(outcome.data.user), us, userId)
    if (outcome.kind === 'refused' && NOBODY.has(outcome.code)) {
      return { kind: 'stranger', profile: { displayName: userId } }
    }
    throw new Fault(
      `Slack did not say who ${userId} is (${outcome.kind === 'refused' ? outcome.code : outcome.reason}).`,
      'Ask again; if it persists, check the app’s scopes users:read and users:read.email.',
    )
  }

  return {
    who: (userId) => {
      const at = now().getTime()
      const before = known.get(userId)
      if (before !== undefined && at - before.askedAt < DAY_MS) return before.who
      const who = ask(userId)
      known.delete(userId)
      known.set(userId, { who, askedAt: at })
      who.catch(() => known.delete(userId))
      const oldest = known.keys().next()
      if (known.size > MAX_KNOWN && !oldest.done) known.delete(oldest.value)
      return who
    },
  }
}

const DAY_MS = 24 * 60 * 60 * 1000
const MAX_KNOWN = 10_000

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
