import type { Card } from '../cards/card.ts'
import { type Form, filledIn } from '../cards/form.ts'
import type { Turn } from '../feature.ts'
import type { FormValues, Reply } from '../platform.ts'
import { lateWords } from './act-words.ts'
import { leadsOf } from './actor.ts'
import { type Actor, mayAct, whoCan } from './authorise.ts'
import { exemptForm, type FormSetting, moveForm, snoozeForm } from './form.ts'
import { type Filled, readExempt, readSnooze } from './form-values.ts'
import { readPicked } from './handed.ts'
import { findNudge } from './listing.ts'
import { namesOf } from './names.ts'
import type { NudgeEvent } from './nudge.ts'
import { type Pressed, writeAct } from './payload.ts'
import { mayPress, type Outcome, pressNudge, type Wish } from './press.ts'
import { aside, instead, inWords, NOTHING } from './replies.ts'
import { type ShownDeps, shownCard, showOne } from './shown.ts'
import type { StoredNudge } from './stored.ts'

export type PressedAct = Extract<Pressed, { kind: 'act' }>

const DAY_MS = 86_400_000

/** A button that settles a nudge: done at once and said in the place of what was pressed, or asked for what else it needs. */
export async function settle(deps: ShownDeps, turn: Turn, actor: Actor, pressed: PressedAct): Promise<Reply> {
  const wish = wishOf(deps, pressed, actor)
  const event = eventOf(pressed, wish)
  if (event === undefined) return ask(deps, turn, wish, pressed)
  const outcome = await pressNudge(deps, wish, event, metaOf(turn, actor))
  if (outcome.kind !== 'done') return told(deps, turn, wish, outcome)
  const card = await shownCard(deps, turn, actor, pressed.view)
  return instead(turn, card ?? (await showOne(deps, turn, outcome.nudge)))
}

/** A date, a reason, a person: nobody is asked for what would be refused. */
async function ask(deps: ShownDeps, turn: Turn, wish: Wish, pressed: PressedAct): Promise<Reply> {
  const may = await mayPress(deps.db, wish)
  if (may.kind !== 'done') return told(deps, turn, wish, may)
  const form = formOf(deps, turn, wish, may.nudge, pressed)
  return { ...aside(turn, NO_FORM), ...(form === undefined ? {} : { form }) }
}

/** undefined where nothing more needs to be known. */
function formOf(
  { sign }: ShownDeps,
  { timezone }: Turn,
  { act, now }: Wish,
  nudge: StoredNudge,
  { view }: PressedAct,
): Form | undefined {
  const token = sign(writeAct(act, nudge, view), new Date(now.getTime() + DAY_MS))
  const setting: FormSetting = { now, timezone, token }
  switch (act) {
    case 'snooze':
      return snoozeForm(nudge, setting)
    case 'exempt':
      return exemptForm(nudge, setting)
    case 'move':
      return moveForm(nudge, setting)
    case 'ack':
    case 'undo':
      return undefined
  }
}

/** A form of a nudge that was sent. */
export async function settleForm(
  deps: ShownDeps,
  turn: Turn,
  actor: Actor,
  pressed: PressedAct,
  values: FormValues,
): Promise<Reply> {
  const wish = wishOf(deps, pressed, actor)
  const may = await mayPress(deps.db, wish)
  if (may.kind !== 'done') return told(deps, turn, wish, may)
  const filled = await readEvent(deps, turn, may.nudge, wish, values)
  if ('mistakes' in filled) {
    const form = formOf(deps, turn, wish, may.nudge, pressed)
    const words = inWords(Object.values(filled.mistakes).join(' '))
    return {
      ...aside(turn, words),
      mistakes: filled.mistakes,
      ...(form === undefined ? {} : { form: filledIn(form, values) }),
    }
  }
  return told(deps, turn, wish, await pressNudge(deps, wish, filled.value, metaOf(turn, actor)))
}

/** What a button says that is too old: how things are now, and nothing else. */
export async function settleLater(
  deps: ShownDeps,
  turn: Turn,
  actor: Actor,
  { id }: PressedAct,
): Promise<Reply | undefined> {
  const nudge = await findNudge(deps.db, id)
  if (nudge === undefined) return undefined
  const card = mayAct(nudge, actor) ? await showOne(deps, turn, nudge, () => EXPIRED) : await refusal(deps, nudge)
  return aside(turn, card)
}

/** What came of a wish, to whoever had it. */
async function told(deps: ShownDeps, turn: Turn, { act, actor }: Wish, outcome: Outcome): Promise<Reply> {
  switch (outcome.kind) {
    case 'gone':
      return aside(turn, NOTHING)
    case 'refused':
      return aside(turn, await refusal(deps, outcome.nudge))
    case 'late': {
      const { nudge } = outcome
      const only = act === 'undo' ? ' Only whoever did something can take it back, within 10 minutes.' : ''
      const card = await showOne(
        deps,
        turn,
        nudge,
        (item, reading) => `${lateWords(item, actor.email ?? '', reading)}${only} Nothing was changed now.`,
      )
      // The words alone for whoever gave it away: how it is now is another's.
      return aside(turn, mayAct(nudge, actor) ? card : { blocks: card.blocks.slice(0, 1) })
    }
    case 'done':
      return aside(turn, await showOne(deps, turn, outcome.nudge))
  }
}

async function refusal({ db }: ShownDeps, nudge: StoredNudge): Promise<Card> {
  const leads = await leadsOf(db, nudge.team)
  return inWords(whoCan(nudge, leads, await namesOf(db, [nudge.owner.email, ...leads])))
}

const wishOf = ({ now }: ShownDeps, { act, id, stamp }: PressedAct, actor: Actor): Wish => ({
  act,
  id,
  stamp,
  actor,
  now: now(),
})

const metaOf = ({ from, requestId }: Turn, { email = '' }: Actor) => ({
  actor: email,
  platform: from.platform,
  requestId,
})

/** What needs no more than the press; undefined for what does. */
function eventOf({ act, days }: PressedAct, { actor: { email: by = '' }, now: at }: Wish): NudgeEvent | undefined {
  switch (act) {
    case 'ack':
      return { kind: 'acknowledged', by, at }
    case 'undo':
      return { kind: 'undone', by, at }
    case 'snooze':
      return days === null || days === 'date'
        ? undefined
        : { kind: 'snoozed', by, at, until: new Date(at.getTime() + Number(days) * DAY_MS), reason: null }
    case 'exempt':
    case 'move':
      return undefined
  }
}

async function readEvent(
  { db }: ShownDeps,
  turn: Turn,
  nudge: StoredNudge,
  { act, actor: { email: by = '' }, now: at }: Wish,
  values: FormValues,
): Promise<Filled<NudgeEvent>> {
  switch (act) {
    case 'snooze': {
      const read = readSnooze(values, at, turn.timezone)
      return 'mistakes' in read ? read : { value: { kind: 'snoozed', by, at, ...read.value } }
    }
    case 'exempt': {
      const read = readExempt(values, at, turn.timezone)
      return 'mistakes' in read ? read : { value: { kind: 'exempted', by, at, ...read.value } }
    }
    case 'move': {
      const read = await readPicked(db, turn, nudge, values, at)
      return 'mistakes' in read ? read : { value: { kind: 'reassigned', by, at, to: read.value } }
    }
    case 'ack':
      return { value: { kind: 'acknowledged', by, at } }
    case 'undo':
      return { value: { kind: 'undone', by, at } }
  }
}

const NO_FORM = inWords('The form did not open. Press it once more.')
const EXPIRED = 'That was offered too long ago, so nothing was changed. This is how it is now:'
