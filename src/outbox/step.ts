import type { Attempt, Destination, Looked, MessageRef } from '../platform.ts'
import type { Claimed } from './claim.ts'
import { conversation, isSamePlace } from './place.ts'
import {
  blindWaitMs,
  LEAST_REST_MS,
  lookWaitMs,
  MOST_BLIND,
  MOST_LOOKS,
  retryWaitMs,
  tiredAfter,
  unknownWaitMs,
} from './waits.ts'

/** What is done next with a claimed message. */
export type Step =
  | { readonly kind: 'settle'; readonly verdict: Verdict }
  | { readonly kind: 'look'; readonly to: Destination }
  | { readonly kind: 'post'; readonly to: Destination }
  | { readonly kind: 'update'; readonly message: MessageRef }

/** What became of it. `tried`: the platform said something about this very message. */
export type Verdict =
  | { readonly kind: 'sent'; readonly message: MessageRef; readonly tried: boolean }
  /** It stays the first in line. */
  | {
      readonly kind: 'later'
      readonly waitMs: number
      readonly unsure: boolean
      readonly looks: number
      readonly tried: boolean
      readonly reason: string | null
    }
  | { readonly kind: 'limited'; readonly waitMs: number; readonly scope: 'conversation' | 'workspace' }
  | { readonly kind: 'closed'; readonly reason: string; readonly words: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly tried: boolean }
  | { readonly kind: 'dropped'; readonly reason: string }

export function firstStep(claimed: Claimed): Step {
  if (claimed.relation?.kind === 'edit') return edit(claimed)
  // Looked for even where it is worth nothing any more: who reads that it was sent must be right.
  if (claimed.unsure) return { kind: 'look', to: destination(claimed) }
  if (isExpired(claimed)) return dropped('its time was over before it could be sent')
  return { kind: 'post', to: destination(claimed) }
}

/** `blind`: it is sent again although nobody could tell whether it stands there. */
export function afterLook(
  claimed: Claimed,
  looked: Looked,
  random: number,
): Extract<Step, { kind: 'settle' }> | { readonly kind: 'send again'; readonly blind: boolean } {
  if (looked.kind === 'there')
    return { kind: 'settle', verdict: { kind: 'sent', message: looked.message, tried: false } }
  if (looked.kind === 'absent') {
    if (isExpired(claimed)) return dropped('its time was over before it could be sent')
    return isTired(claimed, claimed.attempts)
      ? dead('no attempt succeeded for a day')
      : { kind: 'send again', blind: false }
  }
  if (looked.forNow && claimed.looks < MOST_LOOKS)
    return {
      kind: 'settle',
      verdict: {
        kind: 'later',
        waitMs: lookWaitMs(claimed.looks, random),
        unsure: true,
        looks: claimed.looks + 1,
        tried: false,
        reason: 'nobody could tell yet whether it stands there',
      },
    }
  if (isExpired(claimed)) return dropped('its time was over, and nobody can tell whether it stands there')
  if (claimed.unknownAttempts >= MOST_BLIND)
    return dead(`nobody can tell whether it stands there, and it was sent again ${MOST_BLIND} times`)
  return { kind: 'send again', blind: true }
}

export function verdict(claimed: Claimed, attempt: Attempt, random: number): Verdict {
  const later = (waitMs: number, unsure: boolean, reason: string): Verdict =>
    ({ kind: 'later', waitMs, unsure, looks: 0, tried: true, reason }) as const
  const attempts = claimed.attempts + 1
  switch (attempt.kind) {
    case 'sent':
      return { kind: 'sent', message: attempt.message, tried: true }
    case 'limited':
      return { kind: 'limited', waitMs: Math.max(attempt.retryAfterMs, LEAST_REST_MS), scope: attempt.scope }
    case 'unknown':
      // An edit that is made twice is made once.
      if (claimed.relation?.kind === 'edit') return retried(attempt.reason)
      return later(
        claimed.unknownAttempts > 0
          ? blindWaitMs(claimed.unknownAttempts, random)
          : unknownWaitMs(claimed.attempts, random),
        true,
        attempt.reason,
      )
    case 'not_now':
      return retried(attempt.reason)
    case 'closed':
      return attempt
    case 'refused':
      return { kind: 'dead', reason: attempt.reason, tried: true }
  }
  function retried(reason: string): Verdict {
    if (isTired(claimed, attempts))
      return { kind: 'dead', reason: `no attempt succeeded for a day: ${reason}`, tried: true }
    return later(retryWaitMs(claimed.attempts, random), false, reason)
  }
}

/** Where it is sent: into the thread of another message if that stands here, else where it was meant to go. */
export function destination({ relation, place, direct, threadId }: Claimed): Destination {
  const root = relation?.target
  if (root?.sent && isSamePlace(root.place, place))
    // Of a message that stands in a thread itself, that thread goes on.
    return {
      kind: 'conversation',
      where: conversation(place, root.sent.conversationId, root.direct, root.threadId ?? root.sent.messageId),
    }
  switch (place.kind) {
    case 'conversation':
      return { kind: 'conversation', where: conversation(place, place.id, direct, threadId) }
    case 'person':
      return {
        kind: 'person',
        who: { platform: place.platform, workspaceId: place.workspaceId, userId: place.id },
      }
  }
}

function edit(claimed: Claimed): Step {
  const { relation, place } = claimed
  const target = relation?.target ?? null
  if (relation?.superseded) return dropped('a newer edit of the same message takes its place')
  if (target === null) return dropped('the message that it edits is gone')
  if (target.sent === null) return dropped(`the message that it edits is ${target.status}`)
  if (!isSamePlace(target.place, place)) return dropped('the message that it edits stands in another place')
  if (isExpired(claimed)) return dropped('its time was over before it could be sent')
  const where = conversation(place, target.sent.conversationId, target.direct, target.threadId)
  return { kind: 'update', message: { where, messageId: target.sent.messageId } }
}

const isExpired = ({ expiresAt, claimedAt }: Claimed) => expiresAt !== null && expiresAt <= claimedAt

const isTired = ({ firstAttemptAt, claimedAt }: Claimed, attempts: number) =>
  attempts >= tiredAfter.attempts && claimedAt.getTime() - firstAttemptAt.getTime() >= tiredAfter.ms

const dropped = (reason: string) => ({ kind: 'settle', verdict: { kind: 'dropped', reason } }) as const
const dead = (reason: string) => ({ kind: 'settle', verdict: { kind: 'dead', reason, tried: false } }) as const
