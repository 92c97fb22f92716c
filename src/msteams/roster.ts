import { isObject, type Json, string } from '../chat/json.ts'
import type { Profile } from '../platform.ts'
import type { Answer } from './gateway.ts'
import type { Member } from './reference.ts'

/** Somebody in a roster; undefined where it does not say who. `tenantId` is ours, in which we were asked. */
export function readMember(told: unknown, tenantId: string): Member | undefined {
  if (!isObject(told)) return undefined
  const userId = string(told.id)
  if (userId === undefined) return undefined
  const aadObjectId = lower(told.aadObjectId) ?? lower(told.objectId)
  const email = lower(told.email)
  const userPrincipalName = lower(told.userPrincipalName)
  return {
    tenantId,
    userId,
    displayName: named(told) ?? userPrincipalName ?? email ?? userId,
    guest: isGuest(told, tenantId),
    ...(aadObjectId === undefined ? {} : { aadObjectId }),
    ...(email === undefined ? {} : { email }),
    ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
  }
}

/** The email is the mailbox; where it is another than the user principal name, owners may be tagged by either. */
export function profileOf({ displayName, email, userPrincipalName, timezone }: Member): Profile {
  const [first, ...others] = [...new Set([email, userPrincipalName].filter((each) => each !== undefined))]
  return {
    displayName,
    ...(first === undefined ? {} : { email: first }),
    ...(others.length === 0 ? {} : { otherEmails: others }),
    ...(timezone === undefined ? {} : { timezone }),
  }
}

/** What a roster says of one person; `absent`: they are not in it; `gone`: nor are we. */
export type Told<T> = { readonly kind: 'told'; readonly value: T } | { readonly kind: 'absent' | 'gone' | 'silent' }

export function toldBy<T>(answer: Answer<T>): Told<T> {
  if (answer.kind === 'ok') return { kind: 'told', value: answer.value }
  if (answer.kind !== 'refused') return { kind: 'silent' }
  if (answer.code === 'MemberNotFoundInConversation') return { kind: 'absent' }
  // Any other 403 has been an outage before.
  return { kind: answer.status === 404 || answer.code === 'BotNotInConversationRoster' ? 'gone' : 'silent' }
}

/** Guests, who have no name of their own here, who wrote without an account, and the other side of a shared channel. */
function isGuest({ userRole, userPrincipalName, tenantId }: Json, ours: string): boolean {
  const theirs = lower(tenantId)
  return (
    ['guest', 'anonymous'].includes(lower(userRole) ?? '') ||
    (lower(userPrincipalName)?.includes('#ext#') ?? false) ||
    // Local development has no tenants.
    (theirs !== undefined && ours !== 'local' && theirs !== ours.toLowerCase())
  )
}

const named = ({ name, givenName, surname }: Json): string | undefined =>
  clean(name) ?? clean([string(givenName), string(surname)].filter((each) => each !== undefined).join(' '))

const lower = (value: unknown): string | undefined => clean(value)?.toLowerCase()

/** No database keeps NUL or halves of characters. */
const clean = (value: unknown): string | undefined =>
  string(
    string(value)
      ?.replace(/\0|\p{Surrogate}/gu, '\ufffd')
      .trim(),
  )
