import type { KnownBlock } from '@slack/types'
import type { Block, Card } from '../cards/card.ts'
import { blockLines, plainText } from '../cards/plain-text.ts'
import { BLANK, codePoints, oneLine, pieces } from '../cards/visible.ts'
import { actionBlocks } from './action-blocks.ts'
import { dataTableBlocks, left, letterTableBlocks } from './data-table.ts'
import { type DataVisualizationBlock, dataVisualizationBlocks, letterChartBlocks } from './data-visualization.ts'
import { escaped } from './escape.ts'
import { LIMITS } from './limits.ts'
import { context, factBlocks, preformatted, richText, smallPrint } from './rich-text.ts'

export type SlackBlock = KnownBlock | DataVisualizationBlock

export interface Rendered {
  /** The complete answer in words, escaped; to be sent with `mrkdwn: false`, so that a `*` in a name is a `*`. */
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/**
 * A card as a Slack message, within Slack's limits; what does not fit is counted ("… and 12 more rows"), and said in `text`.
 *
 * Buttons come back as `action_id` "tally:button:N" with the token in `value`, selects as "tally:select:N" with the
 * token in `selected_option.value`; N only keeps the ids apart.
 */
export function toBlocks(card: Card): Rendered {
  let tables = 0
  let charts = 0
  let actions = 0
  const render = (block: Block): SlackBlock[] => {
    switch (block.kind) {
      case 'headline':
        return headline(oneLine(block.text))
      case 'text':
        return richText(block.text)
      case 'facts':
        return factBlocks(block.facts)
      case 'table':
        if (block.rows.length === 0 || tables++ < LIMITS.message.tables) return dataTableBlocks(block)
        return letterTableBlocks(block)
      case 'chart':
        return charts++ < LIMITS.message.charts ? dataVisualizationBlocks(block) : letterChartBlocks(block)
      case 'note':
        return context(block.text)
      case 'chips':
        return smallPrint(blockLines(block).join(''))
      case 'code':
        return preformatted(block.text)
      case 'actions':
        return actionBlocks(block, () => actions++)
    }
  }
  return { text: fallbackText(card), blocks: withinBudget(card.blocks.flatMap(render)) }
}

/** The same card for a workspace that refuses its blocks. */
export const toTextOnly = (card: Card): Rendered => ({ text: fallbackText(card), blocks: [] })

function headline(text: string): SlackBlock[] {
  if (codePoints(text) > LIMITS.header) return richText([{ kind: 'strong', text }])
  return [{ type: 'header', text: { type: 'plain_text', text, emoji: false } }]
}

function fallbackText(card: Card): string {
  const lines = escaped(plainText(card) || BLANK)
    .split('\n')
    .flatMap((line) => pieces(line, LIMITS.section.text))
  const kept: string[] = []
  let room = LIMITS.message.text
  for (const line of lines) {
    room -= codePoints(line) + 1
    if (room < 0) break
    kept.push(line)
  }
  const missing = lines.length - kept.length
  return missing === 0
    ? lines.join('\n')
    : [...kept, `… and ${missing} more line${missing === 1 ? '' : 's'}`].join('\n')
}

/** Buttons stay, words go from the end: an answer that cannot be asked further is worth less than its last paragraph. */
function withinBudget(blocks: readonly SlackBlock[]): SlackBlock[] {
  const buttons = blocks.filter(isActions).slice(0, MOST_ACTIONS)
  let places = LIMITS.message.blocks - 1 - buttons.length
  let room = LIMITS.message.blocksText
  let full = false
  const kept = blocks.filter((block) => {
    if (isActions(block)) return buttons.includes(block)
    const length = isData(block) ? 0 : textLength(block)
    full ||= places < 1 || length > room
    if (full) return false
    places--
    room -= length
    return true
  })
  return [...kept, ...left(blocks.length - kept.length, 'part')]
}

// A list of ten with buttons each, and those of the whole card.
const MOST_ACTIONS = 12
const isActions = (block: SlackBlock) => block.type === 'actions'
const isData = (block: SlackBlock) => block.type === 'data_table' || block.type === 'data_visualization'

/** All that is read in a block. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? codePoints(inner) : textLength(inner)),
    0,
  )
}
