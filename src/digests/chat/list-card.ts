import { type Block, type Button, type Card, code, plain, type Span, strong, type Text } from '../../cards/card.ts'
import { day } from '../../cards/format.ts'
import type { Sign } from '../../feature.ts'
import type { LastRun } from '../store.ts'
import type { Place, Subscription } from '../subscription.ts'
import { listed, scheduleWords, scopeWords, slotWords } from '../words/said.ts'
import { isSamePlace } from './places.ts'

export interface Listed {
  readonly subscription: Subscription
  readonly run: LastRun | undefined
  /** Whether whoever looks may change it. */
  readonly mayManage: boolean
}

export interface ListSetting {
  /** Where it is shown and who looks; none in a terminal. */
  readonly near: readonly Place[]
  /** Absent where nobody can press. */
  readonly sign?: Sign | undefined
  readonly all: boolean
  /** Longer than a message may be, where nothing limits it. */
  readonly most?: number
}

// Each takes two blocks, and a message holds fifty.
const MOST_LISTED = 20
/** More buttons than this make nobody's day easier. */
const MOST_WITH_BUTTONS = 6

/** Each with its last run, its next one, what it waits for, what went wrong. */
export function listCard(entries: readonly Listed[], setting: ListSetting): Card {
  const { all, sign, most = MOST_LISTED } = setting
  if (entries.length === 0)
    return {
      blocks: [
        text(plain(all ? 'No digest is set up anywhere.' : 'No digest is set up here.')),
        text(plain('Write one: '), code('digest weekly mon 09:00 for team NAME')),
        ...newButton(sign),
      ],
    }
  const shown = entries.slice(0, most)
  return {
    blocks: [
      text(strong(`${entries.length} ${entries.length === 1 ? 'digest' : 'digests'}${all ? ' in all' : ''}`)),
      ...shown.flatMap((entry) => entryBlocks(entry, setting, shown.length <= MOST_WITH_BUTTONS)),
      ...(entries.length > shown.length
        ? [note(plain(`And ${entries.length - shown.length} more: npx tally digest list`))]
        : []),
      note(plain('Change one: '), code('digest edit|pause|resume|test|remove ID')),
    ],
  }
}

function entryBlocks({ subscription, run, mayManage }: Listed, { near, sign }: ListSetting, buttons: boolean): Block[] {
  const { id, scope, schedule } = subscription
  const lines: Span[][] = [
    [strong(scopeWords(scope)), plain(`, ${scheduleWords(schedule)} `), code(id)],
    [plain(`To ${placeWords(subscription.place, near)}. ${nextWords(subscription)}`)],
    [plain(lastWords(run, schedule.timezone))],
  ]
  return [
    text(...lines.flatMap((line, at) => (at === 0 ? line : [plain('\n'), ...line]))),
    ...(sign === undefined || !buttons || !mayManage ? [] : [manageButtons(subscription, sign)]),
  ]
}

/** "this conversation", "conversation C123", "you alone": a platform's id is all that is known of another place. */
export function placeWords(place: Place, near: readonly Place[]): string {
  const isNear = near.some((each) => isSamePlace(each, place))
  if (place.kind === 'conversation') return isNear ? 'this conversation' : `conversation ${place.id}`
  return isNear ? 'you alone' : `${place.id} alone`
}

/** "Next: Mon Nov 30, 09:00 CET.", "Paused.", "Broken since Nov 20, 2026: …" */
export function nextWords({ state, nextSlotAt, schedule }: Subscription): string {
  switch (state.kind) {
    case 'active':
      return nextSlotAt === null ? 'Nothing comes next.' : `Next: ${slotWords(nextSlotAt, schedule.timezone)}.`
    case 'paused':
      return 'Paused: nothing is sent.'
    case 'broken':
      return `Broken since ${day(state.since.toISOString().slice(0, 10))}: ${ended(state.reason)}`
  }
}

const ended = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
const MOST_ERROR = 200

/** A reader of the list is not shown what went wrong inside. */
const REASON = 'Tally’s log has the reason.'

/** What became of the last one. */
export function lastWords(run: LastRun | undefined, timezone: string): string {
  if (run === undefined) return 'Nothing was sent yet.'
  const slot = slotWords(run.slotAt, timezone)
  const why = run.error === null ? '' : `: ${ended(run.error.slice(0, MOST_ERROR))}`
  const waiting = run.waitingFor.length === 0 ? 'data' : listed(run.waitingFor)
  switch (run.status) {
    case 'due':
      return `That of ${slot} is being put together${run.error === null ? '.' : `; the last attempt failed, and ${REASON}`}`
    case 'waiting':
      return `That of ${slot} waits for ${waiting}.`
    case 'queued':
      return `That of ${slot} is about to be sent.`
    case 'sent':
      return `Last: ${slot}, sent${run.partial ? ' without what was missing' : ''}.`
    case 'held':
      return `That of ${slot} is held, for nothing can be sent there.`
    case 'dead':
      return `That of ${slot} could not be sent${why || '.'}`
    case 'missed':
      return `That of ${slot} was missed${why || '.'}`
    case 'failed':
      return `That of ${slot} could not be composed; ${REASON}`
  }
}

const text = (...spans: Text): Block => ({ kind: 'text', text: spans })
const note = (...spans: Text): Block => ({ kind: 'note', text: spans })
const actions = (buttons: readonly Button[]): Block => ({ kind: 'actions', buttons, selects: [] })

/** What can be done with one digest. */
export function manageButtons({ id, state }: Subscription, sign: Sign): Block {
  return actions([
    { label: 'Send a test to me', token: sign(`test.${id}`) },
    { label: 'Change', token: sign(`edit.${id}`) },
    state.kind === 'active'
      ? { label: 'Pause', token: sign(`pause.${id}`) }
      : { label: 'Resume', token: sign(`resume.${id}`) },
    { label: 'Remove', token: sign(`remove.${id}`) },
  ])
}

export const newButton = (sign: Sign | undefined): Block[] =>
  sign === undefined ? [] : [actions([{ label: 'Set up a digest', token: sign('new'), style: 'primary' }])]
