import type { Kind } from '../kind.ts'
import { restatementsCard } from './card.ts'
import type { Restatements } from './found.ts'
import { readRestatements } from './read.ts'
import { restatementsSheet } from './sheet.ts'

export const restatements: Kind<Restatements> = {
  read: readRestatements,
  card: restatementsCard,
  sheet: (_answer, found) => restatementsSheet(found),
}
