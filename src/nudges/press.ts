import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Actor, mayAct, mayUndo } from './authorise.ts'
import { editCopies } from './copies.ts'
import { findNudge, lastActs } from './listing.ts'
import type { NudgeEvent } from './nudge.ts'
import { type Act, stampOf } from './payload.ts'
import { applyEvents, isSeen, type LifeDeps, lockNudges, type Meta } from './store.ts'
import type { Logged, StoredNudge } from './stored.ts'

/** One wish of one person about one nudge. */
export interface Wish {
  readonly act: Act
  readonly id: string
  /** Of the state that they saw. */
  readonly stamp: string
  readonly actor: Actor
  readonly now: Date
}

export type Outcome =
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly nudge: StoredNudge }
  /** It is not any more what they saw; nothing was changed. */
  | { readonly kind: 'late'; readonly nudge: StoredNudge }
  /** The same wish of theirs was fulfilled a moment ago. */
  | { readonly kind: 'done'; readonly nudge: StoredNudge; readonly changed: boolean }

/** Whether it may be, before somebody is asked for more: nothing is changed. */
export async function mayPress(db: Kysely<Database>, wish: Wish): Promise<Outcome> {
  const nudge = await findNudge(db, wish.id)
  if (nudge === undefined) return { kind: 'gone' }
  return refusal(nudge, wish) ?? { kind: 'done', nudge, changed: false }
}

/** In one transaction and under the nudge's lock: authorised, compared with what they saw, changed, written down, all copies told. */
export async function pressNudge({ db, cards }: LifeDeps, wish: Wish, event: NudgeEvent, meta: Meta): Promise<Outcome> {
  const { id, act, now, actor } = wish
  if (!/^\d{1,18}$/.test(id)) return { kind: 'gone' }
  return db.transaction().execute(async (trx): Promise<Outcome> => {
    const [before] = await lockNudges(trx, [id])
    if (before === undefined) return { kind: 'gone' }
    const refused = refusal(before, wish)
    if (refused !== undefined) {
      const last = refused.kind === 'late' ? (await lastActs(trx, [id])).get(id) : undefined
      return last !== undefined && isSameWish(last, act, actor, now)
        ? { kind: 'done', nudge: before, changed: false }
        : refused
    }
    const applied = (await applyEvents(trx, new Map([[id, [event]]]), meta)).get(id)
    if (applied === undefined) return { kind: 'gone' }
    if (!applied.changed) return { kind: applied.repeated ? 'done' : 'late', nudge: applied.after, changed: false }
    // Also where only who has it or until when changed.
    if (isSeen(applied) || act !== 'ack') await editCopies(trx, cards, [id], now)
    return { kind: 'done', nudge: applied.after, changed: true }
  })
}

function refusal(
  nudge: StoredNudge,
  { act, stamp, actor, now }: Wish,
): Extract<Outcome, { kind: 'refused' | 'late' }> | undefined {
  const allowed = mayAct(nudge, actor) || (act === 'undo' && mayUndo(nudge, actor, now))
  if (!allowed) {
    // Who just gave it away is no stranger: they are told what became of it.
    const had = nudge.undo !== null && nudge.undo.by === actor.email
    return { kind: had ? 'late' : 'refused', nudge }
  }
  return stampOf(nudge.state) === stamp ? undefined : { kind: 'late', nudge }
}

const MINUTE_MS = 60_000
const EVENTS = {
  ack: 'acknowledged',
  snooze: 'snoozed',
  exempt: 'exempted',
  move: 'reassigned',
  undo: 'undone',
} as const

/** A double click is one wish. */
const isSameWish = (last: Logged, act: Act, { email }: Actor, now: Date): boolean =>
  last.actor === email && last.event.kind === EVENTS[act] && now.getTime() - last.at.getTime() < MINUTE_MS
