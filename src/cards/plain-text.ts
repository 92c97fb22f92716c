import type { Block, Card, Chart, Select, Table, Text } from './card.ts'
import { point } from './format.ts'
import { oneLine, safeHref, visible, walled } from './visible.ts'

/**
 * The whole card in words: every figure of its tables and charts. It is what screen readers and notifications say, and
 * what is sent where a platform refuses the rest. Not shortened, not escaped for any platform.
 */
export function plainText(card: Card): string {
  return card.blocks
    .flatMap(blockLines)
    .filter((line) => line !== '')
    .join('\n')
}

/** One block of a card in words, a line each. */
export function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'headline':
      return [name(block.text)]
    case 'text':
    case 'note':
      return spoken(block.text).split('\n')
    case 'facts':
      return block.facts.map((fact) => `${name(fact.label)}: ${spoken(fact.value)}`)
    case 'table':
      return tableLines(block)
    case 'chart':
      return chartLines(block)
    case 'chips':
      return [block.chips.map(name).join(' · ')]
    case 'code':
      return visible(block.text).split('\n')
    case 'actions':
      return [...buttonLine(block.buttons), ...block.selects.map(selectLine)]
  }
}

/** Spans as words; a link tells where it leads. */
export function spoken(text: Text): string {
  return text
    .map((span) => {
      const said = walled(visible(span.text))
      const href = span.kind === 'link' ? safeHref(span.href) : undefined
      return href === undefined || href === span.text ? said : `${said} (${href})`
    })
    .join('')
}

/** "search: $1,200.00" for two columns, "search: Cost $1,200.00, Change up 3%" for more. */
export function tableLines(table: Table): string[] {
  const caption = name(table.caption)
  if (table.rows.length === 0) return [`${caption}: nothing`]
  const rows = table.rows.map((cells) => {
    const [first = '', ...rest] = cells.map((cell) => name(cell.text))
    if (rest.length === 0) return first
    const told = rest.map((text, i) => {
      const title = table.columns[i + 1]?.title
      return rest.length === 1 || !title ? text : `${name(title)} ${text}`
    })
    return `${first}: ${told.join(', ')}`
  })
  return [`${caption}:`, ...rows]
}

/** The sentence, then the figures, a series a line. */
export function chartLines(chart: Chart): string[] {
  const categories = chart.categories.map(name)
  const series = chart.series.map(({ name: title, values }) => {
    const points = categories.map((category, i) => `${category} ${point(values[i] ?? null, chart.unit)}`)
    return `${name(title)} (${name(chart.unit)}): ${points.join('; ')}`
  })
  return [`${name(chart.title)}: ${visible(chart.words)}`, ...series]
}

const name = (text: string) => walled(oneLine(text))

function buttonLine(buttons: readonly { readonly label: string }[]): string[] {
  return buttons.length === 0 ? [] : [`Choices: ${buttons.map((button) => name(button.label)).join(' · ')}`]
}

const selectLine = (select: Select) =>
  `${name(select.label)}: ${select.options.map((option) => name(option.label)).join(' · ')}`
