import { Big } from 'big.js'
import type { Answer, Row, Trend } from './answer.ts'
import type { Sheet } from './kinds/kind.ts'
import { findingSheet } from './kinds/kinds.ts'
import { NONE } from './question.ts'

/** All groups that no row names, such as those which did not pass "teams over 2,000". */
const OTHER = '(other)'

/** The figures of any answer as a table to keep, whose rows add up to the headline to the last digit. */
export function sheetOf(answer: Answer): Sheet {
  if (answer.finding !== null) return findingSheet(answer, answer.finding)
  if (answer.trend !== null) return trendSheet(answer, answer.trend)
  return sumSheet(answer)
}

/** What the figures are: a cost by its column, or a quantity with its unit. */
const measured = (answer: Answer) =>
  answer.cost === null
    ? { column: 'quantity', kept: 'unit', apart: () => answer.unit }
    : { column: answer.cost, kept: 'currency', apart: (currency: string | null) => currency }

function sumSheet(answer: Answer): Sheet {
  const { column, kept, apart } = measured(answer)
  const asked = answer.comparison?.asked === true
  const figures = ({ amount, before }: Pick<Row, 'amount' | 'before'>) =>
    asked ? [amount, before, difference(amount, before)] : [amount]
  const rows =
    answer.rows.length > 0
      ? answer.rows.map((row) => [...keysOf(answer, row), apart(row.currency), ...figures(row)])
      : answer.totals.map((total) => [...answer.groupBy.map(() => NONE), apart(total.currency), ...figures(total)])
  return {
    columns: [...answer.groupBy, kept, column, ...(asked ? [`${column}_before`, 'change'] : [])],
    rows,
    totals: totalsOf(answer),
    adds: column,
  }
}

/** A row for every day, week or month of every line, also where nothing was recorded. */
function trendSheet(answer: Answer, trend: Trend): Sheet {
  const { column, kept, apart } = measured(answer)
  return {
    columns: [`${trend.grain}_from`, ...answer.groupBy, kept, column],
    rows: trend.series.flatMap((line) =>
      trend.buckets.map((bucket, i) => [bucket, ...keysOf(answer, line), apart(line.currency), line.values[i] ?? null]),
    ),
    totals: totalsOf(answer),
    adds: column,
  }
}

const totalsOf = (answer: Answer): Sheet['totals'] =>
  answer.totals.map(({ currency, amount }) => ({ currency, total: amount }))

/** An empty cell is a figure that nobody recorded, so a missing tag is written out, as a question would ask for it. */
const keysOf = (answer: Answer, { kind, keys }: Pick<Row, 'kind' | 'keys'>) =>
  answer.groupBy.map((_, i) => (kind === 'other' ? OTHER : (keys[i] ?? NONE)))

const difference = (now: string | null, before: string | null): string | null =>
  now === null || before === null ? null : new Big(now).minus(before).toFixed()
