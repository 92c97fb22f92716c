import { type Card, plain } from '../cards/card.ts'
import type { Turn } from '../feature.ts'
import type { Reply } from '../platform.ts'
import { idOf } from '../spend/store.ts'

/** To whoever wrote or pressed, alone. */
export const aside = ({ requestId, where }: Turn, card: Card): Reply => ({
  card,
  audience: where.direct ? 'conversation' : 'asker',
  place: 'new',
  key: idOf(requestId),
})

/** In the place of what was pressed, for all who read that. */
export const instead = (turn: Turn, card: Card): Reply => ({
  card,
  audience: turn.private ? 'asker' : 'conversation',
  place: 'original',
  key: idOf(turn.requestId),
})

export const inWords = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })

export const NOTHING = inWords('There is nothing of this any more, or nothing that you may see. Yours: nudges mine')
