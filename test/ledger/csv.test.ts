import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvRows } from '../../src/ledger/csv.ts'

async function* pieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string | Buffer, size: number) {
  const rows: unknown[] = []
  const lines: number[] = []
  for await (const batch of csvRows(pieces(text, size), 't.csv', (header) => header.map((_, index) => index))) {
    batch.rows.forEach((row, index) => {
      rows.push(row)
      lines.push(batch.line(index))
    })
  }
  return { rows, lines }
}

const field = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r\n', ' ', ''), maxLength: 6 })
const quoted = (text: string, always: boolean) =>
  always || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

it('reads what was written, however it is cut into pieces', async () => {
  const table = fc.array(fc.tuple(field, field, field), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
      async (rows, size, always, ends, newline) => {
        const lines = ['x,y,z', ...rows.map((row) => row.map((text) => quoted(text, always)).join(','))]
        const found = await read(lines.join(newline) + (ends ? newline : ''), size)
        // Fields of a last row that are all empty and unquoted, without a line end, are still a row: it has its two commas.
        expect(found.rows).toEqual(rows)
        let line = 2
        for (const [index, row] of rows.entries()) {
          expect(found.lines[index]).toBe(line)
          line += 1 + row.join('').split('\n').length - 1
        }
      },
    ),
    { numRuns: 500 },
  )
})

it('never takes a short row’s missing fields from the next one', async () => {
  expect((await read('a,b\n1\n2,3\n4,5,6\n', 99)).rows).toEqual([
    'the row has 1 fields, the header 2',
    ['2', '3'],
    'the row has 3 fields, the header 2',
  ])
})

it.each([
  ['semicolons', 'a;b\n"1;2";3\n', ['1;2', '3']],
  ['tabs', 'a\tb\n1,2\t3\n', ['1,2', '3']],
  ['a quoted header that holds the delimiter', '"a,b";"c,d"\n1;2\n', ['1', '2']],
  ['a byte order mark', '\uFEFFa,b\n1,2\n', ['1', '2']],
  ['a quote inside a field that is not quoted', 'a,b\n1" pipe,2\n', ['1" pipe', '2']],
  ['white space after a closing quote', 'a,b\n"1" ,"2"\t\n', ['1', '2']],
  ['LF after a header with CRLF', 'a,b\r\n1,2\n', ['1', '2']],
  ['CR in the middle of a field', 'a,b\n1\r1,2\n', ['1\r1', '2']],
  ['a character that stands for none', 'a,b\n\uFFFD,2\n', ['\uFFFD', '2']],
  ['lines without anything', 'a,b\n\n\r\n1,2\n\n', ['1', '2']],
  ['names and values of objects', 'a,__proto__\nconstructor,2\n', ['constructor', '2']],
])('reads %s', async (_what, text, row) => {
  for (const size of [1, 2, 3, 5, 99]) expect((await read(text, size)).rows).toEqual([row])
})

it.each([
  ['a quote after a closing quote', 'a,b\n\n"1"x,2\n3,4\n', /line 3: a quote stands where none may/],
  ['a quote that never closes', 'a,b\n1,2\n3,"4\n5,6\n', /opened at line 3 is never closed/],
  ['a last row cut short', 'a,b\n1,2\n3', /ends in the middle of line 3/],
  ['lines that end in CR', 'a,b\r1,2\r', /CR alone/],
  ['a header with a stray quote', '"a"x,b\n1,2\n', /line 1: a quote/],
  ['a column given twice', 'a,b,A\n1,2,3\n', /has the column "a", "A" more than once/],
  ['a byte that is no UTF-8', Buffer.from('a,b\n1,\xE9\n', 'latin1'), /not UTF-8/],
  ['a character cut short', Buffer.from('a,b\n1,é').subarray(0, -1), /not UTF-8/],
])('refuses %s', async (_what, text, message) => {
  for (const size of [1, 2, 3, 5, 99]) await expect(read(text, size)).rejects.toThrow(message)
})

it('tells the line and the text of a row in the middle', async () => {
  const text = 'a,b\r\n"1\n1",2\r\n\r\nshort\r\n3,4\r\n'
  for await (const batch of csvRows(pieces(text, 99), 't.csv', () => [0])) {
    expect(batch.rows).toEqual([['1\n1'], 'the row has 1 fields, the header 2', ['3']])
    expect([0, 1, 2].map(batch.line)).toEqual([2, 5, 6])
    expect([0, 1, 2].map(batch.raw)).toEqual(['"1\n1",2', 'short', '3,4'])
  }
})
