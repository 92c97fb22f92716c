import type { Kind } from '../kind.ts'
import { card } from './card.ts'
import { read, type Utilisation } from './found.ts'
import { sheet } from './sheet.ts'

/** The share of paid hours that did work, and what the idle ones cost at nights and weekends. */
export const utilisation: Kind<Utilisation> = { read, card, sheet, cost: 'effective_cost' }
