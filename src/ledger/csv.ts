import { StringDecoder } from 'node:string_decoder'
import { Fault } from '../errors.ts'

/** Some rows of a table file, cut down to the wanted columns, in the wanted order. */
export interface RowBatch {
  /** One array per row, or the reason why the row cannot be read. A wanted column that the file lacks is ''. */
  readonly rows: readonly (readonly string[] | string)[]
  /** Where row `index` begins, counted from 1 with the header as line 1. */
  line(index: number): number
  /** The row as it stands in the file. */
  raw(index: number): string
}

/** Which columns of a file with this header are wanted; -1 for one that the file does not have. */
export type Select = (header: readonly string[]) => readonly number[]

/** No honest row comes near this; a file without line ends would otherwise be read into memory whole. */
const MAX_ROW_CHARS = 4_000_000

const QUOTE = 34
const LF = 10
const CR = 13

/**
 * Reads RFC 4180: quoted fields, doubled quotes, LF or CRLF, an optional byte order mark. A structural error (an unclosed or stray
 * quote, a last row cut short) is a fault of the whole file; a row with too few or too many fields is only unreadable itself.
 *
 * Our own: csv-parse is too slow by half, udsv fills a short row from the next one (why.md has the figures).
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  name: string,
  select: Select,
): AsyncGenerator<RowBatch, void, void> {
  const decoder = new StringDecoder('utf8')
  let reader: Reader | undefined
  let rest = ''
  let line = 1
  const consume = (text: string, last: boolean): RowBatch | undefined => {
    rest += text
    if (reader === undefined) {
      const start = rest.charCodeAt(0) === 0xfeff ? 1 : 0
      const header = headerOf(rest, start, last, name)
      if (header === undefined) return tooLong(rest, name, line)
      reader = { name, delimiter: header.delimiter, width: header.fields.length, wanted: select(header.fields) }
      line += header.lines
      rest = rest.slice(header.end)
    }
    const batch = readRows(rest, reader, line, last)
    rest = batch.rest
    line = batch.nextLine
    tooLong(rest, name, line)
    return batch.rows.length > 0 ? batch : undefined
  }
  for await (const chunk of bytes) {
    const text = decoder.write(chunk)
    if (text.includes('\uFFFD') && !chunk.includes('\uFFFD')) throw notUtf8(name)
    const batch = consume(text, false)
    if (batch !== undefined) yield batch
  }
  const tail = decoder.end()
  if (tail !== '') throw notUtf8(name)
  const batch = consume(tail, true)
  if (batch !== undefined) yield batch
}

interface Reader {
  readonly name: string
  readonly delimiter: number
  readonly width: number
  readonly wanted: readonly number[]
}

interface Batch extends RowBatch {
  readonly rest: string
  readonly nextLine: number
}

function readRows(text: string, reader: Reader, firstLine: number, last: boolean): Batch {
  const { delimiter, width, wanted } = reader
  const places = new Int32Array(width).fill(-1)
  wanted.forEach((column, place) => {
    if (column >= 0) places[column] = place
  })
  const blank = wanted.map(() => '')
  const rows: (readonly string[] | string)[] = []
  const starts: number[] = []
  const lines: number[] = []
  const length = text.length
  let line = firstLine
  let position = 0
  let start = 0
  let newline = -1

  // Each turn reads one row; it leaves when the row's end is not in this text.
  while (position < length) {
    start = position
    const code = text.charCodeAt(position)
    if (code === LF || (code === CR && text.charCodeAt(position + 1) === LF)) {
      position += code === LF ? 1 : 2
      line += 1
      start = position
      continue
    }
    const row = blank.slice()
    let field = 0
    let newlines = 0
    let complete = false
    while (true) {
      const place = field < width ? (places[field] as number) : -1
      let end: number
      if (text.charCodeAt(position) === QUOTE) {
        let close = text.indexOf('"', position + 1)
        let doubled = false
        while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) {
          doubled = true
          close = text.indexOf('"', close + 2)
        }
        if (close === -1 || (close === length - 1 && !last)) break
        if (newline < position) newline = indexOrEnd(text, '\n', position)
        while (newline < close) {
          newlines += 1
          newline = indexOrEnd(text, '\n', newline + 1)
        }
        if (place >= 0) {
          const inside = text.slice(position + 1, close)
          row[place] = doubled ? inside.replaceAll('""', '"') : inside
        }
        end = close + 1
      } else {
        end = position
        let at = text.charCodeAt(end)
        while (at !== delimiter && at !== LF && end < length) {
          if (at === QUOTE) throw strayQuote(reader.name, line)
          end += 1
          at = text.charCodeAt(end)
        }
        // The CR of a CRLF belongs to the line end.
        const stop = at === LF && end > position && text.charCodeAt(end - 1) === CR ? end - 1 : end
        if (place >= 0) row[place] = text.slice(position, stop)
      }
      const after = text.charCodeAt(end)
      field += 1
      if (after === delimiter) {
        position = end + 1
        // A delimiter as the last character of the file opens one more, empty field.
        if (position < length) continue
        if (!last) break
        field += 1
        complete = true
      } else if (after === LF) {
        position = end + 1
        complete = true
      } else if (after === CR && text.charCodeAt(end + 1) === LF) {
        position = end + 2
        complete = true
      } else if (end >= length || (after === CR && end + 1 >= length)) {
        if (!last) break
        position = length
        complete = true
      } else {
        throw strayQuote(reader.name, line)
      }
      break
    }
    if (!complete) {
      if (last) throw unclosedQuote(reader.name, line)
      position = start
      break
    }
    // A file that ends in the middle of a row was cut short on its way here.
    if (last && position >= length && field < width && text.charCodeAt(length - 1) !== LF)
      throw cutShort(reader.name, line)
    rows.push(field === width ? row : `the row has ${field} fields, the header ${width}`)
    starts.push(start)
    lines.push(line)
    line += newlines + 1
    start = position
  }
  return {
    rows,
    line: (index) => lines[index] ?? firstLine,
    raw: (index) => text.slice(starts[index], starts[index + 1] ?? start).trimEnd(),
    rest: text.slice(start),
    nextLine: line,
  }
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found
}

/** The header's fields and where the rows begin; undefined where the text does not hold it whole yet. */
function headerOf(text: string, start: number, last: boolean, name: string) {
  const newline = text.indexOf('\n', start)
  if (newline === -1 && !last) return undefined
  const lineText = text.slice(start, newline === -1 ? text.length : newline).replace(/\r$/, '')
  if (lineText.trim() === '') throw new Fault(`${name} has no header line.`, 'The first line must name the columns.')
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: lineText.split(mark).length }))
  const { mark } = counts.toSorted((a, b) => b.count - a.count)[0] as { mark: string }
  const fields = lineText.split(mark).map((field) =>
    field
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  )
  return { fields, delimiter: mark.charCodeAt(0), end: newline === -1 ? text.length : newline + 1, lines: 1 }
}

function tooLong(rest: string, name: string, line: number): undefined {
  if (rest.length <= MAX_ROW_CHARS) return undefined
  throw new Fault(
    `${name} is not a table: the row at line ${line} does not end within ${MAX_ROW_CHARS} characters.`,
    'Nothing was loaded. Check for an unclosed quote near that line, and that the file is a CSV.',
  )
}

const strayQuote = (name: string, line: number) =>
  new Fault(
    `${name}, line ${line}: a quote stands where none may.`,
    'Nothing was loaded. A field with a quote is quoted whole, the quote inside it doubled; export the file again.',
  )

const unclosedQuote = (name: string, line: number) =>
  new Fault(
    `${name}: the quote opened at line ${line} is never closed.`,
    'Nothing was loaded. The file was probably cut short; fetch it again.',
  )

const cutShort = (name: string, line: number) =>
  new Fault(
    `${name} ends in the middle of line ${line}.`,
    'Nothing was loaded. The file was cut short; fetch it again.',
  )

const notUtf8 = (name: string) =>
  new Fault(`${name} is not UTF-8 text.`, 'Nothing was loaded. Convert it first, for example: iconv -f latin1 -t utf-8')
