import type { Kind } from '../kind.ts'
import { valueCard } from './card.ts'
import { readValue } from './read.ts'
import { valueSheet } from './sheet.ts'
import type { Values } from './worth.ts'

/** Whether what people say something is worth is more than what it costs. */
export const value: Kind<Values> = { read: readValue, card: valueCard, sheet: valueSheet }
