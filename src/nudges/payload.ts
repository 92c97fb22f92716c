import { createHash } from 'node:crypto'
import type { NudgeState } from './nudge.ts'

/** What the buttons of nudges say. Ids only: everything else is looked up and authorised when somebody presses. */
export type Pressed =
  | {
      readonly kind: 'act'
      readonly act: Act
      readonly id: string
      /** The state that the card showed: a click on another one comes too late. */
      readonly stamp: string
      readonly view: View
      readonly days: SnoozeChoice | null
    }
  /** Another message. */
  | { readonly kind: 'view'; readonly view: View }
  /** Another page in its place. */
  | { readonly kind: 'turn'; readonly view: View }
  /** Nudges may begin. */
  | { readonly kind: 'confirm' }

export const ACTS = ['ack', 'snooze', 'exempt', 'move', 'undo'] as const
export type Act = (typeof ACTS)[number]

/** Days of a snooze; `date` asks for one. */
export const SNOOZES = ['1', '3', '7', 'date'] as const
export type SnoozeChoice = (typeof SNOOZES)[number]

/** What a button stands on, and what is shown again once it was pressed. */
export type View =
  /** A message of ours; `ref` is the first nudge that it shows, by which it is found. */
  | { readonly kind: 'message'; readonly code: string; readonly ref: string }
  /** All that a message is about. */
  | { readonly kind: 'all'; readonly code: string; readonly ref: string; readonly page: number }
  /** The presser's own. */
  | { readonly kind: 'mine'; readonly page: number }
  /** Those of the team whose nudge `ref` is. */
  | { readonly kind: 'team'; readonly ref: string; readonly page: number }
  | { readonly kind: 'one'; readonly ref: string }

/** Names a message in few characters: its key holds an email. */
export const codeOf = (messageKey: string): string => createHash('sha256').update(messageKey).digest('hex').slice(0, 10)

/** Another for every state that a nudge was ever in. */
export function stampOf(state: NudgeState): string {
  const at = 'since' in state ? state.since : state.at
  return `${state.kind.charAt(0)}${at.getTime().toString(36)}`
}

export function writeAct(
  act: Act,
  nudge: { readonly id: string; readonly state: NudgeState },
  view: View,
  days?: SnoozeChoice,
): string {
  const parts = [act, nudge.id, stampOf(nudge.state), writeView(view)]
  return [...parts, ...(days === undefined ? [] : [days])].join('.')
}

export const viewPayload = (kind: 'view' | 'turn', view: View): string => `${kind}.${writeView(view)}`
export const CONFIRM = 'confirm'

export function readPressed(payload: string): Pressed | undefined {
  const [verb = '', ...rest] = payload.split('.')
  if (verb === CONFIRM) return { kind: 'confirm' }
  if (verb === 'view' || verb === 'turn') {
    const view = readView(rest[0] ?? '')
    return view && { kind: verb, view }
  }
  const act = ACTS.find((each) => each === verb)
  const [id = '', stamp = '', shown = '', days] = rest
  const view = readView(shown)
  if (act === undefined || view === undefined) return undefined
  return { kind: 'act', act, id, stamp, view, days: SNOOZES.find((each) => each === days) ?? null }
}

function writeView(view: View): string {
  switch (view.kind) {
    case 'message':
      return `c-${view.code}-${view.ref}`
    case 'all':
      return `a-${view.code}-${view.ref}-${view.page}`
    case 'mine':
      return `m-${view.page}`
    case 'team':
      return `t-${view.ref}-${view.page}`
    case 'one':
      return `i-${view.ref}`
  }
}

function readView(text: string): View | undefined {
  const [kind, a = '', b = '', c = ''] = text.split('-')
  switch (kind) {
    case 'c':
      return { kind: 'message', code: a, ref: b }
    case 'a':
      return { kind: 'all', code: a, ref: b, page: Number(c) || 0 }
    case 'm':
      return { kind: 'mine', page: Number(a) || 0 }
    case 't':
      return { kind: 'team', ref: a, page: Number(b) || 0 }
    case 'i':
      return { kind: 'one', ref: a }
    default:
      return undefined
  }
}
