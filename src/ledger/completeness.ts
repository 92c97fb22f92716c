import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { Fault } from '../errors.ts'
import { quote, visible } from './value.ts'

/**
 * Brings the status of every day up to `now`.
 * - Days on which a source should have delivered and has not are there, with no rows and provisional: late is not zero.
 * - complete: a load made `complete_after_hours` after the end of the UTC day, or later, reached that day, and the day has at least
 *   half as many rows as is usual for its weekday.
 * - closed: a person closed the billing period, or it is over and every row of it carries an invoice.
 */
export async function settleDays(db: Kysely<Database>, now: Date): Promise<void> {
  const sources = await db.selectFrom('ledger.source').select('source_name').orderBy('source_name').execute()
  for (const { source_name } of sources) {
    await db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ free: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended('ledger.source ' || ${source_name}::text, 0)) as free`.execute(
        transaction,
      )
      // An import of it is under way, which settles its days itself.
      if (!rows[0]?.free) return
      for (const text of SETTLE) await transaction.executeQuery(CompiledQuery.raw(text, [now, source_name]))
    })
  }
}

/** Declares a source's billing period invoiced: its days no longer wait for anything. */
export async function closePeriod(db: Kysely<Database>, source: string, month: string, now: Date): Promise<void> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new Fault(`${quote(month)} is not a month.`, 'Write it like 2026-10.')
  }
  const known = await db.selectFrom('ledger.source').select('source_name').where('source_name', '=', source).execute()
  if (known.length === 0)
    throw new Fault(`There is no source ${visible(source)}.`, 'See what there is: npx tally sources')
  await db
    .insertInto('ledger.closed_period')
    .values({ source_name: source, billing_period: `${month}-01`, closed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await settleDays(db, now)
}

// A source that has been silent for longer than this has been given up, it is not late.
const LATE_DAYS = 45

/** Each takes `now` as $1 and the source as $2. */
export const SETTLE = [
  `insert into ledger.time_sector (source_name, day, status, charge_rows, last_updated)
  select s.source_name, expected::date, 'provisional', 0, $1::timestamptz
  from (select source_name, min(day) as first, max(day) as last from ledger.delivered_day
    where source_name = $2 group by source_name) s
  cross join generate_series(
    s.first::timestamp, least(($1::timestamptz at time zone 'UTC')::date - 1, s.last + ${LATE_DAYS})::timestamp, interval '1 day'
  ) expected
  on conflict do nothing`,

  `with judged as (
    select t.source_name, t.day, t.charge_rows,
      $1::timestamptz >= settled_at and exists (
        select from ledger.load_batch b
        where b.source_name = t.source_name and b.last_day >= t.day and b.loaded_at >= settled_at
      ) and t.charge_rows * 2 >= coalesce((
        select percentile_cont(0.5) within group (order by u.charge_rows) from ledger.time_sector u
        where u.source_name = t.source_name and u.day in (t.day - 7, t.day - 14, t.day - 21, t.day - 28)
      ), 0) as complete,
      exists (
        select from ledger.closed_period c
        where c.source_name = t.source_name and c.billing_period = date_trunc('month', t.day)::date
      ) as declared,
      $1::timestamptz >= (date_trunc('month', t.day) + interval '1 month') at time zone 'UTC' and coalesce(i.all_invoiced, false)
        as invoiced
    from ledger.time_sector t
    join ledger.source s using (source_name)
    cross join lateral (
      select ((t.day + 1)::timestamp at time zone 'UTC') + s.complete_after_hours * interval '1 hour' as settled_at
    ) settling
    left join (
      select source_name, billing_period, sum(uninvoiced_rows) = 0 as all_invoiced from ledger.delivered_day
      where source_name = $2 group by 1, 2
    ) i on i.source_name = t.source_name and i.billing_period = date_trunc('month', t.day)::date
    where t.source_name = $2
  )
  update ledger.time_sector t set status = n.status
  from (
    select source_name, day,
      case when declared or (complete and invoiced) then 'closed' when complete then 'complete' else 'provisional' end as status
    from judged
  ) n
  where n.source_name = t.source_name and n.day = t.day and n.status <> t.status`,
] as const
