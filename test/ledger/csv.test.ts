import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvRows } from '../../src/ledger/csv.ts'

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string, size: number) {
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
