import type { FormValues } from '../../platform.ts'
import {
  ALERT_KINDS,
  type DigestScope,
  RHYTHMS,
  type Rhythm,
  SCOPE_DIMENSIONS,
  type ScopeDimension,
  SECTIONS,
} from '../subscription.ts'
import {
  type Draft,
  type DraftField,
  type Mistake,
  MOST_WAIT_HOURS,
  mistaken,
  type Read,
  USUAL,
  WAIT_HOURS,
} from '../words/draft.ts'
import { SCOPE_WORDS } from '../words/said.ts'
import type { ScopeNames } from '../words/scope-names.ts'
import { readNameList } from '../words/scope-words.ts'
import { readTime } from '../words/time-words.ts'
import { readZone } from '../words/zone-words.ts'
import { EVERYTHING, type FormSetting } from './form.ts'

/** What somebody filled in. What a platform left out is as it was offered. */
export function readForm(values: FormValues, setting: Pick<FormSetting, 'names' | 'timezone' | 'direct'>): Read<Draft> {
  const mistakes: Mistake[] = []
  const one = (name: DraftField): string => values[name]?.[0]?.trim() ?? ''
  const kept = <T>(read: Read<T>, name: DraftField, usual: T): T => {
    if ('value' in read) return read.value
    mistakes.push(...read.mistakes.map(({ text }) => ({ field: name, text })))
    return usual
  }
  const scope = kept(readScope(one('kind'), values.names ?? [], setting.names), 'names', null)
  const rhythm = RHYTHMS.find((each) => each === one('rhythm'))
  if (rhythm === undefined) mistakes.push({ field: 'rhythm', text: 'Choose how often.' })
  const weekday = rhythm === 'weekly' ? within(one('weekday'), 7) : null
  if (weekday === undefined) mistakes.push({ field: 'weekday', text: 'A weekly digest needs its weekday.' })
  const monthDay = rhythm === 'monthly' ? within(one('month_day'), 28) : null
  if (monthDay === undefined) mistakes.push({ field: 'month_day', text: 'A monthly digest needs its day, 1 to 28.' })
  const time = kept(readTime(one('time')), 'time', USUAL.time)
  const timezone = kept(readZone(one('timezone') || setting.timezone), 'timezone', setting.timezone)
  const sections = SECTIONS.filter((section) => values.sections?.includes(section))
  if (sections.length === 0) mistakes.push({ field: 'sections', text: 'Choose something to show.' })
  const waitHours = /^\d{1,3}$/.test(one('wait')) ? Number(one('wait')) : WAIT_HOURS
  if (waitHours > MOST_WAIT_HOURS) mistakes.push({ field: 'wait', text: `At most ${MOST_WAIT_HOURS} hours.` })
  const quiet = readQuiet(one('quiet_from'), one('quiet_until'))
  if ('mistakes' in quiet) mistakes.push(...quiet.mistakes)
  if (mistakes.length > 0 || 'mistakes' in quiet || rhythm === undefined) return { mistakes }
  return {
    value: {
      scope,
      sections,
      alerts: ALERT_KINDS.filter((kind) => values.alerts?.includes(kind)),
      schedule: scheduleOf(rhythm, weekday ?? null, monthDay ?? null, time, timezone),
      waitHours,
      quiet: quiet.value,
      where: readWhere(one('where'), setting.direct),
    },
  }
}

const scheduleOf = (
  rhythm: Rhythm,
  weekday: number | null,
  monthDay: number | null,
  time: string,
  timezone: string,
) => ({
  rhythm,
  weekday,
  monthDay,
  time,
  timezone,
})

function readWhere(value: string, direct: boolean): Draft['where'] {
  if (value === 'place') return 'place'
  return value === 'me' || direct ? 'me' : 'here'
}

function readScope(kind: string, written: readonly string[], names: ScopeNames): Read<DigestScope> {
  const chosen = written.map((each) => each.trim()).filter((each) => each !== '')
  if (kind === EVERYTHING)
    return chosen.length === 0
      ? { value: null }
      : mistaken('names', 'Everything needs no names: leave them out, or choose what they are above.')
  const dimension = SCOPE_DIMENSIONS.find((each) => each === kind)
  if (dimension === undefined) return mistaken('names', 'Choose what the digest is about.')
  const [one] = SCOPE_WORDS[dimension]
  if (chosen.length === 0) return mistaken('names', `Choose a ${one}, or set “About” to everything.`)
  const optionOf = (each: string) => SCOPE_DIMENSIONS.map((known) => readOption(each, known)).find((read) => read)
  const options = chosen.map(optionOf)
  // A name that somebody typed may hold a colon too.
  if (
    options.some((option) => option === undefined) ||
    !options.every((option) => option && names.find(...option).length)
  )
    return readNameList(chosen.join(', '), dimension, names)
  const other = options.find((option) => option && option[0] !== dimension)
  if (other !== undefined)
    return mistaken(
      'names',
      `${other[1]} is a ${SCOPE_WORDS[other[0]][0]}. Choose only ${SCOPE_WORDS[dimension][1]}, or set “About” to ${SCOPE_WORDS[other[0]][1]}.`,
    )
  return { value: { dimension, values: [...new Set(options.flatMap((option) => (option ? [option[1]] : [])))].sort() } }
}

const readOption = (value: string, dimension: ScopeDimension): readonly [ScopeDimension, string] | undefined =>
  value.startsWith(`${dimension}:`) ? [dimension, value.slice(dimension.length + 1)] : undefined

const within = (text: string, most: number): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined

function readQuiet(from: string, until: string): Read<Draft['quiet']> {
  if (from === '' && until === '') return { value: null }
  if (from === '') return mistaken('quiet_from', 'From when? Or leave both empty.')
  if (until === '') return mistaken('quiet_until', 'Until when? Or leave both empty.')
  const [begin, end] = [readTime(from), readTime(until)]
  if ('mistakes' in begin) return mistaken('quiet_from', begin.mistakes[0]?.text ?? '')
  if ('mistakes' in end) return mistaken('quiet_until', end.mistakes[0]?.text ?? '')
  if (begin.value === end.value) return mistaken('quiet_until', 'Quiet hours need another end than their beginning.')
  return { value: { from: begin.value, until: end.value } }
}
