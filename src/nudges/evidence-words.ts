import { day, percent } from '../cards/format.ts'
import type { Evidence } from './idle.ts'
import { type IdleRules, SIGNAL_NAMES, SIGNALS, type Signal } from './idle-rules.ts'
import { counted, listed } from './said.ts'
import type { StoredNudge } from './stored.ts'

/** "GPU peak 1.2% (under 5%), 0 requests for 7 days, 99% of samples, last use Nov 9, 2026, rule gpu 2026-11": what the verdict stands on. */
export function evidenceWords({ evidence, rule }: Pick<StoredNudge, 'evidence' | 'rule'>, rules: IdleRules): string {
  // Limits of another version would be told of a verdict that they did not make.
  const used = rules.version === rule.version ? rules.rules.find(({ kind }) => kind === rule.kind) : undefined
  const signals = SIGNAL_NAMES.filter((signal) => used === undefined || used.quiet[signal] !== undefined).flatMap(
    (signal) => signalWords(signal, evidence, used?.quiet[signal]),
  )
  const last = evidence.lastActivityAt
  return [
    `${signals.length === 0 ? 'nothing happened' : listed(signals)} for ${span(evidence.windowHours)}`,
    `${percent(evidence.coverage.toFixed(4), '1') ?? '0%'} of samples`,
    last === null ? 'no use on record' : `last use ${day(last.toISOString().slice(0, 10))}`,
    `rule ${rule.kind} ${rule.version}`,
  ].join(', ')
}

/** Quiet, or there would be no nudge. A busy CPU beside a quiet GPU says nothing, so it is not told. */
function signalWords(signal: Signal, { peaks, blipHours }: Evidence, limit: number | undefined): readonly string[] {
  const value = peaks[signal]
  if (value === null || value === undefined) return []
  const { loud, words } = SIGNALS[signal]
  if (loud === 'above') return [`${value} ${words}`]
  if (signal === 'cpuUtilMax' && peaks.gpuUtilMax !== null) return []
  const blips = signal === 'gpuUtilMax' && blipHours > 0
  if (limit === undefined) return [`${words} ${value}%`]
  return [
    blips
      ? `${words} under ${limit}% but for ${counted(blipHours, 'short hour')}`
      : `${words} ${value}% (under ${limit}%)`,
  ]
}

const span = (hours: number): string => (hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour'))
