import type { ContextBlock, RichTextBlock, RichTextElement, SectionBlock } from '@slack/types'
import type { Fact, Text } from '../cards/card.ts'
import { spoken } from '../cards/plain-text.ts'
import { codePoints, oneLine, pieces, safeHref, visible, walled } from '../cards/visible.ts'
import { escaped, isLiteral } from './escape.ts'
import { LIMITS } from './limits.ts'

// Words that come from outside go into rich text or plain text, where every character is only itself. The few mrkdwn
// strings that are left (bold labels, small print with a link) are used only for words that mean nothing in mrkdwn.

/** Spans, in as many blocks as they need. */
export function richText(text: Text): RichTextBlock[] {
  const elements = text.flatMap(toElements)
  const blocks: RichTextElement[][] = []
  let room = 0
  for (const element of elements) {
    const length = codePoints('text' in element && element.text ? element.text : '')
    if (length > room) {
      blocks.push([])
      room = LIMITS.richText
    }
    blocks.at(-1)?.push(element)
    room -= length
  }
  return blocks.map((sections) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: sections }],
  }))
}

/** Text as it stands, every space kept: SQL, small tables. */
export function preformatted(text: string): RichTextBlock[] {
  return pieces(visible(text), LIMITS.richText)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: piece }] }],
    }))
}

/** Two columns of bold label and value, or a list of them where a name holds what mrkdwn would take for markup. */
export function factBlocks(facts: readonly Fact[]): (SectionBlock | RichTextBlock)[] {
  const fields = facts.map(({ label, value }) => field(oneLine(label), spoken(value).trim() || '–', value))
  if (!fields.every((text) => text !== undefined && codePoints(text) <= LIMITS.section.field)) {
    return richText(facts.flatMap(factLine))
  }
  const blocks: SectionBlock[] = []
  for (let i = 0; i < fields.length; i += LIMITS.section.fields) {
    const row = fields.slice(i, i + LIMITS.section.fields)
    blocks.push({
      type: 'section',
      fields: row.map((text = '') => ({ type: 'mrkdwn', text, verbatim: true })),
    })
  }
  return blocks
}

/** Small print; mrkdwn only where something is strong or a link, and every word means itself in it. */
export function context(text: Text): ContextBlock[] {
  if (text.every((span) => span.kind === 'plain' || span.kind === 'code')) return smallPrint(spoken(text))
  const marked = text.map((span) => {
    const said = visible(span.text)
    const href = span.kind === 'link' ? safeHref(span.href) : undefined
    if (href !== undefined) return `<${escaped(href).replaceAll('|', '%7C')}|${escaped(said).replaceAll('|', '¦')}>`
    return span.kind === 'strong' && said.trim() === said && said !== '' ? `*${escaped(said)}*` : escaped(walled(said))
  })
  const line = marked.join('')
  if (text.every((span) => isLiteral(span.text)) && codePoints(line) <= LIMITS.context.text) {
    return line.trim() === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: line, verbatim: true }] }]
  }
  return smallPrint(spoken(text))
}

/** Small print without any markup. */
export function smallPrint(text: string): ContextBlock[] {
  const elements = pieces(text, LIMITS.context.text)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => ({ type: 'plain_text' as const, text: piece, emoji: false }))
  const blocks: ContextBlock[] = []
  for (let i = 0; i < elements.length; i += LIMITS.context.elements) {
    blocks.push({ type: 'context', elements: elements.slice(i, i + LIMITS.context.elements) })
  }
  return blocks
}

function field(label: string, value: string, spans: Text): string | undefined {
  const simple = spans.every((span) => span.kind === 'plain' || span.kind === 'strong')
  if (!simple || !isLiteral(label) || !isLiteral(value)) return undefined
  return `*${escaped(label)}*\n${escaped(value)}`
}

const factLine = ({ label, value }: Fact, index: number): Text => [
  { kind: 'strong', text: `${index === 0 ? '' : '\n'}${oneLine(label)}:` },
  { kind: 'plain', text: ' ' },
  ...(spoken(value).trim() === '' ? [{ kind: 'plain', text: '–' } as const] : value),
]

function toElements(span: Text[number]): RichTextElement[] {
  const said = visible(span.text)
  if (said === '') return []
  const parts = pieces(said, LIMITS.richText - 2).filter((part) => part !== '') // two for the walls
  switch (span.kind) {
    case 'plain':
      return parts.map((text) => ({ type: 'text', text: walled(text) }))
    case 'strong':
      return parts.map((text) => ({ type: 'text', text: walled(text), style: { bold: true } }))
    case 'code':
      return parts.map((text) => ({ type: 'text', text: walled(text), style: { code: true } }))
    case 'link': {
      const url = safeHref(span.href)
      if (url === undefined || codePoints(url) > LIMITS.url)
        return parts.map((text) => ({ type: 'text', text: walled(text) }))
      return parts.map((text) => ({ type: 'link', url, text: walled(text) }))
    }
  }
}
