import { type Block, type Button, type Card, code, plain, type Text } from '../cards/card.ts'
import type { SignUntil } from '../feature.ts'
import type { Bundle, BundleItem, NudgeCards } from './bundle.ts'
import { nudgeButtons, undoButton, viewButton } from './buttons.ts'
import { dryRunCard } from './dry-run-card.ts'
import type { IdleRules } from './idle-rules.ts'
import { type ItemReading, isToDo, itemBlocks, lines, movedBlocks } from './item.ts'
import { codeOf, type View } from './payload.ts'
import { counted, listed, moneyWords, personName, shortName } from './said.ts'

export interface CardSetting {
  readonly sign: SignUntil
  /** In force: what the limits of the evidence were. */
  readonly rules: IdleRules
  /** Of the installation: the same card is read by several people. */
  readonly timezone: string
}

export const nudgeCards = (setting: CardSetting): NudgeCards => ({
  bundle: (bundle) => nudgeCard(bundle, setting),
  dryRun: (dryRun) => dryRunCard(dryRun, setting.sign),
})

/** One message to one owner: the number first, each item with what can be done about it; settled in place. The same for every copy. */
export function nudgeCard(bundle: Bundle, { sign, rules, timezone }: CardSetting): Card {
  const { items, now, messageKey, owner, kind, hidden } = bundle
  const names = bundle.names ?? new Map()
  const reader = kind === 'escalation' ? null : owner
  const reading: ItemReading = { now, timezone, names, rules, reader }
  const buttons = { sign, now, reader }
  const [first] = items
  const ref = { code: codeOf(messageKey), ref: first?.nudge.id ?? '' }
  const view: View = { kind: 'message', ...ref }
  const all: Button[] =
    hidden === 0 || first === undefined
      ? []
      : [viewButton(`Show all (${items.length + hidden})`, { kind: 'all', ...ref, page: 0 }, buttons)]
  return {
    blocks: [
      { kind: 'headline', text: headline(bundle) },
      ...intro(bundle),
      ...items.flatMap((item): Block[] => [
        ...(isTheirs(item, bundle) || reader === null ? itemBlocks : movedBlocks)(item, reading),
        ...(isTheirs(item, bundle) ? nudgeButtons : undoButton)(item.nudge, view, buttons),
      ]),
      ...(all.length === 0 ? [] : [{ kind: 'actions', buttons: all, selects: [] } satisfies Block]),
      note(bundle),
    ],
  }
}

const isTheirs = ({ nudge }: BundleItem, { owner }: Bundle): boolean => nudge.owner.email === owner

/** "$212.40 a day for 4 idle resources of yours": of all that is open, whether it is shown or not. */
function headline({ open, kind, owner, names, items }: Bundle): string {
  const whose = kind === 'escalation' ? `of ${personName(names ?? new Map(), owner)}` : 'of yours'
  if (open.count === 0)
    return items.length === 1
      ? `Settled: ${shortName(items[0]?.nudge.name ?? '')}`
      : `All settled: nothing idle ${whose} is open`
  const what = `${counted(open.count, 'idle resource')} ${whose}`
  const money = moneyWords(open.perDay)
  const words = money === undefined ? what : `${money} a day for ${what}`
  switch (kind) {
    case 'first':
      return words
    case 'reminder':
      return `Still ${words}`
    case 'escalation':
      return `${words}, unanswered`
  }
}

/** Who is this, and how to make it stop; or why others are told. */
function intro({ firstContact, kind, items, owner, names }: Bundle): Block[] {
  if (kind === 'escalation') {
    const who = personName(names ?? new Map(), owner)
    const teams = [
      ...new Set(items.flatMap(({ nudge }) => (nudge.team === null ? [] : [`team ${shortName(nudge.team, 40)}`]))),
    ]
    const leads = teams.length === 0 ? [] : [`whoever leads ${listed(teams.slice(0, 3))}`]
    return [
      lines([
        [
          plain(
            `${who} was reminded and did not answer. ${listed(['They', ...leads, 'administrators of Tally'])} can settle this here.`,
          ),
        ],
      ]),
    ]
  }
  return firstContact ? [lines(HELLO)] : []
}

const HELLO: readonly Text[] = [
  [
    plain(
      'Hello, I am Tally. I look for AI resources that are paid for and not used, and tell whoever can act, in one message a working day at most. I never stop anything: you decide.',
    ),
  ],
  [
    plain(
      'To quiet one, snooze it (30 days at most) or make it exempt with a reason (90 days at most). To hear nothing of any, write me ',
    ),
    code('nudges mute'),
    plain(': it ends after 30 days.'),
  ],
]

function note({ items, open, hidden, kind }: Bundle): Block {
  const settled = items.filter(({ nudge }) => !isToDo(nudge)).length
  const wasted = moneyWords(open.wasted)
  const words = [
    ...(wasted === undefined || open.count < 2 ? [] : [`${wasted} wasted by all that are open.`]),
    ...(hidden === 0 ? [] : [`${counted(hidden, 'more is', 'more are')} behind “Show all”.`]),
    ...(settled > 0 && open.count > 0 ? [`${counted(settled, 'is', 'are')} settled.`] : []),
    'Per day is the effective cost of the last complete day.',
  ]
  return {
    kind: 'note',
    text:
      kind === 'escalation' ? [plain(words.join(' '))] : [plain(`${words.join(' ')} All of yours: `), code('nudges')],
  }
}
