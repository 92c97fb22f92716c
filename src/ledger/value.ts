/**
 * A decimal exactly as it was delivered, made plain enough for PostgreSQL's `numeric`; undefined for everything that is not one.
 * NaN, Infinity, thousands separators and currency signs are not decimals.
 */
export function readDecimal(text: string): string | undefined {
  let digits = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) digits += 1
    else if (code !== 46 && !(code === 45 && at === 0)) return readUnusualDecimal(text)
  }
  return digits > 0 && digits <= MAX_DIGITS && text.indexOf('.') === text.lastIndexOf('.') ? text : undefined
}

/** PostgreSQL would take far more; nobody pays amounts of more than 60 digits. */
const MAX_DIGITS = 60

function readUnusualDecimal(text: string): string | undefined {
  if (text.length > MAX_DIGITS) return undefined
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?$/i.test(text.trim()) ? text.trim() : undefined
}

/** The UTC day on which an instant falls; the zone is UTC where the text names none. Undefined where it is no instant of this century. */
export function readUtcDay(text: string): string | undefined {
  const found = text.length <= MAX_INSTANT_CHARS && INSTANT.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = found
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const written = new Date(time)
  // February 30 rolls over into March.
  if (written.getUTCDate() !== Number(day) || written.getUTCMonth() !== Number(month) - 1 || Number(hour) > 23)
    return undefined
  if (Number(minute) > 59 || Number(second) > 60) return undefined
  const utc = new Date(time - zoneMinutes(zone) * 60_000)
  return utc.getUTCFullYear() >= 2000 && utc.getUTCFullYear() < 2100 ? utc.toISOString().slice(0, 10) : undefined
}

/** Before any pattern is tried: on a long text of blanks a pattern may take for ever. */
export const MAX_INSTANT_CHARS = 60

const INSTANT =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?\s*$/i

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /^[A-Z]/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return zone.startsWith('-') ? -minutes : minutes
}

/** FOCUS says null; exports write `NULL`, `null` or nothing. */
export function present(text: string): string | undefined {
  const trimmed = text.trim()
  return trimmed === '' || trimmed === 'NULL' || trimmed === 'null' ? undefined : trimmed
}

/** Foreign text in a message: nothing in it that a terminal would obey. */
export const visible = (text: string) =>
  text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The same as a value, on one line and not for ever. */
export const quote = (text: string) => visible(JSON.stringify(text.slice(0, 60)))
