import { type Kysely, sql } from 'kysely'

/**
 * What is asked of one project or of models, reached without reading all the others. A project is a thousandth of a month of
 * charges, and equal keys are stored once. Models are a third of the middle size, in an index that carries what is summed of them.
 *
 * A model says its meter and unit, a cost area its resource class: planned as if they met at random, groups of all of them look
 * like so many that they are sorted and not hashed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index charge_day_by_project on ledger.charge_day (project, day) where project is not null`.execute(
    db,
  )
  await sql`create index charge_day_model_by_model on ledger.charge_day_model (model_name, day)
    include (team, meter, unit, billing_currency, effective_cost, list_cost, quantity) where model_name is not null`.execute(
    db,
  )
  await sql`create statistics ledger.charge_day_model_kinds (ndistinct)
    on model_name, cost_area, resource_class, meter, unit from ledger.charge_day_model`.execute(db)
  await sql`analyze ledger.charge_day_model`.execute(db)
}
