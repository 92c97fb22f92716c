import { type Kysely, sql } from 'kysely'

/**
 * Restatements in the read contract, so that an answer can say which days moved after they were reported. And the few charges
 * that are no usage (credits, corrections, purchases, taxes), found without reading all the others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`create view spend.restatement as
    select r.source_name, r.day, r.billing_currency, r.old_effective_cost, r.new_effective_cost, r.old_billed_cost,
      r.new_billed_cost, r.recorded_at
    from ledger.restatement r join ledger.source s using (source_name) where s.source_kind = 'ledger'`)
  await run(`create index charge_day_beside_usage on ledger.charge_day (day)
    where charge_category <> 'Usage' or charge_class is not null`)
}
