import type { Fact, Span, Text } from '../cards/card.ts'
import { oneLine, pieces, safeHref, shortened, visible, walled } from '../cards/visible.ts'
import { escaped, literal, shown } from './escape.ts'
import { LIMITS } from './limits.ts'

/** Anything in a card's body, as plain JSON. */
export type Element = { readonly type: string } & Readonly<Record<string, unknown>>

/** How small print looks. */
export const SMALL = { isSubtle: true, size: 'Small', spacing: 'Small' } as const

/** Visible text, none of which is Markdown. */
export const textBlock = (text: string, look: Readonly<Record<string, unknown>> = {}): Element => ({
  type: 'TextBlock',
  text: shown(text),
  wrap: true,
  ...look,
})

/** Spans, a block a line; only plain ones need no rich text. */
export function wordBlocks(text: Text, look: Readonly<Record<string, unknown>> = {}): Element[] {
  return lines(text).map((line, i) => {
    const style = i === 0 ? look : { ...look, spacing: 'None' }
    if (line.every((span) => span.kind === 'plain'))
      return textBlock(line.map(({ text }) => walled(text)).join(''), style)
    const { isSubtle, size, ...block } = style as { isSubtle?: boolean; size?: string }
    return { type: 'RichTextBlock', inlines: line.map((span) => run(span, { isSubtle, size })), ...block }
  })
}

/** Label and value, side by side; sets of a size that a full card can do without one by one. */
export function factSets(facts: readonly Fact[]): Element[] {
  const rows = facts.map(({ label, value }) => ({
    title: shown(shortened(oneLine(label), LIMITS.label)),
    value: markdown(value) || '–',
  }))
  const sets: Element[] = []
  for (let i = 0; i < rows.length; i += LIMITS.facts)
    sets.push({ type: 'FactSet', facts: rows.slice(i, i + LIMITS.facts) })
  return sets
}

/** SQL and the like: a line a block, for Markdown would join the lines; spaces that lead are kept. */
export function codeBlocks(text: string): Element[] {
  const all = visible(text).split('\n')
  const shownLines = all.slice(0, LIMITS.codeLines).map((line, i) => {
    const indented = shortened(line, LIMITS.text).replace(/^ +/, (spaces) => '\u00A0'.repeat(spaces.length))
    const look = { fontType: 'Monospace', size: 'Small', spacing: i === 0 ? 'Medium' : 'None' }
    return { type: 'TextBlock', text: indented.trim() === '' ? '\u00A0' : escaped(indented), wrap: true, ...look }
  })
  return [...shownLines, ...left(all.length - LIMITS.codeLines, 'line')]
}

/** "… and 12 more rows": what did not fit is said, never cut silently. */
export function left(count: number, one: string, many = `${one}s`): Element[] {
  return count <= 0 ? [] : [textBlock(`… and ${count} more ${count === 1 ? one : many}`, SMALL)]
}

function lines(text: Text): Text[] {
  const made: Span[][] = [[]]
  for (const span of text) {
    const [first, ...rest] = pieces(visible(span.text), LIMITS.text).flatMap((piece) => piece.split('\n'))
    if (first) made.at(-1)?.push({ ...span, text: first })
    for (const line of rest) made.push(line === '' ? [] : [{ ...span, text: line }])
  }
  return made.filter((line) => line.some((span) => span.text.trim() !== ''))
}

function run(
  span: Span,
  look: { readonly isSubtle?: boolean | undefined; readonly size?: string | undefined },
): object {
  const base = {
    type: 'TextRun',
    text: literal(walled(span.text)),
    ...(look.isSubtle === undefined ? {} : { isSubtle: look.isSubtle }),
    ...(look.size === undefined ? {} : { size: look.size }),
  }
  switch (span.kind) {
    case 'plain':
      return base
    case 'strong':
      return { ...base, weight: 'Bolder' }
    case 'code':
      return { ...base, fontType: 'Monospace' }
    case 'link': {
      const url = safeHref(span.href)
      return url === undefined ? base : { ...base, selectAction: { type: 'Action.OpenUrl', url } }
    }
  }
}

/** A fact has no lines of its own. */
const oneLineOf = (text: string): string => text.replace(/(?<=\S)\s*\n\s*(?=\S)/g, '; ').replace(/\s+/g, ' ')

/** Spans in a fact, which knows only Markdown. Emphasis is kept where all of it is strong: inside a word it would not hold. */
function markdown(text: Text): string {
  const strong = text.length > 0 && text.every((span) => span.kind === 'strong')
  const said = text
    .map((span) => {
      const words = escaped(walled(shortened(oneLineOf(visible(span.text)), LIMITS.value)))
      const url = span.kind === 'link' ? safeHref(span.href) : undefined
      return url === undefined ? words : `[${words}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`
    })
    .join('')
    .trim()
  return strong && said !== '' ? `**${said}**` : said
}
