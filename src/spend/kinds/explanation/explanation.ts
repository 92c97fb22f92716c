import type { Kind } from '../kind.ts'
import { explanationCard } from './card.ts'
import type { Explanation } from './found.ts'
import { readExplanation } from './read.ts'
import { explanationSheet } from './sheet.ts'

export const explanation: Kind<Explanation> = {
  read: readExplanation,
  card: explanationCard,
  sheet: (_answer, found) => explanationSheet(found),
  heeds: ['compare', 'withoutSources', 'each'],
}
