import Papa from 'papaparse'
import { addDays } from '../civil-date.ts'
import type { Sheet } from './kinds/kind.ts'
import { kindOf } from './kinds/kinds.ts'
import type { Question } from './question.ts'

const DECIMAL = /^-?\d+(?:\.\d+)?$/
// Where a spreadsheet begins a cell, also one that separates by semicolons: what follows would run as a formula.
const FORMULA = /(^|;)(?=[\s\p{Cf}]*[=+\-@\t\r＝＋－＠])/gu

/** RFC 4180. A name that a spreadsheet would run as a formula gets an apostrophe, which it shows as text; numbers stay numbers. */
export const toCsv = ({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>): string =>
  `${Papa.unparse(
    [columns, ...rows].map((row) => row.map(inert)),
    { newline: '\r\n' },
  )}\r\n`

const inert = (cell: string | null): string | null =>
  cell === null || DECIMAL.test(cell) ? cell : cell.replace(FORMULA, "$1'")

// Excel takes UTF-8 for it only behind this mark; programs that read a pipe would take it for a part of the first name.
const MARK = '\uFEFF'
export const forSpreadsheets = (csv: string): string => `${MARK}${csv}`

/** "spend-by-team-2026-11-01-to-2026-11-23.csv": no word of the asker's, and nobody's name, so safe on every disk. */
export function fileName(question: Question): string {
  const { groupBy, grain, period } = question
  const what = kindOf(question) ?? (question.measure === 'quantity' ? (question.unit ?? 'quantity') : question.intent)
  const by = [...groupBy, ...(grain === null ? [] : [grain])]
  return `${[what, ...(by.length === 0 ? [] : ['by', ...by]), period.start, 'to', addDays(period.end, -1)]
    .join('-')
    .replaceAll('_', '-')}.csv`
}
