import type { Card } from '../cards/card.ts'
import type { Json } from '../chat/json.ts'

/** A card as an activity to send: the card, and its first line for notifications. `key` marks it, so that it can be found. */
export function toActivity(_card: Card, _key?: string): Json {
  throw new Error('to be built')
}

/** The same in words alone, for what Teams does not take as a card. */
export function toWords(_card: Card): Json {
  throw new Error('to be built')
}
