import type { Field } from '../cards/form.ts'
import { type Json, string } from '../chat/json.ts'
import type { FormValues } from '../platform.ts'
import { LIMITS } from './limits.ts'

/** What a filled-in form brings; undefined if it is not ours. */
export interface Submission {
  readonly token: string
  readonly values: FormValues
  /**
   * Absent where it was opened in the conversation that it was sent from. Nobody signed it: it is to be believed only where
   * the roster of that conversation knows who sends.
   */
  readonly conversationId?: string
  readonly threadId?: string
}

/** Fields keep apart from our own data by this, and tell how their values are written. */
export const inputId = ({ kind, name }: Pick<Field, 'kind' | 'name'>): string => `tally:${kind}:${name}`

/** Clients join what was chosen with commas, so no option of ours holds one. */
export const written = ({ kind }: Pick<Field, 'kind'>, value: string): string =>
  kind === 'choice' || kind === 'choices' ? value.replaceAll('%', '%25').replaceAll(',', '%2C') : value
const unwritten = (value: string): string => value.replaceAll('%2C', ',').replaceAll('%25', '%')

/** Of the data of an Action.Execute or an Action.Submit. What is sent could be written by anybody: only its form is read here. */
export function readSubmission(data: Json): Submission | undefined {
  const token = short(data.form)
  if (token === undefined) return undefined
  const [conversationId, threadId] = [short(data.in), short(data.thread)]
  return {
    token,
    values: Object.fromEntries(Object.entries(data).flatMap(readField)),
    ...(conversationId === undefined ? {} : { conversationId, ...(threadId === undefined ? {} : { threadId }) }),
  }
}

function readField([id, sent]: readonly [string, unknown]): [string, readonly string[]][] {
  const [, kind, name] = /^tally:(choice|choices|text|time|date|person):(.+)$/s.exec(id) ?? []
  if (kind === undefined || name === undefined || name.length > LIMITS.form.name || typeof sent !== 'string') return []
  return [[name, readValues(kind, sent.slice(0, LIMITS.form.sent))]]
}

function readValues(kind: string, sent: string): readonly string[] {
  switch (kind) {
    case 'choice':
    case 'choices':
      return [
        ...new Set(
          sent
            .split(',')
            .filter((each) => each !== '')
            .map(unwritten),
        ),
      ]
    case 'time':
      // Some clients send seconds.
      return several(sent.replace(/^(\d{2}:\d{2}):\d{2}(\.\d+)?$/, '$1'))
    case 'date':
      // Only a day without a zone is that day everywhere.
      return several(sent.replace(/^(\d{4}-\d{2}-\d{2})T00:00(:00(\.0+)?)?$/, '$1'))
    default:
      return several(sent.slice(0, LIMITS.form.text))
  }
}

/** An empty list is an empty field. */
const several = (value: string): readonly string[] => (value.trim() === '' ? [] : [value])

const short = (value: unknown): string | undefined => {
  const text = string(value)
  return text !== undefined && text.length <= LIMITS.form.name ? text : undefined
}
