import type pg from 'pg'

/**
 * Makes the monthly partitions that the changed days need. A table made first and attached then does not keep readers out, as
 * `create table … partition of` would until the whole import is through.
 */
export async function makePartitions(client: pg.ClientBase): Promise<void> {
  const months = async () => {
    const { rows } = await client.query<{ name: string; first: string; next: string }>(
      `select to_char(month, '"charge_day_"YYYY_MM') as name, month::date as first, (month + interval '1 month')::date as next
      from (select distinct date_trunc('month', day) as month from staged_changed_day) months
      where to_regclass('ledger.' || to_char(month, '"charge_day_"YYYY_MM')) is null
      order by month`,
    )
    return rows
  }
  if ((await months()).length === 0) return
  // Two imports at once: the second looks again after the first is through.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('ledger.charge_day partitions', 0))`)
  for (const { name, first, next } of await months()) {
    await client.query(`create table ledger.${name} (like ledger.charge_day including all)`)
    await client.query(
      `alter table ledger.charge_day attach partition ledger.${name} for values from ('${first}') to ('${next}')`,
    )
  }
}
