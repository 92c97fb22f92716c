import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { settleDays } from './completeness.ts'

/** All that is known of one source: what `tally sources` shows. */
export interface SourceState {
  readonly sourceName: string
  readonly kind: 'ledger' | 'meter'
  readonly effectiveFrom: 'effective' | 'billed'
  readonly completeAfterHours: number
  readonly lastLoadedAt: Date | null
  /** Delivered charges that stand in the ledger now. */
  readonly rows: number
  /** Of the newest load. */
  readonly rowsRejected: number
  readonly rowsSuspect: number
  readonly suspectBilledCost: Readonly<Record<string, string>>
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly days: { readonly provisional: number; readonly complete: number; readonly closed: number }
  /** The newest of them, most recent first. */
  readonly provisionalDays: readonly string[]
  /** Days with a restatement, and when the newest was recorded. */
  readonly restatedDays: number
  readonly lastRestatedAt: Date | null
}

const SHOWN_DAYS = 10

export async function sources(db: Kysely<Database>, now: Date): Promise<readonly SourceState[]> {
  await settleDays(db, now)
  const { rows } = await sql<SourceState>`
    select s.source_name as "sourceName", s.source_kind as kind, s.effective_from as "effectiveFrom",
      s.complete_after_hours as "completeAfterHours", b.loaded_at as "lastLoadedAt", coalesce(d.rows, 0)::float8 as rows,
      coalesce(b.rows_rejected, 0)::float8 as "rowsRejected", coalesce(b.rows_suspect, 0)::float8 as "rowsSuspect",
      coalesce(b.suspect_billed_cost, '{}') as "suspectBilledCost", d.first_day as "firstDay", d.last_day as "lastDay",
      json_build_object('provisional', coalesce(t.provisional, 0), 'complete', coalesce(t.complete, 0),
        'closed', coalesce(t.closed, 0)) as days,
      coalesce(t.provisional_days[1:${sql.lit(SHOWN_DAYS)}], '{}') as "provisionalDays",
      coalesce(r.days, 0)::integer as "restatedDays", r.recorded_at as "lastRestatedAt"
    from ledger.source s
    left join lateral (
      select * from ledger.load_batch where source_name = s.source_name order by loaded_at desc, batch_id desc limit 1
    ) b on true
    left join lateral (
      select sum(charge_rows) as rows, min(day) as first_day, max(day) as last_day
      from ledger.delivered_day where source_name = s.source_name
    ) d on true
    left join lateral (
      select count(*) filter (where status = 'provisional') as provisional, count(*) filter (where status = 'complete') as complete,
        count(*) filter (where status = 'closed') as closed,
        array_agg(day::text order by day desc) filter (where status = 'provisional') as provisional_days
      from ledger.time_sector where source_name = s.source_name
    ) t on true
    left join lateral (
      select count(distinct day) as days, max(recorded_at) as recorded_at
      from ledger.restatement where source_name = s.source_name
    ) r on true
    order by s.source_kind, s.source_name`.execute(db)
  return rows
}
