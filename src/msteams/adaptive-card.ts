import type { Block, Card } from '../cards/card.ts'
import { blockLines, plainText } from '../cards/plain-text.ts'
import { oneLine, shortened, walled } from '../cards/visible.ts'
import { actionElements } from './actions.ts'
import { chartElements } from './chart.ts'
import { codeBlocks, type Element, factSets, left, SMALL, textBlock, wordBlocks } from './element.ts'
import { LIMITS } from './limits.ts'
import { tableElements } from './table.ts'

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard'
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json'
  readonly version: '1.5'
  /** For clients that cannot draw the card at all. */
  readonly fallbackText: string
  readonly body: readonly Element[]
  readonly msteams: { readonly width: 'Full' }
}

/** A card as Microsoft Teams draws it, within its size; what does not fit is counted ("… and 12 more rows"). */
export function toAdaptiveCard(card: Card): AdaptiveCard {
  let charts = 0
  let selects = 0
  const render = (block: Block): Element[] => {
    switch (block.kind) {
      case 'headline':
        return [
          textBlock(walled(shortened(oneLine(block.text), LIMITS.text)), {
            size: 'ExtraLarge',
            weight: 'Bolder',
            style: 'heading',
          }),
        ]
      case 'text':
        return wordBlocks(block.text)
      case 'facts':
        return factSets(block.facts)
      case 'table':
        return tableElements(block)
      case 'chart':
        return chartElements(block, `tally:figures:${charts++}`)
      case 'note':
        return wordBlocks(block.text, SMALL)
      case 'chips':
        return block.chips.length === 0 ? [] : [textBlock(blockLines(block).join(''), SMALL)]
      case 'code':
        return codeBlocks(block.text)
      case 'actions':
        return actionElements(block, () => selects++)
    }
  }
  const blocks = chartsLast(card.blocks)
  const parts = blocks.flatMap((block, i) =>
    render(block).map((element, j) => ({
      element: j === 0 && isNext(block, blocks[i - 1]) ? { ...element, ...APART } : element,
      acts: block.kind === 'actions',
    })),
  )
  const elements = (acts: boolean) => parts.filter((part) => part.acts === acts).map(({ element }) => element)
  const buttons = within(elements(true), LIMITS.actions, 'choice')
  const frame = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: shortened(plainText(card), 500),
    msteams: { width: 'Full' },
  } as const
  const room = LIMITS.card - LIMITS.mark - JSON.stringify({ ...frame, body: buttons }).length
  const words = within(elements(false), room, 'part')
  return {
    ...frame,
    body: inPlace(
      parts.map(({ element }) => element),
      words,
      buttons,
    ),
  }
}

/** After the buttons of one thing, such as an idle resource, the next thing begins. */
const isNext = (block: Block, before: Block | undefined) =>
  before?.kind === 'actions' && (block.kind === 'text' || block.kind === 'headline')

const APART = { separator: true, spacing: 'Large' }

/** Buttons stand under what they are about; what was left out is told after the last of its kind. */
function inPlace(order: readonly Element[], words: readonly Element[], buttons: readonly Element[]): Element[] {
  const isNew = (element: Element) => !order.includes(element)
  const lastWord = words.findLast((element) => !isNew(element))
  const placed = order.flatMap((element) => {
    if (!words.includes(element)) return buttons.includes(element) ? [element] : []
    return element === lastWord ? [element, ...words.filter(isNew)] : [element]
  })
  return [...placed, ...(lastWord === undefined ? words.filter(isNew) : []), ...buttons.filter(isNew)]
}

/** A picture that a phone leaves blank must not stand between the words: it goes before the closing small print. */
function chartsLast(blocks: readonly Block[]): Block[] {
  const isEnd = (block: Block) => block.kind === 'note' || block.kind === 'chips' || block.kind === 'actions'
  const end = blocks.findLastIndex((block) => !isEnd(block)) + 1
  const body = blocks.slice(0, end)
  const isChart = (block: Block) => block.kind === 'chart'
  return [...body.filter((block) => !isChart(block)), ...body.filter(isChart), ...blocks.slice(end)]
}

/** Elements from the start, as many as fit. */
function within(elements: readonly Element[], room: number, thing: string): Element[] {
  const kept: Element[] = []
  let space = room - NOTE
  for (const element of elements) {
    space -= JSON.stringify(element).length + 1
    if (space < 0) break
    kept.push(element)
  }
  return [...kept, ...left(elements.length - kept.length, thing)]
}

/** What the line that counts the rest takes. */
const NOTE = 150
