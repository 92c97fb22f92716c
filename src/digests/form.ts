import type { Field, FieldOption, Form } from '../cards/form.ts'
import type { FormValues } from '../platform.ts'
import {
  type Draft,
  type DraftField,
  type Mistake,
  MOST_WAIT_HOURS,
  mistaken,
  type Read,
  USUAL,
  WAIT_HOURS,
} from './draft.ts'
import { SCOPE_WORDS, SECTION_WORDS, WEEKDAYS } from './said.ts'
import type { ScopeNames } from './scope-names.ts'
import { readNameList } from './scope-words.ts'
import {
  ALERT_KINDS,
  type DigestScope,
  RHYTHMS,
  type Rhythm,
  SCOPE_DIMENSIONS,
  type ScopeDimension,
  SECTIONS,
} from './subscription.ts'
import { readTime } from './time-words.ts'
import { readZone } from './zone-words.ts'

export interface FormSetting {
  readonly names: ScopeNames
  /** Of the person who fills it in. */
  readonly timezone: string
  /** Signed. */
  readonly token: string
  /** In direct messages there is nowhere else. */
  readonly direct: boolean
  /** What is changed; absent for a new one. */
  readonly now?: Draft
}

/** What the form calls a field, with its type checked. */
const field = (name: DraftField, rest: DistributiveOmit<Field, 'name'>): Field => ({ name, ...rest })
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** The same form sets and changes a digest. */
export function digestForm({ names, timezone, token, direct, now }: FormSetting): Form {
  const schedule = now?.schedule
  const sections = now?.sections ?? SECTIONS
  return {
    title: now === undefined ? 'New digest' : 'Change this digest',
    submit: 'Save',
    token,
    intro: 'Nothing is sent before the first time that you choose here.',
    fields: [
      field('kind', {
        kind: 'choice',
        label: 'About',
        options: KINDS,
        value: now === undefined ? 'team' : (now.scope?.dimension ?? EVERYTHING),
      }),
      namesField(names, now?.scope ?? null),
      field('rhythm', {
        kind: 'choice',
        label: 'How often',
        options: RHYTHM_OPTIONS,
        value: schedule?.rhythm ?? 'weekly',
      }),
      field('weekday', {
        kind: 'choice',
        label: 'Weekday',
        hint: 'Of a weekly digest.',
        optional: true,
        options: WEEKDAYS.map((label, at) => ({ label, value: String(at + 1) })),
        value: String(schedule?.weekday ?? USUAL.weekday),
      }),
      field('month_day', {
        kind: 'choice',
        label: 'Day of the month',
        hint: 'Of a monthly digest.',
        optional: true,
        options: Array.from({ length: 28 }, (_, at) => ({ label: String(at + 1), value: String(at + 1) })),
        value: String(schedule?.monthDay ?? USUAL.monthDay),
      }),
      field('time', { kind: 'time', label: 'At', value: schedule?.time ?? USUAL.time }),
      field('timezone', {
        kind: 'text',
        label: 'Time zone',
        hint: 'The IANA name of a place, such as Europe/Paris. 09:00 is 09:00 there all year.',
        value: schedule?.timezone ?? timezone,
      }),
      field('where', {
        kind: 'choice',
        label: 'Where',
        options: whereOptions(direct, now),
        value: now !== undefined ? 'place' : direct ? 'me' : 'here',
      }),
      field('sections', {
        kind: 'choices',
        label: 'Show',
        options: SECTIONS.map((value) => ({ label: capital(SECTION_WORDS[value]), value })),
        values: sections,
      }),
      field('wait', {
        kind: 'choice',
        label: 'Wait for late data',
        hint: 'After that it is sent without what is missing, and says so.',
        options: waitOptions(now?.waitHours ?? WAIT_HOURS),
        value: String(now?.waitHours ?? WAIT_HOURS),
      }),
      field('alerts', {
        kind: 'choices',
        label: 'Alerts',
        optional: true,
        options: [
          { label: 'Budget thresholds', value: 'budget' },
          { label: 'Anomalies', value: 'anomaly' },
        ],
        values: now?.alerts ?? [],
      }),
      field('quiet_from', {
        kind: 'time',
        label: 'Quiet from',
        hint: 'Alerts wait until quiet hours are over.',
        optional: true,
        ...(now?.quiet ? { value: now.quiet.from } : {}),
      }),
      field('quiet_until', {
        kind: 'time',
        label: 'Quiet until',
        optional: true,
        ...(now?.quiet ? { value: now.quiet.until } : {}),
      }),
    ],
  }
}

const EVERYTHING = 'everything'
const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

const KINDS: readonly FieldOption[] = [
  ...SCOPE_DIMENSIONS.map((value) => ({ label: capital(SCOPE_WORDS[value][1]), value })),
  { label: 'Everything', value: EVERYTHING },
]

const RHYTHM_OPTIONS: readonly FieldOption[] = [
  { label: 'Every day', value: 'daily' },
  { label: 'Monday to Friday', value: 'weekdays' },
  { label: 'Weekly', value: 'weekly' },
  { label: 'Monthly', value: 'monthly' },
]

// What an option carries on Slack, and what fits its label.
const MOST_OPTIONS = 100
const MOST_VALUE = 150
const MOST_LABEL = 75

/** To choose from where all fit, else to type. A name that is long is typed too. */
function namesField(names: ScopeNames, scope: DigestScope): Field {
  const options = SCOPE_DIMENSIONS.flatMap((dimension) =>
    names.all(dimension).map((name) => ({
      label: `${name} (${SCOPE_WORDS[dimension][0]})`,
      value: `${dimension}:${name}`,
    })),
  )
  const chosen = scope?.values.map((name) => `${scope.dimension}:${name}`) ?? []
  const fits =
    options.length > 0 &&
    options.length <= MOST_OPTIONS &&
    options.every(({ label, value }) => label.length <= MOST_LABEL && value.length <= MOST_VALUE) &&
    chosen.every((value) => options.some((option) => option.value === value))
  const label = 'Names'
  if (fits)
    return field('names', {
      kind: 'choices',
      label,
      hint: 'None for everything.',
      optional: true,
      options,
      values: chosen,
    })
  return field('names', {
    kind: 'text',
    label,
    hint: 'With commas between them. None for everything.',
    optional: true,
    placeholder: 'search, ads',
    value: scope?.values.map(typed).join(', ') ?? '',
  })
}

/** A name that holds a comma is told apart by quotes. */
const typed = (name: string) => (/[,;]|\s(?:and|or|&|\+)\s/.test(name) && !name.includes('"') ? `"${name}"` : name)

function whereOptions(direct: boolean, now: Draft | undefined): readonly FieldOption[] {
  return [
    ...(now === undefined ? [] : [{ label: 'Where it goes now', value: 'place' }]),
    ...(direct ? [] : [{ label: 'This channel', value: 'here' }]),
    { label: 'Direct message to me', value: 'me' },
  ]
}

const WAITS = [0, 2, 4, 6, 12, 24, 48, 72]

const waitOptions = (chosen: number): readonly FieldOption[] =>
  [...new Set([...WAITS, chosen])]
    .sort((a, b) => a - b)
    .map((hours) => ({
      label: hours === 0 ? 'Not at all' : `Up to ${hours} hours`,
      value: String(hours),
    }))

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
