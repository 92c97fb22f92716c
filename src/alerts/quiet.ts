import type { Subscription } from '../digests/subscription.ts'

const MINUTE_MS = 60_000
// A day and the hour that comes twice in autumn.
const LONGEST_MINUTES = 26 * 60

/** When an alert of now may be sent: at the first minute that is not quiet. Undefined where that is now. */
export function notBefore({ quiet, schedule }: Pick<Subscription, 'quiet' | 'schedule'>, now: Date): Date | undefined {
  if (quiet === null || quiet.from === quiet.until) return undefined
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: schedule.timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const isQuiet = (at: Date) => within(quiet, local.format(at))
  if (!isQuiet(now)) return undefined
  // Minute by minute, for clocks are put forward and back in the middle of the night.
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  for (let later = 1; later <= LONGEST_MINUTES; later++) {
    const at = new Date(minute + later * MINUTE_MS)
    if (!isQuiet(at)) return at
  }
  return undefined
}

/** From 22:00 until 07:00 goes over midnight. */
const within = ({ from, until }: { readonly from: string; readonly until: string }, time: string): boolean =>
  from < until ? from <= time && time < until : from <= time || time < until
