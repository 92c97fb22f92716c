import fc from 'fast-check'
import type { Block, Card, Cell, Span, Table } from '../../src/cards/card.ts'
import { HOSTILE_NAMES } from './samples.ts'

/** Names as tags hold them: ordinary, of any script, and written by somebody who means harm. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('*', '_', '`', '<', '>', '&', '[', ']', '(', '\n', ':', 'a'),
      maxLength: 40,
    }),
  },
)

const anyHref = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('javascript:alert(1)', '', 'mailto:a@b.example', 'https://a.example/(x)|y'),
)
const anyToken = fc.string({ unit: fc.constantFrom('a', 'B', '7', '.', '-', '_'), minLength: 1, maxLength: 150 })
/** Longer than a select of Slack takes, now and then. */
const sometimesLongToken = fc.oneof(
  { weight: 9, arbitrary: anyToken },
  { weight: 1, arbitrary: fc.constant('t'.repeat(151)) },
)

const anySpan: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ kind: fc.constantFrom('plain', 'strong', 'code'), text: anyName }),
  fc.record({ kind: fc.constant('link'), text: anyName, href: anyHref }),
)
const anyText = fc.array(anySpan, { maxLength: 6 })

const anyNumber = fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.integer(), fc.constantFrom(0, 1e-7))
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({ text: anyName }),
  fc.record({ text: fc.integer({ min: 1000, max: 9_999_999 }).map((n) => `$${n}.00`), value: anyNumber }),
)

const anyTable: fc.Arbitrary<Table> = fc.integer({ min: 1, max: 24 }).chain((width) =>
  fc.record({
    kind: fc.constant('table'),
    caption: anyName,
    columns: fc.array(fc.record({ title: anyName, align: fc.constantFrom('left', 'right') }), {
      minLength: width,
      maxLength: width,
    }),
    rows: fc.array(fc.array(anyCell, { minLength: width, maxLength: width }), { maxLength: 130 }),
  }),
)

const anyChart = fc.record({
  kind: fc.constant('chart' as const),
  shape: fc.constantFrom('bar', 'line'),
  title: anyName,
  unit: fc.oneof(fc.constantFrom('USD', 'tokens'), anyName),
  categories: fc.array(anyName, { maxLength: 40 }),
  series: fc.array(
    fc.record({ name: anyName, values: fc.array(fc.option(anyNumber, { nil: null }), { maxLength: 42 }) }),
    { maxLength: 9 },
  ),
  words: anyName,
})

const anyActions = fc.record({
  kind: fc.constant('actions' as const),
  buttons: fc.array(
    fc.oneof(
      fc.record({ label: anyName, token: anyToken }),
      fc.record({ label: anyName, token: anyToken, style: fc.constantFrom('primary', 'danger') }),
    ),
    { maxLength: 30 },
  ),
  selects: fc.array(
    fc.record({
      label: anyName,
      options: fc.array(fc.record({ label: anyName, token: sometimesLongToken }), { maxLength: 110 }),
    }),
    { maxLength: 4 },
  ),
})

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('headline'), text: anyName }),
  fc.record({ kind: fc.constantFrom('text', 'note'), text: anyText }),
  fc.record({
    kind: fc.constant('facts'),
    facts: fc.array(fc.record({ label: anyName, value: anyText }), { maxLength: 25 }),
  }),
  anyTable,
  anyChart,
  fc.record({ kind: fc.constant('chips'), chips: fc.array(anyName, { maxLength: 15 }) }),
  fc.record({ kind: fc.constant('code'), text: anyName }),
  anyActions,
)

export const anyCard: fc.Arbitrary<Card> = fc.record({
  blocks: fc.oneof(
    { weight: 9, arbitrary: fc.array(anyBlock, { maxLength: 8 }) },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ kind: fc.constant('text' as const), text: anyText }), {
        minLength: 60,
        maxLength: 90,
      }),
    },
  ),
})
