import { z } from 'zod'
import { Fault } from '../../errors.ts'
import { DIMENSIONS } from '../question.ts'
import { type DevsetQuery, fromDevsetQuery, toDevsetQuery } from './devset.ts'
import { type Catalogue, nameIndex } from './name-index.ts'
import { type Setting, understand } from './understand.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const record = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  today: z.string().regex(DAY).optional(),
  /** A UTC instant; its local date in `timezone` is today. */
  now: z.string().optional(),
  timezone: z.string().optional(),
  context: z.object({ text: z.string().optional(), expect: z.record(z.string(), z.unknown()).optional() }).nullish(),
})

const values = z.partialRecord(z.enum(DIMENSIONS), z.array(z.string()))
const catalogueFile = z.object({
  dimensions: values,
  aliases: z.partialRecord(z.enum(DIMENSIONS), z.record(z.string(), z.string())).optional(),
})

/** A catalogue file: `{dimensions: {team: [...]}, aliases: {team: {written: value}}}`; other keys say nothing to us. */
export function readCatalogue(json: unknown): Catalogue {
  const read = catalogueFile.safeParse(json)
  if (!read.success) {
    throw new Fault(
      `The catalogue cannot be read: ${z.prettifyError(read.error)}`,
      'It is {"dimensions": {"team": ["search"]}, "aliases": {"team": {"srch": "search"}}}.',
    )
  }
  return { values: read.data.dimensions, aliases: read.data.aliases ?? {} }
}

/** One JSON line in, one reading out, in the same order. `today` stands in where a record has neither `today` nor `now`. */
export async function* understandBatch(
  lines: AsyncIterable<string> | Iterable<string>,
  catalogue: unknown,
  today: string,
): AsyncGenerator<{ readonly id: string | number; readonly query: DevsetQuery }> {
  const names = nameIndex(readCatalogue(catalogue))
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    const asked = readRecord(line, number)
    const day = asked.today ?? (asked.now === undefined ? today : localDate(asked.now, asked.timezone ?? 'UTC', number))
    const previous =
      asked.context?.expect === undefined
        ? contextQuestion(asked.context?.text, { today: day, names })
        : fromDevsetQuery(asked.context.expect as Partial<DevsetQuery>)
    const setting: Setting = { today: day, names, ...(previous === undefined ? {} : { previous }) }
    yield { id: asked.id, query: toDevsetQuery(understand(asked.text, setting)) }
  }
}

function contextQuestion(text: string | undefined, setting: Setting) {
  if (text === undefined) return undefined
  const reading = understand(text, setting)
  return reading.kind === 'question' ? reading.question : undefined
}

function readRecord(line: string, number: number) {
  const remedy = 'One JSON object a line: {"id": "1", "text": "team search cost", "today": "2026-11-23"}.'
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (cause) {
    throw new Fault(`Line ${number} is not JSON.`, remedy, { cause })
  }
  const read = record.safeParse(json)
  if (!read.success) throw new Fault(`Line ${number} is no question: ${z.prettifyError(read.error)}`, remedy)
  return read.data
}

function localDate(now: string, timezone: string, number: number): string {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(new Date(now))
  } catch (cause) {
    throw new Fault(
      `Line ${number}: "${now}" in "${timezone}" is no moment.`,
      'Write now as 2026-11-23T10:00:00Z and timezone as Europe/Paris.',
      { cause },
    )
  }
}
