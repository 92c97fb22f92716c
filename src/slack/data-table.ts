import type { DataTableBlock, KnownBlock } from '@slack/types'
import type { Cell, Table } from '../cards/card.ts'
import { cellText, grid } from '../cards/grid.ts'
import { codePoints, oneLine, shortened } from '../cards/visible.ts'
import { LIMITS } from './limits.ts'
import { preformatted, smallPrint } from './rich-text.ts'

const { dataTable } = LIMITS

/** Slack's own table, which sorts and filters. Its rows are as many as fit; the rest is counted below it. */
export function dataTableBlocks(table: Table): KnownBlock[] {
  const caption = oneLine(table.caption)
  if (table.rows.length === 0) return smallPrint(`${caption}: nothing`)
  const width = Math.max(1, table.columns.length, ...table.rows.map((row) => row.length))
  const columns = Array.from({ length: Math.min(width, dataTable.columns) }, (_, i) => i)
  const rows: DataTableBlock['rows'] = [columns.map((i) => rawText(table.columns[i]?.title ?? ''))]
  let room = dataTable.content - lengthOf(rows[0] ?? [])
  for (const cells of table.rows.slice(0, dataTable.rows)) {
    const row = columns.map((i) => toCell(cells[i]))
    room -= lengthOf(row)
    if (room < 0) break
    rows.push(row)
  }
  const shown = rows.length - 1
  const block: DataTableBlock = {
    type: 'data_table',
    caption: shortened(caption, dataTable.caption),
    page_size: Math.min(shown, dataTable.pageSize),
    row_header_column_index: 0,
    rows,
  }
  return [block, ...left(table.rows.length - shown, 'row'), ...left(width - columns.length, 'column')]
}

/** A table after the first, which Slack would refuse as one of its own: aligned letters. */
export function letterTableBlocks(table: Table): KnownBlock[] {
  const caption = oneLine(table.caption)
  if (table.rows.length === 0) return smallPrint(`${caption}: nothing`)
  const { head, rows } = grid(table, LETTERS)
  const lines = [...head]
  let room = LIMITS.richText - codePoints(head.join('\n'))
  for (const row of rows) {
    room -= codePoints(row) + 1
    if (room < 0) break
    lines.push(row)
  }
  const shown = lines.length - head.length
  return [...smallPrint(caption), ...preformatted(lines.join('\n')), ...left(rows.length - shown, 'row')]
}

/** What a code block of Slack shows in one line on a desktop. */
export const LETTERS = 72

/** "… and 12 more rows": what did not fit is said, never cut silently. */
export function left(count: number, one: string, many = `${one}s`): KnownBlock[] {
  return count <= 0 ? [] : smallPrint(`… and ${count} more ${count === 1 ? one : many}`)
}

const rawText = (text: string) => ({ type: 'raw_text' as const, text: shortened(cellText(text), dataTable.cell) })

function toCell(cell: Cell | undefined): DataTableBlock['rows'][number][number] {
  const { text } = rawText(cell?.text ?? '')
  const value = cell?.value
  return value === undefined || !Number.isFinite(value)
    ? { type: 'raw_text', text }
    : { type: 'raw_number', value, text }
}

const lengthOf = (row: DataTableBlock['rows'][number]) =>
  row.reduce((sum, cell) => sum + ('text' in cell ? codePoints(cell.text) : 0), 0)
