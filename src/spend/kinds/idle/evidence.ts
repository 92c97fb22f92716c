import { day, instant, money, percent } from '../../../cards/format.ts'
import type { Evidence } from '../../../nudges/idle.ts'
import { type IdleRule, SIGNALS } from '../../../nudges/idle-rules.ts'
import type { IdleVerdict, UnknownResource, UnknownVerdict } from './found.ts'

/** "GPU peak 1% (under 5%), 0 requests in 168 h, 99.8% coverage; last active …": what the verdict stands on. */
export function evidenceWords(rule: IdleRule, evidence: Evidence, zone: string): string {
  const { peaks, blipHours, windowHours, lastActivityAt } = evidence
  const peak = (signal: 'gpuUtilMax' | 'gpuDramActiveMax' | 'gpuPowerPctMax' | 'cpuUtilMax') => {
    const [value, limit] = [peaks[signal], rule.quiet[signal]]
    if (value === null || limit === undefined) return []
    const blips = signal === 'gpuUtilMax' && blipHours > 0 ? ` but for ${blipHours} short ${hours(blipHours)}` : ''
    return [
      blips === ''
        ? `${SIGNALS[signal].words} ${value}% (under ${limit}%)`
        : `${SIGNALS[signal].words} under ${limit}%${blips}`,
    ]
  }
  const count = (signal: 'requests' | 'activeSessions') =>
    rule.quiet[signal] === undefined ? [] : peaks[signal] === null ? [] : [`0 ${SIGNALS[signal].words}`]
  const quiet = [
    ...(peaks.gpuUtilMax === null ? peak('cpuUtilMax') : peak('gpuUtilMax')),
    ...peak('gpuDramActiveMax'),
    ...peak('gpuPowerPctMax'),
    ...count('requests'),
    ...count('activeSessions'),
  ]
  const active = lastActivityAt === null ? 'never seen active' : `last active ${instant(lastActivityAt, zone)}`
  // Minutes after an hour of work are no rest that anybody asks about.
  const rest = evidence.longestPauseHours ?? 0
  const rested = rest < DAY ? '' : `; longest rest before ${Math.round(rest)} h`
  return `${quiet.join(', ')} in ${windowHours} h, ${share(evidence.coverage)} coverage; ${active}${rested}`
}

const DAY = 24
const hours = (count: number) => (count === 1 ? 'hour' : 'hours')

/** Four digits are more than enough for a share of samples. */
export const share = (part: number): string => percent(part.toFixed(4), '1') ?? '0%'

/** "$55.00 a day"; what was not charged on the paid day is no zero. */
export function perDayWords(amounts: UnknownResource['perDay']): string {
  const known = amounts.flatMap(({ currency, amount }) => (amount === null ? [] : [money(amount, currency)]))
  return known.length === 0 ? 'an amount not known yet' : `${known.join(' and ')} a day`
}

export function whyUnknown(verdict: UnknownVerdict): string {
  const { evidence, reason } = verdict
  switch (reason) {
    case 'no_telemetry':
      return `no telemetry in ${evidence.windowHours} h`
    case 'no_signal':
      return `its telemetry lacks the signals that the rule needs`
    case 'too_little':
      return `${share(evidence.coverage)} of the samples of ${evidence.windowHours} h`
    case 'stale':
      return 'telemetry ended'
  }
}

/** The day by UTC, as bills have it; where nobody saw it at work, it has been idle for longer. */
export const sinceWords = ({ sinceAt, sinceAtLeast }: IdleVerdict): string =>
  `${sinceAtLeast ? 'before ' : ''}${day(sinceAt.toISOString().slice(0, 10))}`
