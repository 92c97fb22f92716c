import type pg from 'pg'
import { DIMENSION_COLUMNS } from './dimension.ts'
import { addNames, forgetNames } from './names.ts'
import { makePartitions } from './partition.ts'
import { rollUp } from './rollup.ts'
import type { DeliveredDay } from './staging.ts'

export interface Replaced {
  readonly days: { readonly first: string; readonly last: string } | undefined
  readonly replacedDays: number
  readonly unchangedDays: number
  readonly facts: number
}

const MONEY = ['billed_cost', 'effective_cost', 'list_cost', 'contracted_cost', 'quantity'] as const
const PERIOD = (table: string, dimension = table) =>
  `coalesce(${dimension}.billing_period, date_trunc('month', ${table}.day)::date)`

/**
 * Adds up the staged charges and puts them in the place of what the source delivered before for the same days and invoices. Days
 * whose charges are the same are left alone. Everything happens in the caller's transaction.
 */
export async function replaceDelivered(
  client: pg.ClientBase,
  source: { readonly name: string; readonly kind: 'ledger' | 'meter' },
  delivered: readonly DeliveredDay[],
  now: Date,
): Promise<Replaced> {
  await addUp(client)
  await findChanges(client, source.name, delivered)
  const { rows } = await client.query<Record<'first' | 'last' | 'all' | 'changed', string> & { known: boolean }>(
    `select min(day) as first, max(day) as last, count(distinct day) as all, count(distinct day) filter (where changed) as changed,
      coalesce(bool_or(reported) filter (where changed), false) as known
    from staged_day`,
  )
  const found = rows[0]
  const table = source.kind === 'ledger' ? 'ledger.charge_day' : 'ledger.meter_day'
  let facts = 0
  if (Number(found?.changed) > 0) {
    if (source.kind === 'ledger') await makePartitions(client)
    if (found?.known) await remove(client, table, source.name)
    facts = await insert(client, table, source.name)
    if (source.kind === 'ledger') {
      await rollUp(client, source.name, found?.known ?? false)
      await addNames(client)
      if (found?.known) await forgetNames(client)
    }
  }
  await recordDays(client, source.name, now)
  return {
    days: found?.first ? { first: found.first, last: found.last } : undefined,
    replacedDays: Number(found?.changed ?? 0),
    unchangedDays: Number(found?.all ?? 0) - Number(found?.changed ?? 0),
    facts,
  }
}

// First by number and day, which is quick; then by what the numbers stand for, since one thing may have been staged twice.
async function addUp(client: pg.ClientBase): Promise<void> {
  const columns = ['quantity_factor', 'billing_period', ...DIMENSION_COLUMNS].join(', ')
  await client.query(`
    create temp table staged_name on commit drop as
      select id, key, min(id) over (partition by key) as same_id
      from (select id, md5(row(${columns})::text) as key from staged_dimension) keyed;
    create temp table staged_fact on commit drop as
      select n.same_id as dimension_id, n.key, s.day, trim_scale(sum(s.billed_cost)) as billed_cost,
        trim_scale(sum(s.effective_cost)) as effective_cost, trim_scale(sum(s.list_cost)) as list_cost,
        trim_scale(sum(s.contracted_cost)) as contracted_cost, trim_scale(sum(s.quantity) * d.quantity_factor) as quantity
      from (
        select dimension_id, day, ${MONEY.map((column) => `sum(${column}) as ${column}`).join(', ')}
        from staged_charge group by dimension_id, day
      ) s
      join staged_name n on n.id = s.dimension_id
      join staged_dimension d on d.id = n.same_id
      group by n.same_id, n.key, s.day, d.quantity_factor;
    analyze staged_fact`)
}

async function findChanges(client: pg.ClientBase, source: string, delivered: readonly DeliveredDay[]): Promise<void> {
  await client.query(
    `create temp table staged_day (
      billing_period date not null, day date not null, charge_rows bigint not null, uninvoiced_rows bigint not null,
      digest text, changed boolean, reported boolean
    ) on commit drop`,
  )
  await client.query(
    `insert into staged_day (billing_period, day, charge_rows, uninvoiced_rows)
    select * from unnest($1::date[], $2::date[], $3::bigint[], $4::bigint[])`,
    [
      delivered.map(({ billingPeriod }) => billingPeriod),
      delivered.map(({ day }) => day),
      delivered.map(({ rows }) => rows),
      delivered.map(({ uninvoiced }) => uninvoiced),
    ],
  )
  // A sum of hashes does not care for the order of rows. Two seeds make 128 bits.
  const hash = (seed: number) =>
    `sum(hashtextextended(row(f.key, ${MONEY.map((c) => `f.${c}`).join(', ')})::text, ${seed})::numeric)`
  await client.query(
    `with digests as (
      select ${PERIOD('f', 'd')} as billing_period, f.day, concat_ws(':', count(*), ${hash(0)}, ${hash(1)}) as digest
      from staged_fact f join staged_dimension d on d.id = f.dimension_id group by 1, 2
    )
    update staged_day s set digest = n.digest, changed = n.digest is distinct from o.digest,
      reported = exists (select from ledger.delivered_day e where e.source_name = $1 and e.day = s.day)
    from digests n left join ledger.delivered_day o
      on o.source_name = $1 and o.billing_period = n.billing_period and o.day = n.day
    where n.billing_period = s.billing_period and n.day = s.day`,
    [source],
  )
  await client.query(
    `create temp table staged_changed_day on commit drop as
      select day, bool_or(reported) as reported from staged_day where changed group by day;
    create temp table staged_before (
      day date, billing_currency text, effective_cost numeric, billed_cost numeric
    ) on commit drop;
    analyze staged_day, staged_changed_day`,
  )
}

async function remove(client: pg.ClientBase, table: string, source: string): Promise<void> {
  const { rows } = await client.query<{ first: string; last: string }>(
    `select min(day) as first, max(day) as last from staged_changed_day where reported`,
  )
  // The bounds let the planner leave out the other months.
  const bounds = [source, rows[0]?.first, rows[0]?.last]
  await client.query(
    `insert into staged_before
    select t.day, t.billing_currency, sum(t.effective_cost), sum(t.billed_cost)
    from ${table} t join staged_changed_day c using (day)
    where t.source_name = $1 and t.day between $2 and $3 group by 1, 2`,
    bounds,
  )
  await client.query(
    `delete from ${table} t using staged_day s
    where t.source_name = $1 and t.day between $2 and $3 and s.changed and s.day = t.day and s.billing_period = ${PERIOD('t')}`,
    bounds,
  )
}

async function insert(client: pg.ClientBase, table: string, source: string): Promise<number> {
  const { rowCount } = await client.query(
    `insert into ${table} (day, billing_period, source_name, ${DIMENSION_COLUMNS.join(', ')}, ${MONEY.join(', ')})
    select f.day, d.billing_period, $1, ${DIMENSION_COLUMNS.map((column) => `d.${column}`).join(', ')},
      ${MONEY.map((column) => `f.${column}`).join(', ')}
    from staged_fact f
    join staged_dimension d on d.id = f.dimension_id
    join staged_day s on s.day = f.day and s.billing_period = ${PERIOD('f', 'd')}
    where s.changed
    order by d.team, f.day`,
    [source],
  )
  return rowCount ?? 0
}

async function recordDays(client: pg.ClientBase, source: string, now: Date): Promise<void> {
  await client.query(
    `insert into ledger.delivered_day (source_name, billing_period, day, charge_rows, uninvoiced_rows, digest)
    select $1, billing_period, day, charge_rows, uninvoiced_rows, digest from staged_day
    on conflict (source_name, day, billing_period) do update
      set charge_rows = excluded.charge_rows, uninvoiced_rows = excluded.uninvoiced_rows, digest = excluded.digest`,
    [source],
  )
  await client.query(
    `insert into ledger.time_sector (source_name, day, status, charge_rows, last_updated)
    select $1, day, 'provisional', sum(charge_rows), $2
    from ledger.delivered_day
    where source_name = $1 and day in (select day from staged_day)
    group by day
    on conflict (source_name, day) do update set charge_rows = excluded.charge_rows,
      last_updated = case when excluded.day in (select day from staged_changed_day) then $2 else time_sector.last_updated end`,
    [source, now],
  )
}
