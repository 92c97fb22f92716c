import { BLANK, visible, walled } from '../cards/visible.ts'

/** Text for a TextBlock or a fact, where Teams reads Markdown: it shows as it is written. One line at a time. */
export function escaped(text: string): string {
  return unfunctioned(walled(visible(text)))
    .replace(/[\\`*_[\]~<]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&') // an entity such as &lt;
    .replace(/^([\s\u2068]*)([-+=#>])/, '$1\\$2') // a list, a heading, a quote
    .replace(/^([\s\u2068]*\d+)([.)])(?=\s|$)/, '$1\\$2') // a numbered list
}

/** Text for a run of rich text, where nothing is Markdown. */
export const literal = (text: string): string => unfunctioned(walled(visible(text)))

/** The same as `escaped`, never empty: Teams refuses a block without text. */
export const shown = (text: string): string => (visible(text).trim() === '' ? BLANK : escaped(text))

// Cards have two functions, {{DATE(…)}} and {{TIME(…)}}, which work in any text; a word joiner takes them apart.
const unfunctioned = (text: string) => text.replace(/\{(?=\{)/g, '{\u2060')
