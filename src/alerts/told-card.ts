import { type Block, type Card, code, plain, strong, type Text } from '../cards/card.ts'
import { day } from '../cards/format.ts'
import { atMost, name, textBlock } from '../digests/card/lines.ts'
import type { DigestSigns } from '../digests/card.ts'
import type { Subscription } from '../digests/subscription.ts'
import { scheduleWords, scopeWords, slotWords } from '../digests/words/said.ts'
import type { Feed } from './feeds.ts'

// What is told to one person because something does not arrive.
const MOST_LINES = 8

const about = ({ scope, schedule }: Pick<Subscription, 'scope' | 'schedule'>): string =>
  `${name(scopeWords(scope), 60)}, ${scheduleWords(schedule)}`

/** To whoever set it: why nothing is sent any more, and what to do. Of several that broke with one place in one message. */
export function brokenCard(
  [first, ...others]: readonly [Subscription, ...Subscription[]],
  reason: string,
  { digest }: Pick<DigestSigns, 'digest'>,
): Card {
  const { id, place } = first
  const to = place.kind === 'person' ? [] : [plain('It goes to the channel '), code(place.id), plain('. ')]
  const all = [first, ...others]
  return {
    blocks: [
      {
        kind: 'headline',
        text: others.length === 0 ? `Digest ${id} cannot be sent` : `${all.length} digests cannot be sent`,
      },
      ...textBlock([
        ...(others.length === 0
          ? [
              [plain('It is about '), strong(about(first)), plain('.')],
              [...to, plain(reason)],
            ]
          : [
              ...atMost(
                all.map((each): Text => [strong(about(each)), plain(' '), code(each.id)]),
                MOST_LINES,
              ),
              [
                ...(to.length === 0 ? [] : [plain('They go to the channel '), code(place.id), plain('. ')]),
                plain(reason),
              ],
            ]),
        [plain('What is still due is sent when you resume it.')],
      ]),
      {
        kind: 'actions',
        buttons: [
          { label: 'Resume', token: digest(`resume.${id}`), style: 'primary' },
          ...(others.length === 0 ? [{ label: 'Change digest', token: digest(`edit.${id}`) }] : []),
        ],
        selects: [],
      },
    ],
  }
}

/** To whoever set it: one digest that was tried and could not be made. */
export function failedCard(subscription: Subscription, slotAt: Date, { digest }: Pick<DigestSigns, 'digest'>): Card {
  const { id, schedule } = subscription
  return {
    blocks: [
      { kind: 'headline', text: `Digest ${id} of ${slotWords(slotAt, schedule.timezone)} could not be made` },
      ...textBlock([
        [plain('It is about '), strong(about(subscription)), plain('.')],
        [
          plain(
            'I tried several times and something went wrong on my side; the next one comes at its usual time. An administrator of Tally finds the cause in its log.',
          ),
        ],
      ]),
      { kind: 'actions', buttons: [{ label: 'Change digest', token: digest(`edit.${id}`) }], selects: [] },
    ],
  }
}

/** The same to an administrator, where whoever it was for takes no messages. */
export const forwardedCard = (card: Card, recipient: string): Card => ({
  blocks: [
    ...card.blocks.slice(0, 1),
    {
      kind: 'text',
      text: [plain(`For ${name(recipient)}, who takes no messages of mine. You get it as an administrator.`)],
    },
    ...card.blocks.slice(1),
  ],
})

export interface Undelivered {
  readonly key: string
  readonly place: { readonly kind: 'conversation' | 'person'; readonly id: string }
  readonly reason: string
  readonly createdAt: Date
}

/** To administrators: what was given up. */
export function deadCard(messages: readonly Undelivered[]): Card {
  const count = messages.length === 1 ? 'One message' : `${messages.length} messages`
  const line = ({ key, place, reason }: Undelivered): Text => [
    strong(kindOf(key)),
    plain(
      ` to ${place.kind === 'person' ? 'the person' : 'the conversation'} ${name(place.id, 40)}: ${name(reason, 120)}`,
    ),
  ]
  return {
    blocks: [
      { kind: 'headline', text: `${count} will not be delivered` },
      ...textBlock(atMost(messages.map(line), MOST_LINES)),
      {
        kind: 'note',
        text: [plain('They are given up and not sent again. “tally doctor” shows what is held and what is broken.')],
      },
    ],
  }
}

/** By what its sender calls it. */
function kindOf(key: string): string {
  if (key.startsWith('digest:')) return 'A digest'
  if (key.startsWith('correction:')) return 'A correction'
  if (key.startsWith('alert:')) return 'An alert'
  return 'A message'
}

/** A source that does not deliver, and what waits for it. */
export interface SilentFeed extends Feed {
  /** It was so long ago that this is told for the last time. */
  readonly stopped: boolean
  readonly waiting: readonly Subscription[]
}

/** To administrators, once a day. */
export function silentCard(feeds: readonly SilentFeed[]): Card {
  const [only, ...others] = feeds
  const heading =
    only !== undefined && others.length === 0
      ? only.stopped
        ? `${name(only.source, 60)} has stopped delivering`
        : `${name(only.source, 60)} is late: ${since(only)}`
      : `${feeds.length} sources do not deliver`
  return {
    blocks: [
      { kind: 'headline', text: heading },
      ...textBlock(atMost(feeds.flatMap(feedLines), MOST_LINES * 2)),
      note(feeds),
    ],
  }
}

const since = ({ completeThrough }: Feed): string =>
  completeThrough === null ? 'no complete day yet' : `no complete day since ${day(completeThrough)}`

function feedLines(feed: SilentFeed): readonly Text[] {
  const { source, stopped, waiting, completeAfterHours } = feed
  const usual = ` A day should be complete ${completeAfterHours} hours after it is over.`
  return [
    [strong(name(source, 60)), plain(`: ${since(feed)}.${stopped ? '' : usual}`)],
    ...(waiting.length === 0
      ? [[plain('No digest waits for it now.')]]
      : atMost(
          waiting.map((one) => [plain(`Waits for it: digest ${one.id} (${about(one)})`)]),
          4,
        )),
  ]
}

const note = (feeds: readonly SilentFeed[]): Block => ({
  kind: 'note',
  text: [
    plain(
      feeds.every(({ stopped }) => stopped)
        ? 'I say no more of it until it delivers again.'
        : 'Look at its export and at “tally sources”. I say this once a day until it delivers again.',
    ),
  ],
})

/** To administrators, once. */
export function againCard(feeds: readonly Feed[]): Card {
  const [only, ...others] = feeds
  const text =
    only !== undefined && others.length === 0
      ? `${name(only.source, 60)} delivers again`
      : `${feeds.length} sources deliver again`
  return {
    blocks: [
      { kind: 'headline', text },
      ...textBlock(
        atMost(
          feeds.map(({ source, completeThrough }) => [
            strong(name(source, 60)),
            plain(completeThrough === null ? ': it is being read.' : `: complete through ${day(completeThrough)}.`),
          ]),
          MOST_LINES,
        ),
      ),
    ],
  }
}
