import { type Kysely, sql } from 'kysely'
import { addDays } from '../../src/civil-date.ts'
import type { Database } from '../../src/db/schema.ts'
import type { Fact } from './facts.ts'
import { requests, scores, tokens } from './kinds/token-facts.ts'

const LAST = '2026-11-22'

/** What a team spends on: each kind of question has something to tell of it. */
export function company(team: string | null, name: string, times: number): Fact[] {
  const money = (amount: number) => String(amount * times)
  // Prices of others are not those of vision.
  const dear = times === 1 ? 1 : 3
  const own = {
    team,
    owner: `${name}@example.com`,
    costCenter: `CC-${name}`,
    businessUnit: `unit-${name}`,
    product: `product-${name}`,
  }
  const shared = { ...own, project: 'shared', customer: `customer-${name}`, environment: 'dev' }
  const machines = Array.from({ length: 100 }, (_, i): Fact[] => {
    const day = addDays(LAST, -i)
    const machine = { ...shared, day, unit: 'GPU-Hours', meter: 'GPU-Hours', quantity: '24', instanceType: 'p4d' }
    return [
      {
        ...machine,
        resourceId: `gpu-${name}`,
        resourceName: `gpu-${name}`,
        resourceClass: 'gpu',
        effective: money(i === 3 ? 400 : 24),
        list: money(480),
      },
      {
        ...machine,
        resourceId: `lost-${name}`,
        resourceName: `lost-${name}`,
        resourceClass: 'gpu',
        project: name,
        effective: money(7),
      },
    ]
  })
  const used = Array.from({ length: 12 }, (_, i): Fact[] => {
    const day = addDays(LAST, -2 * i)
    const more = { ...shared, day, workload: 'inference' }
    return [
      tokens('shared', 'gpt-5', 'Input', 1e6 * times, 2 * dear, more),
      tokens('shared', 'gpt-5', 'CacheRead', 5e5 * times, dear, more),
      tokens('shared', 'gpt-5', 'Output', 1e5 * times, 12 * dear, more),
      tokens(name, `model-${name}`, 'Input', 1e6 * times, 1, { ...more, project: name }),
      tokens(name, `model-${name}`, 'Output', 1e5 * times, 4, { ...more, project: name }),
    ]
  })
  return [
    ...machines.flat(),
    ...used.flat(),
    { ...shared, day: '2026-11-20', effective: money(-13), category: 'Credit' },
    {
      ...shared,
      day: '2026-11-21',
      effective: money(31),
      service: `service-${name}`,
      provider: `provider-${name}`,
      area: 'Storage',
    },
  ]
}

/** What stands beside the bill. */
export async function beside(db: Kysely<Database>, team: string, name: string, times: number): Promise<void> {
  await requests(db, 'shared', 'gpt-5', 1000 * times, team)
  await requests(db, name, `model-${name}`, 500 * times, team)
  await sql`update ledger.unit_day set workload_type = 'inference', day = '2026-11-20'`.execute(db)
  for (const model of ['gpt-5', `model-${name}`]) await scores(db, 'shared', model, 0.9, 1000 * times, { team })
  // What is shared has a budget only where others are: of a budget with others' spend in it nothing is shown, so nothing is missed.
  for (const [scope, value] of [
    ['team', team],
    ['project', team === 'vision' ? name : 'shared'],
    ['project', name],
    ['cost_center', `CC-${name}`],
  ])
    for (const month of ['2026-10-01', '2026-11-01'])
      await sql`insert into ledger.budget (scope_dimension, scope_value, month, budget_amount, billing_currency)
        values (${scope}, ${value}, ${month}, ${1000 * times}, 'USD') on conflict do nothing`.execute(db)
  for (const status of ['succeeded', 'failed'])
    await sql`insert into ledger.training_run (team, run_id, project, model_name, status, started_at, gpu_hours, effective_cost, billing_currency)
      values (${team}, ${`run-${name}-${status}`}, 'shared', ${`model-${name}`}, ${status}, '2026-11-20T00:00:00Z', 10, ${20 * times}, 'USD')`.execute(
      db,
    )
  for (const project of ['shared', name])
    await sql`insert into ledger.business_value (team, month, product, project, value_amount, billing_currency, stated_by, stated_at)
      values (${team}, '2026-10-01', null, ${project}, ${300 * times}, 'USD', ${name}, '2026-10-20')`.execute(db)
  await sql`insert into ledger.meter_day (day, source_name, team, project, model_name, service_name, cost_area, charge_category, meter, unit,
      billing_currency, billed_cost, effective_cost, quantity)
    values ('2026-11-20', 'gateway', ${team}, 'shared', 'gpt-5', 'gateway', 'Model Usage', 'Usage', 'Input', 'Tokens', 'USD', ${5 * times}, ${5 * times}, 100)`.execute(
    db,
  )
  await sql`insert into tally.forecast_snapshot (made_on, scope_dimension, scope_value, period_start, period_end, billing_currency, method,
      complete_through, forecast_amount)
    select day, 'team', ${team}, date_trunc('month', day)::date, (date_trunc('month', day) + interval '1 month')::date, 'USD', 'weekday-trend-1', day - 1, ${9000 * times}
    from (select generate_series('2026-10-01'::date, '2026-10-31', '1 day')::date as day) as days`.execute(db)
  await sql`insert into tally.planned_anomaly (team, first_day, last_day, reason, planned_by)
    values (${team}, '2026-10-01', '2026-11-22', ${`because of ${name}`}, ${name})`.execute(db)
  for (const dimension of ['cost_center', 'business_unit', 'product', 'customer', 'resource_name'])
    await sql`insert into ledger.name select team, ${dimension}, ${sql.ref(dimension)}, max(day) from ledger.charge_day
      where ${sql.ref(dimension)} is not null group by 1, 3 on conflict do nothing`.execute(db)
}
