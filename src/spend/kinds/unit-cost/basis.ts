import { type RawBuilder, sql } from 'kysely'
import { addDays, later } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension, Period, Unit } from '../../question.ts'
import { keyOf, scope, within } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { run } from '../run.ts'

/** Which cost is set against which units. */
export type Basis =
  /** Charges that carry both. */
  | { readonly kind: 'bill' }
  | { readonly kind: 'runs' }
  | {
      readonly kind: 'counts'
      /** As it is called in `spend.units`. */
      readonly unitName: string
      /** Only cost of these workloads counts; null for all spend of the scope. */
      readonly workloads: readonly string[] | null
      /** Only cost of these workloads of these projects counts, for no other makes such units. */
      readonly makers: readonly { readonly project: string; readonly workload: string }[] | null
      /** Workloads whose units, and whose cost, are left out. */
      readonly leftOut: readonly string[]
      /** Where each value of a dimension is told apart: which cost counts for which. */
      readonly apart?: { readonly dimension: Dimension; readonly bases: ReadonlyMap<string, Counted> }
    }

/** Which cost counts. */
export type Counted = Pick<Extract<Basis, { kind: 'counts' }>, 'workloads' | 'makers' | 'leftOut'>

/** The first of these names that the data has; a request stands in for an inference. */
const NAMES: Readonly<Record<Exclude<Unit, 'token' | 'gpu_hour' | 'training_run'>, readonly string[]>> = {
  request: ['request'],
  inference: ['inference', 'request'],
  document: ['document'],
  image: ['image'],
  prediction: ['prediction'],
  user: ['user'],
  customer: ['customer', 'active_customer'],
}

const INFERENCE = 'inference'

/** Of everybody, and not made by a workload: all that is spent is spent on them. */
const OF_ALL: ReadonlySet<Unit> = new Set(['user', 'customer'])
/** Made by some projects only, so that the cost of the others says nothing about them. */
const MADE: ReadonlySet<Unit> = new Set(['document', 'image', 'prediction'])

/**
 * Cost per request is the cost of what answers requests: were the cost of training in it, it would move with every experiment. What
 * the units themselves say about where they were made decides which cost counts; see why.md.
 */
export async function basisOf(
  deps: AskDeps,
  asked: Asked,
  unit: Unit,
  spans: readonly Period[],
): Promise<{ readonly basis: Basis; readonly sql: readonly { readonly sql: string }[] }> {
  if (unit === 'token' || unit === 'gpu_hour') return { basis: { kind: 'bill' }, sql: [] }
  if (unit === 'training_run') return { basis: { kind: 'runs' }, sql: [] }
  const names = NAMES[unit]
  const everything: Basis = { kind: 'counts', unitName: names[0] ?? unit, ...ALL }
  const { filters, groupBy, each } = asked.question
  const isServed = !OF_ALL.has(unit) && !MADE.has(unit)
  if (each !== undefined) return eachBasis(deps, asked, unit, names, each, spans)
  if (names.length === 1 && (OF_ALL.has(unit) || (isServed && filters.workload_type !== undefined)))
    return { basis: everything, sql: [] }
  // Whether anything is served by inference can be seen in a few days, which matters where counts are many.
  const [now] = spans
  if (isServed && now !== undefined && !groupBy.includes('workload_type')) {
    const lately = await run<Made>(
      deps,
      madeBy(asked, names, [{ ...now, start: later(now.start, addDays(now.end, -PROBE_DAYS)) }]),
    )
    const basis = chosen(asked, unit, names, lately.rows)
    if (basis.workloads?.includes(INFERENCE)) return { basis, sql: [lately] }
  }
  const ran = await run<Made>(deps, madeBy(asked, names, spans))
  return { basis: chosen(asked, unit, names, ran.rows), sql: [ran] }
}

const PROBE_DAYS = 3

/** The basis of each value, from what was made in all of the days. */
async function eachBasis(
  deps: AskDeps,
  asked: Asked,
  unit: Unit,
  names: readonly string[],
  each: Dimension,
  spans: readonly Period[],
): ReturnType<typeof basisOf> {
  const ran = await run<Made>(deps, madeBy(asked, names, spans, keyOf(each, 'spend.units')))
  const values = asked.question.filters[each] ?? []
  const byValue = new Map(values.map((value): [string, Made[]] => [value, []]))
  for (const row of ran.rows) if (row.of !== null) byValue.get(row.of)?.push(row)
  const bases = [...byValue].map(([value, rows]) => [value, chosen(asked, unit, names, rows)] as const)
  // One name for all: a request that stands in for an inference does so for each, or there are no inferences.
  const unitName = chosen(asked, unit, names, ran.rows).unitName
  return {
    basis: { kind: 'counts', unitName, ...ALL, apart: { dimension: each, bases: new Map(bases) } },
    sql: [ran],
  }
}

function chosen(asked: Asked, unit: Unit, names: readonly string[], rows: readonly Made[]) {
  const unitName = names.find((name) => rows.some((row) => row.unit_name === name)) ?? names[0] ?? unit
  const made = rows.filter((row) => row.unit_name === unitName)
  return { kind: 'counts' as const, unitName, ...costOf(asked, unit, made) }
}

interface Made {
  /** Whose, where each value is told apart. */
  readonly of: string | null
  readonly unit_name: string
  readonly workload_type: string | null
  readonly project: string | null
}

const madeBy = (
  { question, sight }: Asked,
  names: readonly string[],
  spans: readonly Period[],
  of: RawBuilder<string | null> = sql`null::text`,
) => sql<Made>`
  select unit_name, workload_type, project, ${of} as of from spend.units
  where (${sql.join(
    spans.map((span) => sql`(${within(span)})`),
    sql` or `,
  )}) and unit_name in (${sql.join(names)}) and ${scope(question, sight, 'spend.units')}
  group by 1, 2, 3, 4 having sum(quantity) <> 0 order by 1, 2, 3`

const ALL = { workloads: null, makers: null, leftOut: [] }

function costOf({ question }: Asked, unit: Unit, made: readonly Made[]) {
  const workloads = [...new Set(made.map((row) => row.workload_type))]
  const named = workloads.filter((workload) => workload !== null)
  if (OF_ALL.has(unit) || made.length === 0) return ALL
  if (MADE.has(unit)) {
    const makers = made.flatMap(({ project, workload_type: workload }) =>
      project === null || workload === null ? [] : [{ project, workload }],
    )
    if (makers.length === made.length) return { workloads: null, makers, leftOut: [] }
    return workloads.includes(null) ? ALL : { workloads: named, makers: null, leftOut: [] }
  }
  if (question.filters.workload_type !== undefined) return ALL
  // A list of workloads shows each beside its own cost; elsewhere a mean of chats and nightly batches says nothing.
  if (!question.groupBy.includes('workload_type') && named.includes(INFERENCE))
    return {
      workloads: [INFERENCE],
      makers: null,
      leftOut: workloads.filter((workload) => workload !== INFERENCE).map((workload) => workload ?? 'no workload'),
    }
  return workloads.includes(null) ? ALL : { workloads: named, makers: null, leftOut: [] }
}
