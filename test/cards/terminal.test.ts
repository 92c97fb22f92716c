import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { terminal } from '../../src/cards/terminal.ts'
import { SAMPLES } from './samples.ts'

const { answer = { blocks: [] }, hostile = { blocks: [] }, table = { blocks: [] } } = SAMPLES

describe('a card in a terminal', () => {
  it('aligns figures to the right and names to the left', () => {
    expect(terminal(table, { width: 80, colour: false })).toBe(
      [
        'Effective cost by model',
        'Model                  Cost  Share     Change',
        '────────────────  ─────────  ─────  ─────────',
        'llama-3.1-70b     $8,120.40  65.8%   up 14.2%',
        'gpt-4o-mini       $2,904.11  23.5%    down 3%',
        'text-embedding-3    $911.16   7.4%  unchanged',
        'unallocated         $410.00   3.3%        new',
      ].join('\n'),
    )
  })

  it('lets the name give way where the window is narrow, never a figure', () => {
    const lines = terminal(table, { width: 40, colour: false }).split('\n')
    expect(lines).toContain('text-embed…    $911.16   7.4%  unchanged')
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40)
  })

  it('draws a bar for what was spent and none for what is not known', () => {
    const lines = terminal(answer, { width: 80, colour: false }).split('\n')
    expect(lines).toContain('Nov 20  $1,731.75  ████████████████████████████████████████')
    expect(lines).toContain('Nov 22    no data')
  })

  it('says the figures of bars once, and those of steps in their table', () => {
    const trend = (...series: readonly (readonly (number | null)[])[]): Card => ({
      blocks: [
        {
          kind: 'chart',
          shape: 'line',
          title: 'Per day',
          unit: 'USD',
          categories: ['Nov 1', 'Nov 2'],
          series: series.map((values, i) => ({ name: `S${i}`, values })),
          words: 'Highest: Nov 1.',
        },
        {
          kind: 'table',
          caption: 'Per day',
          columns: ['Day', ...series.map((_, i) => `S${i}`)].map((title) => ({ title, align: 'left' })),
          rows: ['Nov 1', 'Nov 2'].map((text, day) => [
            { text },
            ...series.map((values) => {
              const value = values[day] ?? null
              return value === null ? { text: 'no data' } : { text: `$${value}.00`, value }
            }),
          ]),
        },
      ],
    })
    const lines = (card: Card) => terminal(card, { width: 80, colour: false }).split('\n')
    expect(lines(trend([3, null])).filter((line) => line.startsWith('Nov 1'))).toHaveLength(1)
    expect(lines(trend([3, null], [1, 2])).filter((line) => line.startsWith('Nov 1'))).toEqual([
      'Nov 1  $3.00    $1.00',
    ])
  })

  it('has no escape sequences without colour, whatever the names hold', () => {
    expect(terminal(hostile, { width: 80, colour: false })).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  it('has only its own with colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    expect(terminal(hostile, { width: 80, colour: true }).replace(/\u001B\[\d+m/g, '')).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(terminal(answer, { width: 80, colour: true })).toContain('\u001B[1m$12,345.67\u001B[0m')
  })
})
