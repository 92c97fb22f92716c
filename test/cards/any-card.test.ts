import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { point } from '../../src/cards/format.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { terminal } from '../../src/cards/terminal.ts'
import { toAdaptiveCard } from '../../src/msteams/adaptive-card.ts'
import { toBlocks, toTextOnly } from '../../src/slack/blocks.ts'
import { anyCard } from './arbitrary.ts'
import { hasShared, WITHOUT_SHARED } from './shared.ts'
import { slackFaults } from './slack-validator.ts'
import { teamsFaults } from './teams-validator.ts'

// Whatever a card holds, somebody waits for it: it renders everywhere, within every limit, with every figure.

const RUNS = { numRuns: 150, interruptAfterTimeLimit: 20_000 } // a large card takes minutes to shrink

describe('any card at all', () => {
  it.skipIf(!hasShared)(`is valid on Slack (${WITHOUT_SHARED})`, () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(slackFaults(toBlocks(card))).toEqual([])
      }),
      RUNS,
    )
  })

  it.skipIf(!hasShared)(`is valid on Microsoft Teams (${WITHOUT_SHARED})`, () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(teamsFaults(toAdaptiveCard(card))).toEqual([])
      }),
      RUNS,
    )
  })

  it('says every figure of its tables and charts in words', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const words = plainText(card)
        for (const figure of figuresOf(card)) expect(words).toContain(figure)
      }),
      RUNS,
    )
  })

  it('says them to Slack as well, or how many lines are missing', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const { text } = toTextOnly(card)
        if (/… and \d+ more lines?$/.test(text)) return
        for (const figure of figuresOf(card)) expect(text).toContain(figure)
      }),
      RUNS,
    )
  })

  it('calls nobody and links nowhere on Slack', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const { text, blocks } = toBlocks(card)
        expect(text).not.toMatch(/[<>]/)
        // Whatever Slack would parse: mrkdwn. A link there is one that the card asked for.
        for (const said of mrkdwnOf(blocks)) expect(said).not.toMatch(/<(?!https?:|mailto:)/)
      }),
      RUNS,
    )
  })

  it('shows in a terminal without a control character', () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 20, max: 200 }), (card, width) => {
        expect(terminal(card, { width, colour: false })).not.toMatch(/(?!\n)[\p{Cc}\p{Surrogate}]/u)
      }),
      RUNS,
    )
  })
})

function figuresOf(card: Card): string[] {
  return card.blocks.flatMap((block) => {
    if (block.kind === 'table')
      return block.rows.flatMap((row) => row.filter((cell) => cell.value !== undefined).map((cell) => cell.text))
    if (block.kind !== 'chart') return []
    return block.series.flatMap((series) => block.categories.map((_, i) => point(series.values[i] ?? null, block.unit)))
  })
}

function mrkdwnOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)]
  return Object.values(value).flatMap(mrkdwnOf)
}
