import type { Kind } from '../kind.ts'
import { card } from './card.ts'
import { type Idle, read } from './found.ts'
import { sheet } from './sheet.ts'

/** What is paid for and not used, by the rules of `nudges/idle-rules.ts`: whose it is, since when, and what it costs. */
export const idle: Kind<Idle> = { read, card, sheet, cost: 'effective_cost', heeds: ['having'] }
