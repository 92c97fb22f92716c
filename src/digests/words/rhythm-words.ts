import type { Rhythm, Schedule } from '../subscription.ts'
import { type Mistake, mistaken, USUAL } from './draft.ts'
import { ordinal, WEEKDAYS } from './said.ts'
import type { TextReader } from './text-reader.ts'
import { readTime, TIME } from './time-words.ts'

const DAY = '(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)'
const NOT_OURS =
  /\b(?:hourly|every\s+hour|bi-?weekly|fortnightly|bi-?monthly|semi-?monthly|quarterly|yearly|annual(?:ly)?|every\s+(?:quarter|year)|twice\s+(?:a|per)\s+\w+|every\s+(?:other|second|third|2nd|3rd|two|three|four|\d+)\s+\w+|once|tomorrow|today|now)\b(?!\s+a\s+(?:day|week|month))/i
const NTH_WEEKDAY = new RegExp(
  String.raw`\b(?:the\s+)?(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th))\s+${DAY}\b(?:\s+of\s+(?:the|every|each)\s+month)?`,
  'i',
)
const LAST_DAY =
  /\b(?:on\s+)?(?:the\s+)?(?:last|first)\s+(?:day|working\s+day|business\s+day|workday)(?:\s+of\s+(?:the|every|each)\s+month)?/i
const RHYTHMS: readonly (readonly [Rhythm, RegExp])[] = [
  [
    'weekdays',
    /\b(?:on\s+|every\s+|each\s+)?(?:weekdays?|work(?:ing)?[ -]?days?|business[ -]?days?)\b|\bmon(?:days?)?\s*(?:-|–|to|through|thru|till|until)\s*fri(?:days?)?\b/i,
  ],
  ['monthly', /\bmonthly\b|\b(?:every|each|once\s+(?:a|per)|per)\s+month\b/i],
  ['weekly', /\bweekly\b|\b(?:every|each|once\s+(?:a|per)|per)\s+week\b/i],
  ['daily', /\bdaily\b|\bevery\s?day\b|\b(?:each|once\s+(?:a|per)|per)\s+day\b/i],
]
const WEEKDAY = new RegExp(String.raw`(?:\b(?:on|every|each)\s+)?\b${DAY}\b`, 'i')
const MONTH_DAY =
  /(?:\bon\s+)?(?:\bthe\s+)?\b(?:(\d{1,2})(?:st|nd|rd|th)|day\s+(\d{1,2}))\b(?:\s+day)?(?:\s+of\s+(?:every|each|the)\s+month)?/i

/** When a digest comes, which is then gone from the text. */
export function takeSchedule(words: TextReader, timezone: string): { schedule: Schedule } | { mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  if (words.take(NOT_OURS) !== undefined)
    mistakes.push(...mistaken('rhythm', `Digests come daily, on weekdays, weekly or monthly. ${EXAMPLE}`).mistakes)
  const nth = words.take(NTH_WEEKDAY) ?? words.take(LAST_DAY)
  if (nth !== undefined)
    mistakes.push({
      field: 'month_day',
      text: `A monthly digest comes on a date, 1 to 28. Write: digest monthly 1st 09:00 …`,
    })
  const rhythms = RHYTHMS.filter(([, pattern]) => words.take(pattern) !== undefined).map(([rhythm]) => rhythm)
  const weekdays = all(words, WEEKDAY).map((match) => weekdayNumber(match[1] ?? ''))
  const monthDays = all(words, MONTH_DAY).map(([, nth, day]) => Number(nth ?? day))
  const told: readonly Rhythm[] = [
    ...rhythms,
    ...(weekdays.length > 0 ? (['weekly'] as const) : []),
    ...(monthDays.length > 0 ? (['monthly'] as const) : []),
  ]
  const [rhythm = 'weekly', second] = new Set(told)
  if (second !== undefined)
    mistakes.push({
      field: 'rhythm',
      text: `I read both ${rhythm} and ${second}. Set up one digest for each. ${EXAMPLE}`,
    })
  else if (told.length === 0 && mistakes.length === 0)
    mistakes.push({ field: 'rhythm', text: `How often? Write daily, weekdays, weekly or monthly. ${EXAMPLE}` })
  if (weekdays.length > 1)
    mistakes.push({
      field: 'weekday',
      text: `A weekly digest comes on one day. Set up one for each of ${weekdays.map((day) => WEEKDAYS[day - 1]).join(' and ')}, or write weekdays.`,
    })
  const time = takeTime(words, rhythm === 'monthly' && second === undefined ? monthDays : undefined)
  if ('mistakes' in time) mistakes.push(...time.mistakes)
  const monthDay = monthDays[0] ?? USUAL.monthDay
  if (monthDays.length > 1)
    mistakes.push({ field: 'month_day', text: 'A monthly digest comes on one date. Set up one digest for each.' })
  else if (monthDay < 1 || monthDay > 28)
    mistakes.push({ field: 'month_day', text: `Not every month has a ${ordinal(monthDay)}. Choose 1 to 28.` })
  if (mistakes.length > 0 || 'mistakes' in time) return { mistakes }
  return {
    schedule: {
      rhythm,
      weekday: rhythm === 'weekly' ? (weekdays[0] ?? USUAL.weekday) : null,
      monthDay: rhythm === 'monthly' ? monthDay : null,
      time: time.value,
      timezone,
    },
  }
}

const EXAMPLE = 'Write: digest weekly mon 09:00 for team NAME.'

const AT_TIME = new RegExp(String.raw`(?:\b(?:at|around|by|um)\s+|@\s*)(${TIME})(?![\d:])`, 'i')
const CLEAR_TIME =
  /\b(\d{1,2}[:.h]\d{1,2}(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*(?:uhr|hrs?)\b)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|\d{1,2}\s*(?:h\b|o['’]?clock\b|uhr\b|hrs?\b)|noon\b|midday\b|midnight\b)/i
const COMMA_TIME = /\b(\d{1,2}),(\d{2})\b/
const FOUR_DIGITS = /\b([01]\d|2[0-3])([0-5]\d)\b/
const BARE = /(?<![\d:.,])\b(\d{1,2})\b(?![\d:.,]\d)/
const DAY_PART =
  /\bin\s+the\s+(morning|afternoon|evening|night)\b|\b(?:every\s+)?(morning|afternoon|evening|night)s?\b/i

/** A bare number of a monthly digest is its day where the time was told; `monthDays` takes it up. */
function takeTime(words: TextReader, monthDays: number[] | undefined) {
  const comma = words.take(COMMA_TIME)
  if (comma !== undefined)
    return mistaken('time', `“${comma[0]}” is no time of day. Write ${comma[1]?.padStart(2, '0')}:${comma[2]}.`)
  const part = words.take(DAY_PART)
  const clear = [...all(words, AT_TIME), ...all(words, CLEAR_TIME)].map((match) => match[1] ?? '')
  const digits = all(words, FOUR_DIGITS).map(([, hour, minute]) => `${hour}:${minute}`)
  const bare = all(words, BARE).map((match) => match[1] ?? '')
  const told = [...clear, ...digits]
  if (monthDays?.length === 0 && bare.length === 1) {
    if (told.length === 0)
      return mistaken(
        'time',
        `Is ${bare[0]} the day or the hour? Write: digest monthly ${ordinal(Number(bare[0]))} 09:00 …`,
      )
    monthDays.push(Number(bare.pop()))
  }
  const [first, second] = [...told, ...bare]
  if (second !== undefined)
    return mistaken('time', `A digest comes at one time, and I read ${first} and ${second}. Set up one for each.`)
  if (first === undefined)
    return part === undefined
      ? { value: USUAL.time }
      : mistaken('time', `At what time of the ${part[1] ?? part[2]}? Write it like 09:00 or 5pm.`)
  const time = readTime(first)
  const isMorning =
    part === undefined || ('value' in time && time.value < '12:00' && (part[1] ?? part[2]) === 'morning')
  return isMorning || 'mistakes' in time || time.value >= '12:00'
    ? time
    : mistaken('time', `“${first} in the ${part[1] ?? part[2]}” can be two times. Write it like 17:00 or 5pm.`)
}

const weekdayNumber = (word: string): number =>
  WEEKDAYS.findIndex((day) => day.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase()) + 1

function all(words: TextReader, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (let match = words.take(pattern); match !== undefined; match = words.take(pattern)) found.push(match)
  return found
}
