import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Dimension } from './question.ts'

/** The views that can hold an answer, smallest first. `resource` in the middle one is the class alone. */
const VIEWS = ['spend.daily_area', 'spend.daily_model', 'spend.daily'] as const
export type SpendView = (typeof VIEWS)[number]

const COLUMNS: Readonly<Record<Exclude<Dimension, 'resource'>, string>> = {
  team: 'team',
  project: 'project',
  environment: 'environment',
  model_name: 'model_name',
  workload_type: 'workload_type',
  business_unit: 'business_unit',
  owner: 'owner',
  cost_center: 'cost_center',
  product: 'product',
  customer: 'customer',
  service: 'service_name',
  cost_area: 'cost_area',
  provider: 'service_provider_name',
  region: 'region_id',
}

export const columnOf = (dimension: Exclude<Dimension, 'resource'>): string => COLUMNS[dimension]

const AREA: readonly Dimension[] = ['team', 'cost_area']
const MODEL: readonly Dimension[] = ['team', 'environment', 'model_name', 'workload_type', 'cost_area']
/** The dimensions of `spend.units`, which counts what the bill does not. */
export const UNIT_DIMENSIONS: readonly Dimension[] = [
  'team',
  'project',
  'environment',
  'workload_type',
  'business_unit',
  'owner',
  'cost_center',
  'product',
  'customer',
  'model_name',
]

/** Training runs are counted from the runs themselves, which carry less. */
export const RUN_DIMENSIONS: readonly Dimension[] = ['team', 'project', 'model_name']

export interface Needs {
  readonly dimensions: readonly Dimension[]
  /** Resources are named by something finer than their class. */
  readonly namedResources: boolean
  /** Sums a quantity, which the smallest view does not carry. */
  readonly quantity: boolean
  /** Counts charges whose figure is unknown, which a rollup has summed away. */
  readonly unknowns: boolean
}

/** The smallest view that has all that is needed. */
export function smallestView(needs: Needs, exists: ReadonlySet<string>): SpendView {
  const fits: Readonly<Record<SpendView, boolean>> = {
    'spend.daily_area': !needs.quantity && needs.dimensions.every((dimension) => AREA.includes(dimension)),
    'spend.daily_model':
      !needs.namedResources &&
      needs.dimensions.every((dimension) => dimension === 'resource' || MODEL.includes(dimension)),
    'spend.daily': true,
  }
  if (needs.unknowns) return 'spend.daily'
  return VIEWS.find((view) => fits[view] && exists.has(view)) ?? 'spend.daily'
}

/** The dimension that says most about a plain total, among those that the view has for free. */
export function helpfulBreakdown(view: SpendView, pinned: readonly Dimension[]): Dimension | undefined {
  const inView: Readonly<Record<SpendView, readonly Dimension[]>> = {
    'spend.daily_area': ['team', 'cost_area'],
    'spend.daily_model': ['team', 'workload_type', 'model_name', 'environment', 'cost_area'],
    'spend.daily': ['team', 'service', 'project', 'workload_type', 'model_name'],
  }
  return inView[view].find((dimension) => !pinned.includes(dimension))
}

/** Which views of the read contract this database offers, and which columns of telemetry: some came later. */
export async function existingViews(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'spend' and c.relkind in ('v', 'm', 'r', 'p', 'f')
    union all
    select n.nspname || '.' || c.relname || '.' || a.attname
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = 'spend' and c.relname = 'resource_hour'`.execute(db)
  return new Set(rows.map((row) => row.name))
}
