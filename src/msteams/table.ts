import type { Table } from '../cards/card.ts'
import { cellText } from '../cards/grid.ts'
import { tableLines } from '../cards/plain-text.ts'
import { codePoints, oneLine, shortened, walled } from '../cards/visible.ts'
import { type Element, left, SMALL, textBlock } from './element.ts'
import { LIMITS } from './limits.ts'

/**
 * A table made of columns, which every client draws since cards exist, in small print where only that fits a phone. The
 * `Table` element of 1.5 is blank on phones (AdaptiveCards #8853), so it would need the same figures a second time beside it.
 * What is too wide for a phone even so is a name and a line of figures a row: a figure that breaks in its middle is misread.
 */
export function tableElements(table: Table): Element[] {
  const width = Math.max(table.columns.length, ...table.rows.map((row) => row.length))
  if (table.rows.length === 0) return [caption(tableLines(table).join(' '))]
  const indexes = Array.from({ length: width }, (_, i) => i)
  const text = (words: string | undefined) => shortened(cellText(words), LIMITS.cell)
  const titles = indexes.map((i) => text(table.columns[i]?.title))
  const rows = table.rows.slice(0, LIMITS.rows).map((cells) => indexes.map((i) => text(cells[i]?.text)))
  const isFigures = (i: number) => table.columns[i]?.align === 'right'
  const needOf = (i: number) => need(titles[i] ?? '', column(rows, i), isFigures(i))
  const needs = indexes.map(needOf)
  const print = PRINTS.find(({ charsOf }) => sum(needs.map(({ least }) => least)) <= charsOf(width))
  const lines = print === undefined ? stacked(titles, rows) : inColumns(titles, rows, print, needs, isFigures)
  return [caption(walled(oneLine(table.caption))), ...lines, ...left(table.rows.length - rows.length, 'row')]
}

interface Print {
  readonly look: object
  readonly spacing: 'Default' | 'Small'
  /** How many characters of a row stand beside each other in the 340 pixels that a phone has for a card. */
  readonly charsOf: (columns: number) => number
}

const PRINTS: readonly Print[] = [
  { look: {}, spacing: 'Default', charsOf: (columns) => (340 - 12 * (columns - 1)) / 8 },
  { look: { size: 'Small' }, spacing: 'Small', charsOf: (columns) => (340 - 8 * (columns - 1)) / 6.8 },
]

/** In characters: what a column cannot do without, and what it would like. */
interface Need {
  readonly least: number
  readonly most: number
}

/** Words are kept whole; a long name may break. */
function need(title: string, texts: readonly string[], isFigures: boolean): Need {
  const most = Math.max(BOLD * codePoints(title), ...texts.map(codePoints)) + MARGIN
  const words = (text: string) => text.split(/\s|(?<=-)/).map(codePoints)
  const longestWord = Math.max(...words(title).map((length) => BOLD * length), ...texts.flatMap(words)) + MARGIN
  const least = isFigures ? longestWord : Math.min(longestWord, LONG_NAME)
  return { least, most: Math.max(least, Math.min(most, WIDEST)) }
}
/** Titles stand in bold. */
const BOLD = 1.15
const MARGIN = 0.5
const LONG_NAME = 12
const WIDEST = 40

function inColumns(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  print: Print,
  needs: readonly Need[],
  isFigures: (column: number) => boolean,
): Element[] {
  // What is left goes to those who would like more, in the measure of what they would like.
  const wished = sum(needs.map(({ least, most }) => most - least))
  const spare = print.charsOf(needs.length) - sum(needs.map(({ least }) => least))
  const share = wished === 0 ? 0 : Math.min(1, spare / wished)
  const widths = needs.map(({ least, most }) => Math.round(10 * (least + (most - least) * share)))
  const line = (row: readonly string[], look: object, head: object): Element => ({
    type: 'ColumnSet',
    columns: row.map((text, i) => ({
      type: 'Column',
      width: widths[i],
      ...(i === 0 || print.spacing === 'Default' || (isFigures(i - 1) && !isFigures(i))
        ? {}
        : { spacing: print.spacing }),
      items: [textBlock(text, { ...print.look, ...(isFigures(i) ? RIGHT : {}), ...head })],
    })),
    spacing: 'Small',
    ...look,
  })
  return [
    line(titles, {}, { weight: 'Bolder' }),
    ...rows.map((row, i) => line(row, i === 0 ? { separator: true } : {}, {})),
  ]
}

const RIGHT = { horizontalAlignment: 'Right' }

/** What stands first in bold, and under it the rest, each with its title. */
const stacked = (titles: readonly string[], rows: readonly (readonly string[])[]): Element[] =>
  rows.map(([name = '', ...rest]) => ({
    type: 'Container',
    spacing: 'Small',
    items: [
      textBlock(name, { weight: 'Bolder' }),
      textBlock(shortened(rest.map((text, i) => titled(titles[i + 1], text)).join('; '), LIMITS.text), {
        spacing: 'None',
      }),
    ],
  }))

const titled = (title: string | undefined, text: string) =>
  title === undefined || title === NOTHING ? text : `${title} ${text}`
const NOTHING = cellText('')

const column = (rows: readonly (readonly string[])[], i: number): string[] => rows.map((row) => row[i] ?? '')
const caption = (text: string): Element => textBlock(text, { ...SMALL, spacing: 'Medium' })
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
