import { type Kysely, sql } from 'kysely'

/**
 * The read contract: what the bot queries, and nothing else. Someone with a warehouse of their own supplies these views and loads
 * nothing. `daily_model` and `daily_area` are smaller copies of `daily`, left out where a warehouse has none.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  // The same expression as in the indexes, so that a filter on the view's team finds them.
  const team = `nullif(team, '__unallocated__') as team`
  const charge = `day, source_name, ${team}, project, environment, workload_type, business_unit, owner, cost_center, product,
    customer, model_name, service_provider_name, service_name, service_category, service_subcategory, cost_area, region_id,
    resource_id, resource_name, resource_type, resource_class, instance_type, meter, unit, charge_category, charge_class,
    billing_currency, billed_cost, effective_cost, list_cost, contracted_cost, quantity`

  await run(`create schema spend`)
  await run(`create view spend.daily as select ${charge} from ledger.charge_day`)
  await run(`create view spend.meter_daily as select ${charge} from ledger.meter_day`)
  await run(`create view spend.daily_model as
    select day, source_name, ${team}, environment, model_name, workload_type, cost_area, resource_class, meter, unit,
      billing_currency, billed_cost, effective_cost, list_cost, contracted_cost, quantity
    from ledger.charge_day_model`)
  await run(`create view spend.daily_area as
    select day, source_name, ${team}, cost_area, billing_currency, billed_cost, effective_cost, list_cost, contracted_cost,
      charge_rows
    from ledger.charge_day_area`)
  await run(`create view spend.units as
    select day, ${team}, project, environment, workload_type, business_unit, owner, cost_center, product, customer, model_name,
      unit_name, quantity
    from ledger.unit_day where unit_name <> 'training_run'
    union all
    select (started_at at time zone 'UTC')::date, ${team}, project, null, null, null, null, null, null, null, model_name,
      'training_run', 1
    from ledger.training_run`)
  await run(`create view spend.day_status as
    select t.source_name, t.day, t.status, case when t.status = 'provisional' then t.source_name end as waiting_for,
      t.last_updated, s.effective_from, coalesce(b.rows_suspect, 0) as suspect_rows
    from ledger.time_sector t join ledger.source s using (source_name)
    left join (
      select distinct on (source_name) source_name, rows_suspect from ledger.load_batch where status = 'loaded'
      order by source_name, loaded_at desc, batch_id desc
    ) b on b.source_name = s.source_name and s.effective_from = 'effective'
    where s.source_kind = 'ledger'`)
  await run(`create view spend.name as
    select ${team}, dimension, value, last_day from ledger.name`)
  await run(`create view spend.resource_hour as
    select ${team}, resource_id, hour, gpu_util_avg, gpu_util_max, gpu_mem_used_pct_max, cpu_util_max, requests,
      active_sessions, last_activity_at, samples, samples_expected
    from ledger.resource_hour`)
  await run(`create view spend.training_run as
    select ${team}, run_id, project, model_name, status, started_at, ended_at, gpu_hours, effective_cost, billing_currency,
      resource_id
    from ledger.training_run`)
  await run(`create view spend.quality as
    select ${team}, project, model_name, metric, day, score_sum, n from ledger.quality_day`)
  await run(`create view spend.business_value as
    select ${team}, month, product, project, customer, value_amount, billing_currency, stated_by, stated_at
    from ledger.business_value`)
  await run(`create view spend.budget as
    select scope_dimension, scope_value, month, budget_amount, billing_currency, thresholds from ledger.budget`)
}
