import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
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

  it('has no escape sequences without colour, whatever the names hold', () => {
    expect(terminal(hostile, { width: 80, colour: false })).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  it('has only its own with colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    expect(terminal(hostile, { width: 80, colour: true }).replace(/\u001B\[\d+m/g, '')).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(terminal(answer, { width: 80, colour: true })).toContain('\u001B[1m$12,345.67\u001B[0m')
  })
})
