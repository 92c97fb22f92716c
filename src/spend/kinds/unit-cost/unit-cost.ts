import type { Kind } from '../kind.ts'
import { unitCostCard } from './card.ts'
import type { UnitCost } from './found.ts'
import { readUnitCost } from './read.ts'
import { unitCostSheet } from './sheet.ts'

/** What one of something costs: a request, a million tokens, a GPU hour, a document. */
export const unitCost: Kind<UnitCost> = {
  read: readUnitCost,
  card: unitCostCard,
  sheet: unitCostSheet,
  heeds: ['having', 'compare', 'each'],
}
