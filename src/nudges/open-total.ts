import { Big } from 'big.js'
import type { OpenTotal } from './bundle.ts'
import type { Money } from './nudge.ts'
import type { StoredNudge } from './stored.ts'

/** Of what is still to be done, per currency. */
export function openTotal(nudges: readonly StoredNudge[]): OpenTotal {
  const open = nudges.filter(({ state }) => state.kind === 'open' || state.kind === 'acknowledged')
  return {
    count: open.length,
    perDay: sumOf(open.flatMap(({ perDay }) => perDay)),
    wasted: sumOf(open.flatMap(({ wasted }) => wasted)),
  }
}

/** By currency's name. */
export function sumOf(money: readonly Money[]): readonly Money[] {
  const sums = new Map<string, Big>()
  for (const { currency, amount } of money) sums.set(currency, (sums.get(currency) ?? new Big(0)).plus(amount))
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount: amount.toFixed() }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}
