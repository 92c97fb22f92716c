import type { Chart } from '../cards/card.ts'
import { days, percent, unitName } from '../cards/format.ts'
import type { Answer, Row, Total } from './answer.ts'
import { dimensionWord, figure, rowLabel } from './words.ts'

/** The groups as bars, both sides of a comparison beside each other, and what they show in words. */
export function groupChart(
  answer: Answer,
  { amount, currency }: Pick<Total, 'amount' | 'currency'>,
  rows: readonly Row[],
): Chart {
  const unit = currency ?? unitName(answer.unit ?? '')
  const { comparison, groupBy } = answer
  const values = (of: (row: Row) => string | null) =>
    rows.map((row) => {
      const value = of(row)
      return value === null ? null : Number(value)
    })
  const now = { name: comparison?.asked ? days(comparison.now) : unit, values: values((row) => row.amount) }
  const before = comparison?.asked ? [{ name: days(comparison.before), values: values((row) => row.before) }] : []
  return {
    kind: 'chart',
    shape: 'bar',
    title: `By ${groupBy.map(dimensionWord).join(' and ')}`,
    unit,
    categories: rows.map((row) => rowLabel(row, groupBy)),
    series: [now, ...before],
    words: words(answer, rows, amount, currency),
  }
}

/** "Largest: search (52.1%), vision (30%) and Unallocated (8%)." Below zero nothing has a share. */
function words(answer: Answer, rows: readonly Row[], whole: string | null, currency: string | null): string {
  const shown = rows.filter(({ kind, amount }) => kind !== 'other' && amount !== null)
  if (shown.length === 0) return 'Nothing was recorded.'
  const largest = shown.toSorted((a, b) => Number(b.amount) - Number(a.amount)).slice(0, 3)
  const said = largest.map((row) => {
    const share = row.amount !== null && whole !== null ? percent(row.amount, whole) : undefined
    return `${rowLabel(row, answer.groupBy)} (${share ?? figure(answer, row.amount, currency)})`
  })
  return `Largest: ${said.join(', ')}.`
}
