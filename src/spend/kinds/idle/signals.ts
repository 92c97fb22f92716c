import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type IdleRule, type IdleRules, SIGNAL_NAMES, SIGNALS, type Signal } from '../../../nudges/idle-rules.ts'
import type { Condition } from '../../scope.ts'

// The rules in SQL, made of the same table that `judge` reads; a test holds the two to each other.

const COLUMNS: Readonly<Record<Signal, string>> = {
  gpuUtilMax: 'gpu_util_max',
  gpuDramActiveMax: 'gpu_dram_active_max',
  gpuPowerPctMax: 'gpu_power_pct_max',
  cpuUtilMax: 'cpu_util_max',
  requests: 'requests',
  activeSessions: 'active_sessions',
}
/** Those that a warehouse may lack, because they came to the read contract later. */
const LATER: readonly Signal[] = ['gpuDramActiveMax', 'gpuPowerPctMax']

/** The rules without what this database does not measure. */
export function measurable(rules: IdleRules, views: ReadonlySet<string>): IdleRules {
  const lacks = LATER.filter((signal) => !views.has(`spend.resource_hour.${COLUMNS[signal]}`))
  if (lacks.length === 0) return rules
  const isThere = (signal: Signal) => !lacks.includes(signal)
  return {
    ...rules,
    rules: rules.rules.map((rule) => ({
      ...rule,
      quiet: Object.fromEntries(SIGNAL_NAMES.filter(isThere).map((signal) => [signal, rule.quiet[signal]])),
      needs: rule.needs.map((signals) => signals.filter(isThere)),
    })),
  }
}

/** What an hour `h` says; an exporter's word for "no value" is none. Unknown where no rule looks at it, so that it need not be there. */
export function reading({ rules }: IdleRules, signal: Signal): RawBuilder<string | null> {
  const { most } = SIGNALS[signal]
  if (rules.every((rule) => rule.quiet[signal] === undefined && !rule.needs.flat().includes(signal)))
    return sql`null::numeric`
  const column = sql.ref(`h.${COLUMNS[signal]}`)
  return most === null ? sql`${column}` : sql`case when ${column} <= ${sql.lit(most)} then ${column} end`
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
    sql.join([sql`true`, ...rule.needs.map((signals) => any(signals.map((signal) => isRead(signal))))], sql` and `),
  )

/** Real work, or somebody at it, in an hour of which it is known whether it was loud or a blip. */
export const IS_WORK: Condition = sql<SqlBool>`((loud and not blip) or coalesce(last_activity_at >= hour, false))`

/** The kinds that are not listed without any telemetry. */
export const isOnlyMeasured = ({ rules }: IdleRules): Condition => {
  const kinds = rules.filter(({ onlyMeasured }) => onlyMeasured).map(({ kind }) => sql.lit(kind))
  return kinds.length === 0 ? sql`false` : sql`j.kind in (${sql.join(kinds)})`
}

/** A figure of the rule, in hours. */
export const hoursOf = (rules: IdleRules, which: 'windowHours' | 'watchHours'): RawBuilder<unknown> =>
  byKind(rules, (rule) => sql`${sql.lit(`${rule[which]} hours`)}::interval`)

function loudBy({ quiet }: IdleRule, signal: Signal): Condition {
  const limit = quiet[signal]
  if (limit === undefined) return sql`false`
  const { loud, most } = SIGNALS[signal]
  const column = sql.ref(`h.${COLUMNS[signal]}`)
  const above = sql`${column} ${loud === 'from' ? sql`>=` : sql`>`} ${sql.lit(limit)}`
  const known = most === null ? above : sql`${above} and ${column} <= ${sql.lit(most)}`
  return signal === 'cpuUtilMax'
    ? sql`(coalesce(${known}, false) and not ${isRead('gpuUtilMax')})`
    : sql`coalesce(${known}, false)`
}

function isRead(signal: Signal): Condition {
  const { most } = SIGNALS[signal]
  const column = sql.ref(`h.${COLUMNS[signal]}`)
  return most === null ? sql`${column} is not null` : sql`coalesce(${column} <= ${sql.lit(most)}, false)`
}

const any = (conditions: readonly RawBuilder<unknown>[]): Condition =>
  conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`

/** Rules that say the same share a branch: it is asked of millions of hours. */
function byKind(rules: IdleRules, say: (rule: IdleRule) => RawBuilder<unknown>): Condition {
  const groups = new Map<string, { readonly said: RawBuilder<unknown>; readonly kinds: RawBuilder<unknown>[] }>()
  for (const rule of rules.rules) {
    const said = say(rule)
    const key = JSON.stringify(said.toOperationNode())
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { said, kinds: [sql.lit(rule.kind)] })
    else group.kinds.push(sql.lit(rule.kind))
  }
  const branches = [...groups.values()].map(({ said, kinds }) => sql`when j.kind in (${sql.join(kinds)}) then ${said}`)
  return sql`case ${sql.join(branches, sql` `)} end`
}
