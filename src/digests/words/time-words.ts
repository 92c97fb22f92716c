import { mistaken, type Read } from './draft.ts'

/** A time of day inside other patterns: "9", "09:00", "9.30", "9h30", "9 am", "9:00 p.m.", "noon". */
export const TIME = String.raw`(?:noon|midday|midnight|\d{1,2}(?:[:.h]\d{1,2}|h)?(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*(?:o['’]?clock|uhr|hrs?)\b)?)`

const EXAMPLE = 'Write it like 09:00 or 5pm.'

/** `HH:MM` of one time of day as people write it. */
export function readTime(written: string): Read<string> {
  const text = written.trim().toLowerCase()
  if (/^(?:noon|midday)$/.test(text)) return { value: '12:00' }
  if (text === 'midnight') return { value: '00:00' }
  const match = /^(\d{1,2})(?:[:.h](\d{1,2})|h)?\s*(?:([ap])\.?\s?m\.?)?\s*(?:o['’]?clock|uhr|hrs?)?$/.exec(text)
  const [, hourText = '', minuteText = '00', half] = match ?? []
  const [hour, minute] = [Number(hourText), Number(minuteText)]
  const wrong = mistaken('time', `“${written.trim()}” is no time of day. ${EXAMPLE}`)
  if (match === null || minuteText.length !== 2 || minute > 59) return wrong
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return wrong
    return { value: clock((hour % 12) + (half === 'p' ? 12 : 0), minute) }
  }
  if (hour === 24 && minute === 0) return mistaken('time', 'A day ends where the next begins: write 00:00.')
  return hour > 23 ? wrong : { value: clock(hour, minute) }
}

const clock = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
