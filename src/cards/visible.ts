// Names come from tags that anybody can write. Whatever they hold, they show as themselves: nothing hides, nothing acts.

/** Stands where a name has nothing to show. */
export const BLANK = '(blank)'

/**
 * Text in which nothing hides: invisible and direction-changing characters are gone, control characters (ANSI escapes
 * among them) are drawn as pictures, lone surrogates replaced. Line breaks stay.
 */
export function visible(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(CONTROL, picture)
    .replace(HIDDEN, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** The same on one line, never empty. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim() || BLANK
}

/** Right-to-left text gets walls around it, so that it cannot reorder the figures beside it. */
export function walled(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}

/** At most `max` code points, the way the platforms count; what is cut shows as "…". */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text
  const points = [...text]
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`
}

/** Shortened in the middle, for names that differ at their end: "search-rank…-prod-eu". */
export function squeezed(text: string, max: number): string {
  const points = [...text]
  if (points.length <= max) return text
  const tail = Math.floor((max - 1) / 2)
  return `${points.slice(0, max - 1 - tail).join('')}…${points.slice(points.length - tail).join('')}`
}

/** Labels squeezed to `max` that still differ from each other, for axes and legends that insist on it. */
export function distinct(labels: readonly string[], max: number): string[] {
  const taken = new Set<string>()
  return labels.map((label) => {
    let made = squeezed(oneLine(label), max)
    for (let n = 2; taken.has(made); n++) made = `${squeezed(oneLine(label), max - 1 - String(n).length)} ${n}`
    taken.add(made)
    return made
  })
}

/** The length as Slack counts it: Unicode code points. */
export const codePoints = (text: string): number => [...text].length

/** Pieces of at most `max` code points, broken between lines where that is possible. */
export function pieces(text: string, max: number): string[] {
  const made: string[] = []
  let piece: string | undefined
  for (const line of text.split('\n')) {
    const joined: string = piece === undefined ? line : `${piece}\n${line}`
    if (codePoints(joined) <= max) {
      piece = joined
      continue
    }
    if (piece !== undefined) made.push(piece)
    const points = [...line]
    for (; points.length > max; ) made.push(points.splice(0, max).join(''))
    piece = points.join('')
  }
  if (piece !== undefined) made.push(piece)
  return made
}

/** A link that a card may carry; undefined for every other scheme, such as `javascript:`. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined
  const url = new URL(href)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g
const picture = (char: string) => {
  const code = char.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\uFFFD'
}

// Unicode's own list of what is not drawn. Emoji keep the joiner and the selector that hold them together.
const HIDDEN =
  /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|\u200D(?!\p{Extended_Pictographic})|(?<!\p{Emoji})\uFE0F|(?![\u200D\uFE0F])\p{Default_Ignorable_Code_Point}|[\u2800\uFFF9-\uFFFB]/gu

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u
