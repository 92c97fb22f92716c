import { type Block, type Card, code, plain, strong, type Text } from '../cards/card.ts'
import type { SignUntil } from '../feature.ts'
import type { DryRun, PlannedMessage } from './bundle.ts'
import { payloadButton } from './buttons.ts'
import { lines } from './item.ts'
import { CONFIRM } from './payload.ts'
import { counted, listed, moneyWords, perDayWords, personName, shortName } from './said.ts'

const MOST_MESSAGES = 20
const MOST_ITEMS = 3

/** What would have been sent and to whom: nothing is, until somebody says so. */
export function dryRunCard({ messages, unreachable, now }: DryRun, sign: SignUntil): Card {
  const rest = messages.length - MOST_MESSAGES
  return {
    blocks: [
      {
        kind: 'headline',
        text:
          messages.length === 0
            ? 'Nobody would be told of an idle resource'
            : `${counted(messages.length, 'person', 'people')} would be told of idle resources`,
      },
      lines([
        [
          plain(
            'A dry run: nothing was sent. When this looks right, confirm it: from then on owners are told, in their working hours.',
          ),
        ],
      ]),
      ...messages.slice(0, MOST_MESSAGES).map(messageBlock),
      ...(rest > 0
        ? [
            lines([
              [plain(`… and ${counted(rest, 'more person', 'more people')}: `), code('tally nudge run --dry-run')],
            ]),
          ]
        : []),
      ...(unreachable.length === 0 ? [] : [lines([unreachableLine(unreachable)])]),
      {
        kind: 'actions',
        buttons: [{ ...payloadButton('Confirm', CONFIRM, { sign, now, reader: null }), style: 'primary' }],
        selects: [],
      },
    ],
  }
}

function messageBlock({ owner, items, open }: PlannedMessage): Block {
  const names = items.slice(0, MOST_ITEMS).map(({ name, perDay }) => `${shortName(name, 40)} (${perDayWords(perDay)})`)
  const more = items.length - names.length
  return lines([
    [
      strong(personName(new Map(), owner)),
      plain(`: ${counted(open.count, 'resource')}, ${moneyWords(open.perDay) ?? 'an unknown amount'} a day`),
    ],
    [plain(`${listed([...names, ...(more > 0 ? [`${more} more`] : [])])}.`)],
  ])
}

const unreachableLine = (emails: readonly string[]): Text => [
  plain(
    `Cannot be reached, so that the next in line is told: ${listed([...emails.slice(0, 10).map((email) => personName(new Map(), email)), ...(emails.length > 10 ? [`${emails.length - 10} more`] : [])])}.`,
  ),
]
