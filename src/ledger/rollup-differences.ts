import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

export interface RollupDifference {
  readonly rollup: 'charge_day_model' | 'charge_day_area'
  readonly sourceName: string
  readonly day: string
  readonly billingCurrency: string
}

/** Where the smaller sizes of the truth differ from the facts, in any sum and in the last digit. Nowhere, or there is a fault in Tally. */
export async function rollupDifferences(db: Kysely<Database>): Promise<readonly RollupDifference[]> {
  const sums = sql.raw(`day, source_name, team, cost_area, billing_currency, sum(billed_cost) as billed_cost,
    sum(effective_cost) as effective_cost, sum(list_cost) as list_cost, sum(contracted_cost) as contracted_cost`)
  const key = sql.raw('day, source_name, team, cost_area, billing_currency')
  const { rows } = await sql<RollupDifference>`
    with fact as (select ${sums}, sum(quantity) as quantity, count(*) as charge_rows from ledger.charge_day group by ${key}),
      model as (select ${sums}, sum(quantity) as quantity from ledger.charge_day_model group by ${key}),
      area as (select ${sums}, sum(charge_rows) as charge_rows from ledger.charge_day_area group by ${key})
    select distinct 'charge_day_model' as rollup, source_name as "sourceName", day, billing_currency as "billingCurrency"
    from fact f full join model r using (${key})
    where (f.billed_cost, f.effective_cost, f.list_cost, f.contracted_cost, f.quantity)
      is distinct from (r.billed_cost, r.effective_cost, r.list_cost, r.contracted_cost, r.quantity)
    union all
    select distinct 'charge_day_area', source_name, day, billing_currency
    from fact f full join area r using (${key})
    where (f.billed_cost, f.effective_cost, f.list_cost, f.contracted_cost, f.charge_rows)
      is distinct from (r.billed_cost, r.effective_cost, r.list_cost, r.contracted_cost, r.charge_rows)
    order by 1, 2, 3, 4`.execute(db)
  return rows
}
