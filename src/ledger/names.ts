import type pg from 'pg'
import { UNALLOCATED } from './dimension.ts'

// What an asker may name, by the words of a question.
const NAMES: readonly (readonly [dimension: string, column: string])[] = [
  ...['team', 'project', 'environment', 'model_name', 'workload_type', 'business_unit', 'owner', 'cost_center'].map(
    (name): [string, string] => [name, name],
  ),
  ['product', 'product'],
  ['customer', 'customer'],
  ['service', 'service_name'],
  ['cost_area', 'cost_area'],
  ['provider', 'service_provider_name'],
  ['region', 'region_id'],
  ['resource', 'resource_class'],
  ['resource', 'instance_type'],
  ['resource', 'coalesce(d.resource_name, d.resource_id)'],
]

/** Adds the names of the changed days. */
export async function addNames(client: pg.ClientBase): Promise<void> {
  const values = NAMES.map(
    ([dimension, column]) => `('${dimension}', ${column.includes('(') ? column : `d.${column}`})`,
  )
  await client.query(
    // In the order of the key, so that two imports at once do not wait for each other in a circle.
    `insert into ledger.name (team, dimension, value, last_day)
    select d.team, v.dimension, v.value, max(f.day)
    from (
      select f.dimension_id, max(f.day) as day
      from staged_fact f join staged_changed_day using (day) group by f.dimension_id
    ) f
    join staged_dimension d on d.id = f.dimension_id
    cross join lateral (values ${values.join(', ')}) v (dimension, value)
    where v.value is not null and v.value <> $1
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (team, dimension, value) do update set last_day = excluded.last_day
      where name.last_day < excluded.last_day`,
    [UNALLOCATED],
  )
}
