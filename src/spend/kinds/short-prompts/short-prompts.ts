import type { Kind } from '../kind.ts'
import { promptsCard } from './card.ts'
import { type Prompts, readPrompts } from './read.ts'
import { promptsSheet } from './sheet.ts'

/** Short prompts on premium models: where a smaller one may do. */
export const shortPrompts: Kind<Prompts> = { read: readPrompts, card: promptsCard, sheet: promptsSheet }
