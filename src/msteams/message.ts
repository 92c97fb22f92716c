import type { Card } from '../cards/card.ts'
import { plainText } from '../cards/plain-text.ts'
import { BLANK, pieces, shortened } from '../cards/visible.ts'
import type { Json } from '../chat/json.ts'
import { type AdaptiveCard, toAdaptiveCard } from './adaptive-card.ts'
import { type Element, textBlock } from './element.ts'
import { LIMITS } from './limits.ts'
import { mark } from './mark.ts'

/** A card as an activity to send: the card, and its first line for notifications. `key` marks it, so that it can be found. */
export function toActivity(card: Card, key?: string): Json {
  const [summary = BLANK] = lines(card)
  return cardActivity(marked(toAdaptiveCard(card), key), summary)
}

/** No words beside the card: Teams would show both. */
export const cardActivity = (content: AdaptiveCard, summary: string): Json => ({
  type: 'message',
  summary: shortened(summary, LIMITS.summary),
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})

/** Graph gives a card back as it was sent, ids of its elements included. */
export function marked(card: AdaptiveCard, key: string | undefined): AdaptiveCard {
  if (key === undefined) return card
  const [first = textBlock(''), ...rest] = card.body
  const id = mark(key)
  const carrier: Element = first.id === undefined ? { ...first, id } : { type: 'Container', id, items: [first] }
  return { ...card, body: [carrier, ...rest] }
}

/**
 * The same in words alone, for what Teams does not take as a card. Plain: a `*` in a name is a `*`. A blank line between two
 * lines keeps them apart in every client; where a text is taken for Markdown a single break is none.
 */
export function toWords(card: Card): Json {
  const all = lines(card)
  const kept: string[] = []
  let room = LIMITS.words - MORE
  for (const line of all) {
    room -= line.length + BETWEEN.length
    if (room < 0) break
    kept.push(line)
  }
  const left = all.length - kept.length
  const more = left === 0 ? [] : [`… and ${left} more ${left === 1 ? 'line' : 'lines'}`]
  return { type: 'message', textFormat: 'plain', text: [...kept, ...more].join(BETWEEN) || BLANK }
}

const lines = (card: Card): string[] =>
  plainText(card)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => pieces(line, LIMITS.text))

const BETWEEN = '\n\n'
/** What the line that counts the rest takes. */
const MORE = 40
