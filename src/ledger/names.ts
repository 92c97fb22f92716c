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

const VALUES = `lateral (values ${NAMES.map(
  ([dimension, column]) => `('${dimension}', ${column.includes('(') ? column : `d.${column}`})`,
).join(', ')}) v (dimension, value)`

/** Adds the names of the changed days. */
export async function addNames(client: pg.ClientBase): Promise<void> {
  await client.query(
    // In the order of the key, so that two imports at once do not wait for each other in a circle.
    `insert into ledger.name (team, dimension, value, last_day)
    select d.team, v.dimension, v.value, max(f.day)
    from (
      select f.dimension_id, max(f.day) as day
      from staged_fact f join staged_changed_day using (day) group by f.dimension_id
    ) f
    join staged_dimension d on d.id = f.dimension_id
    cross join ${VALUES}
    where v.value is not null and v.value <> $1
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (team, dimension, value) do update set last_day = excluded.last_day
      where name.last_day < excluded.last_day`,
    [UNALLOCATED],
  )
}

/** Forgets the names, and the last days of names, that the replaced days held and nothing holds any more. */
export async function forgetNames(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ first: string; last: string }>(
    `select min(day) as first, max(day) as last from staged_changed_day where reported`,
  )
  const [bounds] = rows
  // Names that another import has in hand are skipped: it has just found them, and waiting for it could go round in a circle.
  const { rowCount } = await client.query(
    `create temp table staged_gone_name on commit drop as
      with held as (
        select d.team, v.dimension, v.value, max(d.day) as day
        from ledger.charge_day d cross join ${VALUES}
        where d.day between '${bounds?.first}' and '${bounds?.last}' and v.value is not null
        group by 1, 2, 3
      ), doubtful as (
        select * from ledger.name n
        where n.last_day in (select day from staged_changed_day where reported)
          and not exists (
            select from held h
            where h.team = n.team and h.dimension = n.dimension and h.value = n.value and h.day >= n.last_day
          )
        order by team, dimension, value
        for update skip locked
      )
      select team, dimension, value from doubtful`,
  )
  if (rowCount === 0) return
  await client.query(`
    create temp table staged_last_name on commit drop as
      select g.team, g.dimension, g.value, max(d.day) as day
      from ledger.charge_day d cross join ${VALUES}
      join staged_gone_name g on g.team = d.team and g.dimension = v.dimension and g.value = v.value
      where d.team in (select team from staged_gone_name)
      group by 1, 2, 3;
    delete from ledger.name n using staged_gone_name g
      where g.team = n.team and g.dimension = n.dimension and g.value = n.value
        and not exists (
          select from staged_last_name l where l.team = n.team and l.dimension = n.dimension and l.value = n.value
        );
    update ledger.name n set last_day = l.day from staged_last_name l
      where l.team = n.team and l.dimension = n.dimension and l.value = n.value`)
}
