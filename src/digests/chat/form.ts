import type { Field, FieldOption, Form } from '../../cards/form.ts'
import { type DigestScope, SCOPE_DIMENSIONS, SECTIONS } from '../subscription.ts'
import { type Draft, type DraftField, USUAL, WAIT_HOURS } from '../words/draft.ts'
import { SCOPE_WORDS, SECTION_WORDS, WEEKDAYS } from '../words/said.ts'
import type { ScopeNames } from '../words/scope-names.ts'

export interface FormSetting {
  readonly names: ScopeNames
  /** Of the person who fills it in. */
  readonly timezone: string
  /** Signed. */
  readonly token: string
  /** Where the two talk alone there is nowhere else. */
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

export const EVERYTHING = 'everything'
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
    ...(scope === null ? {} : { value: scope.values.map(typed).join(', ') }),
  })
}

/** A name that holds a comma is told apart by quotes. */
const typed = (name: string) => (/[,;]|\s(?:and|or|&|\+)\s/.test(name) && !name.includes('"') ? `"${name}"` : name)

function whereOptions(direct: boolean, now: Draft | undefined): readonly FieldOption[] {
  return [
    ...(now === undefined ? [] : [{ label: 'Where it goes now', value: 'place' }]),
    ...(direct ? [] : [{ label: 'Here', value: 'here' }]),
    { label: 'To me alone', value: 'me' },
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
