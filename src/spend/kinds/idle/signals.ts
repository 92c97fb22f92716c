import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type IdleRule, type IdleRules, SIGNAL_NAMES, SIGNALS, type Signal } from '../../../nudges/idle-rules.ts'
import type { Condition } from '../../scope.ts'

// The rules in SQL, made of the same table that `judge` reads; a test holds the two to each other.

const COLUMNS: Readonly<Record<Signal, string>> = {
  gpuUtilMax: 'h.gpu_util_max',
  cpuUtilMax: 'h.cpu_util_max',
  requests: 'h.requests',
  activeSessions: 'h.active_sessions',
}

/** The kind of a charge's resource; null where no rule judges it. */
export function kindOfResource({ rules, skips }: IdleRules): RawBuilder<string | null> {
  const skipped = `\\m(${skips.join('|')})s?\\M`
  const cases = rules.map(({ kind, resourceClass, workloadType }) => {
    const workload = workloadType === undefined ? sql`` : sql` and workload_type = ${workloadType}`
    return sql`when resource_class = ${resourceClass}${workload} then ${sql.lit(kind)}`
  })
  return sql`case when ${skips.length === 0 ? sql`false` : sql`resource_type ~* ${skipped}`} then null ${sql.join(cases, sql` `)} end`
}

export const judgedClasses = ({ rules }: IdleRules): readonly string[] => [
  ...new Set(rules.map(({ resourceClass }) => resourceClass)),
]

/** Of an hour `h` of a resource `j`. */
export const isLoud = (rules: IdleRules): Condition =>
  byKind(rules, (rule) => any(SIGNAL_NAMES.map((signal) => loudBy(rule, signal))))

/** Loud by the GPU's peak alone, and quiet on the mean. */
export const isBlip = (rules: IdleRules): Condition =>
  byKind(rules, (rule) => {
    const limit = rule.quiet.gpuUtilMax
    if (limit === undefined) return sql`false`
    const others = SIGNAL_NAMES.filter((signal) => signal !== 'gpuUtilMax').map((signal) => loudBy(rule, signal))
    return sql`${loudBy(rule, 'gpuUtilMax')} and coalesce(h.gpu_util_avg < ${limit}, false) and not ${any(others)}`
  })

/** Measured by every signal that the rule needs. */
export const isSeen = (rules: IdleRules): Condition =>
  byKind(rules, (rule) =>
    sql.join(
      rule.needs.map((signals) => any(signals.map((signal) => sql`${sql.ref(COLUMNS[signal])} is not null`))),
      sql` and `,
    ),
  )

/** A figure of the rule, in hours. */
export const hoursOf = (rules: IdleRules, which: 'windowHours' | 'watchHours'): RawBuilder<unknown> =>
  byKind(rules, (rule) => sql`${sql.lit(`${rule[which]} hours`)}::interval`)

function loudBy({ quiet }: IdleRule, signal: Signal): Condition {
  const limit = quiet[signal]
  if (limit === undefined) return sql`false`
  const above = SIGNALS[signal].loud === 'from' ? sql`>=` : sql`>`
  const loud = sql<SqlBool>`coalesce(${sql.ref(COLUMNS[signal])} ${above} ${limit}, false)`
  return signal === 'cpuUtilMax' ? sql`(${loud} and h.gpu_util_max is null)` : loud
}

const any = (conditions: readonly RawBuilder<unknown>[]): Condition => sql`(${sql.join(conditions, sql` or `)})`

const byKind = (rules: IdleRules, say: (rule: IdleRule) => RawBuilder<unknown>): Condition =>
  sql`case j.kind ${sql.join(
    rules.rules.map((rule) => sql`when ${sql.lit(rule.kind)} then ${say(rule)}`),
    sql` `,
  )} end`
