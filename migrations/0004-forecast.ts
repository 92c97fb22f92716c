import { type Kysely, sql } from 'kysely'

/** What was forecast on which day: only a forecast that was kept can be held to what came. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create table tally.forecast_snapshot (
    made_on date not null,
    scope_dimension text not null check (scope_dimension in
      ('team', 'project', 'business_unit', 'cost_center', 'product', 'total')),
    scope_value text not null,
    period_start date not null, period_end date not null check (period_end > period_start),
    billing_currency text not null,
    method text not null,
    -- The last day whose cost was known; the days after it are what was forecast.
    complete_through date not null,
    -- In all: what was known, and the rest. The range is null where the past was too short to tell one.
    forecast_amount numeric not null, low_amount numeric, high_amount numeric,
    check (low_amount <= forecast_amount and high_amount >= forecast_amount),
    primary key (scope_dimension, scope_value, period_start, period_end, billing_currency, made_on, method)
  )`)
  await run(`create index forecast_snapshot_by_day on tally.forecast_snapshot (made_on)`)
}
