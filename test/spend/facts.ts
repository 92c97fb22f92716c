import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/db/schema.ts'
import { plainQuestion, type Question } from '../../src/spend/question.ts'

/** One charge of a day; what is left out is null, the money 0. */
export interface Fact {
  readonly day: string
  readonly source?: string
  readonly team?: string | null
  readonly project?: string | null
  readonly environment?: string | null
  readonly model?: string | null
  readonly workload?: string | null
  readonly owner?: string | null
  readonly service?: string
  readonly provider?: string
  readonly area?: string
  readonly resourceClass?: string | null
  readonly instanceType?: string | null
  readonly resourceName?: string | null
  readonly currency?: string
  readonly effective: string
  readonly billed?: string
  readonly list?: string | null
  readonly unit?: string | null
  readonly quantity?: string | null
  readonly meter?: string | null
  readonly product?: string | null
  readonly customer?: string | null
  readonly costCenter?: string | null
  readonly businessUnit?: string | null
  readonly resourceId?: string | null
  readonly category?: string
  readonly chargeClass?: string | null
}

/** Puts facts into the ledger with their rollups, names and completeness, in plain SQL that shares nothing with what is tested. */
export async function loadFacts(
  db: Kysely<Database>,
  facts: readonly Fact[],
  options: { readonly provisional?: readonly string[]; readonly billedFor?: readonly string[] } = {},
): Promise<void> {
  await sql`create table if not exists ledger.charge_day_test partition of ledger.charge_day default`.execute(db)
  for (const table of ['charge_day', 'charge_day_model', 'charge_day_area', 'name', 'time_sector', 'source'])
    await sql`delete from ${sql.table(`ledger.${table}`)}`.execute(db)
  const sources = [...new Set(facts.map((fact) => fact.source ?? 'aws-focus'))]
  for (const source of sources)
    await db
      .insertInto('ledger.source')
      .values({
        source_name: source,
        source_kind: 'ledger',
        effective_from: options.billedFor?.includes(source) ? 'billed' : 'effective',
      })
      .execute()
  if (facts.length > 0)
    await db
      .insertInto('ledger.charge_day')
      .values(
        facts.map((fact) => ({
          day: fact.day,
          source_name: fact.source ?? 'aws-focus',
          team: fact.team ?? '__unallocated__',
          project: fact.project ?? null,
          environment: fact.environment ?? null,
          workload_type: fact.workload ?? null,
          business_unit: fact.businessUnit ?? null,
          owner: fact.owner ?? null,
          cost_center: fact.costCenter ?? null,
          product: fact.product ?? null,
          customer: fact.customer ?? null,
          model_name: fact.model ?? null,
          service_provider_name: fact.provider ?? 'aws',
          service_name: fact.service ?? 'Amazon EC2',
          service_category: null,
          service_subcategory: null,
          cost_area: fact.area ?? 'Compute',
          region_id: null,
          resource_id: fact.resourceId ?? null,
          resource_name: fact.resourceName ?? null,
          resource_type: null,
          resource_class: fact.resourceClass ?? null,
          instance_type: fact.instanceType ?? null,
          meter: fact.meter ?? null,
          unit: fact.unit ?? null,
          charge_category: fact.category ?? 'Usage',
          charge_class: fact.chargeClass ?? null,
          billing_currency: fact.currency ?? 'USD',
          billed_cost: fact.billed ?? fact.effective,
          effective_cost: fact.effective,
          list_cost: fact.list ?? null,
          contracted_cost: null,
          quantity: fact.quantity ?? null,
        })),
      )
      .execute()
  const sums = sql`sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost)`
  await sql`insert into ledger.charge_day_model
    (day, source_name, team, environment, model_name, workload_type, cost_area, resource_class, meter, unit, billing_currency,
      billed_cost, effective_cost, list_cost, contracted_cost, quantity)
    select day, source_name, team, environment, model_name, workload_type, cost_area, resource_class, meter, unit, billing_currency,
      ${sums}, sum(quantity) from ledger.charge_day group by 1,2,3,4,5,6,7,8,9,10,11`.execute(db)
  await sql`insert into ledger.charge_day_area
    (day, source_name, team, cost_area, billing_currency, billed_cost, effective_cost, list_cost, contracted_cost, charge_rows)
    select day, source_name, team, cost_area, billing_currency, ${sums}, count(*) from ledger.charge_day group by 1,2,3,4,5`.execute(
    db,
  )
  const columns = {
    project: 'project',
    environment: 'environment',
    model_name: 'model_name',
    workload_type: 'workload_type',
    owner: 'owner',
    service: 'service_name',
    cost_area: 'cost_area',
    provider: 'service_provider_name',
    resource: 'resource_class',
  }
  for (const [dimension, column] of Object.entries({ team: 'team', ...columns }))
    await sql`insert into ledger.name select team, ${dimension}, ${sql.ref(column)}, max(day) from ledger.charge_day
      where ${sql.ref(column)} is not null and ${sql.ref(column)} <> '__unallocated__' group by 1, 3`.execute(db)
  await sql`insert into ledger.time_sector (source_name, day, status, charge_rows, last_updated)
    select source_name, day, case when day::text = any(${options.provisional ?? []}::text[]) then 'provisional' else 'complete' end,
      count(*), '2026-11-23T06:00:00Z' from ledger.charge_day group by 1, 2`.execute(db)
}

/** A question with the usual slots; a test names those that it is about. */
export const asked = (slots: Partial<Question> = {}): Question =>
  plainQuestion({ intent: 'spend', period: { start: '2026-11-01', end: '2026-11-24' }, ...slots })
