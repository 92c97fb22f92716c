import { describe, expect, it } from 'vitest'
import { type Block, type Card, plain, strong } from '../../src/cards/card.ts'
import { toAdaptiveCard } from '../../src/msteams/adaptive-card.ts'
import type { Element } from '../../src/msteams/element.ts'
import { escaped } from '../../src/msteams/escape.ts'
import { SAMPLES } from '../cards/samples.ts'

const { answer = { blocks: [] }, actions = { blocks: [] } } = SAMPLES
const card = (...blocks: readonly Block[]): Card => ({ blocks })
const body = (...blocks: readonly Block[]): readonly Element[] => toAdaptiveCard(card(...blocks)).body
const said = (value: unknown) => JSON.stringify(value)
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const table = (rows: number, columns = 2): Block => ({
  kind: 'table',
  caption: 'Cost by team',
  columns: many(columns, (i) => ({ title: `column ${i}`, align: i === 0 ? ('left' as const) : ('right' as const) })),
  rows: many(rows, (r) => many(columns, (c) => ({ text: c === 0 ? `team ${r}` : `$${r}.0${c}` }))),
})
const chart = (shape: 'bar' | 'line', values: readonly (readonly (number | null)[])[], label = 'd'): Block => ({
  kind: 'chart',
  shape,
  title: 'Cost by day',
  unit: 'USD',
  categories: (values[0] ?? []).map((_, i) => `${label}${i}`),
  series: values.map((one, i) => ({ name: `team ${i}`, values: one })),
  words: 'It rose.',
})

describe('an answer on Microsoft Teams', () => {
  it('says the number first, draws the chart after all figures, ends with buttons', () => {
    const kinds = toAdaptiveCard(answer).body.map((element) => element.type)
    expect(kinds.slice(0, 3)).toEqual(['TextBlock', 'RichTextBlock', 'FactSet'])
    expect(kinds.indexOf('Chart.VerticalBar')).toBeGreaterThan(kinds.lastIndexOf('FactSet'))
    expect(kinds.indexOf('Chart.VerticalBar')).toBeGreaterThan(8) // the table's rows
    expect(kinds.slice(-2)).toEqual(['ActionSet', 'ColumnSet'])
  })

  it('has every figure in elements that phones draw', () => {
    const withoutPictures = said(toAdaptiveCard(answer).body.filter((element) => !element.type.startsWith('Chart.')))
    expect(withoutPictures).not.toContain('"Table"')
    expect(withoutPictures).toContain('$8,120.40')
    expect(withoutPictures).toContain('Nov 20 $1,731.75; Nov 21 $1,120.40; Nov 22 no data')
  })

  it('gives the same data to clients that know no Action.Execute', () => {
    const [, set] = toAdaptiveCard(actions).body
    expect(said(set)).toContain(
      '"data":{"token":"ask.7f3a91c2b4d5.c2lnbmF0dXJlLW9mLWExNg"},"associatedInputs":"none","fallback":{"type":"Action.Submit"',
    )
  })

  it('sends what was chosen under the name of its input', () => {
    const found = said(
      body({ kind: 'actions', buttons: [], selects: [{ label: 'Which', options: [{ label: 'a', token: 't' }] }] }),
    )
    expect(found).toContain('"id":"tally:select:0"')
    expect(found).toContain('"choices":[{"title":"a","value":"t"}]')
    expect(found).toContain('"verb":"tally","data":{"select":"tally:select:0"}')
  })

  it('sets apart what comes after the buttons of something else', () => {
    const item: Block = { kind: 'text', text: [plain('one idle resource')] }
    const buttons: Block = { kind: 'actions', buttons: [{ label: 'Snooze', token: 't' }], selects: [] }
    const [first, , second] = body(item, buttons, item, buttons, { kind: 'note', text: [plain('small print')] })
    expect([first?.separator, second?.separator, second?.spacing]).toEqual([undefined, true, 'Large'])
    expect(body(item, buttons, { kind: 'note', text: [plain('small print')] }).at(-1)?.separator).toBeUndefined()
  })

  it('keeps the lines and the spaces of code', () => {
    const lines = body({ kind: 'code', text: "select *\n  from spend.daily\n\nwhere team = 'a_b'" })
    expect(lines.map((line) => line.text)).toEqual([
      'select \\*',
      '\u00A0\u00A0from spend.daily',
      '\u00A0',
      "where team = 'a\\_b'",
    ])
  })
})

describe('a chart', () => {
  it.each([
    ['one series of bars', chart('bar', [[1, 2]]), 'Chart.VerticalBar'],
    ['bars with long names', chart('bar', [[1, 2]], 'a model with a name '), 'Chart.HorizontalBar'],
    ['several series of bars', chart('bar', [[1], [2]]), 'Chart.VerticalBar.Grouped'],
    ['lines', chart('line', [[1], [2]]), 'Chart.Line'],
  ])('of %s', (_, block, type) => expect(body(block).map((element) => element.type)).toContain(type))

  it('has no point where nothing was recorded', () => {
    const line = body(chart('line', [[1, null, 0]])).find((element) => element.type === 'Chart.Line')
    expect(line?.data).toEqual([
      {
        legend: 'team 0',
        values: [
          { x: 'd0', y: 1 },
          { x: 'd2', y: 0 },
        ],
      },
    ])
  })

  it('is only its sentence where there is no point at all', () => {
    expect(said(body(chart('line', [[null, null]])))).not.toContain('Chart.')
  })
})

describe('what does not fit', () => {
  const size = (...blocks: readonly Block[]) => said(toAdaptiveCard(card(...blocks))).length

  it('is counted, for rows', () => expect(said(body(table(200)))).toContain('… and 175 more rows'))

  it('becomes a name and a line of figures where a table is too wide for a phone', () => {
    const wide = said(body(table(2, 12)))
    expect(wide).not.toContain('ColumnSet')
    expect(wide).toContain('"text":"team 1","wrap":true,"weight":"Bolder"')
    expect(wide).toContain('column 1 $1.01; column 2 $1.02')
  })

  it('is set in small print where only that fits a phone, with every figure whole', () => {
    const print = (columns: number) => {
      const [, head] = body(table(2, columns))
      return { type: head?.type, small: said(head).includes('"size":"Small"') }
    }
    expect(print(4)).toEqual({ type: 'ColumnSet', small: false })
    expect(print(5)).toEqual({ type: 'ColumnSet', small: true })
    expect(print(7).type).toBe('Container')
  })

  it('takes a row of its own where buttons would be cut on a phone', () => {
    const labels = [
      'Why?',
      'Compare with Oct 1 – Oct 23, 2026',
      'By model',
      'Last month',
      'CSV',
      'a',
      'b',
      'c',
      'd',
      'e',
    ]
    const sets = body({ kind: 'actions', buttons: labels.map((label) => ({ label, token: 't' })), selects: [] })
    expect(sets.map(({ actions }) => (actions as readonly { title: string }[]).map(({ title }) => title))).toEqual([
      ['Why?'],
      ['Compare with Oct 1 – Oct 23, 2026'],
      ['By model', 'Last month', 'CSV', 'a'],
      ['b', 'c', 'd', 'e'],
    ])
  })

  it('is counted, for parts of a card; the buttons stay', () => {
    const parts = many(100, (): Block => ({ kind: 'text', text: [plain('x'.repeat(900))] }))
    const buttons: Block = { kind: 'actions', buttons: [{ label: 'Show how', token: 't' }], selects: [] }
    expect(size(...parts, buttons)).toBeLessThanOrEqual(28_000)
    expect(said(body(...parts, buttons))).toMatch(/… and \d+ more parts.*Show how/)
  })

  it('is counted, for choices', () => {
    const options = many(100, (i) => ({ label: `team ${i}`, token: 't'.repeat(150) }))
    const select: Block = { kind: 'actions', buttons: [], selects: [{ label: 'Which', options }] }
    expect(said(body(select))).toMatch(/Which \(\d+ more do not fit\)/)
    expect(size(select)).toBeLessThan(8_000)
  })
})

describe('a name', () => {
  it.each([
    ['*bold* _under_ ~gone~', '\\*bold\\* \\_under\\_ \\~gone\\~'],
    ['[click](https://evil.example)', '\\[click\\](https://evil.example)'],
    ['# heading', '\\# heading'],
    ['- list', '\\- list'],
    ['1. list', '1\\. list'],
    ['> quote', '\\> quote'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['R&D', 'R&D'],
    ['<at>Everyone</at>', '\\<at>Everyone\\</at>'],
    ['{{DATE(2026-11-23T00:00:00Z,SHORT)}}', '{\u2060{DATE(2026-11-23T00:00:00Z,SHORT)}}'],
    ['$12,345.67 (3.2%)', '$12,345.67 (3.2%)'],
    ['Nov 16 – Nov 22, 2026', 'Nov 16 – Nov 22, 2026'],
  ])('%s shows as it is written', (name, markdown) => expect(escaped(name)).toBe(markdown))

  it('is no markup in rich text', () => {
    const [block] = body({ kind: 'text', text: [strong('*a*'), plain(' {{TIME(x)}}')] })
    expect(block?.inlines).toEqual([
      { type: 'TextRun', text: '*a*', weight: 'Bolder' },
      { type: 'TextRun', text: ' {\u2060{TIME(x)}}' },
    ])
  })

  it('leads nowhere but to the web and to mail', () => {
    const found = said(body({ kind: 'text', text: [{ kind: 'link', text: 'click', href: 'javascript:alert(1)' }] }))
    expect(found).not.toContain('OpenUrl')
    const fact = body({
      kind: 'facts',
      facts: [{ label: 'l', value: [{ kind: 'link', text: 'a]', href: 'https://a.example/(x)' }] }],
    })
    expect(said(fact)).toContain('[a\\\\]](https://a.example/%28x%29)')
  })
})
