import { name } from '../card/lines.ts'
import type { DigestScope, Schedule, ScopeDimension, Section } from '../subscription.ts'

/** How rhythms, scopes and moments read. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const SCOPE_WORDS: Readonly<Record<ScopeDimension, readonly [one: string, many: string]>> = {
  team: ['team', 'teams'],
  project: ['project', 'projects'],
  business_unit: ['business unit', 'business units'],
}

export const SECTION_WORDS: Readonly<Record<Section, string>> = {
  movers: 'movers',
  top: 'top contributors',
  budget: 'budget',
  forecast: 'forecast',
  anomalies: 'anomalies',
  idle: 'idle waste',
  unallocated: 'unallocated',
  unit_cost: 'unit cost',
}

/** "team search", "teams ads and search", "everything"; long names are cut, and of many the first are told. */
export function scopeWords(scope: DigestScope): string {
  if (scope === null) return 'everything'
  const shown = scope.values.slice(0, MOST_NAMES).map((value) => name(value, MOST_NAME))
  const others = scope.values.length - shown.length
  return `${kindWords(scope)} ${listed(others === 0 ? shown : [...shown, `${others} more`])}`
}

const MOST_NAMES = 5
const MOST_NAME = 40
const kindWords = ({ dimension, values }: NonNullable<DigestScope>) =>
  SCOPE_WORDS[dimension][values.length === 1 ? 0 : 1]

/** "every Monday at 09:00, Europe/Paris time" */
export const scheduleWords = (schedule: Schedule): string =>
  `${rhythmWords(schedule)} at ${schedule.time}, ${schedule.timezone} time`

export function rhythmWords({ rhythm, weekday, monthDay }: Schedule): string {
  switch (rhythm) {
    case 'daily':
      return 'every day'
    case 'weekdays':
      return 'Monday to Friday'
    case 'weekly':
      return `every ${WEEKDAYS[(weekday ?? 1) - 1] ?? 'week'}`
    case 'monthly':
      return `on the ${ordinal(monthDay ?? 1)} of every month`
  }
}

export function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}

/** "Mon Nov 30, 09:00 CET": in the digest's own zone, which is always said. */
export function slotWords(at: Date, timezone: string): string {
  const part = (options: Intl.DateTimeFormatOptions, locale = 'en-US') =>
    new Intl.DateTimeFormat(locale, { timeZone: timezone, ...options }).format(at)
  const time = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${part({ weekday: 'short' })} ${part({ month: 'short', day: 'numeric' })}, ${time} ${zoneWord(at, timezone)}`
}

/** Each locale knows the letters of its own zones, and says GMT+1 for the others. */
function zoneWord(at: Date, timezone: string): string {
  const [first = timezone, ...others] = ['en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ'].map(
    (locale) =>
      new Intl.DateTimeFormat(locale, { timeZone: timezone, timeZoneName: 'short' })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value ?? timezone,
  )
  return [first, ...others].find((name) => !/^(?:GMT|UTC)[+-]/.test(name)) ?? first
}

/** "a", "a and b", "a, b and c" */
export const listed = (names: readonly string[], last = 'and'): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`

/** What to write to get the same again, with every name as it is. */
export function commandWords(
  { scope, schedule }: { readonly scope: DigestScope; readonly schedule: Schedule },
  toMe: boolean,
): string {
  const { rhythm, weekday, monthDay, time, timezone } = schedule
  const when =
    weekday !== null
      ? ` ${(WEEKDAYS[weekday - 1] ?? '').slice(0, 3).toLowerCase()}`
      : monthDay !== null
        ? ` ${ordinal(monthDay)}`
        : ''
  return `digest ${rhythm}${when} ${time} for ${scope === null ? 'everything' : `${kindWords(scope)} ${listed(scope.values)}`} in ${timezone}${toMe ? ' to me' : ''}`
}
