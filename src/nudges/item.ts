import { type Block, plain, type Span, strong, type Text } from '../cards/card.ts'
import { day } from '../cards/format.ts'
import { type Reading, stateWords } from './act-words.ts'
import type { BundleItem } from './bundle.ts'
import { evidenceWords } from './evidence-words.ts'
import type { IdleRules } from './idle-rules.ts'
import { whyWords } from './owner-words.ts'
import { moneyWords, perDayWords, personName, shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

export interface ItemReading extends Reading {
  readonly rules: IdleRules
  /** Who reads "you"; null where several read. */
  readonly reader: string | null
}

/** What it is, what it costs, why it is held to be idle, why its owner. What is settled says only how. */
export function itemBlocks(item: BundleItem, reading: ItemReading): Block[] {
  const { nudge } = item
  const state = stateWords(item, reading)
  const words = state === undefined ? [] : [[plain(state)]]
  if (!isToDo(nudge)) return [lines([titleLine(nudge, reading), moneyLine(nudge), ...words])]
  return [
    lines([titleLine(nudge, reading), moneyLine(nudge), ...words]),
    {
      kind: 'note',
      text: [plain(`${evidenceWords(nudge, reading.rules)}.\n`), plain(whyWords(nudge, reading.reader, reading.names))],
    },
  ]
}

/** Somebody else's by now, for the card of whoever had it before: what it costs since is no longer theirs to read. */
export function movedBlocks(item: BundleItem, reading: ItemReading): Block[] {
  const words = item.nudge.state.kind === 'resolved' ? stateWords(item, reading) : movedWords(item, reading)
  return [lines([titleLine(item.nudge, reading), ...(words === undefined ? [] : [[plain(words)]])])]
}

/** The same in a list, without what it stands on. */
export function listedItem(item: BundleItem, reading: ItemReading): Block {
  const { nudge } = item
  const state = stateWords(item, reading)
  const owner =
    reading.reader === nudge.owner.email ? [] : [plain(`Owner: ${personName(reading.names, nudge.owner.email)}. `)]
  const last = [...owner, ...(state === undefined ? [] : [plain(state)])]
  return lines([titleLine(nudge, reading), moneyLine(nudge), ...(last.length === 0 ? [] : [last])])
}

export const isToDo = ({ state }: StoredNudge): boolean => state.kind === 'open' || state.kind === 'acknowledged'

function movedWords({ nudge, lastAct }: BundleItem, { names }: ItemReading): string {
  const to = personName(names, nudge.owner.email)
  return lastAct?.event.kind === 'reassigned'
    ? `Handed over to ${to} by ${personName(names, lastAct.actor)}. ${to} hears of it.`
    : `It is ${to}’s now.`
}

/** "search-embed-a100-3 · GPU · team search, project atlas, production" */
function titleLine(
  { name, rule, resourceClass, team, project, environment }: StoredNudge,
  { rules }: ItemReading,
): Text {
  const kind = rules.rules.find((each) => each.kind === rule.kind)?.words ?? shortName(resourceClass, 30)
  const place = [
    ...(team === null ? ['no team'] : [`team ${shortName(team, 30)}`]),
    ...(project === null ? [] : [`project ${shortName(project, 30)}`]),
    ...(environment === null ? [] : [shortName(environment, 20)]),
  ]
  return [strong(shortName(name)), plain(` · ${kind} · ${place.join(', ')}`)]
}

function moneyLine(nudge: StoredNudge): Text {
  const wasted = moneyWords(nudge.wasted)
  const since = nudge.idleSinceAt === null ? undefined : sinceWords(nudge.idleSinceAt, nudge.idleSinceAtLeast)
  const told: Span[] = [strong(perDayWords(nudge.perDay))]
  if (wasted !== undefined) told.push(plain(`, ${wasted} wasted so far`))
  if (since !== undefined) told.push(plain(`, idle since ${since}`))
  return told
}

/** Where nobody saw it at work, it has been idle for longer. */
const sinceWords = (at: Date, atLeast: boolean): string =>
  `${atLeast ? 'before ' : ''}${day(at.toISOString().slice(0, 10))}`

export const lines = (all: readonly Text[]): Block => ({
  kind: 'text',
  text: all.flatMap((line, i) => (i === 0 ? line : [plain('\n'), ...line])),
})
