import { sql } from 'kysely'
import type { AskDeps } from '../../deps.ts'
import type { Period, Unit } from '../../question.ts'
import { scope, within } from '../../scope.ts'
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
    }

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
  const ran = await run<Made>(deps, madeBy(asked, names, spans))
  const unitName = names.find((name) => ran.rows.some((row) => row.unit_name === name)) ?? names[0] ?? unit
  const made = ran.rows.filter((row) => row.unit_name === unitName)
  return { basis: { kind: 'counts', unitName, ...costOf(asked, unit, made) }, sql: [ran] }
}

interface Made {
  readonly unit_name: string
  readonly workload_type: string | null
  readonly project: string | null
}

const madeBy = ({ question, sight }: Asked, names: readonly string[], spans: readonly Period[]) => sql<Made>`
  select unit_name, workload_type, project from spend.units
  where (${sql.join(
    spans.map((span) => sql`(${within(span)})`),
    sql` or `,
  )}) and unit_name in (${sql.join(names)}) and ${scope(question, sight, 'spend.units')}
  group by 1, 2, 3 having sum(quantity) <> 0 order by 1, 2, 3`

function costOf({ question }: Asked, unit: Unit, made: readonly Made[]) {
  const everything = { workloads: null, makers: null, leftOut: [] }
  const workloads = [...new Set(made.map((row) => row.workload_type))]
  if (OF_ALL.has(unit) || made.length === 0 || workloads.includes(null)) return everything
  const named = workloads.filter((workload) => workload !== null)
  if (MADE.has(unit)) {
    const makers = made.flatMap(({ project, workload_type: workload }) =>
      project === null || workload === null ? [] : [{ project, workload }],
    )
    return makers.length === made.length
      ? { workloads: null, makers, leftOut: [] }
      : { workloads: named, makers: null, leftOut: [] }
  }
  if (question.filters.workload_type !== undefined) return everything
  // A list of workloads shows each beside its own cost; elsewhere a mean of chats and nightly batches says nothing.
  if (question.groupBy.includes('workload_type') || !named.includes(INFERENCE))
    return { workloads: named, makers: null, leftOut: [] }
  return { workloads: [INFERENCE], makers: null, leftOut: named.filter((workload) => workload !== INFERENCE) }
}
