import { type Kysely, sql } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'

/** How far one ledger source has come. */
export interface Watermark {
  readonly source: string
  readonly firstDay: CivilDate
  readonly lastDay: CivilDate
  /** Days that were delivered and may still move, in order. */
  readonly provisional: readonly CivilDate[]
  /** ISO instant. */
  readonly lastUpdated: string
  /** Its export leaves effective cost empty, so billed cost stands in for it. */
  readonly billedForEffective: boolean
  /** Charges of its latest delivery with a billed cost and no effective cost, where effective cost is what is loaded. */
  readonly suspectRows: number
}

export async function readWatermarks(db: Kysely<Database>, views: ReadonlySet<string>): Promise<readonly Watermark[]> {
  if (!views.has('spend.day_status')) return []
  const { rows } = await sql<{
    source_name: string
    first_day: string
    last_day: string
    provisional: string | null
    last_updated: Date
    billed_for_effective: boolean
    suspect_rows: string | null
  }>`
    select source_name, min(day) as first_day, max(day) as last_day,
      string_agg(day::text, ',' order by day) filter (where status = 'provisional') as provisional,
      max(last_updated) as last_updated, bool_or(effective_from = 'billed') as billed_for_effective,
      max(suspect_rows) as suspect_rows
    from spend.day_status group by source_name order by source_name`.execute(db)
  return rows.map((row) => ({
    source: row.source_name,
    firstDay: row.first_day,
    lastDay: row.last_day,
    provisional: row.provisional?.split(',') ?? [],
    lastUpdated: row.last_updated.toISOString(),
    billedForEffective: row.billed_for_effective,
    suspectRows: Number(row.suspect_rows ?? 0),
  }))
}
