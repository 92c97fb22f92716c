import stringWidth from 'string-width'
import type { Table } from './card.ts'
import { oneLine, visible } from './visible.ts'

const GAP = '  '
/** No column becomes narrower than this to make room for others. */
const NARROWEST = 6

/** A table as aligned lines of at most `width` columns: titles, a rule, the rows. */
export function grid(table: Table, width: number): { readonly head: string[]; readonly rows: string[] } {
  const titles = table.columns.map((column) => oneLine(column.title))
  const rows = table.rows.map((cells) => titles.map((_, i) => cellText(cells[i]?.text)))
  const widths = fitted(
    titles.map((title, i) => Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[i] ?? '')))),
    width,
  )
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => padded(cut(text, widths[i] ?? 0), widths[i] ?? 0, table.columns[i]?.align ?? 'left'))
      .join(GAP)
      .trimEnd()
  const rule = widths.map((columns) => '─'.repeat(columns)).join(GAP)
  return { head: [line(titles), rule], rows: rows.map(line) }
}

/** A cell's text; nothing in it shows as a dash. */
export const cellText = (text: string | undefined): string =>
  visible(text ?? '').trim() === '' ? '–' : oneLine(text ?? '')

export function padded(text: string, columns: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, columns - stringWidth(text)))
  return align === 'left' ? text + space : space + text
}

/** Cut to that many columns of a terminal, with "…" where something is missing. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let kept = ''
  let used = 1
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment)
    if (used > columns) break
    kept += segment
  }
  return `${kept}…`
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The widest column gives way first, for it is the name; figures keep their digits. */
function fitted(wanted: readonly number[], width: number): number[] {
  const widths = [...wanted]
  const over = () => widths.reduce((sum, columns) => sum + columns, (widths.length - 1) * GAP.length) - width
  while (over() > 0) {
    const widest = widths.indexOf(Math.max(...widths))
    const now = widths[widest] ?? 0
    if (now <= NARROWEST) break
    const second = Math.max(NARROWEST, ...widths.filter((_, i) => i !== widest))
    widths[widest] = Math.max(now - over(), Math.min(second, now - 1), NARROWEST)
  }
  return widths
}
