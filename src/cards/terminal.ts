import stringWidth from 'string-width'
import { bars } from './bars.ts'
import type { Block, Card, Chart, Fact, Table, Text } from './card.ts'
import { grid, padded } from './grid.ts'
import { blockLines, spoken } from './plain-text.ts'
import { oneLine, visible } from './visible.ts'

export interface TerminalLook {
  /** Columns of the window. */
  readonly width: number
  /** False where nobody looks, such as a pipe. */
  readonly colour: boolean
}

/** A card for the command line: aligned tables, bars of letters, and colour only where it is wanted. */
export function terminal(card: Card, look: TerminalLook): string {
  const parts = card.blocks
    .filter((block, i) => !repeats(card.blocks[i - 1], block))
    .map((block) => blockText(block, look))
    .filter((lines) => lines.length > 0)
  return parts.map((lines) => lines.join('\n')).join('\n\n')
}

/** Bars have their figures beside them here, so a table of the same figures would say everything twice. */
function repeats(before: Block | undefined, block: Block): boolean {
  return before?.kind === 'chart' && block.kind === 'table' && isSame(before, block)
}

const isSame = (chart: Chart, table: Table): boolean =>
  chart.series.length === 1 &&
  table.columns.length === 2 &&
  table.rows.length === chart.categories.length &&
  table.rows.every(
    ([label, figure], i) =>
      label?.text === chart.categories[i] && (figure?.value ?? null) === (chart.series[0]?.values[i] ?? null),
  )

function blockText(block: Block, look: TerminalLook): string[] {
  const { width } = look
  const bold = paint(look, 1)
  const dim = paint(look, 2)
  switch (block.kind) {
    case 'headline':
      return wrapped(oneLine(block.text), width).map(bold)
    case 'text':
      return styled(block.text, look)
    case 'facts':
      return factLines(block.facts, look)
    case 'table': {
      if (block.rows.length === 0) return blockLines(block)
      const { head, rows } = grid(block, width)
      return [dim(oneLine(block.caption)), ...head.map(bold), ...rows]
    }
    case 'chart': {
      const picture = bars(block, width).map((line) => line.replace(/[▁-█▉▊▋▌▍▎▏]+/g, paint(look, 36)))
      const title = oneLine(block.title)
      const unit = oneLine(block.unit)
      return [
        dim(title.includes(unit) ? title : `${title} (${unit})`),
        ...picture,
        ...wrapped(visible(block.words), width).map(dim),
      ]
    }
    case 'note':
    case 'chips':
    case 'actions':
      return blockLines(block).flatMap((line) => wrapped(line, width).map(dim))
    case 'code':
      return blockLines(block).map((line) => `  ${line}`)
  }
}

function factLines(facts: readonly Fact[], look: TerminalLook): string[] {
  const labels = facts.map((fact) => oneLine(fact.label))
  const widest = Math.min(Math.max(0, ...labels.map((label) => stringWidth(label))), Math.floor(look.width / 2))
  return facts.map((fact, i) => `${paint(look, 2)(padded(labels[i] ?? '', widest, 'left'))}  ${spoken(fact.value)}`)
}

/** Bold where a span is strong, as long as it all fits one line: wrapping counts columns, and colour has none. */
function styled(text: Text, look: TerminalLook): string[] {
  const words = spoken(text)
  if (!look.colour || stringWidth(words) > look.width) return wrapped(words, look.width)
  const bold = paint(look, 1)
  return [text.map((span) => (span.kind === 'strong' ? bold(spoken([span])) : spoken([span]))).join('')]
}

/** Lines of at most `width` columns, broken between words; a word that is longer stays whole. */
function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const made: string[] = []
    for (const word of line.split(' ')) {
      const joined = made.length === 0 ? word : `${made.at(-1)} ${word}`
      if (made.length > 0 && stringWidth(joined) <= width) made[made.length - 1] = joined
      else made.push(word)
    }
    return made
  })
}

const paint =
  ({ colour }: TerminalLook, style: number) =>
  (text: string): string =>
    colour && text !== '' ? `\u001B[${style}m${text}\u001B[0m` : text
