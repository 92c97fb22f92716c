import type { Card } from '../cards/card.ts'
import type { Sign } from '../feature.ts'
import type { Digest } from './digest.ts'

export interface DigestSigns {
  /** Of the buttons that questions go on by: `next.ID.why`, `group.ID.model_name`, `csv.ID`. */
  readonly spend: Sign
  /** Of a digest's own: `more.SUBSCRIPTION.SLOT`, `edit.SUBSCRIPTION`. */
  readonly digest: Sign
}

/** Fits a phone's screen: at most six blocks, number first; the rest is behind "More". Signs are absent in a terminal. */
export function digestCard(_digest: Digest, _signs?: DigestSigns): Card {
  throw new Error('to be built')
}

/** All that the first card leaves out. */
export function moreCard(_digest: Digest, _signs?: DigestSigns): Card {
  throw new Error('to be built')
}
