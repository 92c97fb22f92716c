import type pg from 'pg'

/** Restatements of reported days: what they held before, in `staged_before`, against what they hold now. */
export async function recordRestatements(
  client: pg.ClientBase,
  source: { readonly name: string; readonly kind: 'ledger' | 'meter' },
  batchId: string,
  now: Date,
): Promise<number> {
  const table = source.kind === 'ledger' ? 'ledger.charge_day' : 'ledger.meter_day'
  const { rowCount } = await client.query(
    `with today as (
      select t.day, t.billing_currency, sum(t.effective_cost) as effective_cost, sum(t.billed_cost) as billed_cost
      from ${table} t join staged_changed_day c using (day)
      where c.reported and t.source_name = $1 group by 1, 2
    )
    insert into ledger.restatement (source_name, day, billing_currency, batch_id, old_effective_cost, new_effective_cost,
      old_billed_cost, new_billed_cost, recorded_at)
    select $1, day, billing_currency, $2, coalesce(b.effective_cost, 0), coalesce(t.effective_cost, 0),
      coalesce(b.billed_cost, 0), coalesce(t.billed_cost, 0), $3
    from staged_before b full join today t using (day, billing_currency)`,
    [source.name, batchId, now],
  )
  return rowCount ?? 0
}
