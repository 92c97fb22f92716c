import type { Table } from '../cards/card.ts'
import { cellText } from '../cards/grid.ts'
import { tableLines } from '../cards/plain-text.ts'
import { codePoints, oneLine, shortened, walled } from '../cards/visible.ts'
import { type Element, left, SMALL, textBlock } from './element.ts'
import { LIMITS } from './limits.ts'

/**
 * A table made of columns, which every client draws since cards exist. The `Table` element of 1.5 is blank on phones
 * (AdaptiveCards #8853), so it would need the same figures a second time beside it.
 */
export function tableElements(table: Table): Element[] {
  const width = Math.max(table.columns.length, ...table.rows.map((row) => row.length))
  if (table.rows.length === 0 || width > LIMITS.columns) return inWords(table)
  const indexes = Array.from({ length: width }, (_, i) => i)
  const texts = table.rows
    .slice(0, LIMITS.rows)
    .map((cells) => indexes.map((i) => shortened(cellText(cells[i]?.text), LIMITS.cell)))
  const titles = indexes.map((i) => shortened(cellText(table.columns[i]?.title), LIMITS.cell))
  const weights = indexes.map((i) => weight([titles, ...texts].map((row) => codePoints(row[i] ?? ''))))
  const line = (row: readonly string[], look: object, head: object): Element => ({
    type: 'ColumnSet',
    columns: row.map((text, i) => ({
      type: 'Column',
      width: weights[i],
      items: [textBlock(text, { ...(table.columns[i]?.align === 'right' ? RIGHT : {}), ...head })],
    })),
    ...look,
  })
  return [
    textBlock(walled(oneLine(table.caption)), { ...SMALL, spacing: 'Medium' }),
    line(titles, { spacing: 'Small' }, { weight: 'Bolder' }),
    ...texts.map((row, i) => line(row, { spacing: 'Small', ...(i === 0 ? { separator: true } : {}) }, {})),
    ...left(table.rows.length - texts.length, 'row'),
  ]
}

const RIGHT = { horizontalAlignment: 'Right' }

/** A column's share of the width: its widest text, within what can still be read. */
const weight = (lengths: readonly number[]) => Math.min(24, Math.max(6, ...lengths))

function inWords(table: Table): Element[] {
  const [caption = '', ...rows] = tableLines(table)
  return [
    textBlock(caption, { ...SMALL, spacing: 'Medium' }),
    ...rows.slice(0, LIMITS.rows).map((row) => textBlock(shortened(row, LIMITS.text), { spacing: 'Small' })),
    ...left(rows.length - LIMITS.rows, 'row'),
  ]
}
