import type { Block, Card } from '../../src/cards/card.ts'
import { code, link, plain, strong } from '../../src/cards/card.ts'

// Cards as the product would write them, one for each kind of block, and one with everything a name should never do.

const TOKEN = 'ask.7f3a91c2b4d5.c2lnbmF0dXJlLW9mLWExNg'

const DAYS = Array.from({ length: 14 }, (_, i) => `Nov ${9 + i}`)

const figures: Extract<Block, { kind: 'table' }> = {
  kind: 'table',
  caption: 'Effective cost by model',
  columns: [
    { title: 'Model', align: 'left' },
    { title: 'Cost', align: 'right' },
    { title: 'Share', align: 'right' },
    { title: 'Change', align: 'right' },
  ],
  rows: [
    [
      { text: 'llama-3.1-70b' },
      { text: '$8,120.40', value: 8120.4 },
      { text: '65.8%', value: 65.8 },
      { text: 'up 14.2%' },
    ],
    [
      { text: 'gpt-4o-mini' },
      { text: '$2,904.11', value: 2904.11 },
      { text: '23.5%', value: 23.5 },
      { text: 'down 3%' },
    ],
    [
      { text: 'text-embedding-3' },
      { text: '$911.16', value: 911.16 },
      { text: '7.4%', value: 7.4 },
      { text: 'unchanged' },
    ],
    [{ text: 'unallocated' }, { text: '$410.00', value: 410 }, { text: '3.3%', value: 3.3 }, { text: 'new' }],
  ],
}

const daily: Extract<Block, { kind: 'chart' }> = {
  kind: 'chart',
  shape: 'bar',
  title: 'Effective cost by day',
  unit: 'USD',
  categories: DAYS,
  series: [
    {
      name: 'search',
      values: [1410, 1502.5, 1498, 1620.25, 1588, 902, 871.5, 1466, 1571, 1602, 1699, 1731.75, 1120.4, null],
    },
  ],
  words: 'From $1,410.00 on Nov 9 to $1,120.40 on Nov 21; the highest day was Nov 20 with $1,731.75.',
}

const byService: Extract<Block, { kind: 'chart' }> = {
  kind: 'chart',
  shape: 'line',
  title: 'Effective cost by service',
  unit: 'USD',
  categories: ['Aug 2026', 'Sep 2026', 'Oct 2026', 'Nov 2026'],
  series: [
    { name: 'Amazon SageMaker', values: [31_000, 32_400, 35_120, 24_010] },
    { name: 'Azure OpenAI Service', values: [12_000, 14_900, 18_200, 16_400] },
    { name: 'Pinecone', values: [null, null, 900, 1100.5] },
  ],
  words: 'Amazon SageMaker leads in each month; Pinecone began in Oct 2026.',
}

const actions: Extract<Block, { kind: 'actions' }> = {
  kind: 'actions',
  buttons: [
    { label: 'By project', token: TOKEN, style: 'primary' },
    { label: 'Show how', token: TOKEN },
    { label: 'Share here', token: TOKEN },
  ],
  selects: [
    {
      label: 'Another period',
      options: ['last week', 'this month', 'last month', 'this quarter'].map((label) => ({ label, token: TOKEN })),
    },
  ],
}

const NOTE: Block = {
  kind: 'note',
  text: [
    plain('Complete through '),
    strong('Nov 21, 2026'),
    plain('; Nov 22 is provisional: waiting for aws-focus. '),
    link('How we count', 'https://example.com/how?a=1&b=2'),
    plain(' · answer 7f3a91c2'),
  ],
}

const CHIPS: Block = {
  kind: 'chips',
  chips: ['cost: effective', 'team: search', 'resource: gpu', 'Nov 16 – Nov 22, 2026 (UTC days)', 'USD'],
}

const SQL = `select sum(effective_cost)
from spend.daily
where team = 'search' and resource_class = 'gpu'
  and day >= '2026-11-16' and day < '2026-11-23'`

/** 3,000 characters, as a tag may hold. */
const LONG = 'long-name-'.repeat(300)

export const HOSTILE_NAMES = [
  '<!channel>',
  '<@U012AB3CD> <#C1|x> <https://evil.example|click>',
  '*bold* _under_ ~gone~ *_~',
  '`code` ```block```',
  '</script><script>alert(1)</script>',
  "'; drop table spend.daily; --",
  '=HYPERLINK("https://evil.example";"open")',
  'abc\u202Egnp.exe\u202C',
  'zero\u200Bwidth\u2060\uFEFF\u00AD',
  '\u05E9\u05DC\u05D5\u05DD 123',
  '\u001B[31mred\u001B[0m\u0007\r\nnew line',
  ':skull: {{DATE(2026-11-23T00:00:00Z,SHORT)}} <at>Everyone</at>',
  '[click](javascript:alert(1)) # heading &lt;',
  '> quote\n- list\n1. one',
  '',
  '   ',
  '\u200B',
  '\uD800 lone',
  '\u{1F469}\u200D\u{1F4BB} \u2764\uFE0F',
  LONG,
]

/** All of them where a name stands a hundred times. */
const SHORT = HOSTILE_NAMES.filter((name) => name !== LONG)

const hostileRows = Array.from({ length: 200 }, (_, i) => [
  { text: (i === 7 ? LONG : SHORT[i % SHORT.length]) ?? '' },
  { text: `$${i}.00`, value: i % 7 === 0 ? Number.NaN : i },
  { text: '' },
])

const hostileBlocks: Block[] = HOSTILE_NAMES.flatMap((name): Block[] => [
  { kind: 'headline', text: name },
  {
    kind: 'text',
    text: [
      strong(name),
      plain(' cost '),
      code(name),
      plain(' and '),
      link(name, name),
      link(name, 'https://a.example/?a="b"|c>'),
    ],
  },
])

export const SAMPLES: Readonly<Record<string, Card>> = {
  answer: {
    blocks: [
      { kind: 'headline', text: '$12,345.67' },
      {
        kind: 'text',
        text: [
          plain('Team '),
          strong('search'),
          plain(' spent this on GPUs, up $1,040.12 (9.2%) against Nov 9 – Nov 15.'),
        ],
      },
      {
        kind: 'facts',
        facts: [
          { label: 'Last week', value: [plain('$11,305.55')] },
          { label: 'Change', value: [strong('up 9.2%')] },
          { label: 'Unallocated', value: [plain('3.3%')] },
          { label: 'Budget', value: [plain('61% of $20,000.00')] },
        ],
      },
      daily,
      figures,
      CHIPS,
      NOTE,
      actions,
    ],
  },
  headline: { blocks: [{ kind: 'headline', text: 'No data for team search in Nov 2026' }] },
  text: {
    blocks: [
      {
        kind: 'text',
        text: [
          plain('Which '),
          strong('search'),
          plain(' do you mean?\nThe '),
          code('team'),
          plain(' or the product?'),
        ],
      },
    ],
  },
  facts: {
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Source', value: [plain('aws_focus')] },
          { label: 'Query', value: [code('spend.daily')] },
          { label: 'More', value: [link('the docs', 'https://example.com/a_(b)')] },
        ],
      },
    ],
  },
  table: { blocks: [figures] },
  'two-tables': { blocks: [figures, { ...figures, caption: 'The same in Oct 2026' }] },
  'empty-table': { blocks: [{ ...figures, rows: [] }] },
  chart: { blocks: [daily] },
  'chart-with-gaps': { blocks: [byService] },
  'three-charts': { blocks: [daily, byService, { ...daily, title: 'Third' }] },
  'empty-chart': { blocks: [{ ...daily, categories: [], series: [] }] },
  note: { blocks: [NOTE] },
  chips: { blocks: [CHIPS] },
  code: { blocks: [{ kind: 'code', text: SQL }] },
  actions: { blocks: [{ kind: 'text', text: [plain('Which period?')] }, actions] },
  hostile: {
    blocks: [
      ...hostileBlocks.slice(0, 6),
      { kind: 'facts', facts: HOSTILE_NAMES.map((name) => ({ label: name, value: [plain(name), strong('1')] })) },
      {
        kind: 'table',
        caption: '<!here>',
        columns: [
          { title: '', align: 'left' },
          { title: '*Cost*', align: 'right' },
          { title: 'RTL \u202E', align: 'left' },
        ],
        rows: hostileRows,
      },
      {
        kind: 'chart',
        shape: 'line',
        title: LONG,
        unit: '<USD>',
        categories: Array.from({ length: 40 }, (_, i) => SHORT[i % SHORT.length] ?? ''),
        series: Array.from({ length: 9 }, (_, s) => ({
          name: HOSTILE_NAMES[s % 3] ?? '',
          values: Array.from({ length: 40 }, (_, i) => (i % (s + 5) === 0 ? null : i * (s + 1))),
        })),
        words: '<!channel> *rose*',
      },
      { kind: 'chips', chips: HOSTILE_NAMES },
      { kind: 'note', text: HOSTILE_NAMES.map(plain) },
      { kind: 'code', text: HOSTILE_NAMES.join('\n') },
      {
        kind: 'actions',
        buttons: HOSTILE_NAMES.map((label) => ({ label, token: TOKEN })),
        selects: [
          {
            label: LONG,
            options: Array.from({ length: 120 }, (_, i) => ({ label: HOSTILE_NAMES[i % 5] ?? '', token: TOKEN })),
          },
          { label: 'Too long to choose', options: [{ label: 'x', token: 'x'.repeat(151) }] },
          { label: 'nothing', options: [] },
        ],
      },
      ...hostileBlocks.slice(6),
    ],
  },
}
