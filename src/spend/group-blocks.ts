import type { Cell, Chart, Column, Table } from '../cards/card.ts'
import { change, days, percent, unitName } from '../cards/format.ts'
import type { Answer, Row, Total } from './answer.ts'
import { groupChart } from './group-chart.ts'
import { bareFigure, capital, dimensionWord, dimensionWords, figure, havingWords, rowLabel } from './words.ts'

/** What each group has, a table per currency; a picture before it where the question asks for one. */
export function groupBlocks(answer: Answer): (Chart | Table)[] {
  if (answer.rows.length === 0) return []
  return answer.totals.flatMap((total): (Chart | Table)[] => {
    const rows = answer.rows.filter((row) => row.currency === total.currency)
    if (rows.length === 0 || (answer.chosen && rows.length === 1 && rows[0]?.kind === 'none')) return []
    const table = answer.comparison?.asked ? comparisonTable(answer, total, rows) : shareTable(answer, total, rows)
    return answer.question.chart && rows.length > 1 ? [groupChart(answer, total, rows), table] : [table]
  })
}

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })
const cell = (text: string, value?: string | null): Cell =>
  value === undefined || value === null ? { text } : { text, value: Number(value) }

function shareTable(answer: Answer, total: Total, rows: readonly Row[]): Table {
  const { currency } = total
  return {
    kind: 'table',
    caption: caption(answer, currency),
    columns: [
      left(groupTitle(answer)),
      right(currency === null ? capital(unitName(answer.unit ?? 'unit')) : 'Cost'),
      right('Share'),
    ],
    rows: rows.map((row) => [
      cell(rowLabel(row, answer.groupBy)),
      cell(bareFigure(answer, row.amount, currency), row.amount),
      cell((row.amount !== null && total.amount !== null && percent(row.amount, total.amount)) || '–'),
    ]),
  }
}

function comparisonTable(answer: Answer, { currency }: Total, rows: readonly Row[]): Table {
  const { comparison } = answer
  const said = (row: Row) =>
    row.amount === null && row.before !== null
      ? 'gone'
      : row.amount !== null && row.before === null
        ? 'new'
        : row.amount === null
          ? '–'
          : change(row.amount, row.before, (decimal) => figure(answer, decimal, currency)).words
  return {
    kind: 'table',
    caption: caption(answer, currency),
    columns: [
      left(groupTitle(answer)),
      right(days(answer.question.period)),
      right(comparison === null ? 'Before' : days(comparison.before)),
      right('Change'),
    ],
    rows: rows.map((row) => [
      cell(rowLabel(row, answer.groupBy)),
      cell(figure(answer, row.amount, currency), row.amount),
      cell(figure(answer, row.before, currency), row.before),
      cell(said(row)),
    ]),
  }
}

const groupTitle = (answer: Answer) => answer.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · ')

const caption = (answer: Answer, currency: string | null) => {
  const by = `By ${answer.groupBy.map(dimensionWord).join(' and ')}`
  const { having } = answer.question
  const bar =
    having === null
      ? ''
      : `; named are ${answer.groupBy.map(dimensionWords).join(', ')} ${havingWords(having, figure(answer, having.value, currency))}`
  return `${by}${currency === null ? '' : `, ${currency}`}${bar}`
}
