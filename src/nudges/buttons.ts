import type { Block, Button, Select } from '../cards/card.ts'
import type { SignUntil } from '../feature.ts'
import { type Act, type SnoozeChoice, type View, viewPayload, writeAct } from './payload.ts'
import type { StoredNudge } from './stored.ts'

export interface Buttons {
  readonly sign: SignUntil
  readonly now: Date
  /** Who reads "mine"; null where several read. */
  readonly reader: string | null
}

const DAY_MS = 86_400_000
/** What lay about for longer is told anew before anybody acts on it. */
const BUTTON_DAYS = 30

const signed = ({ sign, now }: Buttons, payload: string): string =>
  sign(payload, new Date(now.getTime() + BUTTON_DAYS * DAY_MS))

const SNOOZE_LABELS: readonly (readonly [SnoozeChoice, string])[] = [
  ['1', '1 day'],
  ['3', '3 days'],
  ['7', '1 week'],
  ['date', 'Until a date…'],
]
const ACT_LABELS = { ack: 'Acknowledge', exempt: 'Exempt…', move: 'Not mine…', undo: 'Undo' } as const

/** What can be done with it as it is now, each where a thumb finds it; nothing for what is settled. */
export function nudgeButtons(nudge: StoredNudge, view: View, setting: Buttons): Block[] {
  const acts = actsOf(nudge, setting.now)
  const buttons = acts.flatMap((act): Button[] => (act === 'snooze' ? [] : [actButton(act, nudge, view, setting)]))
  const selects: Select[] = acts.includes('snooze')
    ? [{ label: 'Snooze', options: SNOOZE_LABELS.map(([days, label]) => snooze(nudge, view, days, label, setting)) }]
    : []
  return buttons.length + selects.length === 0 ? [] : [{ kind: 'actions', buttons, selects }]
}

/** For whoever gave it away: it is no longer theirs, but what they did may be taken back. */
export function undoButton(nudge: StoredNudge, view: View, setting: Buttons): Block[] {
  const buttons = undoOf(nudge, setting.now).map((act): Button => actButton(act, nudge, view, setting))
  return buttons.length === 0 ? [] : [{ kind: 'actions', buttons, selects: [] }]
}

/** The same in one select, for lists: also what was settled can be settled otherwise. */
export function nudgeSelect(nudge: StoredNudge, view: View, setting: Buttons): Block[] {
  const acts: readonly Act[] =
    nudge.state.kind === 'snoozed'
      ? ['ack', ...undoOf(nudge, setting.now), 'snooze', 'exempt', 'move']
      : nudge.state.kind === 'exempt'
        ? [...undoOf(nudge, setting.now), 'snooze', 'move']
        : actsOf(nudge, setting.now)
  const options = acts.flatMap((act) =>
    act === 'snooze'
      ? SNOOZE_LABELS.map(([days, label]) =>
          snooze(nudge, view, days, days === 'date' ? 'Snooze until a date…' : `Snooze ${label}`, setting),
        )
      : [actButton(act, nudge, view, setting)],
  )
  return options.length === 0 ? [] : [{ kind: 'actions', buttons: [], selects: [{ label: 'Settle it', options }] }]
}

function actsOf(nudge: StoredNudge, now: Date): readonly Act[] {
  const undo = undoOf(nudge, now)
  switch (nudge.state.kind) {
    case 'open':
      return ['ack', 'exempt', 'move', ...undo, 'snooze']
    case 'acknowledged':
      return ['exempt', 'move', ...undo, 'snooze']
    case 'snoozed':
    case 'exempt':
      return undo
    case 'watch':
    case 'resolved':
      return []
  }
}

const undoOf = ({ undo }: StoredNudge, now: Date): readonly 'undo'[] =>
  undo !== null && now <= undo.until ? ['undo'] : []

const actButton = (act: Exclude<Act, 'snooze'>, nudge: StoredNudge, view: View, setting: Buttons): Button => ({
  label: act === 'move' && nudge.owner.email !== setting.reader ? 'Hand over…' : ACT_LABELS[act],
  token: signed(setting, writeAct(act, nudge, view)),
})

const snooze = (nudge: StoredNudge, view: View, days: SnoozeChoice, label: string, setting: Buttons) => ({
  label,
  token: signed(setting, writeAct('snooze', nudge, view, days)),
})

/** Leads to a message of its own, or to another page of this one. */
export const viewButton = (label: string, view: View, setting: Buttons, kind: 'view' | 'turn' = 'view'): Button =>
  payloadButton(label, viewPayload(kind, view), setting)

export const payloadButton = (label: string, payload: string, setting: Buttons): Button => ({
  label,
  token: signed(setting, payload),
})
