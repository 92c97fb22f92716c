import { Big } from 'big.js'
import { type Block, type Button, type Card, code, plain, type Text } from '../cards/card.ts'
import type { BundleItem } from './bundle.ts'
import { type Buttons, nudgeButtons, nudgeSelect, viewButton } from './buttons.ts'
import { type ItemReading, isToDo, itemBlocks, lines, listedItem } from './item.ts'
import type { UnknownResource } from './listing.ts'
import { openTotal } from './open-total.ts'
import type { View } from './payload.ts'
import { counted, listed, moneyWords, perDayWords, shortName } from './said.ts'

export interface ListSetting extends Omit<Buttons, 'reader'> {
  readonly reading: ItemReading
  /** "of yours", "of team search". */
  readonly whose: string
  /** The page that is shown, and the others. */
  readonly page: number
  readonly viewOf: (page: number) => View
  /** What nobody can judge among them. */
  readonly unknown?: readonly UnknownResource[]
}

// Each takes two blocks of a message.
const PAGE = 10
const MOST_UNKNOWN = 5

/** Most money first, what is settled after that; each can be settled from here, also otherwise than before. */
export function listCard(items: readonly BundleItem[], setting: ListSetting): Card {
  const { page, viewOf, reading, whose, unknown = [] } = setting
  const signs: Buttons = { sign: setting.sign, now: setting.now, reader: reading.reader }
  const sorted = items.toSorted(byMoney)
  // Pages may have become fewer since the button was made.
  const last = Math.max(0, Math.ceil(sorted.length / PAGE) - 1)
  const at = Math.min(Math.max(0, page), last)
  const buttons: Button[] = [
    ...(at > 0 ? [viewButton('Back', viewOf(at - 1), signs, 'turn')] : []),
    ...(at < last
      ? [viewButton(`Next ${Math.min(PAGE, sorted.length - (at + 1) * PAGE)}`, viewOf(at + 1), signs, 'turn')]
      : []),
  ]
  return {
    blocks: [
      { kind: 'headline', text: headline(items, whose) },
      ...sorted
        .slice(at * PAGE, (at + 1) * PAGE)
        .flatMap((item) => [listedItem(item, reading), ...nudgeSelect(item.nudge, viewOf(at), signs)]),
      ...unknownBlocks(unknown),
      ...(buttons.length === 0 ? [] : [{ kind: 'actions', buttons, selects: [] } satisfies Block]),
      ...(items.length === 0 ? [] : [{ kind: 'note', text: closing(items) } satisfies Block]),
    ],
  }
}

function headline(items: readonly BundleItem[], whose: string): string {
  const open = openTotal(items.map(({ nudge }) => nudge))
  if (items.length === 0) return `No idle resources ${whose}`
  const what = `${counted(open.count, 'idle resource')} ${whose}`
  const money = moneyWords(open.perDay)
  return open.count === 0
    ? `Nothing open: all ${items.length} ${whose} are settled`
    : money === undefined
      ? what
      : `${money} a day for ${what}`
}

function closing(items: readonly BundleItem[]): Text {
  const count = (kind: string) => items.filter(({ nudge }) => nudge.state.kind === kind).length
  const settled = [
    ...(count('snoozed') > 0 ? [`${count('snoozed')} snoozed`] : []),
    ...(count('exempt') > 0 ? [`${count('exempt')} exempt`] : []),
  ]
  const words = settled.length === 0 ? '' : `Beside what is open: ${listed(settled)}. `
  return [plain(`${words}To hear nothing for a while: `), code('nudges mute'), plain('.')]
}

function unknownBlocks(unknown: readonly UnknownResource[]): readonly Block[] {
  if (unknown.length === 0) return []
  const shown = unknown.slice(0, MOST_UNKNOWN)
  const more = unknown.length - shown.length
  return [
    lines([
      [
        plain(
          `Nobody can judge ${counted(unknown.length, 'more', 'more')}, so nobody is told of ${unknown.length === 1 ? 'it' : 'them'}:`,
        ),
      ],
      ...shown.map((each) => [
        plain(`${shortName(each.name)}: ${perDayWords(each.perDay)}, ${reasonWords(each.reason)}`),
      ]),
      ...(more > 0 ? [[plain(`… and ${more} more`)]] : []),
    ]),
  ]
}

/** Why nobody can judge it; the reasons of the verdict, and whatever a later version adds. */
export function reasonWords(reason: string): string {
  switch (reason) {
    case 'no_telemetry':
      return 'no telemetry'
    case 'no_signal':
      return 'telemetry lacks the signals that its rule needs'
    case 'too_little':
      return 'too few samples'
    case 'stale':
      return 'telemetry ended'
    default:
      return reason.replaceAll('_', ' ')
  }
}

const ORDER = { open: 0, acknowledged: 0, snoozed: 1, exempt: 2, watch: 3, resolved: 4 } as const
/** Only for the order: sums of different currencies are never shown. */
const sum = ({ nudge }: BundleItem) => nudge.perDay.reduce((all, { amount }) => all.plus(amount), new Big(0))
const byMoney = (a: BundleItem, b: BundleItem): number =>
  ORDER[a.nudge.state.kind] - ORDER[b.nudge.state.kind] || sum(b).cmp(sum(a)) || (a.nudge.id < b.nudge.id ? -1 : 1)

/** One by itself, after words about it: what came of a press, or why nothing did. */
export function oneCard(
  item: BundleItem,
  { reading, sign, now }: Pick<ListSetting, 'reading' | 'sign' | 'now'>,
  words?: string,
): Card {
  const view: View = { kind: 'one', ref: item.nudge.id }
  return {
    blocks: [
      ...(words === undefined ? [] : [lines([[plain(words)]])]),
      ...(isToDo(item.nudge) ? itemBlocks(item, reading) : [listedItem(item, reading)]),
      ...nudgeButtons(item.nudge, view, { sign, now, reader: reading.reader }),
    ],
  }
}
