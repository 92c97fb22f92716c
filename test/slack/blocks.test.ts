import { describe, expect, it } from 'vitest'
import { type Block, type Card, plain, strong } from '../../src/cards/card.ts'
import { type SlackBlock, toBlocks, toTextOnly } from '../../src/slack/blocks.ts'
import { HOSTILE_NAMES, SAMPLES } from '../cards/samples.ts'

const { answer = { blocks: [] } } = SAMPLES
const card = (...blocks: readonly Block[]): Card => ({ blocks })
const drawn = (...blocks: readonly Block[]): readonly SlackBlock[] => toBlocks(card(...blocks)).blocks
const kinds = (blocks: readonly SlackBlock[]) => blocks.map((block) => block.type)
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const said = (blocks: readonly SlackBlock[]) => JSON.stringify(blocks)
const text = (words: string): Block => ({ kind: 'text', text: [plain(words)] })
const table = (rows: number): Block => ({
  kind: 'table',
  caption: 'Cost by team',
  columns: [
    { title: 'Team', align: 'left' },
    { title: 'Cost', align: 'right' },
  ],
  rows: many(rows, (i) => [{ text: `team ${i}` }, { text: `$${i}.00`, value: i }]),
})
const chart = (
  categories: number,
  series: number,
  shape: 'bar' | 'line' = 'line',
): Extract<Block, { kind: 'chart' }> => ({
  kind: 'chart',
  shape,
  title: 'Cost by day',
  unit: 'USD',
  categories: many(categories, (i) => `day ${i + 1}`),
  series: many(series, (s) => ({ name: `team ${s}`, values: many(categories, (i) => i + s) })),
  words: 'It rose.',
})

describe('an answer on Slack', () => {
  it('uses what Slack has, the number first and the buttons last', () => {
    expect(kinds(toBlocks(answer).blocks)).toEqual([
      'header',
      'rich_text',
      'section',
      'data_visualization',
      'context',
      'data_table',
      'context',
      'context',
      'actions',
    ])
  })

  it('says all of it in words, with and without blocks', () => {
    const { text: words } = toBlocks(answer)
    expect(words).toContain('llama-3.1-70b: Cost $8,120.40, Share 65.8%, Change up 14.2%')
    expect(words).toContain('Nov 20 $1,731.75; Nov 21 $1,120.40; Nov 22 no data')
    expect(toTextOnly(answer)).toEqual({ text: words, blocks: [] })
  })

  it('has words even where there is nothing, for Slack refuses a message without', () => {
    expect(toBlocks(card())).toEqual({ text: '(blank)', blocks: [] })
  })

  it('sorts by numbers and shows what people read', () => {
    expect(said(drawn(table(2)))).toContain('{"type":"raw_number","value":1,"text":"$1.00"}')
  })

  it('numbers the buttons through the whole message and gives back tokens', () => {
    const buttons = (label: string): Block => ({
      kind: 'actions',
      buttons: [{ label, token: `token of ${label}`, style: 'primary' }],
      selects: [{ label: 'More', options: [{ label: 'one', token: 'token of one' }] }],
    })
    const found = said(drawn(buttons('a'), buttons('b')))
    expect(found.match(/tally:(button|select):\d+/g)).toEqual([
      'tally:button:0',
      'tally:select:1',
      'tally:button:2',
      'tally:select:3',
    ])
    expect(found).toContain('"value":"token of b"')
    expect(found).toContain('"value":"token of one"')
  })
})

describe('what does not fit', () => {
  it('is counted, for rows', () => {
    const blocks = drawn(table(200))
    expect(said(blocks)).toContain('… and 100 more rows')
    expect(toBlocks(card(table(200))).text).toContain('team 199: $199.00')
  })

  it('is counted, for rows with long names', () => {
    const long = {
      ...table(0),
      rows: many(100, (i) => [{ text: `${i} ${'x'.repeat(300)}` }, { text: '$1.00' }]),
    } as Block
    expect(said(drawn(long))).toMatch(/… and 5\d more rows/)
  })

  it('is counted, for columns', () => {
    const wide: Block = {
      kind: 'table',
      caption: 'wide',
      columns: many(23, (i) => ({ title: `c${i}`, align: 'left' as const })),
      rows: [many(23, (i) => ({ text: `${i}` }))],
    }
    expect(said(drawn(wide))).toContain('… and 3 more columns')
  })

  it('makes a second table letters', () => {
    expect(kinds(drawn(table(2), table(2)))).toEqual(['data_table', 'context', 'rich_text'])
  })

  it('makes a third chart letters', () => {
    expect(kinds(drawn(chart(2, 1), chart(2, 1), chart(2, 1)))).toEqual([
      'data_visualization',
      'data_visualization',
      'context',
      'rich_text',
    ])
  })

  it('leaves a line its end, and bars their start', () => {
    const line = said(drawn(chart(40, 1)))
    expect(line).toContain('"day 40"')
    expect(line).not.toContain('"day 20"')
    expect(line).toContain('… and 20 more earlier points')
    const ranking = said(drawn(chart(40, 1, 'bar')))
    expect(ranking).toContain('"day 1"')
    expect(ranking).toContain('… and 20 more bars')
  })

  it('is counted, for series: what they add up to is not for a renderer to say', () => {
    expect(said(drawn(chart(2, 9)))).toContain('… and 3 more series')
  })

  it('is counted, for parts of a message; the buttons stay', () => {
    const parts = many(70, (i) => text(`part ${i}`))
    const actions: Block = { kind: 'actions', buttons: [{ label: 'Show how', token: 't' }], selects: [] }
    const blocks = drawn(...parts, actions)
    expect(blocks).toHaveLength(50)
    expect(kinds(blocks).slice(-2)).toEqual(['actions', 'context'])
    expect(said(blocks)).toContain('… and 22 more parts')
  })

  it('is counted, for words: Slack refuses messages whose words are too many together', () => {
    expect(said(drawn(...many(5, () => text('x'.repeat(2500)))))).toContain('… and 2 more parts')
  })

  it('is counted, for lines of the text', () => {
    const { text: words } = toBlocks(card({ kind: 'code', text: many(1000, () => 'x'.repeat(99)).join('\n') }))
    expect([...words].length).toBeLessThan(40_000)
    expect(words).toMatch(/… and 620 more lines$/)
  })

  it('is counted, for choices that Slack cannot carry', () => {
    const options = [
      { label: 'fits', token: 't'.repeat(150) },
      { label: 'does not', token: 't'.repeat(151) },
    ]
    const blocks = drawn({ kind: 'actions', buttons: [], selects: [{ label: 'Which', options }] })
    expect(said(blocks)).toContain('… and 1 more choice')
    expect(said(blocks)).not.toContain('does not')
  })

  it('makes a headline bold text where a header is too small', () => {
    expect(kinds(drawn({ kind: 'headline', text: 'x'.repeat(150) }))).toEqual(['header'])
    expect(kinds(drawn({ kind: 'headline', text: 'x'.repeat(151) }))).toEqual(['rich_text'])
  })
})

describe('what was not recorded', () => {
  it('is not drawn as zero', () => {
    const late = chart(3, 2)
    const gap = { ...late, series: late.series.map((one) => ({ ...one, values: [1, 2, null] })) }
    const found = said(drawn(gap))
    expect(found).toContain('"categories":["day 1","day 2"]')
    expect(found).toContain('No data: day 3')
    expect(found).not.toContain('"value":0')
  })

  it('takes the series that began later, not the days before it', () => {
    const found = said(
      drawn({
        ...chart(3, 2),
        series: [
          { name: 'old', values: [1, 2, 3] },
          { name: 'new', values: [null, null, 9] },
        ],
      }),
    )
    expect(found).toContain('"categories":["day 1","day 2","day 3"]')
    expect(found).toContain('Not drawn, for a part of it has no data: new')
  })

  it('leaves letters where nothing is left to draw', () => {
    const empty = { ...chart(1, 1), series: [{ name: 'a', values: [null] }] }
    expect(said(drawn(empty))).toContain('no data')
    expect(kinds(drawn(empty))).toEqual(['context', 'rich_text'])
  })
})

describe('a name', () => {
  it.each(HOSTILE_NAMES.filter((name) => /[*_~`]|^>|:\w+:/.test(name)))('%j is never mrkdwn', (name) => {
    const blocks = drawn(
      { kind: 'facts', facts: [{ label: name, value: [plain(name), strong('!')] }] },
      { kind: 'note', text: [plain(name)] },
      { kind: 'chips', chips: [name] },
      { kind: 'headline', text: name },
    )
    expect(said(blocks)).not.toContain('"mrkdwn"')
    const value = drawn({ kind: 'facts', facts: [{ label: 'Team', value: [plain(name)] }] })
    const label = drawn({ kind: 'facts', facts: [{ label: name, value: [plain('$1')] }] })
    expect(said([...value, ...label])).not.toContain('"mrkdwn"')
  })

  it('is escaped where the words around it are mrkdwn', () => {
    const blocks = drawn(
      { kind: 'facts', facts: [{ label: 'Team', value: [plain('R&D <!channel>')] }] },
      { kind: 'note', text: [plain('<@U1> '), { kind: 'link', text: 'a|b', href: 'https://a.example/?x=1&y=<z>|' }] },
    )
    expect(said(blocks)).toContain('*Team*\\nR&amp;D &lt;!channel&gt;')
    expect(said(blocks)).toContain('&lt;@U1&gt; <https://a.example/?x=1&amp;y=%3Cz%3E%7C|a¦b>')
  })

  it('cannot call a channel from the text', () => {
    expect(toBlocks(card(text('<!channel> & co'))).text).toBe('&lt;!channel&gt; &amp; co')
  })

  it('leads nowhere but to the web and to mail', () => {
    const blocks = drawn({ kind: 'text', text: [{ kind: 'link', text: 'click', href: 'javascript:alert(1)' }] })
    expect(said(blocks)).toContain('{"type":"text","text":"click"}')
  })
})
