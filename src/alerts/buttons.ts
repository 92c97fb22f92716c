import type { Block } from '../cards/card.ts'
import type { DigestSigns } from '../digests/card.ts'

export interface AlertSetting {
  readonly subscriptionId: string
  readonly signs: DigestSigns
  /** What "Why?" goes on from; absent where a card is about several things. */
  readonly answerId?: string
}

export const alertButtons = ({ subscriptionId, signs, answerId }: AlertSetting): Block => ({
  kind: 'actions',
  buttons: [
    ...(answerId === undefined ? [] : [{ label: 'Why?', token: signs.spend(`next.${answerId}.why`) }]),
    { label: 'Change alerts', token: signs.digest(`edit.${subscriptionId}`) },
  ],
  selects: [],
})
