/**
 * Money as whole nano-units of its currency, so that a file says 0.3 and never 0.30000000000000004. A token of the cheapest model
 * costs 20 of them; the largest charge here is far below the 9,007,199 that an exact integer can hold.
 */
export type Nano = number

/** A quantity in thousandths of its unit. */
export type Milli = number

export const nano = (amount: number): Nano => Math.round(amount * 1e9)

/** Exact for whole quantities, and for prices of at most six decimals. */
export const priced = (quantity: Milli, unitPrice: Nano): Nano =>
  quantity % 1000 === 0 ? (quantity / 1000) * unitPrice : Math.round(quantity * (unitPrice / 1000))

export const percent = (amount: Nano, of: number): Nano => Math.round((amount * of) / 100)

export const moneyText = (amount: Nano): string => decimal(amount, 9)

export const quantityText = (quantity: Milli): string => decimal(quantity, 3)

function decimal(scaled: number, places: number): string {
  const digits = String(Math.abs(scaled)).padStart(places + 1, '0')
  const fraction = digits.slice(-places)
  let end = places
  while (end > 0 && fraction.charCodeAt(end - 1) === 48) end--
  const whole = digits.slice(0, -places)
  return `${scaled < 0 ? '-' : ''}${whole}${end === 0 ? '' : `.${fraction.slice(0, end)}`}`
}
