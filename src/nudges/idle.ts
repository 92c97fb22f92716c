import { bySignal, type IdleRule, SIGNAL_NAMES, SIGNALS, type Signal } from './idle-rules.ts'

/** What was seen of a resource in one hour; null was not measured, which is not zero. */
export interface ResourceHour extends Readonly<Record<Signal, number | null>> {
  /** The hour's start. */
  readonly hourAt: Date
  readonly gpuUtilAvg: number | null
  readonly lastActivityAt: Date | null
  readonly samples: number
  readonly samplesExpected: number
}

/** All that a verdict depends on, of the hours of one resource. SQL makes the same of many resources at once. */
export interface Summary {
  /** Hours of the window with a sample, and those of them with every signal that the rule needs. */
  readonly hours: number
  readonly seen: Seen
  /** The same of the last hours, as long as the rule watches. */
  readonly recent: Seen
  readonly firstSeenAt: Date | null
  readonly peaks: Readonly<Record<Signal, number | null>>
  readonly loudHours: number
  /** Loud hours with no more than a short peak. */
  readonly blipHours: number
  readonly lastLoudAt: Date | null
  readonly lastActivityAt: Date | null
  /** The last loud hour before the window. */
  readonly earlierLoudAt: Date | null
  /** The last hour of real work in all that was read, and the longest rest before work that followed it; hours. */
  readonly lastWorkAt: Date | null
  readonly longestPauseHours: number | null
  /** Since when there are samples without a long gap, up to the first hour seen. */
  readonly knownFromAt: Date | null
}

interface Seen {
  readonly hours: number
  readonly samples: number
  readonly samplesExpected: number
}

export interface Evidence {
  readonly windowHours: number
  /** 0–1, of the samples that the whole window should hold. */
  readonly coverage: number
  readonly peaks: Summary['peaks']
  readonly blipHours: number
  readonly lastActivityAt: Date | null
  /** It rested for so long before, and came back to work; null where it never did. */
  readonly longestPauseHours: number | null
}

export type Verdict =
  | {
      readonly kind: 'idle'
      readonly evidence: Evidence
      readonly sinceAt: Date
      /** Nobody saw it at work: what was recorded begins here. */
      readonly sinceAtLeast: boolean
    }
  | { readonly kind: 'watch'; readonly evidence: Evidence; readonly sinceAt: Date }
  | { readonly kind: 'busy'; readonly evidence: Evidence }
  | { readonly kind: 'unknown'; readonly evidence: Evidence; readonly reason: UnknownReason }

/** `no_signal`: samples came, but not of a signal that the rule needs. */
export type UnknownReason = 'stale' | 'no_telemetry' | 'too_little' | 'no_signal'

const HOUR_MS = 3_600_000
/** What lies behind a longer gap is another story: nobody knows what it did meanwhile. */
export const GAP_HOURS = 24

/** Loud by any signal of the rule: one is enough. */
export function isLoud(rule: IdleRule, hour: ResourceHour): boolean {
  return SIGNAL_NAMES.some((signal) => isLoudBy(rule, hour, signal))
}

function isLoudBy(rule: IdleRule, hour: ResourceHour, signal: Signal): boolean {
  const limit = rule.quiet[signal]
  const value = reading(hour, signal)
  if (limit === undefined || value === null) return false
  if (signal === 'cpuUtilMax' && reading(hour, 'gpuUtilMax') !== null) return false
  return SIGNALS[signal].loud === 'from' ? value >= limit : value > limit
}

/** What was measured; an exporter's word for "no value" was not. */
function reading(hour: ResourceHour, signal: Signal): number | null {
  const value = hour[signal]
  const { most } = SIGNALS[signal]
  return value !== null && most !== null && value > most ? null : value
}

/** Loud by the GPU's peak alone, and quiet on the mean. A request or a session is never a blip. */
function isBlip(rule: IdleRule, hour: ResourceHour): boolean {
  const limit = rule.quiet.gpuUtilMax
  const others = SIGNAL_NAMES.filter((signal) => signal !== 'gpuUtilMax')
  return (
    limit !== undefined &&
    isLoudBy(rule, hour, 'gpuUtilMax') &&
    hour.gpuUtilAvg !== null &&
    hour.gpuUtilAvg < limit &&
    !others.some((signal) => isLoudBy(rule, hour, signal))
  )
}

const isSeen = (rule: IdleRule, hour: ResourceHour) =>
  hour.samples > 0 && rule.needs.every((signals) => signals.some((signal) => reading(hour, signal) !== null))

/** It truly worked, or somebody did with it, in this hour. */
const isWork = (rule: IdleRule, hour: ResourceHour) =>
  (isLoud(rule, hour) && !isBlip(rule, hour)) || (hour.lastActivityAt !== null && hour.lastActivityAt >= hour.hourAt)

/** The hours of one resource before `asOf`, in any order. */
export function summarise(rule: IdleRule, hours: readonly ResourceHour[], asOf: Date): Summary {
  const start = asOf.getTime() - rule.windowHours * HOUR_MS
  const sampled = hours.filter((hour) => hour.samples > 0 && hour.hourAt < asOf)
  const window = sampled.filter((hour) => hour.hourAt.getTime() >= start)
  const before = sampled.filter((hour) => hour.hourAt.getTime() < start)
  const loud = window.filter((hour) => isLoud(rule, hour))
  const seen = window.filter((hour) => isSeen(rule, hour))
  const firstSeenAt = earliest(seen.map((hour) => hour.hourAt))
  const recentFrom = asOf.getTime() - rule.watchHours * HOUR_MS
  const work = sampled.filter((hour) => isWork(rule, hour)).map((hour) => hour.hourAt)
  return {
    hours: window.length,
    seen: total(seen),
    recent: total(seen.filter((hour) => hour.hourAt.getTime() >= recentFrom)),
    firstSeenAt,
    peaks: bySignal((signal) => peak(window, signal)),
    loudHours: loud.length,
    blipHours: loud.filter((hour) => isBlip(rule, hour)).length,
    lastLoudAt: latest(loud.map((hour) => hour.hourAt)),
    lastActivityAt: latest(sampled.flatMap((hour) => hour.lastActivityAt ?? [])),
    earlierLoudAt: latest(before.filter((hour) => isLoud(rule, hour)).map((hour) => hour.hourAt)),
    lastWorkAt: latest(work),
    longestPauseHours: longestPause(work, earliest(sampled.map((hour) => hour.hourAt))),
    knownFromAt: firstSeenAt && knownFrom(sampled.map((hour) => hour.hourAt).filter((hourAt) => hourAt <= firstSeenAt)),
  }
}

/** The first of the hours, or the first after their last long gap. */
function knownFrom(hours: readonly Date[]): Date | null {
  const sorted = hours.map((at) => at.getTime()).toSorted((a, b) => a - b)
  const gap = sorted.findLastIndex((at, i) => i === 0 || at - (sorted[i - 1] ?? at) > GAP_HOURS * HOUR_MS)
  const at = sorted[gap]
  return at === undefined ? null : new Date(at)
}

/** From the end of one hour of work, or from the first hour known, to the begin of the next. */
function longestPause(work: readonly Date[], firstAt: Date | null): number | null {
  const sorted = work.map((at) => at.getTime()).toSorted((a, b) => a - b)
  const ends = [firstAt?.getTime() ?? 0, ...sorted.map((at) => at + HOUR_MS)]
  return sorted.reduce<number | null>((most, at, i) => Math.max(most ?? 0, (at - (ends[i] ?? at)) / HOUR_MS), null)
}

/** Fail-closed: what was not seen is unknown, and one busy signal outweighs all quiet ones. */
export function judge(rule: IdleRule, summary: Summary, asOf: Date): Verdict {
  const coverage = shareOf(summary.seen, rule.windowHours)
  const evidence: Evidence = {
    windowHours: rule.windowHours,
    coverage,
    peaks: summary.peaks,
    blipHours: summary.blipHours,
    lastActivityAt: summary.lastActivityAt,
    longestPauseHours: summary.longestPauseHours,
  }
  const watched = (sinceAt: Date): Verdict => ({ kind: 'watch', evidence, sinceAt })
  const start = new Date(asOf.getTime() - rule.windowHours * HOUR_MS)
  const watchFrom = new Date(asOf.getTime() - rule.watchHours * HOUR_MS)

  const tolerated =
    summary.loudHours === summary.blipHours && summary.blipHours <= Math.floor(rule.windowHours * rule.blips)
  const activityAt = summary.lastActivityAt && hourAfter(summary.lastActivityAt)
  const usedUntil = latest([tolerated ? null : endOf(summary.lastLoudAt), activityAt])
  if (usedUntil !== null && usedUntil > start) {
    const quiet = usedUntil <= watchFrom && shareOf(summary.recent, rule.watchHours) >= rule.coverage
    return quiet ? watched(usedUntil) : { kind: 'busy', evidence }
  }

  if (coverage < rule.coverage) {
    const unknown = (reason: UnknownReason): Verdict => ({ kind: 'unknown', evidence, reason })
    if (summary.hours === 0) return unknown('no_telemetry')
    const { firstSeenAt } = summary
    if (firstSeenAt === null) return unknown('no_signal')
    // New, or heard of again: what is known of it is whole, but not long enough yet.
    const hours = (asOf.getTime() - firstSeenAt.getTime()) / HOUR_MS
    if (firstSeenAt <= watchFrom && shareOf(summary.seen, hours) >= rule.coverage) return watched(firstSeenAt)
    return unknown(summary.seen.hours < summary.hours * rule.coverage ? 'no_signal' : 'too_little')
  }

  const lastUse = latest([endOf(summary.earlierLoudAt), activityAt])
  // It rested as long before and came back: whoever is told now is told of a rhythm.
  const restsFrom = latest([endOf(summary.lastWorkAt), activityAt])
  const restedMs = (summary.longestPauseHours ?? 0) * rule.pauses * HOUR_MS
  if (restsFrom !== null && asOf.getTime() - restsFrom.getTime() < restedMs) return watched(restsFrom)

  const sinceAt = latest([lastUse, summary.knownFromAt]) ?? start
  return { kind: 'idle', evidence, sinceAt, sinceAtLeast: lastUse === null || sinceAt > lastUse }
}

/** The share of expected samples: an hour without a row was expected to have as many as the others. */
const shareOf = ({ hours, samples, samplesExpected }: Seen, windowHours: number): number =>
  samplesExpected === 0 ? 0 : Math.min(1, (samples / samplesExpected) * (hours / windowHours))

const total = (hours: readonly ResourceHour[]): Seen => ({
  hours: hours.length,
  // A clock that ran twice through an hour makes up for none that was missed.
  samples: hours.reduce((sum, hour) => sum + Math.min(hour.samples, hour.samplesExpected), 0),
  samplesExpected: hours.reduce((sum, hour) => sum + hour.samplesExpected, 0),
})

const peak = (hours: readonly ResourceHour[], signal: Signal): number | null =>
  hours.reduce<number | null>((most, hour) => {
    const value = reading(hour, signal)
    return value === null || (most !== null && most >= value) ? most : value
  }, null)

const endOf = (hourAt: Date | null): Date | null => hourAt && new Date(hourAt.getTime() + HOUR_MS)
const hourAfter = (at: Date): Date => new Date((Math.floor(at.getTime() / HOUR_MS) + 1) * HOUR_MS)
const latest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null)
const earliest = (instants: readonly Date[]): Date | null =>
  instants.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null)
