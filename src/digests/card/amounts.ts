import { Big } from 'big.js'
import { briefMoney, money, NO_DATA } from '../../cards/format.ts'

/** How a card says money: for a glance, or to the cent. */
export type Say = (decimal: string, currency: string | null) => string

const NO_CURRENCY = 'without a currency'

export const glance: Say = (decimal, currency) => briefMoney(decimal, currency ?? NO_CURRENCY)
export const toTheCent: Say = (decimal, currency) => money(decimal, currency ?? NO_CURRENCY)

/** What was not recorded is never zero. */
export const orNoData = (say: Say, decimal: string | null, currency: string | null): string =>
  decimal === null ? NO_DATA : say(decimal, currency)

/** "+$1,204", "−$300.00": a change never goes without its sign. */
export function signed(say: Say, decimal: string, currency: string | null): string {
  const value = new Big(decimal)
  const size = say(value.abs().toFixed(), currency)
  return value.eq(0) ? size : `${value.gt(0) ? '+' : '−'}${size}`
}
