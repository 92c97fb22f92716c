import type pg from 'pg'
import type { ImportSummary } from './import-focus.ts'

/** As many facts as make it worth while. */
export const MANY_FACTS = 20_000

/** After a large load the planner's figures are old, and index-only scans need the pages marked. */
export async function tidy(pool: pg.Pool, { kind, days }: ImportSummary): Promise<void> {
  if (days === undefined) return
  const { rows } = await pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'ledger.charge_day'::regclass
      and inhrelid::regclass::text between $1 and $2`,
    [
      `ledger.charge_day_${days.first.slice(0, 7).replace('-', '_')}`,
      `ledger.charge_day_${days.last.slice(0, 7).replace('-', '_')}`,
    ],
  )
  const tables =
    kind === 'meter'
      ? ['ledger.meter_day']
      : [...rows.map(({ name }) => name), 'ledger.charge_day_model', 'ledger.charge_day_area', 'ledger.name']
  await pool.query(`vacuum (analyze) ${tables.join(', ')}`)
}
