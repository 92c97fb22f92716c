import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codePoints,
  distinct,
  oneLine,
  pieces,
  safeHref,
  shortened,
  squeezed,
  visible,
  walled,
} from '../../src/cards/visible.ts'

describe('visible', () => {
  it.each([
    ['abc\u202Egnp.exe\u202C', 'abcgnp.exe'],
    ['zero\u200Bwidth\u2060\uFEFF\u00AD', 'zerowidth'],
    ['\u001B[31mred\u0007', '\u241B[31mred\u2407'],
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['\uD800 lone', '\uFFFD lone'],
    ['\u{1F469}\u200D\u{1F4BB} \u2764\uFE0F', '\u{1F469}\u200D\u{1F4BB} \u2764\uFE0F'],
    ['a\u200Db', 'ab'],
    ['\u{E0041}tag', 'tag'],
  ])('%j shows as %j', (given, shown) => expect(visible(given)).toBe(shown))

  it('holds no control, direction or lone half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text)
        expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u)
        expect(shown).not.toMatch(/\p{Surrogate}/u)
        expect(visible(shown)).toBe(shown)
      }),
    )
  })
})

it('is never empty on one line', () => {
  expect(oneLine(' \u200B\n')).toBe('(blank)')
  expect(oneLine(' a\n b ')).toBe('a b')
})

it('walls right-to-left text in, and nothing else', () => {
  expect(walled('שלום')).toBe('\u2068שלום\u2069')
  expect(walled('search')).toBe('search')
})

it('shortens by code points and shows it', () => {
  expect(shortened('😀😀😀', 3)).toBe('😀😀😀')
  expect(shortened('😀😀😀', 2)).toBe('😀…')
  expect(squeezed('search-ranking-prod-eu', 12)).toBe('search…od-eu')
})

it('keeps labels apart however short they become', () => {
  const labels = Array.from({ length: 30 }, (_, i) => `the-same-very-long-name-${'x'.repeat(i)}`)
  const made = distinct([...labels, ...labels], 20)
  expect(new Set(made).size).toBe(60)
  expect(Math.max(...made.map(codePoints))).toBeLessThanOrEqual(20)
})

it('cuts into pieces that together are the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '😀', '\n', ' ') }),
      fc.integer({ min: 1, max: 9 }),
      (text, max) => {
        const made = pieces(text, max)
        expect(made.every((piece) => codePoints(piece) <= max)).toBe(true)
        expect(made.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''))
      },
    ),
  )
})

it.each([
  ['https://example.com/a b', 'https://example.com/a%20b'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['not a link', undefined],
])('follows %s to %s', (href, safe) => expect(safeHref(href)).toBe(safe))
