import { BLANK } from '../cards/visible.ts'

// What comes here is visible text already (cards/visible.ts); here it only loses what it could do.

/** Text for a TextBlock or a fact, where Teams reads Markdown: it shows as it is written. One line at a time. */
export function escaped(text: string): string {
  return literal(text)
    .replace(/[\\`*_[\]~<]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&') // an entity such as &lt;
    .replace(/^([\s\u2068]*)([-+=#>])/, '$1\\$2') // a list, a heading, a quote
    .replace(/^([\s\u2068]*\d+)([.)])(?=\s|$)/, '$1\\$2') // a numbered list
}

/** The same as `escaped`, never empty: Teams refuses a block without text. */
export const shown = (text: string): string => (text.trim() === '' ? BLANK : escaped(text))

/**
 * Text for a run of rich text, where nothing is Markdown. Cards have two functions, {{DATE(…)}} and {{TIME(…)}}, which
 * work in any text; a word joiner takes them apart.
 */
export const literal = (text: string) => text.replace(/\{(?=\{)/g, '{\u2060')
