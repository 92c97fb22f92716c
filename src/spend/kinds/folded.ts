import { Big } from 'big.js'

/** The exact sum of what is known; null where nothing is. */
export function sum(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length === 0 ? null : known.reduce((all, amount) => all.plus(amount), new Big(0)).toFixed()
}

/** The first rows of each currency, all others of it as one, so that the rows still add up. */
export function folded<Row extends { readonly currency: string }>(
  rows: readonly Row[],
  most: number,
  other: (rest: readonly Row[]) => Row,
): readonly Row[] {
  return [...new Set(rows.map(({ currency }) => currency))].flatMap((currency) => {
    const mine = rows.filter((row) => row.currency === currency)
    const rest = mine.slice(most)
    return rest.length < 2 ? mine : [...mine.slice(0, most), other(rest)]
  })
}
