import { type Kysely, sql } from 'kysely'

/** Charges that were invoiced in another month than their day's own, for holding a month's days against its invoices. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  // Few, so that an index of them alone finds them without reading months of charges.
  await run(`create index charge_day_late on ledger.charge_day (billing_period, day) where billing_period is not null`)
  await run(`create view spend.late_charge as
    select day, billing_period, source_name, nullif(team, '__unallocated__') as team, cost_center, service_name,
      charge_category, charge_class, billing_currency, billed_cost
    from ledger.charge_day where billing_period is not null`)
}
