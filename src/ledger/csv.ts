import { isUtf8 } from 'node:buffer'
import Papa from 'papaparse'
import { Fault } from '../errors.ts'
import { quote } from './value.ts'

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

/**
 * Reads CSV in UTF-8 piece by piece, Papa Parse cutting each piece into fields: comma, semicolon or tab, LF or CRLF, an optional byte
 * order mark. A structural error (an unclosed or stray quote, a last row cut short) is a fault of the whole file; a row with too few or
 * too many fields is only unreadable itself.
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  name: string,
  select: Select,
): AsyncGenerator<RowBatch, void, void> {
  let read: ReturnType<typeof rowReader> | undefined
  let rest = ''
  let line = 1
  const consume = (text: string, last: boolean): RowBatch | undefined => {
    // Megabytes of empty lines would each become a row first.
    if (read !== undefined && rest === '' && !/[^\r\n]/.test(text)) {
      line += newlines(text, 0, text.length)
      return undefined
    }
    rest += text
    if (read === undefined) {
      const end = last && !rest.includes('\n') ? rest.length : rest.indexOf('\n') + 1
      const { fields, delimiter } = readHeader(rest.slice(0, end), name)
      read = rowReader(name, delimiter, fields.length, wantedOnce(fields, select(fields), name))
      rest = rest.slice(end)
      line = 2
    }
    const { batch, end } = read(rest, line, last)
    line += newlines(rest, 0, end)
    rest = rest.slice(end)
    return batch.rows.length > 0 ? batch : undefined
  }
  // Cut at line ends, no character is cut in two, and nothing is looked at again and again in which no row can end.
  let unread: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
    const end = unread.lastIndexOf('\n') + 1
    if (end > 0) {
      const batch = consume(decode(unread.subarray(0, end), name), false)
      if (batch !== undefined) yield batch
      unread = unread.subarray(end)
    }
    if (rest.length + unread.length > MAX_ROW_CHARS) {
      throw new Fault(
        `${name} is not a table: the row at line ${line} does not end within ${MAX_ROW_CHARS} characters.`,
        'Nothing was loaded. Check for an unclosed quote near that line, and that the file is a CSV.',
      )
    }
  }
  const batch = consume(decode(unread, name), true)
  if (batch !== undefined) yield batch
}

function decode(bytes: Buffer, name: string): string {
  if (isUtf8(bytes)) return bytes.toString()
  throw new Fault(
    `${name} is not UTF-8 text.`,
    'Nothing was loaded. Convert it first, for example: iconv -f latin1 -t utf-8',
  )
}

/** The columns that a first line names, with the delimiter that finds most of them. */
function readHeader(line: string, name: string) {
  const text = line.replace(/^\uFEFF/, '').replace(/\r?\n?$/, '')
  if (text.trim() === '') throw new Fault(`${name} has no header line.`, 'The first line must name the columns.')
  if (text.includes('\r')) {
    throw new Fault(
      `${name} ends its lines with CR alone.`,
      "Nothing was loaded. Convert it first, for example: tr '\\r' '\\n'",
    )
  }
  const readings = [',', ';', '\t'].map((delimiter) => {
    const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n' })
    return { delimiter, fields: (data[0] ?? []).map((field) => field.trim()), sound: errors.length === 0 }
  })
  const [best] = readings.toSorted((a, b) => b.fields.length - a.fields.length)
  if (!best?.sound) throw strayQuote(name, 1)
  return best
}

/** A column given twice says two things, and the choice is not ours. */
function wantedOnce(header: readonly string[], wanted: readonly number[], name: string): readonly number[] {
  const names = header.map((column) => column.toLowerCase())
  const twice = wanted.filter((at) => at >= 0 && names.lastIndexOf(names[at] ?? '') !== names.indexOf(names[at] ?? ''))
  if (twice.length === 0) return wanted
  throw new Fault(
    `${name} has the column ${twice.map((at) => quote(header[at] ?? '')).join(', ')} more than once.`,
    'Nothing was loaded. Leave out all but one of them.',
  )
}

/** Reads the whole rows of a text; `end` is where the first row begins that is not whole. */
function rowReader(name: string, delimiter: string, width: number, wanted: readonly number[]) {
  const parse = (text: string, last: boolean, step?: (result: Papa.ParseStepResult<unknown>) => void) =>
    new Papa.Parser({ delimiter, newline: '\n', ...(step && { step }) }).parse(text, 0, !last)

  return (text: string, firstLine: number, last: boolean): { readonly batch: RowBatch; readonly end: number } => {
    const { data, errors, meta }: Papa.ParseResult<string[]> = parse(text, last)
    let found: readonly Place[] | undefined
    const place = (row: number) => {
      // Told row by row, Papa Parse takes half as long again; only a batch with something to complain about is read twice.
      found ??= places(firstLine, text, (step) => parse(text, last, step))
      return found[row] ?? { line: firstLine, raw: '' }
    }
    // The text ends with a line, so that what comes next cannot put a quote right.
    const [error] = errors
    if (error !== undefined) {
      const { line } = place(error.row ?? 0)
      throw error.code === 'MissingQuotes' ? unclosedQuote(name, line) : strayQuote(name, line)
    }
    const rows: (readonly string[] | string)[] = []
    const numbers: number[] = []
    data.forEach((fields, row) => {
      // The CR of a CRLF. One inside the quotes of a last field goes as well: white space around a value says nothing.
      const final = fields.at(-1) ?? ''
      if (final.endsWith('\r')) fields[fields.length - 1] = final.slice(0, -1)
      if (fields.length === 1 && fields[0] === '') return
      // A file that ends in the middle of a row was cut short on its way here.
      if (last && row === data.length - 1 && fields.length < width) throw cutShort(name, place(row).line)
      numbers.push(row)
      rows.push(
        fields.length === width
          ? wanted.map((at) => fields[at] ?? '')
          : `the row has ${fields.length} fields, the header ${width}`,
      )
    })
    const at = (index: number) => place(numbers[index] ?? 0)
    return { batch: { rows, line: (index) => at(index).line, raw: (index) => at(index).raw }, end: meta.cursor }
  }
}

interface Place {
  readonly line: number
  readonly raw: string
}

function places(
  firstLine: number,
  text: string,
  parse: (step: (result: Papa.ParseStepResult<unknown>) => void) => void,
): readonly Place[] {
  const found: Place[] = []
  let line = firstLine
  let start = 0
  parse(({ meta }) => {
    found.push({ line, raw: text.slice(start, meta.cursor).trimEnd() })
    line += newlines(text, start, meta.cursor)
    start = meta.cursor
  })
  // The row that is not whole yet.
  found.push({ line, raw: text.slice(start) })
  return found
}

function newlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
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
