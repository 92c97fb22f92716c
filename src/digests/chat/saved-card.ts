import { type Block, type Card, code, type Fact, plain, strong, type Text } from '../../cards/card.ts'
import { days } from '../../cards/format.ts'
import type { Sign } from '../../feature.ts'
import { type Place, SECTIONS, type Subscription } from '../subscription.ts'
import type { Mistake } from '../words/draft.ts'
import { listed, rhythmWords, SECTION_WORDS, scheduleWords, scopeWords, slotWords } from '../words/said.ts'
import { manageButtons, newButton, nextWords, placeWords } from './list-card.ts'
import type { Outlook } from './outlook.ts'

export interface SavedSetting {
  readonly near: readonly Place[]
  readonly sign?: Sign | undefined
  readonly kind: 'set' | 'changed' | 'already'
  /** What else there is to know, a sentence each. */
  readonly told: readonly string[]
}

const TITLES = { set: 'Digest set up: ', changed: 'Digest changed: ', already: 'Set up already: ' } as const

/** What is set now, exactly when it comes, and whether its data can be there by then. */
export function savedCard(subscription: Subscription, outlook: Outlook, setting: SavedSetting): Card {
  const { id, scope, schedule, sections, alerts, quiet, waitHours, state } = subscription
  const { kind, near, sign, told } = setting
  const facts: Fact[] = [
    fact('When', `${scheduleWords(schedule)}`),
    fact(
      'Next',
      state.kind === 'active'
        ? `${slotWords(outlook.slotAt, schedule.timezone)}, about ${days(outlook.period)}`
        : nextWords(subscription),
    ),
    fact('Where', placeWords(subscription.place, near)),
    fact(
      'Shows',
      sections.length === SECTIONS.length ? 'everything' : listed(sections.map((section) => SECTION_WORDS[section])),
    ),
    fact('Waits for late data', waitHours === 0 ? 'not at all' : `up to ${hoursWords(waitHours)}`),
    ...(alerts.length === 0
      ? []
      : [
          fact(
            'Alerts',
            `${listed(alerts.map((alert) => (alert === 'budget' ? 'budgets' : 'anomalies')))}${quiet === null ? '' : `, quiet ${quiet.from}–${quiet.until}`}`,
          ),
        ]),
  ]
  return {
    blocks: [
      { kind: 'text', text: [strong(`${TITLES[kind]}${scopeWords(scope)}`), plain(' '), code(id)] },
      { kind: 'facts', facts },
      ...lateLines(subscription, outlook).map((line): Block => ({ kind: 'text', text: line })),
      ...told.map((line): Block => ({ kind: 'text', text: [plain(line)] })),
      ...(kind === 'set' ? [{ kind: 'note', text: [plain('Nothing was sent yet.')] } as const] : []),
      ...(sign === undefined ? [] : [manageButtons(subscription, sign)]),
    ],
  }
}

const fact = (label: string, value: string): Fact => ({ label, value: [plain(value)] })
export const hoursWords = (hours: number) => `${hours} ${hours === 1 ? 'hour' : 'hours'}`

/** That the data cannot be there in time, and what would help. */
export function lateLines({ schedule }: Subscription, { late, deadlineAt, better, slotAt }: Outlook): readonly Text[] {
  const [slowest] = late
  if (slowest === undefined) return []
  const { timezone } = schedule
  const names = listed(late.map(({ source }) => source))
  const needed = Math.ceil((slowest.settledAt.getTime() - slotAt.getTime()) / 3_600_000)
  const wait = needed <= 168 ? [plain(better === null ? 'Write ' : ', or '), code(`wait ${needed}h`)] : []
  return [
    [
      plain(
        `${names} cannot be complete by then: ${slowest.source} settles a day ${hoursWords(slowest.hours)} after it ends, the last one by ${slotWords(slowest.settledAt, timezone)}. ` +
          `The digest goes out at ${slotWords(deadlineAt, timezone)} at the latest, marked as partial. `,
      ),
      ...(better === null ? [] : [plain(`It would be complete ${rhythmWords(better)}`)]),
      ...wait,
      ...(better === null && wait.length === 0 ? [] : [plain('.')]),
    ],
  ]
}

/** What is wrong with what was written, and what to write instead. */
export function mistakesCard(mistakes: readonly Mistake[], sign?: Sign): Card {
  return {
    blocks: [
      ...mistakes.map(({ text }): Block => ({ kind: 'text', text: [plain(text)] })),
      { kind: 'note', text: [plain('Nothing was set up. More examples: '), code('digest help')] },
      ...newButton(sign),
    ],
  }
}

/** How to write one; where no form opens this is all there is. */
export function helpCard(example: string, sign?: Sign): Card {
  const line = (words: string, what: string): Text => [code(`digest ${words}`), plain(` ${what}`)]
  return {
    blocks: [
      {
        kind: 'text',
        text: [
          strong('A digest reports on spend by itself: '),
          plain('what it came to, what moved, budget and forecast, once the data for it is complete.'),
        ],
      },
      lines([
        line(`weekly mon 09:00 for ${example}`, 'every Monday, here'),
        line('daily 8:30 for everything to me', 'every day, to you alone'),
        line('weekdays 9am for teams search and ads with movers, budget', 'only these sections'),
        line('monthly 3rd 9am for business unit NAME in Europe/Paris', 'in another time zone'),
      ]),
      lines([
        [
          plain('Add '),
          code('wait 6h'),
          plain(' for late data, '),
          code('alerts'),
          plain(' for budgets and anomalies, '),
          code('quiet 22:00-07:00'),
          plain(' for when these must wait.'),
        ],
        [
          code('digest list'),
          plain(' shows what is set up here and how it goes; '),
          code('digest edit|pause|resume|test|remove ID'),
          plain(' changes one.'),
        ],
      ]),
      ...newButton(sign),
    ],
  }
}

const lines = (all: readonly Text[]): Block => ({
  kind: 'text',
  text: all.flatMap((line, at) => (at === 0 ? line : [plain('\n'), ...line])),
})

/** Asked once before it is gone. */
export function removeCard({ id, scope, schedule }: Subscription, sign: Sign): Card {
  return {
    blocks: [
      {
        kind: 'text',
        text: [
          plain('Remove the digest of '),
          strong(scopeWords(scope)),
          plain(`, ${scheduleWords(schedule)}? `),
          code(id),
        ],
      },
      {
        kind: 'actions',
        buttons: [
          { label: 'Remove it', token: sign(`removeyes.${id}`), style: 'danger' },
          { label: 'Only pause it', token: sign(`pause.${id}`) },
        ],
        selects: [],
      },
    ],
  }
}

/** With what to write to get it back. */
export const removedCard = (subscription: Subscription, command: string): Card => ({
  blocks: [
    {
      kind: 'text',
      text: [
        plain('Removed: the digest of '),
        strong(scopeWords(subscription.scope)),
        plain(`, ${scheduleWords(subscription.schedule)}.`),
      ],
    },
    { kind: 'note', text: [plain('To have it again, write: '), code(command)] },
  ],
})

/** What is now, after it was paused or resumed; the other one undoes it. */
export const stateCard = (subscription: Subscription, already: boolean, sign: Sign): Card => ({
  blocks: [
    {
      kind: 'text',
      text: [
        plain(already ? 'That was so already. ' : ''),
        plain('Digest of '),
        strong(scopeWords(subscription.scope)),
        plain(` (${scheduleWords(subscription.schedule)}): ${nextWords(subscription)}`),
      ].filter(({ text }) => text !== ''),
    },
    manageButtons(subscription, sign),
  ],
})
