import { type Card, plain } from '../cards/card.ts'

/** A card of one sentence: what a platform says of its own. */
export const inWords = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })
