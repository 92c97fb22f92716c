import { type Kysely, sql } from 'kysely'

/**
 * What was spent. `team` is never null in a spend table and stands in every key of one: it is the column the tables would be
 * distributed by (Citus), and `__unallocated__` is the field's word for what nobody owns. The views of `spend` turn it into null.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create schema ledger`)

  await run(`create table ledger.source (
    source_name text primary key check (source_name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    source_kind text not null check (source_kind in ('ledger', 'meter')),
    -- Which delivered column is loaded as effective cost: some exports leave EffectiveCost at zero.
    effective_from text not null default 'effective' check (effective_from in ('effective', 'billed')),
    complete_after_hours integer not null default 48 check (complete_after_hours between 0 and 1000),
    created_at timestamptz not null default now()
  )`)

  await run(`create table ledger.load_batch (
    batch_id bigint generated always as identity primary key,
    source_name text not null references ledger.source,
    status text not null check (status in ('loaded', 'unchanged')),
    -- [{name, sha256, bytes, rows}]
    files jsonb not null,
    rows_read bigint not null check (rows_read >= 0),
    rows_rejected bigint not null check (rows_rejected >= 0 and rows_rejected <= rows_read),
    -- Charges with a billed cost and an effective cost of zero: a sign that EffectiveCost is not filled.
    rows_suspect bigint not null default 0,
    suspect_billed_cost jsonb not null default '{}',
    -- The last day that the delivery held; null where it held none.
    last_day date,
    loaded_at timestamptz not null default now()
  )`)
  await run(`create index load_batch_by_source on ledger.load_batch (source_name, loaded_at desc)`)

  await run(`create table ledger.rejected_row (
    batch_id bigint not null references ledger.load_batch on delete cascade,
    file_name text not null,
    line_no bigint not null,
    reason text not null,
    raw_row text not null,
    primary key (batch_id, file_name, line_no)
  )`)

  await run(`create table ledger.time_sector (
    source_name text not null references ledger.source,
    day date not null,
    status text not null check (status in ('provisional', 'complete', 'closed')),
    charge_rows bigint not null check (charge_rows >= 0),
    last_updated timestamptz not null default now(),
    primary key (source_name, day)
  )`)
  await run(`create index time_sector_by_day on ledger.time_sector (day)`)

  // What a delivery replaces: the charges of one day that are invoiced in one month. A correction delivered with a later invoice
  // stands beside what it corrects and does not wipe it out.
  await run(`create table ledger.delivered_day (
    source_name text not null references ledger.source,
    billing_period date not null check (extract(day from billing_period) = 1),
    day date not null,
    charge_rows bigint not null check (charge_rows >= 0),
    -- Rows without an InvoiceId: a period is closed when none is left.
    uninvoiced_rows bigint not null check (uninvoiced_rows between 0 and charge_rows),
    -- Of the charges, in any order; equal digests mean that nothing changed.
    digest text not null,
    primary key (source_name, day, billing_period)
  )`)

  // Periods that a person declared closed.
  await run(`create table ledger.closed_period (
    source_name text not null references ledger.source,
    billing_period date not null check (extract(day from billing_period) = 1),
    closed_at timestamptz not null,
    primary key (source_name, billing_period)
  )`)

  await run(`create table ledger.restatement (
    source_name text not null references ledger.source,
    day date not null,
    billing_currency text not null,
    batch_id bigint not null references ledger.load_batch,
    old_effective_cost numeric not null,
    new_effective_cost numeric not null,
    old_billed_cost numeric not null,
    new_billed_cost numeric not null,
    recorded_at timestamptz not null default now(),
    primary key (source_name, day, billing_currency, batch_id)
  )`)

  const allocation = `
    project text, environment text, workload_type text, business_unit text, owner text, cost_center text,
    product text, customer text, model_name text`
  const area = `cost_area text not null check (cost_area in ('Compute', 'Storage', 'Networking', 'Managed AI Services',
    'Model Usage', 'Data Pipelines', 'Vector Databases', 'Monitoring', 'Governance'))`
  const money = `
    billing_currency text not null,
    billed_cost numeric not null, effective_cost numeric not null, list_cost numeric, contracted_cost numeric,
    quantity numeric`
  // billing_period: only where a charge is invoiced in another month than its day's own.
  const charge = `
    day date not null, billing_period date, source_name text not null, team text not null, ${allocation},
    service_provider_name text, service_name text not null, service_category text, service_subcategory text,
    ${area}, region_id text, resource_id text, resource_name text, resource_type text, resource_class text, instance_type text,
    meter text, unit text, charge_category text not null, charge_class text, ${money}`

  // The ledger's facts: day × everything. Partitions are made by the load that first needs them.
  await run(`create table ledger.charge_day (${charge}) partition by range (day)`)
  await run(`create index charge_day_by_team on ledger.charge_day ((nullif(team, '__unallocated__')), day)`)
  await run(`create index charge_day_by_day on ledger.charge_day (day, source_name)`)

  // A meter estimates money that a ledger bills as well, so it lives apart and cannot be summed with it by accident.
  await run(`create table ledger.meter_day (${charge})`)
  await run(`create index meter_day_by_day on ledger.meter_day (day, source_name)`)

  await run(`create table ledger.charge_day_model (
    day date not null, source_name text not null, team text not null, environment text, model_name text, workload_type text,
    cost_area text not null, resource_class text, meter text, unit text, ${money}
  )`)
  await run(`create index charge_day_model_by_team on ledger.charge_day_model ((nullif(team, '__unallocated__')), day)
    include (team, model_name, resource_class, cost_area, billing_currency, effective_cost)`)
  await run(`create index charge_day_model_by_day on ledger.charge_day_model (day, source_name)`)

  await run(`create table ledger.charge_day_area (
    day date not null, source_name text not null, team text not null, cost_area text not null, ${money.replace('quantity numeric', 'charge_rows bigint not null')},
    primary key (team, day, source_name, cost_area, billing_currency)
  )`)
  await run(`create index charge_day_area_by_team on ledger.charge_day_area ((nullif(team, '__unallocated__')), day)
    include (team, cost_area, billing_currency, effective_cost)`)
  await run(`create index charge_day_area_by_day on ledger.charge_day_area (day, source_name)`)

  // Every value that stands in the ledger, and with which team: what an asker may name, offer and be offered.
  await run(`create table ledger.name (
    team text not null, dimension text not null, value text not null, last_day date not null,
    primary key (team, dimension, value)
  )`)

  await run(`create table ledger.unit_day (
    day date not null, source_name text not null, team text not null, ${allocation},
    unit_name text not null, quantity numeric not null
  )`)
  await run(`create index unit_day_by_day on ledger.unit_day (day, source_name)`)

  await run(`create table ledger.resource_hour (
    team text not null, resource_id text not null, hour timestamptz not null,
    gpu_util_avg numeric check (gpu_util_avg between 0 and 100), gpu_util_max numeric check (gpu_util_max between 0 and 100),
    gpu_mem_used_pct_max numeric check (gpu_mem_used_pct_max between 0 and 100),
    cpu_util_max numeric check (cpu_util_max between 0 and 100),
    requests numeric check (requests >= 0), active_sessions numeric check (active_sessions >= 0),
    last_activity_at timestamptz,
    samples integer not null check (samples >= 0), samples_expected integer not null check (samples_expected > 0),
    primary key (team, resource_id, hour)
  )`)

  await run(`create table ledger.training_run (
    team text not null, run_id text not null, project text, model_name text,
    status text not null check (status in ('running', 'succeeded', 'failed', 'cancelled')),
    started_at timestamptz not null, ended_at timestamptz check (ended_at >= started_at),
    gpu_hours numeric check (gpu_hours >= 0), effective_cost numeric not null, billing_currency text not null,
    resource_id text,
    primary key (team, run_id)
  )`)

  await run(`create table ledger.quality_day (
    team text not null, project text not null, model_name text not null, metric text not null, day date not null,
    score_sum numeric not null, n bigint not null check (n > 0),
    primary key (team, project, model_name, metric, day)
  )`)

  await run(`create table ledger.business_value (
    team text not null, month date not null check (extract(day from month) = 1),
    product text, project text, customer text,
    value_amount numeric not null, billing_currency text not null, stated_by text not null, stated_at date not null
  )`)
  await run(`create unique index business_value_once on ledger.business_value
    (team, month, product, project, customer, billing_currency) nulls not distinct`)

  await run(`create table ledger.budget (
    scope_dimension text not null check (scope_dimension in
      ('team', 'project', 'business_unit', 'cost_center', 'product', 'total')),
    scope_value text not null, month date not null check (extract(day from month) = 1),
    budget_amount numeric not null check (budget_amount >= 0), billing_currency text not null,
    thresholds numeric[] not null default '{50,80,100,120}',
    primary key (scope_dimension, scope_value, month, billing_currency)
  )`)
}
