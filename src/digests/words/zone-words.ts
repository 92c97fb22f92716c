import { mistaken, type Read } from './draft.ts'

// What V8 lists under older names, as people know them today.
const RENAMED = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Yangon', 'Asia/Ho_Chi_Minh', 'Europe/Kyiv', 'Atlantic/Faroe']
const ZONES: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), ...RENAMED])]

const BY_NAME = new Map(ZONES.map((zone) => [key(zone), zone]))
const BY_CITY = new Map<string, string[]>()
for (const zone of ZONES) {
  const city = key(zone.split('/').at(-1) ?? zone)
  BY_CITY.set(city, [...(BY_CITY.get(city) ?? []), zone])
}
// Two names of one place are one place.
for (const zone of RENAMED) BY_CITY.set(key(zone.split('/').at(-1) ?? zone), [zone])

/** Letters that stand for several zones, or for one that forgets daylight saving: whoever writes them means a place. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
  cdt: ['America/Chicago'],
  est: ['America/New_York'],
  edt: ['America/New_York'],
  et: ['America/New_York'],
  ct: ['America/Chicago'],
  mst: ['America/Denver', 'America/Phoenix'],
  mdt: ['America/Denver'],
  pst: ['America/Los_Angeles', 'Asia/Manila'],
  pdt: ['America/Los_Angeles'],
  pt: ['America/Los_Angeles'],
  bst: ['Europe/London', 'Asia/Dhaka'],
  cet: ['Europe/Paris', 'Europe/Berlin'],
  cest: ['Europe/Paris', 'Europe/Berlin'],
  mez: ['Europe/Berlin'],
  eet: ['Europe/Helsinki', 'Europe/Athens'],
  wet: ['Europe/Lisbon'],
  ast: ['America/Halifax', 'Asia/Riyadh'],
  jst: ['Asia/Tokyo'],
  sgt: ['Asia/Singapore'],
  aest: ['Australia/Sydney', 'Australia/Brisbane'],
  aedt: ['Australia/Sydney'],
  nzst: ['Pacific/Auckland'],
}
/** Those of them that people write after a time without "in". */
export const SHORT_ZONE = `(?:utc|gmt)(?:[+-]\\d{1,2}(?::?\\d{2})?)?|${Object.keys(SHORT)
  .filter((name) => name.length > 2)
  .join('|')}`

/** The IANA name of what somebody wrote: a name, a city that only one zone is called after, UTC. */
export function readZone(written: string): Read<string> {
  const text = written.trim()
  const name = key(text)
  if (/^(?:utc|gmt|z|zulu)$/.test(name)) return { value: 'UTC' }
  const short = SHORT[name]
  if (short !== undefined)
    return mistaken(
      'timezone',
      `“${text}” is not the name of one time zone. Name a place: ${short.map((zone) => `in ${zone}`).join(', or ')}.`,
    )
  if (/^(?:utc|gmt)?[+-]/.test(name))
    return mistaken('timezone', `“${text}” forgets that clocks change. Name a place: in Europe/Paris.`)
  const known = BY_NAME.get(name)
  if (known !== undefined) return { value: known }
  const places = BY_CITY.get(name) ?? []
  const [only] = places
  if (only !== undefined && places.length === 1) return { value: only }
  if (places.length > 1)
    return mistaken('timezone', `There are several: ${places.slice(0, 5).join(', ')}. Write one of them.`)
  // Older names that are not listed are still zones.
  if (text.includes('/') && isZone(text)) return { value: text }
  return mistaken('timezone', `I know no time zone “${text}”. Write its IANA name: in Europe/Paris.`)
}

function key(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '_')
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    // Intl has no other way to say that it knows no such zone.
    return false
  }
}
