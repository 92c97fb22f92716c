import { day } from '../cards/format.ts'
import type { FormValues } from '../platform.ts'
import { lastMorning, morningOf } from './local-instant.ts'
import { MOST_EXEMPT_DAYS, MOST_SNOOZE_DAYS } from './nudge.ts'

/** What somebody filled in, or what is wrong with it, by field. */
export type Filled<T> = { readonly value: T } | { readonly mistakes: Readonly<Record<string, string>> }

const MOST_REASON = 500
const one = (values: FormValues, name: string): string => values[name]?.[0]?.trim() ?? ''

export interface UntilDay {
  readonly until: Date
  readonly reason: string | null
}

export const readSnooze = (values: FormValues, now: Date, timezone: string): Filled<UntilDay> =>
  readUntil(values, now, timezone, MOST_SNOOZE_DAYS, undefined)

export function readExempt(values: FormValues, now: Date, timezone: string): Filled<UntilDay & { reason: string }> {
  const read = readUntil(values, now, timezone, MOST_EXEMPT_DAYS, 'Say why: without a reason nothing is exempt.')
  if ('mistakes' in read) return read
  return { value: { until: read.value.until, reason: read.value.reason ?? '' } }
}

function readUntil(
  values: FormValues,
  now: Date,
  timezone: string,
  mostDays: number,
  /** What to say where there is none; undefined where none is needed. */
  needsReason: string | undefined,
): Filled<UntilDay> {
  const mistakes: Record<string, string> = {}
  const reason = one(values, 'reason')
  if (reason === '' && needsReason !== undefined) mistakes.reason = needsReason
  if ([...reason].length > MOST_REASON) mistakes.reason = `At most ${MOST_REASON} characters.`
  const until = readDay(one(values, 'date'), now, timezone, mostDays)
  if ('mistake' in until) mistakes.date = until.mistake
  if ('mistake' in until || Object.keys(mistakes).length > 0) return { mistakes }
  return { value: { until: until.at, reason: reason === '' ? null : reason } }
}

function readDay(
  text: string,
  now: Date,
  timezone: string,
  mostDays: number,
): { readonly at: Date } | { readonly mistake: string } {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) return { mistake: 'Choose a day.' }
  const last = lastMorning(now, mostDays, timezone)
  const at = morningOf(text, timezone)
  if (at <= now) return { mistake: 'Choose a day that is still to come.' }
  if (text > last)
    return { mistake: `Choose ${day(last)} or an earlier day: nothing is put off for more than ${mostDays} days.` }
  return { at }
}
