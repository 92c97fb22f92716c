import { Big } from 'big.js'
import { plain, strong, type Text } from '../../cards/card.ts'
import { shortDay } from '../../cards/format.ts'
import { addDays } from '../../civil-date.ts'
import type { Digest, DigestMover } from '../digest.ts'
import { type Say, signed } from './amounts.ts'
import { name } from './lines.ts'
import { weekdayName } from './title.ts'

// Prices that moved in their last digits move amounts that no currency has.
const LEAST_AMOUNT = '0.005'

/** "+$1,204 project nova-chat, usage": up first, then down, largest money first. */
export function moverLines({ up, down, currency }: Digest['movers'], say: Say): readonly Text[] {
  const line = ({ name: who, amount, driver }: DigestMover): Text => [
    strong(signed(say, amount, currency)),
    plain(' '),
    plain(name(who)),
    ...(driver === '' ? [] : [plain(', '), plain(name(driver, 90))]),
  ]
  return [...up, ...down].filter(({ amount }) => new Big(amount).abs().gte(LEAST_AMOUNT)).map(line)
}

/** What moved is told against one day, where the total is held against the average of several. */
export function moversTitle({ subscription: { schedule }, period: { start } }: Digest['asked']): string {
  switch (schedule.rhythm) {
    case 'daily':
    case 'weekdays':
      return `What moved against ${weekdayName(start)}, ${shortDay(addDays(start, -7))}`
    case 'weekly':
    case 'monthly':
      return 'What moved'
  }
}

const MOST_EACH_WAY = 3
/** Of the total: what moved by less is no news. */
const LEAST_SHARE = '0.001'

/** What is worth the room on a phone. */
export function newsOf({ movers, totals }: Digest): Digest['movers'] {
  const total = totals.find(({ currency }) => currency === movers.currency)?.comparable ?? '0'
  const least = new Big(total).abs().times(LEAST_SHARE)
  const news = (all: readonly DigestMover[]) =>
    all.slice(0, MOST_EACH_WAY).filter(({ amount }) => new Big(amount).abs().gte(least))
  return { ...movers, up: news(movers.up), down: news(movers.down) }
}
