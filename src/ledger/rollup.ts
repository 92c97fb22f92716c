import type pg from 'pg'

const MODEL_KEY =
  'team, environment, model_name, workload_type, cost_area, resource_class, meter, unit, billing_currency'
const COSTS = ['billed_cost', 'effective_cost', 'list_cost', 'contracted_cost'] as const
const SUMS = COSTS.map((column) => `sum(${column})`).join(', ')

/** Makes the two smaller sizes of the changed days anew from the facts. Never by a delta: recomputed they cannot drift. */
export async function rollUp(client: pg.ClientBase, source: string, stale: boolean): Promise<void> {
  if (stale) {
    for (const table of ['ledger.charge_day_model', 'ledger.charge_day_area']) {
      await client.query(
        `delete from ${table} t using staged_changed_day c where c.reported and t.day = c.day and t.source_name = $1`,
        [source],
      )
    }
  }
  const { rows } = await client.query<{ first: string; last: string }>(
    `select min(day) as first, max(day) as last from staged_changed_day`,
  )
  const facts = `ledger.charge_day where source_name = $1 and day between $2 and $3
    and day in (select day from staged_changed_day)`
  const bounds = [source, rows[0]?.first, rows[0]?.last]
  await client.query(
    `insert into ledger.charge_day_model (day, source_name, ${MODEL_KEY}, ${COSTS.join(', ')}, quantity)
    select day, source_name, ${MODEL_KEY}, ${SUMS}, sum(quantity) from ${facts} group by day, source_name, ${MODEL_KEY}
    order by team, day`,
    bounds,
  )
  await client.query(
    `insert into ledger.charge_day_area (day, source_name, team, cost_area, billing_currency, ${COSTS.join(', ')}, charge_rows)
    select day, source_name, team, cost_area, billing_currency, ${SUMS}, count(*) from ${facts} group by 1, 2, 3, 4, 5
    order by team, day`,
    bounds,
  )
}
